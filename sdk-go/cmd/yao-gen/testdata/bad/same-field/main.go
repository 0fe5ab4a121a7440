// want: two fields are named x
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

type T struct {
	X int
	Y int `yao:"x"`
}

//yao:handler
func f(t T) {}
