package yao

import "math"

// Integers take integral floats in range, floats take integers that they hold exactly.

// whole turns a float without fraction into the integer that it is.
func (r *Reader) whole(kind Kind) Kind {
	f := math.Float64frombits(r.num)
	switch kind {
	case KindFloat32:
		f = float64(math.Float32frombits(uint32(r.num)))
	case KindFloat64:
	default:
		return kind
	}
	switch {
	case f != math.Trunc(f) || f < -1<<63 || f >= 1<<64:
		return kindBad
	case f >= 1<<63:
		r.num = uint64(f)
		return KindUint
	}
	r.num = uint64(int64(f))
	return KindInt
}

// signed reads an integer of so many bits.
func (r *Reader) signed(bits uint32) int64 {
	kind := r.whole(r.head())
	v := int64(r.num)
	if kind != KindInt || v<<(64-bits)>>(64-bits) != v {
		r.notInteger(kind)
		return 0
	}
	return v
}

// unsigned reads an integer of so many bits.
func (r *Reader) unsigned(bits uint32) uint64 {
	kind := r.whole(r.head())
	v := r.num
	if kind != KindUint && (kind != KindInt || int64(v) < 0) || v>>(bits-1)>>1 != 0 {
		r.notInteger(kind)
		return 0
	}
	return v
}

func (r *Reader) notInteger(kind Kind) {
	if kind == KindInt || kind == KindUint {
		r.Fail("integer out of range")
	}
	r.Fail("expected an integer")
}

// Int64 reads an integer.
func (r *Reader) Int64() int64 { return r.signed(64) }

// Int32 reads an integer.
func (r *Reader) Int32() int32 { return int32(r.signed(32)) }

// Int16 reads an integer.
func (r *Reader) Int16() int16 { return int16(r.signed(16)) }

// Int8 reads an integer.
func (r *Reader) Int8() int8 { return int8(r.signed(8)) }

// Int reads an integer of Go's own size: 32 bits under TinyGo, 64 under stock Go.
func (r *Reader) Int() int { return int(r.signed(intBits)) }

// Uint64 reads an integer that is not negative.
func (r *Reader) Uint64() uint64 { return r.unsigned(64) }

// Uint32 reads an integer that is not negative.
func (r *Reader) Uint32() uint32 { return uint32(r.unsigned(32)) }

// Uint16 reads an integer that is not negative.
func (r *Reader) Uint16() uint16 { return uint16(r.unsigned(16)) }

// Uint8 reads an integer that is not negative.
func (r *Reader) Uint8() uint8 { return uint8(r.unsigned(8)) }

// Uint reads an integer that is not negative, of Go's own size: 32 bits under TinyGo, 64 under stock Go.
func (r *Reader) Uint() uint { return uint(r.unsigned(intBits)) }

const intBits = 32 << (^uint(0) >> 63)

// Float64 reads a float of either width, or an integer that it holds exactly.
func (r *Reader) Float64() float64 {
	switch r.head() {
	case KindFloat64:
		return math.Float64frombits(r.num)
	case KindFloat32:
		return float64(math.Float32frombits(uint32(r.num)))
	case KindInt:
		v := int64(r.num)
		if f := float64(v); f != 1<<63 && int64(f) == v {
			return f
		}
		r.Fail("integer out of range of a float")
	case KindUint:
		if f := float64(r.num); f != 1<<64 && uint64(f) == r.num {
			return f
		}
		r.Fail("integer out of range of a float")
	}
	r.Fail("expected a float")
	return 0
}

// Float32 reads a number that 32 bits hold exactly.
func (r *Reader) Float32() float32 {
	f := r.Float64()
	if float64(float32(f)) != f && f == f {
		r.Fail("number out of range of a 32-bit float")
	}
	return float32(f)
}
