package yao_test

import (
	"bytes"
	"strings"
	"testing"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/yaotest"
)

func greet(p, n uint32) uint64 {
	return yao.Handle(p, n, func(name string) (string, error) {
		if name == "" {
			return "", yao.NewExceptionWith(yao.CodeBadRequest, "who?", yao.Dict{"field": "name"})
		}
		return "Hello, " + name, nil
	})
}

func TestAHandlerGivesAValueOrAnError(t *testing.T) {
	host := yaotest.New(t)
	if got, err := yaotest.Call[string](host, greet, "Grüße 😀"); err != nil || got != "Hello, Grüße 😀" {
		t.Errorf("got %q, %v", got, err)
	}
	_, err := yaotest.Call[string](host, greet, "")
	e := yao.AsException(err)
	if e.Code != yao.CodeBadRequest || e.Message != "who?" || string(e.Details()) != "\x81\xa5field\xa4name" {
		t.Errorf("got %d %q %q", e.Code, e.Message, e.Details())
	}
}

func TestArgumentsThatDoNotFitAreRefusedWithTheirPlace(t *testing.T) {
	host := yaotest.New(t)
	for _, c := range []struct {
		name    string
		payload string
		message string
	}{
		{"another kind", "\x91\x05", "argument 1: expected a string"},
		{"none", "", "argument 1: expected a string"},
		{"nil", "\x91\xc0", "argument 1: expected a string"},
		{"no array", "\xa1x", "expected an array"},
		{"trailing bytes", "\x91\xa1x\x00", "bytes follow the value"},
		{"one cut short", "\x91\xa5x", "argument 1: unexpected end"},
		{"more than there are", "\x92\xa1x", "argument 2: unexpected end"},
		{"more than there can be", "\x9f\xa1x", "nested too deeply, or too many elements"},
		{"a second that is broken", "\x92\xa1x\xc1", "argument 2: reserved byte 0xc1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := host.CallRaw(greet, []byte(c.payload))
			if e := yao.AsException(err); err == nil || e.Code != yao.CodeBadRequest || !strings.HasSuffix(e.Message, c.message) {
				t.Errorf("got %v, want error 400 %q", err, c.message)
			}
		})
	}
}

func TestExtraArgumentsAreIgnored(t *testing.T) {
	host := yaotest.New(t)
	if got, err := yaotest.Call[string](host, greet, "Ada", 1, nil, yao.Dict{"x": yao.List{1.5}}); err != nil || got != "Hello, Ada" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestHandlersTakeNoneToThreeArgumentsOrAll(t *testing.T) {
	host := yaotest.New(t)
	for name, c := range map[string]struct {
		export yaotest.Export
		args   []any
		want   string
	}{
		"none": {func(p, n uint32) uint64 {
			return yao.Handle0(p, n, func() (string, error) { return "none", nil })
		}, []any{1}, "none"},
		"two": {func(p, n uint32) uint64 {
			return yao.Handle2(p, n, func(a string, b int) (string, error) { return strings.Repeat(a, b), nil })
		}, []any{"ab", 2}, "abab"},
		"three": {func(p, n uint32) uint64 {
			return yao.Handle3(p, n, func(a, b, c string) (string, error) { return a + b + c, nil })
		}, []any{"a", "b", "c"}, "abc"},
		"all": {func(p, n uint32) uint64 {
			return yao.HandleArgs(p, n, func(args []yao.Value) (string, error) { return strings.Repeat("x", len(args)), nil })
		}, []any{1, nil, "a", true}, "xxxx"},
	} {
		if got, err := yaotest.Call[string](host, c.export, c.args...); err != nil || got != c.want {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, c.want)
		}
	}
}

func TestARawHandlerGetsAndGivesBytes(t *testing.T) {
	host := yaotest.New(t)
	echo := func(p, n uint32) uint64 {
		return yao.HandleRaw(p, n, func(payload []byte) ([]byte, error) { return payload, nil })
	}
	for _, payload := range [][]byte{nil, {0x90}, {0x91, 0xc4, 0x01, 0xff}} {
		if got, err := host.CallRaw(echo, payload); err != nil || !bytes.Equal(got, payload) {
			t.Errorf("% x came back as % x, %v", payload, got, err)
		}
	}
}

func TestNilIsTheEmptyResult(t *testing.T) {
	yaotest.New(t)
	packed := yao.Handle0(0, 0, func() (yao.Nil, error) { return yao.Nil{}, nil })
	if packed != 0 {
		t.Errorf("nil was packed as %#x", packed)
	}
}

func TestWhatCannotBeWrittenIsAnErrorNotAPanic(t *testing.T) {
	host := yaotest.New(t)
	deep := yao.Array()
	for range yao.MaxDepth {
		deep = yao.Array(deep)
	}
	for name, v := range map[string]any{
		"a type without a method": struct{ A int }{1},
		"a string that is none":   "\xff",
		"one level too many":      deep,
		"inside of a dict":        yao.Dict{"x": yao.List{"\xc0\x80"}},
	} {
		_, err := host.CallRaw(func(p, n uint32) uint64 {
			var w yao.Writer
			w.Any(v)
			return yao.Return(&w)
		}, nil)
		if e := yao.AsException(err); err == nil || e.Code != yao.CodeInternal {
			t.Errorf("%s: gave %v", name, err)
		}
	}
}
