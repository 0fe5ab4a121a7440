// want: yao_thing is no name for an export
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

//yao:handler yao_thing
func f() {}
