// Code generated from abi-spec/abi.toml by ./dev generate; DO NOT EDIT.

package yao

const (
	// ABIMajor is the major version, carried by the name of the marker export.
	ABIMajor = 1
	// ABIMinor is the minor version: additions that an older peer may ignore.
	ABIMinor = 0
	// PackedPtrShift is where the pointer of a packed result starts.
	PackedPtrShift = 32
	// PackedErrorShift is the error bit of a packed result.
	PackedErrorShift = 31
	// PackedError is a packed result with only the error bit.
	PackedError = uint64(1) << 31
	// PackedMaxLen is the largest length in a packed result.
	PackedMaxLen = 2147483647
	// MaxDepth limits the arrays and maps around a value, the argument array included.
	MaxDepth = 64
	// MaxElements limits array items plus two per map entry, over one whole payload or value.
	MaxElements = 1000000
	// MaxMessageBytes limits the message of an error record.
	MaxMessageBytes = 4096
	// MalformedMessage is the message of the record that replaces a malformed one.
	MalformedMessage = "malformed error record"
	// HandleBits is the width of a handle; 0 is none.
	HandleBits = 31
	// DefaultCapacity is how many instances a guest holds unless it says otherwise.
	DefaultCapacity = 8
)

// Capability bits, the value of the marker export.
const (
	// CapSimd128: Uses 128-bit SIMD. Informational: the host decides from the bytes of the module.
	CapSimd128 = uint32(1) << 0
	// CapBulkMemory: Uses bulk memory. Informational: the host decides from the bytes of the module.
	CapBulkMemory = uint32(1) << 1
	// CapReset: Exports `yao_reset`.
	CapReset = uint32(1) << 2
	// CapInstances: Exports at least one class.
	CapInstances = uint32(1) << 3
	// CapCodecJson: Values cross as JSON instead of MessagePack.
	CapCodecJson = uint32(1) << 4
	// CapCodecOpaque: Payload and result are bytes that only guest and caller understand. Not together with `codec_json`.
	CapCodecOpaque = uint32(1) << 5
	// CapOneShot: Never frees: one call per guest instance, never reused by a host.
	CapOneShot = uint32(1) << 6
)

// Level labels a log line; none ends anything.
type Level uint32

const (
	// LevelPanic: A panic of the guest's language; the SDK writes it and then traps.
	LevelPanic Level = 0
	// LevelFatal: The guest cannot do its work.
	LevelFatal Level = 1
	// LevelError: Something failed.
	LevelError Level = 2
	// LevelWarn: Something looks wrong.
	LevelWarn Level = 3
	// LevelInfo: Something worth knowing happened.
	LevelInfo Level = 4
	// LevelDebug: For the guest's author.
	LevelDebug Level = 5
	// LevelTrace: Everything; unknown levels count as this one.
	LevelTrace Level = 6
)

// Code of an error record, 1 to 2147483647. Numbers without a constant are the guest's own.
type Code uint32

const (
	// CodeBadRequest: Arguments that cannot be decoded, are missing or have the wrong type; malformed MessagePack or JSON.
	CodeBadRequest Code = 400
	// CodeForbidden: The caller may not call this process.
	CodeForbidden Code = 403
	// CodeNotFound: No such process, script, handler or record.
	CodeNotFound Code = 404
	// CodeTimedOut: The deadline passed or the fuel of the request is used up.
	CodeTimedOut Code = 408
	// CodeGone: A handle that is stale, forged, destroyed or of another class.
	CodeGone Code = 410
	// CodeTooLarge: A payload, argument list, reply or result is over a limit in bytes or elements.
	CodeTooLarge Code = 413
	// CodeTooMany: No free slot for an instance or session, or too many process calls in one request.
	CodeTooMany Code = 429
	// CodeInternal: Anything else; also stands for a code outside 1 to 2147483647 and for a malformed error record.
	CodeInternal Code = 500
	// CodeNotImplemented: The host or guest knows the request but has no implementation of it.
	CodeNotImplemented Code = 501
	// CodeTrapped: The callee trapped, panicked or broke the ABI.
	CodeTrapped Code = 502
	// CodeOutOfMemory: `yao_alloc` gave 0 for a payload or a reply.
	CodeOutOfMemory Code = 507
	// CodeTooDeep: Nested calls through the host went deeper than the limit.
	CodeTooDeep Code = 508
	// CodeMin is the smallest code.
	CodeMin Code = 1
	// CodeMax is the largest code.
	CodeMax Code = 2147483647
	// CodeFallback stands for a code out of range.
	CodeFallback Code = 500
	// CodeEmpty is the code of an error result without bytes.
	CodeEmpty Code = 507
)

// Name is the name in snake_case of a code with a meaning of its own, else empty.
func (c Code) Name() string {
	switch c {
	case CodeBadRequest:
		return "bad_request"
	case CodeForbidden:
		return "forbidden"
	case CodeNotFound:
		return "not_found"
	case CodeTimedOut:
		return "timed_out"
	case CodeGone:
		return "gone"
	case CodeTooLarge:
		return "too_large"
	case CodeTooMany:
		return "too_many"
	case CodeInternal:
		return "internal"
	case CodeNotImplemented:
		return "not_implemented"
	case CodeTrapped:
		return "trapped"
	case CodeOutOfMemory:
		return "out_of_memory"
	case CodeTooDeep:
		return "too_deep"
	}
	return ""
}

// Text is a short text for people of a code with a meaning of its own, else empty.
func (c Code) Text() string {
	switch c {
	case CodeBadRequest:
		return "bad request"
	case CodeForbidden:
		return "forbidden"
	case CodeNotFound:
		return "not found"
	case CodeTimedOut:
		return "timed out"
	case CodeGone:
		return "gone"
	case CodeTooLarge:
		return "too large"
	case CodeTooMany:
		return "too many"
	case CodeInternal:
		return "internal error"
	case CodeNotImplemented:
		return "not implemented"
	case CodeTrapped:
		return "callee trapped"
	case CodeOutOfMemory:
		return "out of memory"
	case CodeTooDeep:
		return "call depth exceeded"
	}
	return ""
}
