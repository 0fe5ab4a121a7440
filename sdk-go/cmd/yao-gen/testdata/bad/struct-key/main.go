// want: the keys of a map are strings or integers
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

type K struct{ A int }

//yao:handler
func f(m map[K]int) {}
