// want: has nothing to write for
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

var _ yao.Nil
