package yao_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/yaotest"
)

func TestErrorRecordsAreReadAndWritten(t *testing.T) {
	type vector struct {
		Name   string
		Bytes  hexBytes
		Record struct {
			Code    yao.Code
			Message string
			Details *value
		}
		Canonical bool
	}
	var file struct{ Records []vector }
	yao.ReadVectors(t, "errors", &file)
	each(t, file.Records, func(v vector) string { return v.Name }, func(t *testing.T, v vector) {
		record := []byte(v.Bytes)
		if len(record) == 0 {
			record = nil
		}
		e := yao.DecodeException(record)
		if e.Code != v.Record.Code || e.Message != v.Record.Message {
			t.Errorf("got %d %q, want %d %q", e.Code, e.Message, v.Record.Code, v.Record.Message)
		}
		if v.Record.Details == nil {
			if len(e.Details()) != 0 {
				t.Errorf("got the details %x, want none", e.Details())
			}
		} else if got, err := yao.Unmarshal[yao.Value](e.Details()); err != nil || !equal(got, v.Record.Details.Value) {
			t.Errorf("got the details %v, %v", got, err)
		}
		if written := thrown(t, e); v.Canonical && !bytes.Equal(written, v.Bytes) {
			t.Errorf("written as %x, want %x", written, v.Bytes)
		}
	})
}

func TestLongMessagesAreCutAtACharacter(t *testing.T) {
	type vector struct {
		Name    string
		Bytes   hexBytes
		Code    yao.Code
		Message struct {
			Repeat string
			Times  int
		}
	}
	var file struct {
		Long []vector `json:"long_messages"`
	}
	yao.ReadVectors(t, "errors", &file)
	each(t, file.Long, func(v vector) string { return v.Name }, func(t *testing.T, v vector) {
		e := yao.DecodeException(thrown(t, yao.DecodeException(v.Bytes)))
		if e.Code != v.Code || e.Message != strings.Repeat(v.Message.Repeat, v.Message.Times) {
			t.Errorf("got %d and a message of %d bytes", e.Code, len(e.Message))
		}
	})
}

// thrown is the error record that a guest gives for err.
func thrown(t *testing.T, err error) []byte {
	t.Helper()
	var record []byte
	host := yaotest.New(t)
	_, got := host.CallRaw(func(p, n uint32) uint64 { return yao.Throw(err) }, nil)
	e := yao.AsException(got)
	w := yao.Writer{}
	w.Map(2)
	if len(e.Details()) != 0 {
		w = yao.Writer{}
		w.Map(3)
	}
	w.Str("code")
	w.Uint(uint64(e.Code))
	w.Str("message")
	w.Str(e.Message)
	if len(e.Details()) != 0 {
		w.Str("details")
		w.Raw(e.Details())
	}
	record = w.Bytes()
	return record
}

func TestAnyErrorBecomesAnException(t *testing.T) {
	forbidden := yao.NewException(yao.CodeForbidden, "not you")
	for _, c := range []struct {
		name    string
		err     error
		code    yao.Code
		message string
	}{
		{"an exception", forbidden, yao.CodeForbidden, "not you"},
		{"one wrapped twice", fmt.Errorf("b: %w", fmt.Errorf("a: %w", forbidden)), yao.CodeForbidden, "not you"},
		{"another error", errors.New("disk full"), yao.CodeInternal, "disk full"},
		{"a code of zero", yao.NewException(0, "x"), yao.CodeFallback, "x"},
		{"a code that is too large", yao.NewException(1<<31, "x"), yao.CodeFallback, "x"},
		{"a message cut at its first fault", yao.NewException(400, "good\xffbad"), 400, "good"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if e := yao.DecodeException(thrown(t, c.err)); e.Code != c.code || e.Message != c.message {
				t.Errorf("got %d %q, want %d %q", e.Code, e.Message, c.code, c.message)
			}
		})
	}
}
