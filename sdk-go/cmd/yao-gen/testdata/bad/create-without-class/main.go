// want: gives a pointer to a type with //yao:class
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

type T struct{}

//yao:create
func f() *T { return nil }
