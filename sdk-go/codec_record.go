package yao

// Fields reads a record: a map with known string keys, as the DecodeYao methods from yao-gen do it.
//
//	f := yao.Fields{Names: "\x02id\x04name", Required: 0b11}
//	for {
//		switch f.Next(r) {
//		case 0:
//			v.ID = r.Int64()
//		case 1:
//			v.Name = r.Str()
//		default:
//			return
//		}
//	}
type Fields struct {
	// Names has every field name, at most 64 and none empty, each after a byte with its length.
	Names string
	// Required has a bit for each field that must be present, the first field's lowest.
	Required uint64

	seen uint64
	last int // the field being read, -1 before the first
	open bool
}

// Next gives the number of the next field, whose value is then to be read, or -1 at the end of the record and after any
// failure. Unknown keys are skipped. A field that comes twice, or that is required and does not come, is a failure.
func (f *Fields) Next(r *Reader) int {
	if !f.open {
		f.open = true
		r.Map()
	} else if r.failed {
		f.blame(r, f.last)
	}
	for r.More() {
		i := f.find(r.key())
		if i < 0 {
			r.Skip()
			continue
		}
		f.last = i
		if f.seen>>i&1 != 0 {
			r.Fail("the field comes twice")
		}
		f.seen |= 1 << i
		return i
	}
	for i, missing := 0, f.Required&^f.seen; missing != 0 && !r.failed; i++ {
		if missing>>i&1 != 0 {
			r.Fail("the field is missing")
			f.blame(r, i)
		}
	}
	return -1
}

// blame notes the field that failed.
func (f *Fields) blame(r *Reader, i int) {
	names := f.Names
	for ; i > 0; i-- {
		names = names[1+names[0]:]
	}
	if r.fields < uint32(len(r.path)) {
		r.path[r.fields] = names[1 : 1+names[0]]
		r.fields++
	}
}

// find gives the number of a field.
func (f *Fields) find(key string) int {
	names := f.Names
	for i := 0; len(names) != 0; i++ {
		end := 1 + int(names[0])
		if names[1:end] == key {
			return i
		}
		names = names[end:]
	}
	return -1
}
