// Guest counter has instances: values that live in the guest between calls of one session.
package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

//go:generate go run github.com/yaoapp/wasm-sdk/sdk-go/cmd/yao-gen

// Counter adds up.
//
//yao:class counter
type Counter struct{ sum int64 }

//yao:create
func create(start int64) *Counter { return &Counter{start} }

//yao:method
func (c *Counter) add(by int64) (int64, error) {
	sum := c.sum + by
	if (sum > c.sum) != (by > 0) && by != 0 {
		return 0, yao.NewException(yao.CodeBadRequest, "the counter would overflow")
	}
	c.sum = sum
	return sum, nil
}

//yao:method
func (c *Counter) get() int64 { return c.sum }

func main() {}
