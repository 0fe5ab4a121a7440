//go:build !wasm || tinygo.wasm

package yao

import (
	"math/bits"
	"unsafe"
)

// validUTF8 gives the length of the part of s that is valid UTF-8, up to its first fault. It is a third of the size of
// package unicode/utf8 and its tables.
func validUTF8(s string) int {
	n := uint(len(s)) // no sign, so that one comparison is the whole check of an index
	for i := uint(0); ; {
		// Sixteen bytes of ASCII at a time: in an interpreter a byte costs as much as eight.
		for ; n-i >= 16; i += 16 {
			eight := (*[2]uint64)(unsafe.Add(unsafe.Pointer(unsafe.StringData(s)), i))
			if (eight[0]|eight[1])&0x8080808080808080 != 0 {
				break
			}
		}
		start := int(i)
		if i >= n {
			return len(s)
		}
		r := uint32(s[i])
		i++
		if r < 0x80 {
			continue
		}
		more := uint32(bits.LeadingZeros32(^(r << 24))) - 1 // bytes that it still needs
		if more-1 > 2 {                                     // a continuation has none, and so wraps
			return start
		}
		r &= 0x3f >> more
		least := uint32(1) << ((9*more + 5) / 2)
		for ; more != 0; more-- {
			if i >= n || s[i]>>6 != 2 {
				return start
			}
			r = r<<6 | uint32(s[i]&0x3f)
			i++
		}
		if r < least || r > 0x10ffff || r>>11 == 0xd800>>11 {
			return start
		}
	}
}
