// Package main is a guest with every form that yao-gen knows; its yao_gen.go is compared and run by the tests.
package main

import (
	"time"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
)

// Scalars has Go's own types.
type Scalars struct {
	B   bool
	I   int
	I8  int8
	I16 int16
	I32 int32
	I64 int64
	U   uint
	U8  uint8
	U16 uint16
	U32 uint32
	U64 uint64
	F32 float32
	F64 float64
	S   string
}

// Level is a named type.
type Level int32

// Path is a named slice.
type Path []string

// Nested has types made of types.
type Nested struct {
	UserID   string
	HTTPCode Level         `json:"http_code,omitempty"`
	Wait     time.Duration `yao:"wait ms"`
	Skipped  chan int      `yao:"-"`
	hidden   func()
	Bytes    []byte
	Pair     [2]float64
	Items    []*Scalars
	ByName   map[string]Scalars
	ByNumber map[uint16][]string
	Maybe    *Path
	Any      yao.Value
	Raw      yao.Raw
}

//yao:handler
func echoNested(n Nested) (Nested, error) { n.hidden = nil; return n, nil }

//yao:handler Sum
func sum(items []int64, start *int64) (total int64) {
	for _, item := range items {
		total += item
	}
	if start != nil {
		total += *start
	}
	return total
}

//yao:handler
func nothing() {}

//yao:handler
func fail(code uint32) error { return yao.NewException(yao.Code(code), "as asked") }

// Shared is passed to the SDK, so it gets its methods without an export.
type Shared struct{ Name string }

func find() (Shared, error) { return yao.Process[Shared]("models.user.Find", Query{Limit: 1}) }

// Query is an argument of a process.
type Query struct{ Limit uint8 }

// Table is a class.
//
//yao:class
type Table struct{ rows []string }

//yao:create
func newTable(first string, more *string) (*Table, error) {
	t := &Table{rows: []string{first}}
	if more != nil {
		t.rows = append(t.rows, *more)
	}
	return t, nil
}

//yao:method
func (t *Table) RowCount() int { return len(t.rows) }

//yao:method all
func (t *Table) rowsAsTheyAre() []string { return t.rows }

func main() { _, _ = find() }
