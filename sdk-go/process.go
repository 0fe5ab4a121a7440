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
	packed := hostProcess(name, args)
	failed := packed&PackedError != 0
	n := uint32(packed) & PackedMaxLen
	var reply []byte
	if n != 0 {
		reply = take(uint32(packed>>PackedPtrShift), n)
	}
	if !failed {
		return reply, nil
	}
	return nil, DecodeException(reply)
}
