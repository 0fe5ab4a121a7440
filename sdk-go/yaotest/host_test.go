package yaotest

import (
	"encoding/json"
	"os"
	"sync"
	"testing"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/internal/mock"
)

// failures stands for a test that fails.
type failures struct {
	testing.TB
	cleanup []func()
	errors  int
}

func (f *failures) Helper()               {}
func (f *failures) Cleanup(end func())    { f.cleanup = append(f.cleanup, end) }
func (f *failures) Failed() bool          { return f.errors > 0 }
func (f *failures) Errorf(string, ...any) { f.errors++ }
func (f *failures) end() {
	for _, end := range f.cleanup {
		end()
	}
}

func TestABufferThatIsNotGivenBackFailsTheTest(t *testing.T) {
	f := &failures{TB: t}
	New(f)
	mock.Alloc(8)
	f.end()
	if f.errors != 1 {
		t.Errorf("the test failed %d times, want once", f.errors)
	}
	if mock.Live() != 0 {
		t.Errorf("%d buffers are left for the next test", mock.Live())
	}
}

func TestALogLineThatIsNotUTF8FailsTheTest(t *testing.T) {
	f := &failures{TB: t}
	New(f)
	yao.Info("\xff")
	f.end()
	if f.errors != 1 {
		t.Errorf("the test failed %d times, want once", f.errors)
	}
}

func TestProcessNamesAreCheckedAsAHostDoes(t *testing.T) {
	var file struct {
		Processes []struct {
			Name, Process string
			Valid         bool
		}
		NotFound []struct{ Name, Process string } `json:"not_found"`
	}
	text, err := os.ReadFile("../../abi-spec/vectors/names.json")
	if err == nil {
		err = json.Unmarshal(text, &file)
	}
	if err != nil || len(file.Processes) == 0 || len(file.NotFound) == 0 {
		t.Fatalf("%d and %d vectors, %v", len(file.Processes), len(file.NotFound), err)
	}
	New(t)
	for _, v := range file.Processes {
		want := yao.Code(yao.CodeBadRequest)
		if v.Valid {
			want = yao.CodeNotFound // nothing was scripted
		}
		_, err := yao.Process[yao.Nil](v.Process)
		if err == nil || yao.AsException(err).Code != want {
			t.Errorf("%s: %q gave %v, want error %d", v.Name, v.Process, err, want)
		}
	}
	for _, v := range file.NotFound {
		if _, err := yao.Process[yao.Nil](v.Process); err == nil || yao.AsException(err).Code != yao.CodeNotFound {
			t.Errorf("%s: %q gave %v, want error 404", v.Name, v.Process, err)
		}
	}
}

func TestArgumentsOfAProcessAreOneArray(t *testing.T) {
	host := New(t)
	host.Reply("a.b", true)
	for _, args := range []string{"\x01", "\x91", "\x90\x00", "\x91\xc1"} {
		if _, err := yao.ProcessRaw("a.b", []byte(args)); err == nil || yao.AsException(err).Code != yao.CodeBadRequest {
			t.Errorf("% x gave %v", args, err)
		}
	}
	if got, err := yao.ProcessRaw("a.b", []byte("\x91\x01")); err != nil || string(got) != "\xc3" {
		t.Errorf("got % x, %v", got, err)
	}
}

func TestAHostMayBeUsedBySeveralGoroutines(t *testing.T) {
	host := New(t)
	host.Reply("a.b", "x")
	export := func(p, n uint32) uint64 {
		return yao.Handle(p, n, func(i int) (string, error) {
			yao.Debug("in a goroutine")
			return yao.Process[string]("a.b", i)
		})
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for range 50 {
				if got, err := Call[string](host, export, i); err != nil || got != "x" {
					t.Errorf("got %q, %v", got, err)
				}
			}
		}()
	}
	all.Wait()
	if n := len(host.Calls()); n != 400 || len(host.Logs()) != n {
		t.Errorf("the host saw %d calls and %d lines, want 400 of each", n, len(host.Logs()))
	}
}

func TestTestsInParallelWaitForEachOther(t *testing.T) {
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			host := New(t)
			yao.Info("mine")
			if n := len(host.Logs()); n != 1 {
				t.Errorf("the host has %d lines, want 1", n)
			}
		})
	}
}
