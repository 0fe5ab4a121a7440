// Guest echo gives its payload back: the smallest handler there is.
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

//go:wasmexport echo
func echo(p, n uint32) uint64 {
	return yao.HandleRaw(p, n, func(payload []byte) ([]byte, error) { return payload, nil })
}

func main() {}
