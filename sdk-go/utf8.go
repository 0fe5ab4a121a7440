//go:build !wasm || tinygo.wasm

package yao

import "math/bits"

// validUTF8 gives the length of the part of s that is valid UTF-8, up to its first fault. It is a third of the size of
// package unicode/utf8 and its tables.
func validUTF8(s string) int {
	start := 0      // of the character being read
	var more uint32 // bytes that it still needs
	var r, least uint32
	for i := 0; i < len(s); i++ {
		b := uint32(s[i])
		if more == 0 {
			start = i
			if b < 0x80 {
				continue
			}
			more = uint32(bits.LeadingZeros32(^(b << 24))) - 1
			if more-1 > 2 { // a continuation has none, and so wraps
				return i
			}
			r = b & (0x3f >> more)
			least = 1 << ((9*more + 5) / 2)
			continue
		}
		r = r<<6 | b&0x3f
		more--
		if b>>6 != 2 || more == 0 && (r < least || r > 0x10ffff || r>>11 == 0xd800>>11) {
			return start
		}
	}
	if more != 0 {
		return start
	}
	return len(s)
}
