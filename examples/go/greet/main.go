// Guest greet asks a process for a greeting.
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

//go:generate go run github.com/yaoapp/wasm-sdk/sdk-go/cmd/yao-gen

// User is whom to greet.
type User struct{ Name string }

// Reply is what the caller gets.
type Reply struct{ Greeting string }

//go:wasmexport greet
func greet(p, n uint32) uint64 {
	return yao.Handle(p, n, func(user User) (Reply, error) {
		greeting, err := yao.Process[string]("utils.greet", user.Name)
		yao.Info("greeted someone")
		return Reply{greeting}, err
	})
}

func main() {}
