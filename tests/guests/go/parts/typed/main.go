// Guest typed is empty with a record in and a record out: what the codec costs.
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

//go:generate go run github.com/yaoapp/wasm-sdk/sdk-go/cmd/yao-gen

// Request is what the handler takes.
type Request struct{ Name string }

// Reply is what it gives.
type Reply struct{ Length uint32 }

//go:wasmexport typed
func typed(p, n uint32) uint64 {
	return yao.Handle(p, n, func(request Request) (Reply, error) {
		return Reply{uint32(len(request.Name))}, nil
	})
}

func main() {}
