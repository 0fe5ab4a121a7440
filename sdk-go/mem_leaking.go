//go:build tinygo.wasm && gc.leaking

package yao

import "unsafe"

// oneShot: nothing is ever freed, so the host must not call a guest instance twice.
const oneShot = CapOneShot

func hold(b []byte) uint32 { return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }

// memoryPages is an instruction. The second comment means nothing to TinyGo; it lets go vet see a function without body.
//
//export llvm.wasm.memory.size.i32
//go:linkname memoryPages
func memoryPages(index int32) int32

func take(p, n uint32) []byte {
	if !inside(uint64(memoryPages(0))<<16, p, n) {
		return []byte{}
	}
	return unsafe.Slice((*byte)(unsafe.Add(nil, p)), n)
}

func release(uint32) {}

func write(p uint32, b []byte) bool {
	room := take(p, uint32(len(b)))
	return copy(room, b) == len(b)
}
