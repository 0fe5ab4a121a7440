// want: no variadic ones
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

//yao:handler
func f(a ...int) {}
