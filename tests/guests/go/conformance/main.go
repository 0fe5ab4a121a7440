// The conformance guest of the Go SDK: the exports that tests/guests/README.md lists, for TinyGo and stock Go.
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

//go:generate go run github.com/yaoapp/wasm-sdk/sdk-go/cmd/yao-gen

//go:wasmexport conf_echo
func confEcho(p, n uint32) uint64 {
	return yao.Handle(p, n, func(v yao.Value) (yao.Value, error) { return v, nil })
}

//go:wasmexport conf_args
func confArgs(p, n uint32) uint64 {
	return yao.HandleArgs(p, n, func(args []yao.Value) (yao.Value, error) { return yao.Array(args...), nil })
}

//go:wasmexport conf_raw
func confRaw(p, n uint32) uint64 {
	return yao.HandleRaw(p, n, func(payload []byte) ([]byte, error) { return payload, nil })
}

//yao:handler conf_empty
func confEmpty() {}

// Typed is the record of conf_typed.
type Typed struct {
	ID    uint64
	Name  string
	Score float64
	Tags  []string
	Note  *string
	Blob  []byte
}

//yao:handler conf_typed
func confTyped(v Typed) Typed { return v }

//yao:handler conf_concat
func confConcat(a, b string) string { return a + b }

//yao:handler conf_sum
func confSum(items []int64) (sum int64, err error) {
	for _, v := range items {
		if sum, err = add(sum, v); err != nil {
			break
		}
	}
	return sum, err
}

// add is a + b, or error 400 when that does not fit.
func add(a, b int64) (int64, error) {
	sum := a + b
	if (sum > a) != (b > 0) && b != 0 {
		return 0, yao.NewException(yao.CodeBadRequest, "the sum does not fit in 64 bits")
	}
	return sum, nil
}

//yao:handler conf_process
func confProcess(name string, args *[]yao.Value) yao.Value {
	v, err := confForward(name, args)
	if err == nil {
		return yao.Map(yao.String("ok"), v)
	}
	e := yao.AsException(err)
	details, _ := yao.Unmarshal[yao.Value](e.Details())
	return yao.Map(yao.String("error"), yao.Map(
		yao.String("code"), yao.Int(int64(e.Code)),
		yao.String("message"), yao.String(e.Message),
		yao.String("details"), details,
	))
}

//yao:handler conf_forward
func confForward(name string, args *[]yao.Value) (yao.Value, error) {
	var list []any
	if args != nil {
		for _, a := range *args {
			list = append(list, a)
		}
	}
	return yao.Process[yao.Value](name, list...)
}

//yao:handler conf_log
func confLog(level uint32, message string) { yao.Log(yao.Level(level), message) }

//yao:handler conf_fail
func confFail(code int32, message string, details yao.Value) error {
	if details.IsNil() {
		return yao.NewException(yao.Code(code), message)
	}
	return yao.NewExceptionWith(yao.Code(code), message, details)
}

//yao:handler conf_panic
func confPanic(message string) { yao.Panic(message) }

//yao:handler conf_alloc
func confAlloc(n uint32) (uint32, error) {
	b := make([]byte, n)
	fill(b)
	return count(b), nil
}

// fill and count are functions of their own: in Go's code for wasm every jump inside of a function costs with the size
// of the function.
//
//go:noinline
func fill(b []byte) {
	for i := range b {
		b[i] = byte(i)
	}
}

//go:noinline
func count(b []byte) (touched uint32) {
	for i, v := range b {
		if v == byte(i) {
			touched++
		}
	}
	return touched
}

//yao:handler conf_recurse
func confRecurse(n uint32) uint32 { return recurse(n) }

// recurse is kept from becoming a loop: it needs its frame after the call.
//
//go:noinline
func recurse(n uint32) uint32 {
	if n == 0 {
		return 0
	}
	r := recurse(n - 1)
	if r == n {
		depthsThatCannotBe++
	}
	return r + 1
}

var depthsThatCannotBe int

// Counter is an instance.
//
//yao:class conf_counter
type Counter struct{ n int64 }

//yao:create
func newCounter(start int64) (*Counter, error) { return &Counter{start}, nil }

//yao:method
func (c *Counter) add(by int64) (int64, error) {
	sum, err := add(c.n, by)
	if err == nil {
		c.n = sum
	}
	return sum, err
}

//yao:method
func (c *Counter) get() int64 { return c.n }

//yao:method
func (c *Counter) fail() error {
	return yao.NewException(yao.CodeBadRequest, "this method always fails")
}

// Label is an instance of another class in the same registry.
//
//yao:class conf_label
type Label struct{ text string }

//yao:create
func newLabel(text string) *Label { return &Label{text} }

//yao:method get
func (l *Label) getText() string { return l.text }

func main() {}
