package yao

import "unsafe"

// Reader reads MessagePack values from bytes that nobody has checked.
//
// The first failure ends the input, so that every later read gives a zero value: read a whole value, then ask
// [Reader.Close] once. Strings and bytes are views of the input, which they keep reachable; clone what a guest keeps
// beyond the call.
type Reader struct {
	in     string
	size   uint32 // of in; by itself, because TinyGo notes for its collector whatever is read beside a pointer
	pos    uint32
	budget uint32           // elements that may still come
	depth  uint32           // arrays and maps that are open
	left   [MaxDepth]uint32 // what may still come of each of these
	arg    uint32           // the argument being read, from 1
	num    uint64           // of the last head: a length, an integer, or the bits of a float
	failed bool
	reason string    // why
	path   [4]string // the record fields that failed, the innermost first
	fields uint32    // how many of them
}

// NewReader reads one value from b, which must not change while views of it are in use. A nil slice reads as nil.
func NewReader(b []byte) *Reader {
	if b == nil {
		return &Reader{in: "\xc0", size: 1}
	}
	n := uint32(len(b))
	// Every element takes a byte at least. So no length in the input asks for more memory than a fixed multiple of it.
	return &Reader{in: unsafe.String(unsafe.SliceData(b), len(b)), size: n, budget: min(n, MaxElements)}
}

// OpenArgs takes the payload of an export, an array of arguments, from the host. It is the low-level form of what
// [Handle] and the exports from yao-gen do:
//
//	//go:wasmexport area
//	func area(p, n uint32) uint64 {
//		args := yao.OpenArgs(p, n)
//		width := args.Arg().Float64()
//		height := args.Arg().Float64()
//		if bad := args.CloseAs(yao.CodeBadRequest); bad != 0 {
//			return uint64(bad)
//		}
//		var w yao.Writer
//		w.Float64(width * height)
//		return yao.Return(&w)
//	}
func OpenArgs(p, n uint32) *Reader {
	rest(n)
	if n == 0 {
		return new(Reader)
	}
	r := NewReader(take(p, n))
	r.Array()
	return r
}

// Arg makes the reader stand at the next argument. One that the caller left out reads as nil.
func (r *Reader) Arg() *Reader {
	if !r.failed {
		r.arg++
		if r.depth == 0 || !r.More() {
			r.end()
			r.in = "\xc0"
			r.size = 1
			r.pos = 0
		}
	}
	return r
}

// Close skips the arguments that were not read, and tells why reading failed, if it did, or that bytes follow the value.
// The error is an [*Exception] with code 400.
func (r *Reader) Close() error {
	if r.finish() {
		return nil
	}
	return &Exception{Code: CodeBadRequest, Message: r.reason}
}

// Check is [Reader.Close] with the place of the failure in the message: the number of the argument and the path of
// record fields. It costs a guest some 350 bytes once.
func (r *Reader) Check() error {
	if e := r.close(CodeBadRequest, ""); e != nil {
		return e
	}
	return nil
}

// close is Check with a code and a word in front.
func (r *Reader) close(code Code, what string) *Exception {
	if r.finish() {
		return nil
	}
	var w Writer
	w.Lit(what)
	if r.arg != 0 {
		w.Lit("argument ")
		w.decimal(r.arg)
		w.Lit(": ")
	}
	for i := r.fields; i > 0; i-- {
		w.Lit(r.path[i-1])
		w.Lit(": ")
	}
	w.Lit(r.reason)
	return &Exception{Code: code, Message: w.text()}
}

// finish tells whether the whole input was a good value.
func (r *Reader) finish() bool {
	if r.depth != 0 {
		for r.More() {
			if r.arg != 0 {
				r.arg++
			}
			r.Skip()
		}
	}
	r.end()
	return !r.failed
}

// end checks that nothing follows.
func (r *Reader) end() {
	if r.pos != r.size {
		r.Fail("bytes follow the value")
	}
}

// Fail makes the value unacceptable for a reason of the caller's, unless it failed already. It is for DecodeYao methods
// that are written by hand.
//
//go:noinline
func (r *Reader) Fail(reason string) {
	if !r.failed {
		r.failed = true
		r.reason = reason
	}
	r.pos = r.size
}

// Failed tells whether any read has failed so far.
func (r *Reader) Failed() bool { return r.failed }

// Kind is what a value is.
type Kind uint32

// The kinds of values. Those from KindArray on have a length.
const (
	// KindNil is nil.
	KindNil Kind = iota
	// KindBool is true or false.
	KindBool
	// KindInt is an integer that an int64 holds.
	KindInt
	// KindUint is an integer above the largest int64.
	KindUint
	// KindFloat32 is a float of 32 bits.
	KindFloat32
	// KindFloat64 is a float of 64 bits.
	KindFloat64
	// KindArray is an array.
	KindArray
	// KindMap is a map.
	KindMap
	// KindString is a string of valid UTF-8.
	KindString
	// KindBytes is binary.
	KindBytes
	// KindExt is an extension value.
	KindExt

	kindBad
)

// heads has, for each of the bytes 0xc0 to 0xdf, the kind of value and how many bytes hold its number or length.
const heads = "\x00\xb0\x10\x10\x91\x92\x94\xa1\xa2\xa4\x44\x58\x31\x32\x34\x38\x21\x22\x24\x28\xa0\xa0\xa0\xa0\xa0" +
	"\x81\x82\x84\x62\x64\x72\x74"

// head reads the first byte of a value and what it says of its number or length.
func (r *Reader) head() Kind {
	b := r.byte()
	if r.failed {
		return kindBad
	}
	kind, n := KindInt, uint64(int8(b)) // of the bytes that are an integer themselves
	switch {
	case b < 0x80 || b >= 0xe0:
	case b < 0x90:
		kind, n = KindMap, uint64(b&15)
	case b < 0xa0:
		kind, n = KindArray, uint64(b&15)
	case b < 0xc0:
		kind, n = KindString, uint64(b&31)
	default:
		h := uint32(heads[b&31])
		kind = Kind(h >> 4)
		width := h & 15
		n = r.be(width)
		switch kind {
		case KindBool:
			n = uint64(b & 1)
		case KindInt:
			shift := 64 - 8*width
			n = uint64(int64(n<<shift) >> shift)
		case KindUint:
			if int64(n) >= 0 {
				kind = KindInt
			}
		case KindExt:
			if width == 0 {
				n = 1 << (b - 0xd4)
			}
		}
	}
	r.num = n
	if kind == KindArray || kind == KindMap {
		r.depth++
		n <<= kind - KindArray
		if r.depth > MaxDepth || n > uint64(r.budget) {
			r.Fail("nested too deeply, or too many elements")
			r.num, n = 0, 0 // nobody shall make room for that many
		}
		r.budget -= uint32(n)
		r.left[r.depth%MaxDepth] = uint32(r.num)
	}
	return kind
}

func (r *Reader) byte() uint32 {
	if r.pos >= r.size {
		r.Fail("unexpected end")
		return 0
	}
	b := r.in[r.pos]
	r.pos++
	return uint32(b)
}

// be reads n bytes as a big-endian number.
func (r *Reader) be(n uint32) (v uint64) {
	for ; n > 0; n-- {
		v = v<<8 | uint64(r.byte())
	}
	return v
}

func (r *Reader) take(n uint32) string {
	if n > r.size-r.pos {
		r.Fail("unexpected end")
		return ""
	}
	s := r.in[r.pos:][:n]
	r.pos += n
	return s
}

// expect reads a head of one kind.
func (r *Reader) expect(kind Kind, reason string) uint32 {
	if r.head() != kind {
		r.Fail(reason)
		return 0
	}
	return uint32(r.num)
}

// Nil reads a nil if there is one, and tells whether it did.
func (r *Reader) Nil() bool {
	if r.pos >= r.size || r.in[r.pos] != 0xc0 {
		return false
	}
	r.pos++
	return true
}

// Bool reads true or false.
func (r *Reader) Bool() bool { return r.expect(KindBool, "expected a bool") != 0 }

// Str reads a string of valid UTF-8.
func (r *Reader) Str() string {
	r.expect(KindString, "expected a string")
	return r.text()
}

// text is the content of a string whose head was read.
func (r *Reader) text() string {
	s := r.take(uint32(r.num))
	if validUTF8(s) != len(s) {
		r.Fail("invalid UTF-8")
	}
	return s
}

// Bytes reads a bin; a string is none.
func (r *Reader) Bytes() []byte {
	return view(r.take(r.expect(KindBytes, "expected bytes")))
}

// view gives the bytes of a part of the input, without room to append to.
func view(s string) []byte {
	return unsafe.Slice(unsafe.StringData(s), len(s))
}

// Array reads the head of an array and gives its length; the items follow, each announced by [Reader.More].
func (r *Reader) Array() uint32 { return r.expect(KindArray, "expected an array") }

// Map reads the head of a map and gives the number of its entries; they follow, each announced by [Reader.More].
func (r *Reader) Map() uint32 { return r.expect(KindMap, "expected a map") }

// More tells whether the innermost array or map has another item or entry. It is asked until it says no:
//
//	for r.Array(); r.More(); {
//		list = append(list, r.Str())
//	}
func (r *Reader) More() bool {
	left := &r.left[r.depth%MaxDepth]
	if *left == 0 || r.failed {
		r.depth--
		return false
	}
	*left--
	return true
}

// Skip reads one value of any kind and checks it.
func (r *Reader) Skip() { r.skip(r.head()) }

// skip is Skip after the head.
func (r *Reader) skip(kind Kind) {
	n := uint32(r.num)
	switch {
	case kind == kindBad:
		r.Fail("reserved byte 0xc1")
	case kind == KindString:
		r.text()
	case kind >= KindBytes:
		if kind == KindExt {
			r.byte()
		}
		r.take(n)
	case kind >= KindArray:
		for r.More() {
			if kind == KindMap {
				r.Skip()
			}
			r.Skip()
		}
	}
}

// key reads the key of a record; one that is no string is skipped and reads as empty.
func (r *Reader) key() string {
	kind := r.head()
	if kind == KindString {
		return r.text()
	}
	r.skip(kind)
	return ""
}

// Raw reads one value of any kind, checks it, and gives its bytes.
func (r *Reader) Raw() Raw { return view(r.raw()) }

func (r *Reader) raw() string {
	start := r.pos
	r.Skip()
	if r.failed {
		return ""
	}
	return r.in[start:r.pos]
}

// CloseAs is [Reader.Close] for an export that passes the error on: 0, or the packed record of an error with this code,
// which the export returns as it is. It spares a guest the type of the error and the look into it. The code is
// [CodeBadRequest] for arguments and [CodeInternal] for the reply of a process.
func (r *Reader) CloseAs(code Code) Packed {
	if r.finish() {
		return 0
	}
	e := Exception{Code: code, Message: r.reason}
	return Packed(e.throw())
}
