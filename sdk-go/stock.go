//go:build wasm && !tinygo.wasm

package yao

import (
	"runtime"
	"unicode/utf8"
)

// What stock Go does better than TinyGo, or otherwise.

// panicsAreLogged: Go writes message, place and stack to standard error, which the host logs at level 0.
const panicsAreLogged = true

// spent is about what was allocated since the last collection, as far as the boundary knows.
var (
	spent uint32
	roomy bool
	room  []byte
)

const (
	spentByCall = 4 << 10
	spentAtMost = 1 << 20
)

// rest is called where a call of the host begins or ends with n bytes. Go's collector works beside the program, in
// goroutines that do not run once an export has returned: left alone it falls behind, and takes pages that no call
// needs. So it is made to finish now and then, every 85 small calls or every MiB.
func rest(n uint32) {
	if spent += spentByCall + min(n, spentAtMost); spent < spentAtMost {
		return
	}
	spent = 0
	if !roomy {
		// What is in use between two collections differs from time to time. With room for that the memory of an instance
		// that goes on living stays as it is from here on, instead of growing by a page now and then.
		roomy = true
		room = make([]byte, 2*spentAtMost)
		room = nil
	}
	runtime.GC()
}

// validUTF8 gives the length of the part of s that is valid UTF-8, up to its first fault. In Go's code for wasm every
// jump inside of a function costs with the size of the function: package unicode/utf8 jumps less.
func validUTF8(s string) int {
	if utf8.ValidString(s) {
		return len(s)
	}
	for i := 0; ; {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n < 2 {
			return i
		}
		i += n
	}
}
