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
var spent uint32

const (
	spentByCall = 4 << 10
	spentAtMost = 1 << 20
)

// rest is called where a call of the host begins or ends with n bytes. Go's collector works beside the program, in
// goroutines that do not run once an export has returned: left alone it falls behind and takes pages that no call
// needs. So it gets its turn here, and is finished now and then.
func rest(n uint32) {
	if spent += spentByCall + min(n, spentAtMost); spent < spentAtMost {
		runtime.Gosched()
		return
	}
	spent = 0
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
