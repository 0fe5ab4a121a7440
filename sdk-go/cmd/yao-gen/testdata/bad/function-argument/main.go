// want: no codec for func()
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

//yao:handler
func f(t func()) {}
