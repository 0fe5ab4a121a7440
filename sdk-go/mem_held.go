//go:build (wasm || tinygo.wasm) && !gc.leaking

package yao

import "unsafe"

// oneShot: blocks are freed, so a guest instance serves any number of calls.
const oneShot = 0

// held is a list of the blocks that the host holds: few at a time, mostly freed last in first out.
var held *block

type block struct {
	next *block
	data []byte
}

func hold(b []byte) uint32 {
	held = &block{held, b}
	return address(b)
}

func address(b []byte) uint32 { return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }

// take finds the block rather than trusting the address, so that no pointer is ever made from a number.
func take(p, n uint32) []byte {
	for at := &held; *at != nil; at = &(*at).next {
		b := (*at).data
		if address(b) == p && n <= uint32(len(b)) {
			*at = (*at).next
			return b[:n]
		}
	}
	return []byte{}
}

func release(p uint32) { take(p, 0) }

// write copies b into the block at p, which the host goes on holding; false when there is no such room.
func write(p uint32, b []byte) bool {
	for at := held; at != nil; at = at.next {
		if address(at.data) == p && len(b) <= len(at.data) {
			copy(at.data, b)
			return true
		}
	}
	return false
}
