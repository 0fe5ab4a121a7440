// Guest log is empty and a log line.
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

//go:wasmexport log
func log(p, n uint32) uint64 {
	return yao.HandleRaw(p, n, func([]byte) ([]byte, error) {
		yao.Info("here")
		return nil, nil
	})
}

func main() {}
