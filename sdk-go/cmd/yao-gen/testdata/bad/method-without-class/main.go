// want: methods on a pointer to a type with //yao:class
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

type T struct{}

//yao:method
func (t *T) f() {}
