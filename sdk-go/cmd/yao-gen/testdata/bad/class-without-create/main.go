// want: no //yao:create
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

//yao:class
type T struct{}

//yao:method
func (t *T) get() {}
