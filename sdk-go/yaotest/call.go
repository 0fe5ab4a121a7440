package yaotest

import (
	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/internal/mock"
)

// Call calls an export with arguments and reads its result as an R.
func Call[R any](h *Host, export Export, args ...any) (R, error) {
	return unmarshal[R](h.CallRaw(export, h.encode(args)))
}

// Method calls a method of an instance with arguments and reads its result as an R.
func Method[R any](h *Host, export MethodExport, handle uint32, args ...any) (R, error) {
	return unmarshal[R](h.CallRaw(func(p, n uint32) uint64 { return export(handle, p, n) }, h.encode(args)))
}

// Create makes an instance and gives its handle.
func (h *Host) Create(export Export, args ...any) (uint32, error) {
	h.t.Helper()
	packed := export(h.payload(h.encode(args)))
	if packed&yao.PackedError != 0 {
		return 0, yao.DecodeException(h.take(packed))
	}
	if packed == 0 || packed > yao.PackedMaxLen {
		h.t.Fatalf("create gave %#x, which is no handle", packed)
	}
	return uint32(packed), nil
}

// CallRaw calls an export with an encoded payload, and gives its result as one encoded value, nil for nil.
func (h *Host) CallRaw(export Export, payload []byte) ([]byte, error) {
	h.t.Helper()
	packed := export(h.payload(payload))
	b := h.take(packed)
	if packed&yao.PackedError != 0 {
		return nil, yao.DecodeException(b)
	}
	if len(b) == 0 {
		return nil, nil
	}
	// The reference host refuses a result that is not one valid value; so does this one.
	if _, err := yao.Unmarshal[yao.Raw](b); err != nil {
		h.t.Fatalf("the result % x is not one valid value: %v", b, err)
	}
	return b, nil
}

// payload hands bytes to the guest; none are a nil pointer.
func (h *Host) payload(b []byte) (p, n uint32) {
	if len(b) == 0 {
		return 0, 0
	}
	return mock.Hold(append([]byte(nil), b...)), uint32(len(b))
}

// take copies and frees the bytes of a packed result.
func (h *Host) take(packed uint64) []byte {
	h.t.Helper()
	p, n := uint32(packed>>yao.PackedPtrShift), uint32(packed)&yao.PackedMaxLen
	if n == 0 {
		return nil
	}
	b, ok := mock.Bytes(p, n)
	if !ok {
		h.t.Fatalf("the result %#x names memory that the guest does not have", packed)
	}
	mock.Take(p, n)
	return b
}

func (h *Host) encode(args []any) []byte {
	h.t.Helper()
	if len(args) == 0 {
		return nil
	}
	b, err := yao.Marshal(yao.List(args))
	if err != nil {
		h.t.Fatalf("cannot encode the arguments: %v", err)
	}
	return b
}

func unmarshal[R any](b []byte, err error) (R, error) {
	if err != nil {
		var none R
		return none, err
	}
	return yao.Unmarshal[R](b)
}
