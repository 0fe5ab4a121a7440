package main

import (
	"bytes"
	"testing"

	"github.com/yaoapp/wasm-sdk/sdk-go/yaotest"
)

func TestEchoGivesThePayloadBack(t *testing.T) {
	host := yaotest.New(t)
	payload := []byte{0x92, 0x01, 0xa4, 0xf0, 0x9f, 0x98, 0x80}
	reply, err := host.CallRaw(echo, payload)
	if err != nil || !bytes.Equal(reply, payload) {
		t.Errorf("got % x, %v, want % x", reply, err, payload)
	}
}
