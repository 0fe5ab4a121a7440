package yao

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"
	"unsafe"
)

type packedVectors struct {
	Results []struct {
		Name, Packed, Ptr, Len, Means string
		Error                         bool
	}
	TooLong []struct{ Name, Len string } `json:"too_long"`
	Ranges  []struct {
		Name, Memory, Ptr, Len string
		Inside                 bool
	}
}

// ReadVectors reads one file of abi-spec/vectors into its groups. Exported for the tests of package yao_test.
func ReadVectors(t *testing.T, name string, groups any) {
	t.Helper()
	text, err := os.ReadFile("../abi-spec/vectors/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(text, groups)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func number(t *testing.T, text string, base, bits int) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(text, base, bits)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPackedResultsComeApart(t *testing.T) {
	var file packedVectors
	ReadVectors(t, "packed", &file)
	if len(file.Results) == 0 || len(file.TooLong) == 0 || len(file.Ranges) == 0 {
		t.Fatal("a group of vectors is empty")
	}
	for _, v := range file.Results {
		p := Packed(number(t, v.Packed, 16, 64))
		at, n := p.span()
		if uint64(at) != number(t, v.Ptr, 10, 32) || uint64(n) != number(t, v.Len, 10, 32) || p.Failed() != v.Error {
			t.Errorf("%s: %#x is %d bytes at %d, failed %t", v.Name, uint64(p), n, at, p.Failed())
		}
		means := map[bool]map[bool]string{false: {false: "value", true: "empty"}, true: {false: "record", true: "no_memory"}}
		if got := means[p.Failed()][n == 0]; got != v.Means {
			t.Errorf("%s: %#x means %s, want %s", v.Name, uint64(p), got, v.Means)
		}
	}
	for _, v := range file.TooLong {
		if number(t, v.Len, 10, 64) <= PackedMaxLen {
			t.Errorf("%s: fits", v.Name)
		}
	}
}

func TestRangesLieInsideOfAMemoryOrNot(t *testing.T) {
	var file packedVectors
	ReadVectors(t, "packed", &file)
	for _, v := range file.Ranges {
		memory, p, n := number(t, v.Memory, 10, 64), number(t, v.Ptr, 10, 32), number(t, v.Len, 10, 32)
		if got := inside(memory, uint32(p), uint32(n)); got != v.Inside {
			t.Errorf("%s: %d bytes at %d inside of %d bytes: %t", v.Name, n, p, memory, got)
		}
	}
}

func TestAPartOfABlockIsCopiedToBeABlock(t *testing.T) {
	whole := make([]byte, 32)
	for i := range whole {
		whole[i] = byte(i)
	}
	if b := aligned(whole); &b[0] != &whole[0] {
		t.Error("a whole block was copied")
	}
	for from := range 17 {
		b := aligned(whole[from:])
		if at := uintptr(unsafe.Pointer(&b[0])); at%8 != 0 || string(b) != string(whole[from:]) {
			t.Errorf("from %d on it is % x at %#x", from, b, at)
		}
	}
	if b := aligned(nil); len(b) != 0 {
		t.Errorf("nothing became % x", b)
	}
	for n, want := range map[int]int{0: 0, 1: 16, 15: 16, 16: 16, 17: 32} {
		if got := blockSize(n); got != want {
			t.Errorf("a block of %d bytes takes %d, want %d", n, got, want)
		}
	}
}
