// want: no type parameters
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

//yao:handler
func f[T any](a T) {}
