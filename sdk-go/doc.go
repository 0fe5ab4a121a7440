// Package yao is the Go SDK for guests of the yao WebAssembly ABI, for TinyGo and for stock Go.
//
// A guest is a package main whose exported functions are handlers:
//
//	//go:wasmexport greet
//	func greet(p, n uint32) uint64 {
//		return yao.Handle(p, n, func(u User) (Reply, error) {
//			text, err := yao.Process[string]("utils.greet", u.Name)
//			return Reply{text}, err
//		})
//	}
//
// Structs get their codec from yao-gen (see cmd/yao-gen), which also writes such exports for plain functions. Nothing
// in this package uses reflection, fmt or encoding/json, so that a guest pays only for what it calls.
//
// Arguments, replies and everything inside them are untrusted: a value that does not fit becomes error 400 for the
// caller, or an error from [Process], never a panic.
package yao
