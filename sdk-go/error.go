package yao

// Exception is the one error of the boundary: what a handler's caller receives, and what [Process] returns when the
// process failed. A handler may return any error; one that is no Exception and wraps none becomes code 500.
type Exception struct {
	// Code says what kind of error it is, 1 to 2147483647; any other number is sent as 500.
	Code Code
	// Message is for people. It is cut at 4,096 bytes and where it stops being UTF-8.
	Message string

	details string // encoded; a string, because types that fields have are kept by TinyGo with their methods
}

// NewException makes an error with a code and a message.
func NewException(code Code, message string) *Exception {
	return &Exception{Code: code, Message: message}
}

// NewExceptionWith makes an error with details, a value of any kind that [Writer.Any] writes. It is no method, because
// TinyGo keeps all methods of a type that is an error, and this one needs the code for every kind of value.
func NewExceptionWith(code Code, message string, details any) *Exception {
	e := &Exception{Code: code, Message: message}
	var w Writer
	if w.Any(details); w.reason == "" {
		e.details = w.text()
	}
	return e
}

// Details is the details as they were sent, empty when there are none.
func (e *Exception) Details() Raw { return view(e.details) }

// Error is the message.
func (e *Exception) Error() string { return e.Message }

// AsException finds the Exception that err is or wraps, or makes one with code 500 and the text of err.
func AsException(err error) *Exception {
	for e := err; e != nil; {
		if exception, ok := e.(*Exception); ok {
			return exception
		}
		wrapper, ok := e.(interface{ Unwrap() error })
		if !ok {
			break
		}
		e = wrapper.Unwrap()
	}
	return &Exception{Code: CodeInternal, Message: err.Error()}
}

// encode writes the error record.
func (e *Exception) encode(w *Writer) {
	code := e.Code
	if code < CodeMin || code > CodeMax {
		code = CodeFallback
	}
	message := e.Message
	if len(message) > MaxMessageBytes {
		message = message[:MaxMessageBytes]
	}
	message = message[:validUTF8(message)]
	entries := uint32(2)
	if e.details != "" {
		entries++
	}
	w.be(0x80|entries, 0, 0)
	w.Lit("\xa4code")
	w.Uint(uint64(code))
	w.Lit("\xa7message")
	w.Str(message)
	if e.details != "" {
		w.Lit("\xa7details")
		w.Lit(e.details)
	}
}

// DecodeException reads an error record as the receiver of one must: none stands for code 507, and bytes that are no error
// record for code 500.
func DecodeException(record []byte) *Exception {
	e := new(Exception)
	if record == nil {
		e.Code = CodeEmpty
	} else if !e.decode(NewReader(record)) {
		e = &Exception{Code: CodeFallback, Message: MalformedMessage}
	}
	return e
}

// decode reads an error record; false when it is none. Unknown keys are ignored.
func (e *Exception) decode(r *Reader) bool {
	seen := 0
	for r.Map(); r.More(); {
		field := 0
		switch r.key() {
		case "code":
			field = 1
			e.Code = r.code()
		case "message":
			field = 2
			e.Message = r.Str()
		case "details":
			field = 4
			if e.details = r.raw(); e.details == "\xc0" {
				e.details = ""
			}
		default:
			r.Skip()
		}
		if seen&field != 0 {
			return false
		}
		seen |= field
	}
	return r.finish() && seen&3 == 3
}

// code reads an integer of any size, out of range as the code that stands for these.
func (r *Reader) code() Code {
	kind := r.whole(r.head())
	if kind == KindInt && int64(r.num) >= int64(CodeMin) && int64(r.num) <= int64(CodeMax) {
		return Code(r.num)
	}
	if kind != KindInt && kind != KindUint {
		r.Fail("expected an integer")
	}
	return CodeFallback
}
