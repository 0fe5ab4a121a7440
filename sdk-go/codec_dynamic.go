package yao

import (
	"cmp"
	"slices"
)

// Dict is a map with string keys to send: yao.Dict{"id": 7, "name": name}. Its entries are of the types that
// [Writer.Any] knows, and are written by sorted key, because a Go map has no order. To receive a map, use [Value].
type Dict map[string]any

// EncodeYao writes the map.
func (d Dict) EncodeYao(w *Writer) {
	w.Map(len(d))
	for _, key := range SortedKeys(d) {
		w.Str(key)
		w.Any(d[key])
	}
}

// List is an array to send: yao.List{"id", 7}. Its items are of the types that [Writer.Any] knows. To receive an array,
// use [Value] or a slice.
type List []any

// EncodeYao writes the array.
func (l List) EncodeYao(w *Writer) {
	w.Array(len(l))
	for _, item := range l {
		w.Any(item)
	}
}

// SortedKeys gives the keys of a map in order, so that equal maps are written as equal bytes.
func SortedKeys[M ~map[K]V, K cmp.Ordered, V any](m M) []K {
	keys := make([]K, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
