package yao

// capabilities grows while package variables are initialised, before anyone can ask.
var capabilities uint32 = CapBulkMemory | oneShot

// Return hands a finished value to the host as the result of an export.
func Return(w *Writer) uint64 {
	if w.reason != "" {
		e := Exception{Code: CodeInternal, Message: w.reason}
		return e.throw()
	}
	if len(w.buf) == 1 && w.buf[0] == 0xc0 {
		return 0
	}
	return pack(w.buf)
}

// Throw hands an error to the host as the result of an export; see [Exception].
func Throw(err error) uint64 { return AsException(err).throw() }

func (e *Exception) throw() uint64 {
	var w Writer
	e.encode(&w)
	return pack(w.buf) | PackedError
}

// result hands what a function gave to the host.
func result[R any](v R, err error) uint64 {
	if err != nil {
		return Throw(err)
	}
	var w Writer
	encode(&w, v)
	return Return(&w)
}

// Handle is the body of an export with one argument. Arguments and result are of types that [Decode] and [Writer.Any]
// know; more arguments are ignored. For none, two and three there are [Handle0], [Handle2] and [Handle3]; yao-gen writes
// exports with any number.
func Handle[A, R any](p, n uint32, f func(A) (R, error)) uint64 {
	args := OpenArgs(p, n)
	var a A
	Decode(args.Arg(), &a)
	if e := args.close(CodeBadRequest, ""); e != nil {
		return e.throw()
	}
	return result(f(a))
}

// Handle0 is [Handle] for a function without arguments.
func Handle0[R any](p, n uint32, f func() (R, error)) uint64 {
	if e := OpenArgs(p, n).close(CodeBadRequest, ""); e != nil {
		return e.throw()
	}
	return result(f())
}

// Handle2 is [Handle] for a function with two arguments.
func Handle2[A, B, R any](p, n uint32, f func(A, B) (R, error)) uint64 {
	args := OpenArgs(p, n)
	var a A
	var b B
	Decode(args.Arg(), &a)
	Decode(args.Arg(), &b)
	if e := args.close(CodeBadRequest, ""); e != nil {
		return e.throw()
	}
	return result(f(a, b))
}

// Handle3 is [Handle] for a function with three arguments.
func Handle3[A, B, C, R any](p, n uint32, f func(A, B, C) (R, error)) uint64 {
	args := OpenArgs(p, n)
	var a A
	var b B
	var c C
	Decode(args.Arg(), &a)
	Decode(args.Arg(), &b)
	Decode(args.Arg(), &c)
	if e := args.close(CodeBadRequest, ""); e != nil {
		return e.throw()
	}
	return result(f(a, b, c))
}

// HandleArgs is the body of an export that takes all of its arguments as dynamic values.
func HandleArgs[R any](p, n uint32, f func(args []Value) (R, error)) uint64 {
	args := OpenArgs(p, n)
	var values []Value
	for args.depth != 0 && args.More() {
		args.arg++
		values = append(values, args.Value())
	}
	if e := args.close(CodeBadRequest, ""); e != nil {
		return e.throw()
	}
	return result(f(values))
}

// HandleRaw is the body of an export that takes the payload as it came, and gives the result as it goes: one valid array
// of arguments in, one valid value out, or nothing at all. The payload itself may be the result.
func HandleRaw(p, n uint32, f func(payload []byte) ([]byte, error)) uint64 {
	rest(n)
	b, err := f(take(p, n))
	if err != nil {
		return Throw(err)
	}
	return pack(aligned(b))
}
