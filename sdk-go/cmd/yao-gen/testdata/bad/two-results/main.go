// want: at most one result and an error
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

//yao:handler
func f() (int, int) { return 0, 0 }
