package yao_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/internal/record"
)

type messagepack struct {
	Name      string
	Value     value
	Canonical hexBytes
	Accepted  []hexBytes
}

func TestValuesAreWrittenInTheirShortestFormAndReadInEveryForm(t *testing.T) {
	var file struct{ Values, Large []messagepack }
	yao.ReadVectors(t, "messagepack", &file)
	each(t, append(file.Values, file.Large...), func(v messagepack) string { return v.Name }, func(t *testing.T, v messagepack) {
		b, err := yao.Marshal(v.Value.Value)
		if err != nil || !bytes.Equal(b, v.Canonical) {
			t.Errorf("encoded as %.40x, %v, want %.40x", b, err, v.Canonical)
		}
		for _, form := range append(v.Accepted, v.Canonical) {
			got, err := yao.Unmarshal[yao.Value](form)
			if err != nil || !equal(got, v.Value.Value) {
				t.Errorf("%.40x: decoded as %v, %v", form, got, err)
			}
			raw, err := yao.Unmarshal[yao.Raw](form)
			if err != nil || !bytes.Equal(raw, form) {
				t.Errorf("%.40x: raw gave %.40x, %v", form, raw, err)
			}
		}
	})
}

func TestValuesThatJSONHasAGuestHasToo(t *testing.T) {
	type vector struct {
		Name  string
		Value value
	}
	var file struct {
		Values, Unrepresentable []vector
		OneWay                  []vector `json:"one_way"`
	}
	yao.ReadVectors(t, "json", &file)
	all := append(append(file.Values, file.OneWay...), file.Unrepresentable...)
	each(t, all, func(v vector) string { return v.Name }, func(t *testing.T, v vector) {
		b, err := yao.Marshal(v.Value.Value)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := yao.Unmarshal[yao.Value](b); err != nil || !equal(got, v.Value.Value) {
			t.Errorf("%x came back as %v, %v", b, got, err)
		}
	})
}

// refused checks that a reader of any kind refuses the bytes with error 400.
func refused(t *testing.T, b []byte) {
	t.Helper()
	_, asValue := yao.Unmarshal[yao.Value](b)
	_, asRaw := yao.Unmarshal[yao.Raw](b)
	_, asNil := yao.Unmarshal[yao.Nil](b)
	for i, err := range []error{asValue, asRaw, asNil} {
		if err == nil {
			t.Errorf("reader %d took %.40x", i, b)
		} else if code := yao.AsException(err).Code; code != yao.CodeBadRequest {
			t.Errorf("reader %d gave the code %d", i, code)
		}
	}
}

func TestBytesThatAreNoValueAreRefused(t *testing.T) {
	type vector struct {
		Name   string
		Bytes  hexBytes
		Code   yao.Code
		OrCode yao.Code `json:"or_code"`
	}
	var file struct{ Inputs []vector }
	yao.ReadVectors(t, "invalid", &file)
	each(t, file.Inputs, func(v vector) string { return v.Name }, func(t *testing.T, v vector) {
		if v.Code != yao.CodeBadRequest && v.OrCode != yao.CodeBadRequest {
			t.Fatalf("the vector wants the code %d", v.Code)
		}
		b := []byte(v.Bytes)
		if b == nil {
			b = []byte{}
		}
		refused(t, b)
	})
}

func TestDepthAndElementsAreLimited(t *testing.T) {
	type vector struct {
		Name    string
		Bytes   hexBytes
		Outcome string
	}
	var file struct{ Inputs []vector }
	yao.ReadVectors(t, "limits", &file)
	each(t, file.Inputs, func(v vector) string { return v.Name }, func(t *testing.T, v vector) {
		if v.Outcome != "accepted" {
			refused(t, v.Bytes)
			return
		}
		got, err := yao.Unmarshal[yao.Value](v.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := yao.Marshal(got); err != nil || !bytes.Equal(again, v.Bytes) {
			t.Errorf("came back as %.40x, %v", again, err)
		}
	})
}

// decoders read a value as the type that a vector names, and give it as a dynamic value.
var decoders = map[string]func([]byte) (yao.Value, error){
	"i8":     as(func(v int8) yao.Value { return yao.Int(int64(v)) }),
	"i16":    as(func(v int16) yao.Value { return yao.Int(int64(v)) }),
	"i32":    as(func(v int32) yao.Value { return yao.Int(int64(v)) }),
	"i64":    as(yao.Int),
	"u8":     as(func(v uint8) yao.Value { return yao.Uint(uint64(v)) }),
	"u16":    as(func(v uint16) yao.Value { return yao.Uint(uint64(v)) }),
	"u32":    as(func(v uint32) yao.Value { return yao.Uint(uint64(v)) }),
	"u64":    as(yao.Uint),
	"f32":    as(yao.Float32),
	"f64":    as(yao.Float64),
	"bool":   as(yao.Bool),
	"str":    as(yao.String),
	"bin":    as(yao.Bytes),
	"record": as(record.Record.Value),
	"[i64]": as(func(v []int64) yao.Value {
		items := make([]yao.Value, len(v))
		for i, n := range v {
			items[i] = yao.Int(n)
		}
		return yao.Array(items...)
	}),
	"str?": optional((*yao.Reader).Str, yao.String),
	"i64?": optional((*yao.Reader).Int64, yao.Int),
}

func as[T any](value func(T) yao.Value) func([]byte) (yao.Value, error) {
	return func(b []byte) (yao.Value, error) {
		v, err := yao.Unmarshal[T](b)
		return value(v), err
	}
}

func optional[T any](read func(*yao.Reader) T, value func(T) yao.Value) func([]byte) (yao.Value, error) {
	return func(b []byte) (v yao.Value, err error) {
		r := yao.NewReader(b)
		if !r.Nil() {
			v = value(read(r))
		}
		return v, r.Check()
	}
}

func TestTypesTakeWhatFitsThem(t *testing.T) {
	type vector struct {
		Name  string
		Type  string
		Bytes hexBytes
		Value value
		Code  yao.Code
	}
	var file struct{ Decode []vector }
	yao.ReadVectors(t, "typed", &file)
	each(t, file.Decode, func(v vector) string { return v.Name }, func(t *testing.T, v vector) {
		decode := decoders[v.Type]
		if decode == nil {
			t.Fatalf("no decoder for %s", v.Type)
		}
		got, err := decode(v.Bytes)
		switch {
		case v.Code != 0 && err == nil:
			t.Errorf("%x was taken as %v, want error %d", v.Bytes, got, v.Code)
		case v.Code != 0 && yao.AsException(err).Code != v.Code:
			t.Errorf("%x gave %v, want error %d", v.Bytes, err, v.Code)
		case v.Code == 0 && (err != nil || !equal(got, v.Value.Value)):
			t.Errorf("%x was taken as %v, %v, want %v", v.Bytes, got, err, v.Value.Value)
		}
	})
}

func TestEveryEncodingOfTheMsgpackTestSuiteComesBack(t *testing.T) {
	text, err := os.ReadFile("../tests/vectors/msgpack-test-suite/msgpack-test-suite.json")
	if err != nil {
		t.Fatal(err)
	}
	var groups map[string][]map[string]json.RawMessage
	if err := json.Unmarshal(text, &groups); err != nil {
		t.Fatal(err)
	}
	encodings := 0
	for name, vectors := range groups {
		for i, vector := range vectors {
			var forms []string
			if err := json.Unmarshal(vector["msgpack"], &forms); err != nil {
				t.Fatal(err)
			}
			t.Run(fmt.Sprint(name, " ", i), func(t *testing.T) {
				for _, form := range forms {
					encodings++
					b, err := hex.DecodeString(strings.ReplaceAll(form, "-", ""))
					if err != nil {
						t.Fatal(err)
					}
					suiteForm(t, vector, b)
				}
			})
		}
	}
	if encodings != 233 {
		t.Errorf("ran %d encodings, want 233", encodings)
	}
}

// suiteForm checks one encoding: it decodes, stays what it is when encoded again, and is what the suite says.
func suiteForm(t *testing.T, vector map[string]json.RawMessage, form []byte) {
	v, err := yao.Unmarshal[yao.Value](form)
	if err != nil {
		t.Fatalf("%x: %v", form, err)
	}
	again, err := yao.Marshal(v)
	if err != nil || len(again) > len(form) {
		t.Errorf("%x: encoded again as %x, %v", form, again, err)
	}
	if back, err := yao.Unmarshal[yao.Value](again); err != nil || !equal(back, v) {
		t.Errorf("%x: came back as %v, %v", form, back, err)
	}
	want, ok := vector["bignum"]
	if ok {
		want = want[1 : len(want)-1] // a number in quotes
	} else if want, ok = vector["number"]; !ok {
		if want, ok = vector["string"]; !ok {
			return
		}
	}
	if got := plain(v); got != string(want) {
		t.Errorf("%x: is %s, want %s", form, got, want)
	}
}

// plain is a number or string in JSON.
func plain(v yao.Value) string {
	var text []byte
	if i, ok := v.AsInt(); ok {
		return fmt.Sprint(i)
	} else if u, ok := v.AsUint(); ok {
		return fmt.Sprint(u)
	} else if f, ok := v.AsFloat(); ok && f == float64(int64(f)) {
		return fmt.Sprintf("%.0f", f)
	} else if ok {
		return fmt.Sprint(f)
	} else if s, ok := v.AsString(); ok {
		text, _ = json.Marshal(s)
	}
	return string(text)
}
