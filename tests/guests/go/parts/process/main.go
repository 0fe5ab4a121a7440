// Guest process is empty and a call of a process, arguments and reply undecoded.
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

//go:wasmexport process
func process(p, n uint32) uint64 {
	return yao.HandleRaw(p, n, func(payload []byte) ([]byte, error) {
		return yao.ProcessRaw("utils.greet", payload)
	})
}

func main() {}
