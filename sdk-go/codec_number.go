package yao

import (
	"math"
	"math/bits"
)

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
	if f != math.Trunc(f) || f < -1<<63 || f >= 1<<64 {
		return kindBad
	}
	// TinyGo takes the largest float below the end of an integer type for that end itself. The floats up there are
	// multiples of 1,024, so what it converts can be made smaller.
	shift := 0
	kind = KindInt
	if f >= 1<<62 {
		if f >= 1<<63 {
			kind = KindUint
		}
		f /= 1024
		shift = 10
	}
	r.num = uint64(int64(f)) << shift
	return kind
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

// float reads a float of either width, or an integer that fits so many significant bits.
func (r *Reader) float(significant uint32) float64 {
	kind := r.head()
	f, size := float64(r.num), r.num
	switch kind {
	case KindFloat64:
		return math.Float64frombits(r.num)
	case KindFloat32:
		return float64(math.Float32frombits(uint32(r.num)))
	case KindInt:
		if f = float64(int64(r.num)); f < 0 {
			size = -size
		}
	case KindUint:
	default:
		r.Fail("expected a float")
		return 0
	}
	if size<<bits.LeadingZeros64(size)<<significant != 0 {
		r.Fail("the float cannot hold the integer exactly")
	}
	return f
}

// Float64 reads a float of either width, or an integer that it holds exactly.
func (r *Reader) Float64() float64 { return r.float(53) }

// Float32 reads a float of either width, rounded to the nearest, or an integer that it holds exactly. A finite number
// that would become infinite is out of range.
func (r *Reader) Float32() float32 {
	wide := r.float(24)
	f := float32(wide)
	if f-f != 0 && wide-wide == 0 {
		r.Fail("number out of range of a 32-bit float")
	}
	return f
}
