// want: a handler is a function
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

type T struct{}

//yao:handler
func (t *T) f() {}
