// Package yaotest is a mock host for the tests of a guest: it runs the guest's exports natively, answers its process
// calls from a script, and collects its logs.
//
//	func TestGreet(t *testing.T) {
//		host := yaotest.New(t)
//		host.Reply("utils.greet", "Hello, Ada!")
//		reply, err := yaotest.Call[Reply](host, greet, User{Name: "Ada"})
//		...
//	}
//
// When the test ends, a buffer that the guest did not give back fails it.
package yaotest

import (
	"fmt"
	"sync"
	"testing"
	"unicode/utf8"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/internal/mock"
)

// Export is an exported handler, or the create of a class.
type Export func(p, n uint32) uint64

// MethodExport is an exported method of a class.
type MethodExport func(handle, p, n uint32) uint64

// Process answers a call: it gets the array of arguments, and gives a value of any kind that [yao.Writer.Any] writes.
type Process func(args yao.Value) (any, error)

// Line is one line of a guest's log.
type Line struct {
	Level   yao.Level
	Message string
}

// ProcessCall is one call of a process.
type ProcessCall struct {
	Name string
	Args yao.Value
}

// Host is the mock host. It is safe for use by several goroutines.
type Host struct {
	t         testing.TB
	mu        sync.Mutex
	processes map[string]Process
	logs      []Line
	calls     []ProcessCall
}

// one lets a single test at a time have the host: a guest's imports name no host.
var one sync.Mutex

// New installs a mock host until the test ends. Tests that run in parallel wait for each other here.
func New(t testing.TB) *Host {
	t.Helper()
	one.Lock()
	mock.Clear()
	h := &Host{t: t, processes: map[string]Process{}}
	mock.Install((*imports)(h))
	t.Cleanup(func() {
		mock.Install(nil)
		live := mock.Live()
		mock.Clear()
		one.Unlock()
		if live != 0 && !t.Failed() {
			t.Errorf("%d buffers were not given back by the guest", live)
		}
	})
	return h
}

// Process answers calls of a process.
func (h *Host) Process(name string, answer Process) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.processes[name] = answer
}

// Reply answers calls of a process with the same value each time.
func (h *Host) Reply(name string, value any) {
	h.Process(name, func(yao.Value) (any, error) { return value, nil })
}

// Fail answers calls of a process with an error.
func (h *Host) Fail(name string, code yao.Code, message string) {
	h.Process(name, func(yao.Value) (any, error) { return nil, yao.NewException(code, message) })
}

// Logs gives the lines so far.
func (h *Host) Logs() []Line {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]Line(nil), h.logs...)
}

// Calls gives the process calls so far.
func (h *Host) Calls() []ProcessCall {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]ProcessCall(nil), h.calls...)
}

// imports is the host as the guest sees it.
type imports Host

// Process answers one call, with the error codes of the reference host.
func (i *imports) Process(name string, args []byte) uint64 {
	h := (*Host)(i)
	value, err := h.answer(name, args)
	if err != nil {
		return yao.Throw(err) // the record is the same in both directions
	}
	var w yao.Writer
	w.Any(value)
	return yao.Return(&w)
}

func (h *Host) answer(name string, args []byte) (any, error) {
	if !validProcess(name) {
		return nil, yao.NewException(yao.CodeBadRequest, fmt.Sprintf("%q is no process name", name))
	}
	list := yao.Array()
	if len(args) != 0 {
		decoded, err := yao.Unmarshal[yao.Value](append([]byte(nil), args...))
		if err != nil || decoded.Kind() != yao.KindArray {
			return nil, yao.NewException(yao.CodeBadRequest, "the arguments are not one valid array")
		}
		list = decoded
	}
	h.mu.Lock()
	h.calls = append(h.calls, ProcessCall{name, list})
	answer := h.processes[name]
	h.mu.Unlock()
	if answer == nil {
		return nil, yao.NewException(yao.CodeNotFound, fmt.Sprintf("no process %q; script it with Host.Reply", name))
	}
	return answer(list)
}

// Log collects one line.
func (i *imports) Log(level uint32, message string) {
	h := (*Host)(i)
	if !utf8.ValidString(message) {
		h.t.Errorf("a log message is not valid UTF-8: %q", message)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.logs = append(h.logs, Line{yao.Level(level), message})
}
