// want: gives the method name destroy another meaning
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

//yao:class
type T struct{}

//yao:method
func (t *T) destroy() {}
