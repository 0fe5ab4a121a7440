// Package mock is the far side of the boundary in native builds: a table of buffers in place of linear memory, and the
// host that package yaotest installs.
package mock

import (
	"bytes"
	"sync"
)

// Host answers the two imports.
type Host interface {
	// Process gives a packed result that the guest takes over.
	Process(name string, args []byte) uint64
	// Log takes one line.
	Log(level uint32, message string)
}

var (
	mu      sync.Mutex
	host    Host
	buffers = map[uint32][]byte{}
	next    = uint32(base)
)

// base is where the numbers of buffers start: never 0, and no small length either, so that mixed-up arguments show.
const base = 0x10000

// Install makes h the host of this process; nil removes it.
func Install(h Host) {
	mu.Lock()
	defer mu.Unlock()
	host = h
}

// Hold puts b in the table and gives its number, which is a multiple of 16 like an address.
func Hold(b []byte) uint32 {
	mu.Lock()
	defer mu.Unlock()
	p := next
	next += uint32(len(b)+16) &^ 15
	buffers[p] = b
	return p
}

// Alloc makes a buffer of n bytes, as yao_alloc does.
func Alloc(n uint32) uint32 { return Hold(make([]byte, n)) }

// Take removes a buffer from the table and gives its first n bytes, or no bytes when there is no such buffer.
func Take(p, n uint32) []byte {
	mu.Lock()
	defer mu.Unlock()
	b, ok := buffers[p]
	if !ok {
		return []byte{}
	}
	delete(buffers, p)
	if n > uint32(len(b)) {
		return []byte{}
	}
	return b[:n:n]
}

// Bytes copies n bytes of a buffer that stays where it is; false when there is none of that length.
func Bytes(p, n uint32) ([]byte, bool) {
	mu.Lock()
	defer mu.Unlock()
	b, ok := buffers[p]
	if !ok || n > uint32(len(b)) {
		return nil, false
	}
	return bytes.Clone(b[:n]), true
}

// Write copies b into a buffer that stays where it is; false when there is none with room for it.
func Write(p uint32, b []byte) bool {
	mu.Lock()
	defer mu.Unlock()
	room, ok := buffers[p]
	return ok && len(b) <= len(room) && copy(room, b) == len(b)
}

// Live counts the buffers in the table.
func Live() int {
	mu.Lock()
	defer mu.Unlock()
	return len(buffers)
}

// Clear empties the table.
func Clear() {
	mu.Lock()
	defer mu.Unlock()
	clear(buffers)
}

// Process calls the installed host. Without one it gives the error bit without bytes.
func Process(name string, args []byte) uint64 {
	if h := current(); h != nil {
		return h.Process(name, args)
	}
	return 1 << 31
}

// Log hands a line to the installed host, if any.
func Log(level uint32, message string) {
	if h := current(); h != nil {
		h.Log(level, message)
	}
}

// current is the host, read without holding the lock across its answer: a handler may call hold meanwhile.
func current() Host {
	mu.Lock()
	defer mu.Unlock()
	return host
}
