package yao

import "unsafe"

// Memory that crosses the boundary is Go memory. What the host holds a pointer to is kept reachable by hold until the
// host frees it or hands it back; take then gives it to the garbage collector again. So nothing is ever freed by hand,
// and views into a payload stay valid for as long as something refers to them.
//
// hold(b) gives the address of b for the host. take(p, n) ends a hold and gives n bytes at p, or none when the host names
// memory that it was never given. release ends a hold without a look at the bytes. write copies into a block that the
// host holds. There are three kinds: mem_held.go for guests, mem_leaking.go for TinyGo's collector that never frees,
// mem_native.go for tests on the machine that builds.

// blockSize rounds a size up to what becomes a block of its own at a multiple of 8: stock Go puts smaller ones together,
// and aligns the others to what divides their size class.
func blockSize(n int) int { return (n + 15) &^ 15 }

// aligned gives b, or a copy where b is a part of something and does not start as a block must.
func aligned(b []byte) []byte {
	if uintptr(unsafe.Pointer(unsafe.SliceData(b)))%8 == 0 {
		return b
	}
	block := make([]byte, len(b), blockSize(len(b)))
	copy(block, b)
	return block
}

// pack makes a packed result of bytes that the host frees. No bytes are the empty result.
func pack(b []byte) uint64 {
	if len(b) == 0 {
		return 0
	}
	return uint64(hold(b))<<PackedPtrShift | uint64(len(b))
}

// inside tells whether n bytes at p lie in a memory of so many bytes, without a sum that could wrap.
func inside(memory uint64, p, n uint32) bool {
	return n == 0 || uint64(p)+uint64(n) <= memory
}
