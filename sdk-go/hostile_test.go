package yao_test

import (
	"bytes"
	"errors"
	"runtime"
	"testing"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/internal/mock"
	"github.com/yaoapp/wasm-sdk/sdk-go/internal/record"
	"github.com/yaoapp/wasm-sdk/sdk-go/yaotest"
)

// Hostile values and a host that lies: refused, given back, and never with more memory than a fixed multiple of the
// input. The race detector brings checkptr along, which finds a pointer that leaves its buffer.

const (
	// bytesPerByte is what is allocated in all, garbage included, for a byte of input: the shortest value takes one byte
	// and becomes one Value, in lists that double.
	bytesPerByte = 256
	// slack is what is allocated whatever the input.
	slack = 4096
)

// measured runs f on an input, and looks at what it allocated. The smallest of three runs counts: a test's own
// machinery allocates now and then.
func measured(t *testing.T, input []byte, f func()) {
	t.Helper()
	most := uint64(bytesPerByte*len(input) + slack)
	least := ^uint64(0)
	for range 3 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		if least = min(least, after.TotalAlloc-before.TotalAlloc); least <= most {
			return
		}
	}
	t.Errorf("%d bytes were allocated for an input of %d, at most %d are allowed", least, len(input), most)
}

type hostileVectors struct {
	Refused, Accepted []hostileVector
}

type hostileVector struct {
	Name  string
	Bytes hexBytes
	Value *value
}

// hostileInputs gives all inputs that are refused, and those that are values.
func hostileInputs(t *testing.T) (refused, accepted []hostileVector) {
	t.Helper()
	var hostile hostileVectors
	yao.ReadVectors(t, "hostile", &hostile)
	var invalid struct{ Inputs []hostileVector }
	yao.ReadVectors(t, "invalid", &invalid)
	for _, v := range invalid.Inputs {
		if len(v.Bytes) != 0 { // nothing at all is no arguments
			hostile.Refused = append(hostile.Refused, v)
		}
	}
	return hostile.Refused, hostile.Accepted
}

func hostileName(v hostileVector) string { return v.Name }

// unmarshal decodes a copy of its own size as a T, within the budget.
func unmarshal[T any](t *testing.T, input []byte) (v T, err error) {
	t.Helper()
	exact := bytes.Clone(input)
	measured(t, exact, func() { v, err = yao.Unmarshal[T](exact) })
	return v, err
}

// failures decodes the input as types that it may not be.
func failures(t *testing.T, input []byte) []error {
	t.Helper()
	_, text := unmarshal[string](t, input)
	_, numbers := unmarshal[[]int64](t, input)
	_, texts := unmarshal[[]string](t, input)
	_, record := unmarshal[record.Record](t, input)
	_, raw := unmarshal[yao.Raw](t, input)
	return []error{text, numbers, texts, record, raw}
}

func TestWhatIsMadeToBeExpensiveIsRefusedCheaply(t *testing.T) {
	refused, _ := hostileInputs(t)
	each(t, refused, hostileName, func(t *testing.T, v hostileVector) {
		got, dynamic := unmarshal[yao.Value](t, v.Bytes)
		for i, err := range append(failures(t, v.Bytes), dynamic) {
			var e *yao.Exception
			if !errors.As(err, &e) || e.Code != yao.CodeBadRequest {
				t.Errorf("type %d gave %v, %v", i, err, got.Kind())
			}
		}
	})
}

func TestDenseValuesAreReadInProportion(t *testing.T) {
	_, accepted := hostileInputs(t)
	each(t, accepted, hostileName, func(t *testing.T, v hostileVector) {
		got, err := unmarshal[yao.Value](t, v.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		if v.Value != nil && !equal(got, v.Value.Value) {
			t.Errorf("got %v", got)
		}
		failures(t, v.Bytes)
	})
}

func TestNoPartOfAValueIsAValue(t *testing.T) {
	var file struct {
		Values []struct {
			Name      string
			Canonical hexBytes
			Accepted  []hexBytes
		}
	}
	yao.ReadVectors(t, "messagepack", &file)
	if len(file.Values) == 0 {
		t.Fatal("a group of vectors is empty")
	}
	for _, v := range file.Values {
		for _, whole := range append(v.Accepted, v.Canonical) {
			broken := [][]byte{
				append(bytes.Clone(whole), 0xc0),
				append([]byte{0xc1}, whole[1:]...),
			}
			for n := 1; n < len(whole); n++ {
				broken = append(broken, bytes.Clone(whole[:n]))
			}
			for _, input := range broken {
				if got, err := yao.Unmarshal[yao.Value](input); err == nil {
					t.Errorf("%s: % x is %v", v.Name, input, got)
				}
				if _, err := yao.Unmarshal[yao.Nil](input); err == nil {
					t.Errorf("%s: % x was skipped", v.Name, input)
				}
			}
		}
	}
}

// liar answers every process with the same packed result, whose bytes it holds anew each time.
type liar struct {
	bytes []byte
	or    uint64
}

func (l liar) Process(string, []byte) uint64 {
	packed := l.or
	if l.bytes != nil {
		packed |= uint64(mock.Hold(bytes.Clone(l.bytes)))<<yao.PackedPtrShift | uint64(len(l.bytes))
	}
	return packed
}

func (liar) Log(uint32, string) {}

// ask calls a process of the liar for replies of several types.
func ask() []error {
	_, dynamic := yao.Process[yao.Value]("a.lie", 1)
	_, text := yao.Process[string]("a.lie", 1)
	_, numbers := yao.Process[[]int64]("a.lie", 1)
	_, none := yao.Process[yao.Nil]("a.lie", 1)
	return []error{dynamic, text, numbers, none}
}

func expectInternal(t *testing.T, message string, errs ...error) {
	t.Helper()
	for i, err := range errs {
		var e *yao.Exception
		if !errors.As(err, &e) || e.Code != yao.CodeInternal || message != "" && e.Message != message {
			t.Errorf("type %d gave %v", i, err)
		}
	}
}

func TestAReplyThatIsNoValueIsInternalErrorAndGivenBack(t *testing.T) {
	yaotest.New(t) // sees at the end that every buffer was given back
	refused, accepted := hostileInputs(t)
	each(t, refused, hostileName, func(t *testing.T, v hostileVector) {
		mock.Install(liar{bytes: v.Bytes})
		measured(t, v.Bytes, func() { expectInternal(t, "", ask()...) })
	})
	each(t, append(refused, accepted...), hostileName, func(t *testing.T, v hostileVector) {
		mock.Install(liar{v.Bytes, yao.PackedError})
		measured(t, v.Bytes, func() { expectInternal(t, yao.MalformedMessage, ask()...) })
	})
}

func TestAReplyOfAnotherShapeIsInternalError(t *testing.T) {
	yaotest.New(t)
	mock.Install(liar{bytes: []byte("\x81\xa1a\x01")})
	errs := ask()
	expectInternal(t, "", errs[1:3]...)
	if errs[0] != nil || errs[3] != nil {
		t.Errorf("a map is a value: %v", errs)
	}
}

func TestAReplyThatTheHostNeverAllocatedIsInternalError(t *testing.T) {
	yaotest.New(t)
	held := mock.Hold([]byte{0x93, 1, 2, 3})
	for _, lie := range []uint64{
		0xfffffff0<<yao.PackedPtrShift | 32,                 // its end wraps around
		0xffffffff<<yao.PackedPtrShift | 1,                  // the last address
		16<<yao.PackedPtrShift | yao.PackedMaxLen,           // longer than any memory
		uint64(held+1)<<yao.PackedPtrShift | 3,              // inside of a block
		(uint64(held)+1<<20)<<yao.PackedPtrShift | 4,        // beside it
		uint64(0x8000_0000)<<yao.PackedPtrShift | 1<<20 | 1, // above 2 GiB
	} {
		mock.Install(liar{or: lie})
		expectInternal(t, "", ask()...)
		mock.Install(liar{or: lie | yao.PackedError})
		expectInternal(t, yao.MalformedMessage, ask()...)
	}
	if b, ok := mock.Bytes(held, 4); !ok || !bytes.Equal(b, []byte{0x93, 1, 2, 3}) {
		t.Errorf("a buffer that the host holds is % x now", b)
	}
	mock.Take(held, 4)
}

func TestAReplyOfNoBytesIsNilWhereverItIs(t *testing.T) {
	yaotest.New(t)
	for _, p := range []uint64{1, 0x10000, 0xffffffff} {
		mock.Install(liar{or: p << yao.PackedPtrShift})
		if v, err := yao.Process[yao.Value]("a.lie"); err != nil || !v.IsNil() {
			t.Errorf("at %#x: %v, %v", p, v, err)
		}
		mock.Install(liar{or: p<<yao.PackedPtrShift | yao.PackedError})
		var e *yao.Exception
		if _, err := yao.Process[yao.Value]("a.lie"); !errors.As(err, &e) || e.Code != yao.CodeOutOfMemory {
			t.Errorf("at %#x with the error bit: %v", p, err)
		}
	}
}
