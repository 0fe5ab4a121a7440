// want: embedded fields are not supported
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

type A struct{ X int }

type T struct{ A }

//yao:handler
func f(t T) {}
