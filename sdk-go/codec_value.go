package yao

import (
	"math"
	"unsafe"
)

// Value is a value of any kind. Decoding and encoding one gives the same value again: integers of 64 bits, the width of
// floats, the order of maps and keys of any kind are kept. The zero Value is nil.
//
// It is no Go interface: in a TinyGo guest, every type that is ever put into an interface costs bytes.
type Value struct {
	num   uint64  // a bool, an integer, the bits of a float, the type of an extension value
	str   string  // of a string, of bytes, of an extension value
	items []Value // of an array; of a map, keys and values by turns
	kind  Kind
}

// Bool makes a bool.
func Bool(v bool) Value {
	if v {
		return Value{kind: KindBool, num: 1}
	}
	return Value{kind: KindBool}
}

// Int makes an integer.
func Int(v int64) Value { return Value{kind: KindInt, num: uint64(v)} }

// Uint makes an integer.
func Uint(v uint64) Value {
	if v <= math.MaxInt64 {
		return Value{kind: KindInt, num: v}
	}
	return Value{kind: KindUint, num: v}
}

// Float32 makes a float of 32 bits.
func Float32(v float32) Value { return Value{kind: KindFloat32, num: uint64(math.Float32bits(v))} }

// Float64 makes a float of 64 bits.
func Float64(v float64) Value { return Value{kind: KindFloat64, num: math.Float64bits(v)} }

// String makes a string.
func String(v string) Value { return Value{kind: KindString, str: v} }

// Bytes makes a binary value of v, which must not change afterwards.
func Bytes(v []byte) Value {
	return Value{kind: KindBytes, str: unsafe.String(unsafe.SliceData(v), len(v))}
}

// Ext makes an extension value of a type and data, which must not change afterwards. Type -1 is a timestamp.
func Ext(kind int8, data []byte) Value {
	return Value{kind: KindExt, num: uint64(kind), str: unsafe.String(unsafe.SliceData(data), len(data))}
}

// Array makes an array.
func Array(items ...Value) Value { return Value{kind: KindArray, items: items} }

// Map makes a map of keys and values by turns; a last key without a value gets nil.
func Map(keysAndValues ...Value) Value {
	if len(keysAndValues)%2 != 0 {
		keysAndValues = append(keysAndValues, Value{})
	}
	return Value{kind: KindMap, items: keysAndValues}
}

// Kind tells what v is.
func (v Value) Kind() Kind { return v.kind }

// IsNil tells whether v is nil.
func (v Value) IsNil() bool { return v.kind == KindNil }

// AsBool gives a bool; false when v is none.
func (v Value) AsBool() (b, ok bool) { return v.num != 0 && v.kind == KindBool, v.kind == KindBool }

// AsInt gives an integer; false when v is none that an int64 holds.
func (v Value) AsInt() (int64, bool) { return int64(v.num), v.kind == KindInt }

// AsUint gives an integer; false when v is none that a uint64 holds.
func (v Value) AsUint() (uint64, bool) {
	return v.num, v.kind == KindUint || v.kind == KindInt && int64(v.num) >= 0
}

// AsFloat gives a float of either width; false when v is none.
func (v Value) AsFloat() (float64, bool) {
	if v.kind == KindFloat32 {
		return float64(math.Float32frombits(uint32(v.num))), true
	}
	return math.Float64frombits(v.num), v.kind == KindFloat64
}

// AsString gives a string; false when v is none.
func (v Value) AsString() (string, bool) {
	if v.kind != KindString {
		return "", false
	}
	return v.str, true
}

// AsBytes gives binary, which must not be changed; false when v is none.
func (v Value) AsBytes() ([]byte, bool) {
	if v.kind != KindBytes {
		return nil, false
	}
	return view(v.str), true
}

// AsExt gives the type and the data of an extension value, which must not be changed; false when v is none.
func (v Value) AsExt() (kind int8, data []byte, ok bool) {
	if v.kind != KindExt {
		return 0, nil, false
	}
	return int8(v.num), view(v.str), true
}

// Len is the number of items of an array or of entries of a map, else 0.
func (v Value) Len() int {
	if v.kind == KindMap {
		return len(v.items) / 2
	}
	return len(v.items)
}

// At gives item i of an array, or the value of entry i of a map; nil when there is none.
func (v Value) At(i int) Value {
	if v.kind == KindMap {
		i = 2*i + 1
	}
	if i < 0 || i >= len(v.items) {
		return Value{}
	}
	return v.items[i]
}

// KeyAt gives the key of entry i of a map; nil when there is none.
func (v Value) KeyAt(i int) Value {
	if v.kind != KindMap || i < 0 || 2*i >= len(v.items) {
		return Value{}
	}
	return v.items[2*i]
}

// Get gives the value of a string key of a map; false when there is none. Of equal keys the last counts.
func (v Value) Get(key string) (Value, bool) {
	for i := v.Len() - 1; i >= 0; i-- {
		if k := v.KeyAt(i); k.kind == KindString && k.str == key {
			return v.At(i), true
		}
	}
	return Value{}, false
}

// EncodeYao writes the value.
func (v Value) EncodeYao(w *Writer) {
	switch v.kind {
	case KindNil:
		w.Nil()
	case KindBool:
		w.Bool(v.num != 0)
	case KindInt:
		w.Int(int64(v.num))
	case KindUint:
		w.Uint(v.num)
	case KindFloat32:
		w.be(0xca, 4, v.num)
	case KindFloat64:
		w.be(0xcb, 8, v.num)
	case KindString:
		w.Str(v.str)
	case KindBytes:
		w.Bin(view(v.str))
	case KindExt:
		w.Ext(int8(v.num), view(v.str))
	case KindArray:
		w.Array(len(v.items))
		w.nested(v.items)
	case KindMap:
		w.Map(len(v.items) / 2)
		w.nested(v.items)
	}
}

// nested writes what an array or map contains.
func (w *Writer) nested(items []Value) {
	if w.depth == MaxDepth {
		w.Fail("nesting is deeper than 64")
		return
	}
	w.depth++
	for _, item := range items {
		item.EncodeYao(w)
	}
	w.depth--
}

// DecodeYao reads a value of any kind.
func (v *Value) DecodeYao(r *Reader) { *v = r.Value() }

// Value reads a value of any kind.
func (r *Reader) Value() Value {
	v := Value{kind: r.head()}
	n := uint32(r.num)
	if v.kind < KindArray {
		v.num = r.num
	}
	switch v.kind {
	case KindString:
		v.str = r.text()
	case KindBytes:
		v.str = r.take(n)
	case KindExt:
		v.num = uint64(int8(r.byte()))
		v.str = r.take(n)
	case KindArray, KindMap:
		if r.failed {
			break
		}
		v.items = make([]Value, 0, n<<(v.kind-KindArray)) // at most as many as the input has bytes
		for r.More() {
			if v.kind == KindMap {
				v.items = append(v.items, r.Value())
			}
			v.items = append(v.items, r.Value())
		}
	case kindBad:
		r.skip(kindBad)
	}
	return v
}
