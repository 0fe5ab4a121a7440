// want: T.C: no codec for chan int
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

type T struct{ C chan int }

//yao:handler
func f(t T) {}
