package yao_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math"
	"strconv"
	"testing"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
)

// The vectors of the spec, in the form that abi-spec/vectors/README.md describes.

// each runs a test for every vector of a group, which must not be empty.
func each[V any](t *testing.T, group []V, name func(V) string, test func(t *testing.T, v V)) {
	t.Helper()
	if len(group) == 0 {
		t.Fatal("a group of vectors is empty")
	}
	for _, v := range group {
		t.Run(name(v), func(t *testing.T) { test(t, v) })
	}
}

// hexBytes are bytes as the vectors write them.
type hexBytes []byte

func (b *hexBytes) UnmarshalJSON(text []byte) (err error) {
	*b, err = expand(text, func(piece json.RawMessage) ([]byte, error) {
		var s string
		if err := json.Unmarshal(piece, &s); err != nil {
			return nil, err
		}
		return hex.DecodeString(s)
	})
	return err
}

// expand gives the items of a piece, of a list of pieces, or of {"repeat": pieces, "times": n}.
func expand[T any](text json.RawMessage, one func(json.RawMessage) ([]T, error)) ([]T, error) {
	switch text = bytes.TrimSpace(text); text[0] {
	case '[':
		var pieces []json.RawMessage
		if err := json.Unmarshal(text, &pieces); err != nil {
			return nil, err
		}
		all := []T{}
		for _, piece := range pieces {
			items, err := expand(piece, one)
			if err != nil {
				return nil, err
			}
			all = append(all, items...)
		}
		return all, nil
	case '{':
		var run struct {
			Repeat json.RawMessage
			Times  int
		}
		if err := json.Unmarshal(text, &run); err != nil {
			return nil, err
		}
		if run.Repeat == nil {
			return one(text)
		}
		items, err := expand(run.Repeat, one)
		all := make([]T, 0, len(items)*run.Times)
		for range run.Times {
			all = append(all, items...)
		}
		return all, err
	}
	return one(text)
}

// value is a value as the vectors write it.
type value struct{ yao.Value }

func (v *value) UnmarshalJSON(text []byte) error {
	var kinds map[string]json.RawMessage
	if err := json.Unmarshal(text, &kinds); err != nil {
		return err
	}
	for kind, content := range kinds {
		made, err := valueOf(kind, content)
		if err != nil {
			return err
		}
		v.Value = made
	}
	return nil
}

func valueOf(kind string, content json.RawMessage) (v yao.Value, err error) {
	switch kind {
	case "nil":
	case "bool":
		v = yao.Bool(string(content) == "true")
	case "int":
		var s string
		if err = json.Unmarshal(content, &s); err != nil {
			return v, err
		}
		if u, err := strconv.ParseUint(s, 10, 64); err == nil {
			return yao.Uint(u), nil
		}
		i, err := strconv.ParseInt(s, 10, 64)
		return yao.Int(i), err
	case "f32", "f64":
		var s string
		if err = json.Unmarshal(content, &s); err != nil {
			return v, err
		}
		bits, err := strconv.ParseUint(s, 16, 64)
		if kind == "f32" {
			return yao.Float32(math.Float32frombits(uint32(bits))), err
		}
		return yao.Float64(math.Float64frombits(bits)), err
	case "str":
		text, err := expand(content, func(piece json.RawMessage) ([]byte, error) {
			var s string
			err := json.Unmarshal(piece, &s)
			return []byte(s), err
		})
		return yao.String(string(text)), err
	case "bin":
		var b hexBytes
		err = json.Unmarshal(content, &b)
		v = yao.Bytes(b)
	case "array":
		items, err := expand(content, func(piece json.RawMessage) ([]yao.Value, error) {
			var item value
			err := json.Unmarshal(piece, &item)
			return []yao.Value{item.Value}, err
		})
		return yao.Array(items...), err
	case "map":
		var entries [][2]value
		err = json.Unmarshal(content, &entries)
		var flat []yao.Value
		for _, entry := range entries {
			flat = append(flat, entry[0].Value, entry[1].Value)
		}
		v = yao.Map(flat...)
	case "ext":
		var ext struct {
			Type int8
			Data hexBytes
		}
		err = json.Unmarshal(content, &ext)
		v = yao.Ext(ext.Type, ext.Data)
	default:
		err = strconv.ErrSyntax
	}
	return v, err
}

// equal compares values as the vectors want it: floats by their bits, any NaN with any other.
func equal(a, b yao.Value) bool {
	if a.Kind() != b.Kind() || a.Len() != b.Len() {
		return false
	}
	for i := range a.Len() {
		if !equal(a.KeyAt(i), b.KeyAt(i)) || !equal(a.At(i), b.At(i)) {
			return false
		}
	}
	if f, ok := a.AsFloat(); ok && math.IsNaN(f) {
		g, _ := b.AsFloat()
		return math.IsNaN(g)
	}
	if a.Len() > 0 {
		return true
	}
	x, errX := yao.Marshal(a)
	y, errY := yao.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
