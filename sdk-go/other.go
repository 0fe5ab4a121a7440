//go:build !wasm || tinygo.wasm

package yao

// What stock.go has otherwise.

// panicsAreLogged: TinyGo's panic traps without a word, and a test wants to see the line.
const panicsAreLogged = false

// rest has nothing to do: TinyGo collects when memory is needed.
func rest(uint32) {}
