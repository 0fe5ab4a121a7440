// want: there are two exports named same
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

//yao:handler same
func f() {}

//yao:handler same
func g() {}
