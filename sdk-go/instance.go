package yao

// Instances are Go values that live in a guest between calls, named by handles. All classes share one registry.

// handleIndexBits is the part of a handle that is the index of a slot; the generation is above it.
const handleIndexBits = 10

const (
	maxCapacity   = 1 << handleIndexBits
	maxGeneration = 1<<(HandleBits-handleIndexBits) - 1
)

// slot holds one instance. Its generation is 0 until it was used for the first time.
type slot struct {
	generation uint32
	owner      *class // nil while the slot is free
	instance   any
	result     []byte // kept for the pull form
}

var (
	slots    []slot
	capacity = DefaultCapacity
)

// class is what makes a Class of instances different from another.
type class struct {
	// not empty: variables without a size may share their address
	_ byte
}

// SetCapacity says how many instances a guest holds at a time, 8 if it is never called, at most 1,024. It is for
// package initialisation.
func SetCapacity(n int) { capacity = min(max(n, 1), maxCapacity) }

// Class is a kind of instance. Make it in a package variable, so that the host knows from the start that the guest has
// instances:
//
//	var counters = yao.NewClass[Counter]()
//
//	//go:wasmexport counter_create
//	func counterCreate(p, n uint32) uint64 {
//		return yao.Create(counters, p, n, func(start int64) (*Counter, error) { return &Counter{start}, nil })
//	}
//
//	//go:wasmexport counter_add
//	func counterAdd(handle, p, n uint32) uint64 {
//		return yao.Method(counters, handle, p, n, (*Counter).Add)
//	}
//
//	//go:wasmexport counter_destroy
//	func counterDestroy(handle uint32) int32 { return counters.Destroy(handle) }
type Class[T any] struct{ class }

// NewClass makes a class.
func NewClass[T any]() *Class[T] {
	capabilities |= CapInstances
	return new(Class[T])
}

// Insert registers an instance and gives its handle as the result of an export, or error 429 when the registry is full.
func (c *Class[T]) Insert(instance *T) uint64 {
	handle := insert(&c.class, instance)
	if handle == 0 {
		return (&Exception{Code: CodeTooMany, Message: "no room for another instance; destroy one first"}).throw()
	}
	return uint64(handle)
}

// Lookup gives the instance of a handle. The error is an [*Exception] with code 410.
func (c *Class[T]) Lookup(handle uint32) (*T, error) {
	s := find(&c.class, handle)
	if s == nil {
		return nil, gone()
	}
	return s.instance.(*T), nil
}

// Destroy forgets the instance of a handle. It gives 0, or -410 when there is none. An instance with a method Close()
// is told.
func (c *Class[T]) Destroy(handle uint32) int32 {
	s := find(&c.class, handle)
	if s == nil {
		return -int32(CodeGone)
	}
	instance := s.instance
	s.owner, s.instance, s.result = nil, nil, nil
	if closer, ok := instance.(interface{ Close() }); ok {
		closer.Close()
	}
	return 0
}

// ResultLen is the length of the value that the last method left, or -404 when it left none, or -410.
func (c *Class[T]) ResultLen(handle uint32) int32 {
	s := find(&c.class, handle)
	switch {
	case s == nil:
		return -int32(CodeGone)
	case s.result == nil:
		return -int32(CodeNotFound)
	}
	return int32(len(s.result))
}

// ResultRead copies the value that the last method left into capacity bytes of a block that the host allocated, and
// gives its length; -413 when it does not fit, -404 when there is none, or -410.
func (c *Class[T]) ResultRead(handle, p, capacity uint32) int32 {
	n := c.ResultLen(handle)
	if n < 0 {
		return n
	}
	if uint32(n) > capacity || !write(p, find(&c.class, handle).result) {
		return -int32(CodeTooLarge)
	}
	return n
}

func gone() *Exception {
	return &Exception{Code: CodeGone, Message: "no such instance; its handle is stale, or of another class"}
}

func insert(owner *class, instance any) uint32 {
	at := -1
	for i := range slots {
		if slots[i].owner == nil && slots[i].generation < maxGeneration {
			at = i
			break
		}
	}
	if at < 0 {
		// A slot whose generations are used up is lost: its place is not given to a new one.
		if len(slots) >= capacity {
			return 0
		}
		at = len(slots)
		slots = append(slots, slot{})
	}
	s := &slots[at]
	s.generation++
	s.owner, s.instance = owner, instance
	return s.generation<<handleIndexBits | uint32(at)
}

func find(owner *class, handle uint32) *slot {
	index := handle % maxCapacity
	if index >= uint32(len(slots)) {
		return nil
	}
	s := &slots[index]
	if s.owner != owner || s.generation != handle>>handleIndexBits {
		return nil
	}
	return s
}

// Create is the body of the export that makes an instance from one argument. For none and two there are [Create0] and
// [Create2]; see [Handle].
func Create[T, A any](c *Class[T], p, n uint32, f func(A) (*T, error)) uint64 {
	args := OpenArgs(p, n)
	var a A
	Decode(args.Arg(), &a)
	if e := args.close(CodeBadRequest, ""); e != nil {
		return e.throw()
	}
	return c.created(f(a))
}

// Create0 is [Create] without arguments.
func Create0[T any](c *Class[T], p, n uint32, f func() (*T, error)) uint64 {
	if e := OpenArgs(p, n).close(CodeBadRequest, ""); e != nil {
		return e.throw()
	}
	return c.created(f())
}

// Create2 is [Create] with two arguments.
func Create2[T, A, B any](c *Class[T], p, n uint32, f func(A, B) (*T, error)) uint64 {
	args := OpenArgs(p, n)
	var a A
	var b B
	Decode(args.Arg(), &a)
	Decode(args.Arg(), &b)
	if e := args.close(CodeBadRequest, ""); e != nil {
		return e.throw()
	}
	return c.created(f(a, b))
}

func (c *Class[T]) created(instance *T, err error) uint64 {
	if err != nil {
		return Throw(err)
	}
	return c.Insert(instance)
}

// OpenMethod takes the payload of a method from the host and finds the instance: the low-level form of [Method].
func (c *Class[T]) OpenMethod(handle, p, n uint32) (*T, *Reader, error) {
	args := OpenArgs(p, n)
	s := find(&c.class, handle)
	if s == nil {
		return nil, nil, gone()
	}
	s.result = nil
	return s.instance.(*T), args, nil
}

// Method is the body of an export that calls a method with one argument. For none and two there are [Method0] and
// [Method2]; see [Handle].
func Method[T, A, R any](c *Class[T], handle, p, n uint32, f func(*T, A) (R, error)) uint64 {
	instance, args, err := c.OpenMethod(handle, p, n)
	if err != nil {
		return Throw(err)
	}
	var a A
	Decode(args.Arg(), &a)
	if e := args.close(CodeBadRequest, ""); e != nil {
		return e.throw()
	}
	return result(f(instance, a))
}

// Method0 is [Method] without arguments.
func Method0[T, R any](c *Class[T], handle, p, n uint32, f func(*T) (R, error)) uint64 {
	instance, args, err := c.OpenMethod(handle, p, n)
	if err != nil {
		return Throw(err)
	}
	if e := args.close(CodeBadRequest, ""); e != nil {
		return e.throw()
	}
	return result(f(instance))
}

// Method2 is [Method] with two arguments.
func Method2[T, A, B, R any](c *Class[T], handle, p, n uint32, f func(*T, A, B) (R, error)) uint64 {
	instance, args, err := c.OpenMethod(handle, p, n)
	if err != nil {
		return Throw(err)
	}
	var a A
	var b B
	Decode(args.Arg(), &a)
	Decode(args.Arg(), &b)
	if e := args.close(CodeBadRequest, ""); e != nil {
		return e.throw()
	}
	return result(f(instance, a, b))
}

// Pull turns the result of a method's export into the pull form: the value stays in the guest until the host asks for
// it with [Class.ResultLen] and [Class.ResultRead].
//
//	//go:wasmexport table_render
//	func tableRender(handle, p, n uint32) uint64 {
//		return tables.Pull(handle, yao.Method(tables, handle, p, n, (*Table).Render))
//	}
func (c *Class[T]) Pull(handle uint32, packed uint64) uint64 {
	if packed&PackedError != 0 {
		return packed
	}
	if s := find(&c.class, handle); s != nil {
		s.result = []byte{0xc0}
		if packed != 0 {
			s.result, _ = Packed(packed).take()
		}
	}
	return 0
}
