package yao

// Process calls a process with arguments of any kind that [Writer.Any] writes, and reads its result as a T: a type that
// [Decode] knows, or [Nil] to look at none. The error is an [*Exception]: the process's own, or code 500 when the result
// is no T.
func Process[T any](name string, args ...any) (T, error) {
	var t T
	var w Writer
	w.Array(len(args))
	for _, a := range args {
		w.Any(a)
	}
	r, err := w.call(name)
	if err == nil {
		Decode(r, &t)
		if e := r.close(CodeInternal, "reply: "); e != nil {
			return t, e
		}
	}
	return t, err
}

// call sends what was written as the arguments, and opens the reply.
func (w *Writer) call(name string) (*Reader, error) {
	if w.reason != "" {
		return nil, &Exception{Code: CodeBadRequest, Message: w.reason}
	}
	reply, err := ProcessRaw(name, w.buf)
	if err != nil {
		return nil, err
	}
	return NewReader(reply), nil
}

// ProcessRaw calls a process with an encoded array of arguments, or with nothing at all, and gives its result as one
// encoded value, or nil for nil.
func ProcessRaw(name string, args []byte) ([]byte, error) {
	reply, failed := ProcessPacked(name, args).take()
	if failed {
		return nil, DecodeException(reply)
	}
	return reply, nil
}

// Packed is what a process or an export gives: where its bytes are, and whether these are an error record.
type Packed uint64

// ProcessPacked is [ProcessRaw] without a look at the reply: the low-level form for a guest that passes errors on.
//
//	reply := yao.ProcessPacked("models.user.Find", args.Bytes())
//	if reply.Failed() {
//		return uint64(reply)
//	}
//	r := reply.Open()
func ProcessPacked(name string, args []byte) Packed { return Packed(hostProcess(name, args)) }

// Failed tells whether the bytes are an error record. An export may return a failed reply of a process as it is.
func (p Packed) Failed() bool { return p&Packed(PackedError) != 0 }

// Open takes the bytes of a reply from the host, to be read or skipped.
func (p Packed) Open() *Reader {
	b, _ := p.take()
	return NewReader(b)
}

// take gives the bytes, nil when there are none.
func (p Packed) take() (b []byte, failed bool) {
	if at, n := p.span(); n != 0 {
		b = take(at, n)
	}
	return b, p.Failed()
}

// span gives where the bytes are, and how many.
func (p Packed) span() (at, n uint32) { return uint32(p >> PackedPtrShift), uint32(p) & PackedMaxLen }
