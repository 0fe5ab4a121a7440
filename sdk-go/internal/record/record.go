// Package record is the record of the spec's vectors, with the codec that yao-gen writes for it.
package record

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

//go:generate go run github.com/yaoapp/wasm-sdk/sdk-go/cmd/yao-gen

// Record has a field of every kind that the vectors name.
//
//yao:record
type Record struct {
	ID    uint64
	Name  string
	Score float64
	Tags  []string
	Note  *string
	Blob  []byte
}

// Value gives the record as a dynamic value, to compare it.
func (x Record) Value() yao.Value {
	tags := make([]yao.Value, len(x.Tags))
	for i, tag := range x.Tags {
		tags[i] = yao.String(tag)
	}
	note := yao.Value{}
	if x.Note != nil {
		note = yao.String(*x.Note)
	}
	return yao.Map(
		yao.String("id"), yao.Uint(x.ID), yao.String("name"), yao.String(x.Name),
		yao.String("score"), yao.Float64(x.Score), yao.String("tags"), yao.Array(tags...),
		yao.String("note"), note, yao.String("blob"), yao.Bytes(x.Blob),
	)
}
