// Guest instances is empty and a class whose objects do nothing.
package main

//go:generate go run github.com/yaoapp/wasm-sdk/sdk-go/cmd/yao-gen

// Object does nothing.
//
//yao:class object
type Object struct{}

//yao:create
func create() *Object { return &Object{} }

//yao:method
func (o *Object) touch() {}

func main() {}
