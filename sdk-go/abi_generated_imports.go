// Code generated from abi-spec/abi.toml by ./dev generate; DO NOT EDIT.

//go:build wasm || tinygo.wasm

package yao

import "unsafe"

// rawProcess: Call the process `name` with the array of arguments `args`; the reply is a packed result that the guest frees.
//
//go:wasmimport yao process
func rawProcess(namePtr unsafe.Pointer, nameLen uint32, argsPtr unsafe.Pointer, argsLen uint32) uint64

// rawLog: Write one UTF-8 line at a level; never fails.
//
//go:wasmimport yao log
func rawLog(level uint32, msgPtr unsafe.Pointer, msgLen uint32)
