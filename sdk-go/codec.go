package yao

// Decoder reads one value of its type; yao-gen writes the method.
type Decoder interface{ DecodeYao(r *Reader) }

// Encoder writes exactly one value; yao-gen writes the method.
type Encoder interface{ EncodeYao(w *Writer) }

// Raw is one encoded value, passed on without a look inside.
type Raw []byte

// EncodeYao writes the value as it is.
func (v Raw) EncodeYao(w *Writer) { w.Raw(v) }

// DecodeYao reads a value of any kind and checks that it is well formed.
func (v *Raw) DecodeYao(r *Reader) { *v = r.Raw() }

// Nil is the type of a result that says nothing, and of one that nobody looks at.
type Nil struct{}

// EncodeYao writes nil.
func (Nil) EncodeYao(w *Writer) { w.Nil() }

// DecodeYao reads a value of any kind and forgets it.
func (*Nil) DecodeYao(r *Reader) { r.Skip() }

// Marshal encodes a value of any kind that [Writer.Any] writes.
func Marshal(v any) (Raw, error) {
	var w Writer
	w.Any(v)
	if w.reason != "" {
		return nil, &Exception{Code: CodeInternal, Message: w.reason}
	}
	return w.buf, nil
}

// Unmarshal decodes b, which must be exactly one value, as a type that [Decode] knows.
func Unmarshal[T any](b []byte) (T, error) {
	var t T
	r := NewReader(b)
	Decode(r, &t)
	return t, r.Check()
}

// Decode reads a value into *p, which is a number, bool, string, []byte, []string, []int64 or []float64, or of a type
// with a DecodeYao method, [Value] and [Raw] among them. It panics for other types: yao-gen writes their method.
func Decode[T any](r *Reader, p *T) {
	// TinyGo knows the type of p here and leaves one case. But it looks for the types that a guest puts into interfaces
	// before that: no case may lead to code that does so, which is why dynamic values are no Go interfaces.
	switch p := any(p).(type) {
	case Decoder:
		p.DecodeYao(r)
	case *string:
		*p = r.Str()
	case *bool:
		*p = r.Bool()
	case *int:
		*p = r.Int()
	case *int8:
		*p = r.Int8()
	case *int16:
		*p = r.Int16()
	case *int32:
		*p = r.Int32()
	case *int64:
		*p = r.Int64()
	case *uint:
		*p = r.Uint()
	case *uint8:
		*p = r.Uint8()
	case *uint16:
		*p = r.Uint16()
	case *uint32:
		*p = r.Uint32()
	case *uint64:
		*p = r.Uint64()
	case *float32:
		*p = r.Float32()
	case *float64:
		*p = r.Float64()
	case *[]byte:
		*p = r.Bytes()
	case *[]string:
		*p = list(r, (*Reader).Str)
	case *[]int64:
		*p = list(r, (*Reader).Int64)
	case *[]float64:
		*p = list(r, (*Reader).Float64)
	default:
		panic("yao: a type without a DecodeYao method; run yao-gen")
	}
}

func list[T any](r *Reader, read func(*Reader) T) []T {
	items := make([]T, 0, r.Array()) // at most as many as the input has bytes
	for r.More() {
		items = append(items, read(r))
	}
	return items
}

// encode is [Writer.Any] for a type that the compiler knows.
func encode[T any](w *Writer, v T) {
	// One case is left of this, which spares the other types of the guest.
	if e, ok := any(v).(Encoder); ok {
		e.EncodeYao(w)
	} else {
		w.Any(v)
	}
}

// Any writes a value of any of these types: nil, bool, the integers and floats, string, []byte, []string, []int64,
// []float64, and every type with an EncodeYao method, [Value], [Dict], [List] and [Raw] among them. Any other type makes
// what is written impossible to send: yao-gen writes its method.
func (w *Writer) Any(v any) {
	switch v := v.(type) {
	case nil:
		w.Nil()
	case Encoder:
		v.EncodeYao(w)
	case string:
		w.Str(v)
	case bool:
		w.Bool(v)
	case int:
		w.Int(int64(v))
	case int8:
		w.Int(int64(v))
	case int16:
		w.Int(int64(v))
	case int32:
		w.Int(int64(v))
	case int64:
		w.Int(v)
	case uint:
		w.Uint(uint64(v))
	case uint8:
		w.Uint(uint64(v))
	case uint16:
		w.Uint(uint64(v))
	case uint32:
		w.Uint(uint64(v))
	case uint64:
		w.Uint(v)
	case float32:
		w.Float32(v)
	case float64:
		w.Float64(v)
	case []byte:
		w.Bin(v)
	case []string:
		w.Array(len(v))
		for _, item := range v {
			w.Str(item)
		}
	case []int64:
		w.Array(len(v))
		for _, item := range v {
			w.Int(item)
		}
	case []float64:
		w.Array(len(v))
		for _, item := range v {
			w.Float64(item)
		}
	default:
		w.Fail("a type without an EncodeYao method; run yao-gen")
	}
}
