//go:build wasm || tinygo.wasm

package yao

import "unsafe"

//go:wasmexport yao_alloc
func yaoAlloc(n uint32) uint32 {
	if n > PackedMaxLen {
		return 0
	}
	return hold(make([]byte, blockSize(int(n))))
}

//go:wasmexport yao_free
func yaoFree(p, n uint32) {
	release(p)
	rest(n)
}

// hostProcess and hostLog pass pointers as pointers: stock Go then keeps the bytes off the stack, which may move while
// the host calls yao_alloc.

func hostProcess(name string, args []byte) uint64 {
	return rawProcess(unsafe.Pointer(unsafe.StringData(name)), uint32(len(name)),
		unsafe.Pointer(unsafe.SliceData(args)), uint32(len(args)))
}

func hostLog(level Level, message string) {
	rawLog(uint32(level), unsafe.Pointer(unsafe.StringData(message)), uint32(len(message)))
}
