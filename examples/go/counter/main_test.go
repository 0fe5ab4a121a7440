package main

import (
	"math"
	"testing"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/yaotest"
)

func TestCounterAddsUpUntilItIsDestroyed(t *testing.T) {
	host := yaotest.New(t)
	counter, err := host.Create(yaoExport_counter_create, 40)
	if err != nil {
		t.Fatal(err)
	}
	if sum, err := yaotest.Method[int64](host, yaoExport_counter_add, counter, 2); err != nil || sum != 42 {
		t.Errorf("add gave %d, %v", sum, err)
	}
	if _, err := yaotest.Method[int64](host, yaoExport_counter_add, counter, int64(math.MaxInt64)); err == nil {
		t.Errorf("an overflow went unnoticed")
	}
	if sum, err := yaotest.Method[int64](host, yaoExport_counter_get, counter); err != nil || sum != 42 {
		t.Errorf("get gave %d, %v", sum, err)
	}
	if code := yaoDestroyCounter(counter); code != 0 {
		t.Errorf("destroy gave %d", code)
	}
	_, err = yaotest.Method[int64](host, yaoExport_counter_get, counter)
	if e := yao.AsException(err); e.Code != yao.CodeGone {
		t.Errorf("a destroyed counter gave %d %q", e.Code, e.Message)
	}
}
