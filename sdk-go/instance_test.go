package yao

import (
	"strconv"
	"testing"

	"github.com/yaoapp/wasm-sdk/sdk-go/internal/mock"
)

// emptyRegistry starts a test without instances, and ends it so.
func emptyRegistry(t *testing.T, n int) {
	before := capabilities
	slots = nil
	SetCapacity(n)
	t.Cleanup(func() {
		slots = nil
		capacity = DefaultCapacity
		capabilities = before
		mock.Clear()
	})
}

type step struct {
	Create, Use, Destroy, Save, Handle, Xor string
	Code                                    int32
	Different                               [2]string
}

// registry runs the steps of a vector on two classes.
type registry struct {
	classes map[string]*Class[int]
	saved   map[string]uint32
}

func (r *registry) handle(t *testing.T, s step) uint32 {
	h, ok := r.saved[s.Handle]
	if !ok {
		h = uint32(number(t, s.Handle, 10, 32))
	}
	if s.Xor != "" {
		h ^= uint32(number(t, s.Xor, 10, 32))
	}
	return h
}

func (r *registry) run(t *testing.T, i int, s step) {
	var code int32
	switch {
	case s.Create != "":
		packed := Packed(r.classes[s.Create].Insert(new(int)))
		if record, failed := packed.take(); failed {
			code = int32(DecodeException(record).Code)
		} else if handle := uint64(packed); handle == 0 || handle > 1<<HandleBits-1 {
			t.Fatalf("step %d: create gave %#x, which is no handle", i, handle)
		} else if s.Save != "" {
			r.saved[s.Save] = uint32(handle)
		}
	case s.Use != "":
		if _, err := r.classes[s.Use].Lookup(r.handle(t, s)); err != nil {
			code = int32(AsException(err).Code)
		}
	case s.Destroy != "":
		code = -r.classes[s.Destroy].Destroy(r.handle(t, s))
	default:
		if r.saved[s.Different[0]] == r.saved[s.Different[1]] {
			t.Errorf("step %d: %v are one handle", i, s.Different)
		}
	}
	if code != s.Code {
		t.Errorf("step %d: gave %d, want %d", i, code, s.Code)
	}
}

func TestTheRegistryTellsHandlesApart(t *testing.T) {
	var file struct {
		CreateResults []struct{ Name, Packed, Handle string } `json:"create_results"`
		Registries    []struct {
			Name             string
			Capacity, Repeat int
			Steps            []step
		}
	}
	ReadVectors(t, "handles", &file)
	if len(file.Registries) == 0 || len(file.CreateResults) == 0 {
		t.Fatal("a group of vectors is empty")
	}
	for _, v := range file.Registries {
		t.Run(v.Name, func(t *testing.T) {
			emptyRegistry(t, v.Capacity)
			r := registry{map[string]*Class[int]{"a": NewClass[int](), "b": NewClass[int]()}, map[string]uint32{}}
			for range max(v.Repeat, 1) {
				for i, s := range v.Steps {
					r.run(t, i, s)
				}
			}
		})
	}
	// What a guest gives as a handle, a host must take as one.
	for _, v := range file.CreateResults {
		packed := number(t, v.Packed, 16, 64)
		isHandle := packed != 0 && packed <= 1<<HandleBits-1
		if isHandle != (v.Handle != "") || isHandle && strconv.FormatUint(packed, 10) != v.Handle {
			t.Errorf("%s: %#x is a handle: %t", v.Name, packed, isHandle)
		}
	}
}

func TestASlotWithUsedUpGenerationsIsRetired(t *testing.T) {
	emptyRegistry(t, 1)
	c := NewClass[int]()
	first := uint32(c.Insert(new(int)))
	slots[0].generation = maxGeneration - 1
	if c.Destroy(first) != -int32(CodeGone) {
		t.Error("a handle of another generation was taken")
	}
	slots[0].owner = nil
	last := uint32(c.Insert(new(int)))
	if last>>handleIndexBits != maxGeneration || last>>HandleBits != 0 {
		t.Errorf("the last handle is %#x", last)
	}
	if c.Destroy(last) != 0 {
		t.Error("the last handle was not taken")
	}
	if packed := Packed(c.Insert(new(int))); !packed.Failed() {
		t.Errorf("a retired slot gave the handle %#x", uint64(packed))
	}
}

type closable struct{ closed int }

func (c *closable) Close() { c.closed++ }

func TestDestroyTellsAnInstanceThatWantsToKnow(t *testing.T) {
	emptyRegistry(t, 8)
	c := NewClass[closable]()
	instance := new(closable)
	handle := uint32(c.Insert(instance))
	if c.Destroy(handle) != 0 || c.Destroy(handle) != -int32(CodeGone) || instance.closed != 1 {
		t.Errorf("closed %d times", instance.closed)
	}
}

func TestAClassSetsTheCapabilityOfInstances(t *testing.T) {
	emptyRegistry(t, 8)
	capabilities &^= CapInstances
	NewClass[int]()
	if capabilities&CapInstances == 0 {
		t.Errorf("the capabilities are %#x", capabilities)
	}
}

// text is a method that gives a string, or an error for a negative number.
func text(n *int, add int) (string, error) {
	if add < 0 {
		return "", NewException(CodeBadRequest, "negative")
	}
	return strconv.Itoa(*n + add), nil
}

func TestThePullFormKeepsTheLastResult(t *testing.T) {
	emptyRegistry(t, 8)
	c := NewClass[int]()
	n := 40
	h := uint32(c.Insert(&n))
	call := func(args Raw) Packed {
		return Packed(c.Pull(h, Method(c, h, mock.Hold(args), uint32(len(args)), text)))
	}
	if got := c.ResultLen(h); got != -int32(CodeNotFound) {
		t.Errorf("before the first call there are %d bytes", got)
	}
	if p := call(Raw{0x91, 0x02}); p != 0 || c.ResultLen(h) != 3 {
		t.Errorf("the method gave %#x and left %d bytes", uint64(p), c.ResultLen(h))
	}
	room := mock.Alloc(3)
	if got := c.ResultRead(h, room, 2); got != -int32(CodeTooLarge) {
		t.Errorf("3 bytes into 2 gave %d", got)
	}
	if got := c.ResultRead(h, room, 3); got != 3 {
		t.Errorf("reading gave %d", got)
	}
	if b, _ := mock.Bytes(room, 3); string(b) != "\xa242" {
		t.Errorf("read % x", b)
	}
	if got := c.ResultRead(h, room+1, 3); got != -int32(CodeTooLarge) {
		t.Errorf("a block that was never given gave %d", got)
	}
	if p := call(Raw{0x91, 0xff}); !p.Failed() || c.ResultLen(h) != -int32(CodeNotFound) {
		t.Errorf("a failed method gave %#x and left %d bytes", uint64(p), c.ResultLen(h))
	}
	c.Destroy(h)
	if c.ResultLen(h) != -int32(CodeGone) || c.ResultRead(h, room, 3) != -int32(CodeGone) {
		t.Error("a destroyed instance still has a result")
	}
}
