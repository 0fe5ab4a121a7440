// Guest panic is empty and a panic with a literal message.
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

//go:wasmexport panic
func fail(p, n uint32) uint64 {
	return yao.HandleRaw(p, n, func(payload []byte) ([]byte, error) {
		if len(payload) == 0 {
			yao.Panic("no payload")
		}
		return nil, nil
	})
}

func main() {}
