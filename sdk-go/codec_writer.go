package yao

import (
	"math"
	"math/bits"
	"unsafe"
)

// Writer builds MessagePack, everything in its shortest form. Its zero value is ready to use.
type Writer struct {
	buf    []byte
	reason string // why what was written cannot be sent
	depth  uint32 // of the dynamic value being written
}

// Bytes is what was written so far.
func (w *Writer) Bytes() []byte { return w.buf }

// text is what was written so far, as a string.
func (w *Writer) text() string { return unsafe.String(unsafe.SliceData(w.buf), len(w.buf)) }

// Fail makes the value impossible to send for a reason of the caller's. It is for EncodeYao methods that are written by
// hand.
func (w *Writer) Fail(reason string) {
	if w.reason == "" {
		w.reason = reason
	}
}

// Lit appends what is MessagePack already, such as the head of a map with its first key.
func (w *Writer) Lit(s string) { copy(w.extend(len(s)), s) }

// extend makes room for n bytes more and gives them. All growth is here: append costs more at each place.
func (w *Writer) extend(n int) []byte {
	old := len(w.buf)
	n += old
	if n > cap(w.buf) {
		b := make([]byte, old, blockSize(2*n))
		copy(b, w.buf)
		w.buf = b
	}
	w.buf = w.buf[:n]
	return w.buf[old:]
}

// be appends a first byte and the low width bytes of v, big-endian.
func (w *Writer) be(first, width uint32, v uint64) {
	b := w.extend(1 + int(width))
	for i := len(b) - 1; i > 0; i-- {
		b[i] = byte(v)
		v >>= 8
	}
	b[0] = byte(first)
}

// decimal appends a number for people. It spares guests package strconv.
func (w *Writer) decimal(n uint32) {
	if n > 9 {
		w.decimal(n / 10)
	}
	w.be('0'+n%10, 0, 0)
}

// length writes a head with a length of 8, 16 or 32 bits, whose first bytes follow each other.
func (w *Writer) length(first uint32, n int) {
	width := uint32(1)
	if n > 0xffff {
		first += 2
		width = 4
	} else if n > 0xff {
		first++
		width = 2
	}
	w.be(first, width, uint64(n))
}

// Nil writes nil.
func (w *Writer) Nil() { w.be(0xc0, 0, 0) }

// Bool writes true or false.
func (w *Writer) Bool(v bool) {
	first := uint32(0xc2)
	if v {
		first++
	}
	w.be(first, 0, 0)
}

// Str writes a string, which must be valid UTF-8: use Bytes for anything else.
func (w *Writer) Str(s string) {
	if validUTF8(s) != len(s) {
		w.Fail("invalid UTF-8")
	}
	if n := len(s); n < 32 {
		w.be(0xa0|uint32(n), 0, 0)
	} else {
		w.length(0xd9, n)
	}
	w.Lit(s)
}

// Bin writes bytes.
func (w *Writer) Bin(b []byte) {
	w.length(0xc4, len(b))
	copy(w.extend(len(b)), b)
}

// Ext writes an extension value.
func (w *Writer) Ext(kind int8, data []byte) {
	switch n := len(data); n {
	case 1, 2, 4, 8, 16:
		w.be(0xd4+uint32(bits.TrailingZeros32(uint32(n))), 0, 0)
	default:
		w.length(0xc7, n)
	}
	w.be(uint32(kind), 0, 0)
	copy(w.extend(len(data)), data)
}

// Raw writes one value that is encoded already; an empty one is nil.
func (w *Writer) Raw(v Raw) {
	if len(v) == 0 {
		w.Nil()
	}
	copy(w.extend(len(v)), v)
}

// Array writes the head of an array of n items, which follow.
func (w *Writer) Array(n int) { w.items(0x90, 0xdb, n) }

// Map writes the head of a map of n entries, which follow as key, value, key, value.
func (w *Writer) Map(n int) { w.items(0x80, 0xdd, n) }

// items writes a head whose length has no 8-bit form: first is the byte before that of the 16-bit form.
func (w *Writer) items(fix, first uint32, n int) {
	if n < 16 {
		w.be(fix|uint32(n), 0, 0)
	} else if n <= 0xffff {
		w.be(first+1, 2, uint64(n))
	} else {
		w.be(first+2, 4, uint64(n))
	}
}

// Int writes an integer of any signed type.
func (w *Writer) Int(v int64) {
	switch {
	case v >= 0:
		w.Uint(uint64(v))
	case v >= -32:
		w.be(uint32(v), 0, 0)
	case v >= math.MinInt8:
		w.be(0xd0, 1, uint64(v))
	case v >= math.MinInt16:
		w.be(0xd1, 2, uint64(v))
	case v >= math.MinInt32:
		w.be(0xd2, 4, uint64(v))
	default:
		w.be(0xd3, 8, uint64(v))
	}
}

// Uint writes an integer of any unsigned type.
func (w *Writer) Uint(v uint64) {
	switch {
	case v < 0x80:
		w.be(uint32(v), 0, 0)
	case v <= math.MaxUint8:
		w.be(0xcc, 1, v)
	case v <= math.MaxUint16:
		w.be(0xcd, 2, v)
	case v <= math.MaxUint32:
		w.be(0xce, 4, v)
	default:
		w.be(0xcf, 8, v)
	}
}

// Float32 writes a float of 32 bits.
func (w *Writer) Float32(v float32) { w.be(0xca, 4, uint64(math.Float32bits(v))) }

// Float64 writes a float of 64 bits.
func (w *Writer) Float64(v float64) { w.be(0xcb, 8, math.Float64bits(v)) }
