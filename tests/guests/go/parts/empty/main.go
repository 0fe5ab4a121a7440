// Guest empty has what every guest has: it takes a payload and gives nothing. Others are measured against it.
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

//go:wasmexport empty
func empty(p, n uint32) uint64 {
	return yao.HandleRaw(p, n, func([]byte) ([]byte, error) { return nil, nil })
}

func main() {}
