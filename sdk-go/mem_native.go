//go:build !wasm && !tinygo.wasm

package yao

import "github.com/yaoapp/wasm-sdk/sdk-go/internal/mock"

// Natively a pointer is the number of a buffer in the mock host's table, and the mock host answers the imports.

const oneShot = 0

func hold(b []byte) uint32 { return mock.Hold(b) }

func take(p, n uint32) []byte { return mock.Take(p, n) }

func hostProcess(name string, args []byte) uint64 { return mock.Process(name, args) }

func hostLog(level Level, message string) { mock.Log(uint32(level), message) }

func write(p uint32, b []byte) bool { return mock.Write(p, b) }
