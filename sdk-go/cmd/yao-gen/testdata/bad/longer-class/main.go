// want: belongs to the class x_y
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil

//yao:class x
type X struct{}

//yao:class x_y
type Y struct{}

//yao:create
func newX() *X { return nil }

//yao:create
func newY() *Y { return nil }

//yao:method y_get
func (x *X) get() {}
