package main

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"
)

// writer collects source text and names for variables.
type writer struct {
	strings.Builder
	pkg     *types.Package
	records map[*types.Named]bool
	next    int
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

func (w *writer) name(prefix string) string {
	w.next++
	return prefix + strconv.Itoa(w.next)
}

// typeName is how the generated file names a type.
func (w *writer) typeName(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p == w.pkg {
			return ""
		}
		if p.Path() == sdk {
			return "yao"
		}
		return p.Name()
	})
}

// basics maps Go's own types to the reader's and writer's methods, and the type that the writer takes.
var basics = map[types.BasicKind][3]string{
	types.Bool: {"Bool", "Bool", "bool"}, types.String: {"Str", "Str", "string"},
	types.Int: {"Int", "Int", "int64"}, types.Int8: {"Int8", "Int", "int64"}, types.Int16: {"Int16", "Int", "int64"},
	types.Int32: {"Int32", "Int", "int64"}, types.Int64: {"Int64", "Int", "int64"},
	types.Uint: {"Uint", "Uint", "uint64"}, types.Uint8: {"Uint8", "Uint", "uint64"},
	types.Uint16: {"Uint16", "Uint", "uint64"}, types.Uint32: {"Uint32", "Uint", "uint64"},
	types.Uint64:  {"Uint64", "Uint", "uint64"},
	types.Float32: {"Float32", "Float32", "float32"}, types.Float64: {"Float64", "Float64", "float64"},
}

// convert writes a conversion unless from and to are one type.
func convert(to, from, expression string) string {
	if to == from {
		return expression
	}
	return to + "(" + expression + ")"
}

// codecOf tells whether values of t have codec methods, written by hand, by the SDK or by this run.
func (w *writer) codecOf(t types.Type, method string) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && (w.records[named] || hasMethod(named, method))
}

// decode writes statements that read a value of type t from r into the variable to.
func (w *writer) decode(to string, t types.Type) error {
	if w.codecOf(t, "DecodeYao") {
		w.line("%s.DecodeYao(r)", to)
		return nil
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if b, ok := basics[u.Kind()]; ok {
			w.line("%s = %s", to, convert(w.typeName(t), u.Name(), "r."+b[0]+"()"))
			return nil
		}
	case *types.Pointer:
		v := w.name("v")
		w.line("if r.Nil() {\n%s = nil\n} else {\n%s := new(%s)", to, v, w.typeName(u.Elem()))
		if err := w.decode("(*"+v+")", u.Elem()); err != nil {
			return err
		}
		w.line("%s = %s\n}", to, v)
		return nil
	case *types.Slice:
		if isByte(u.Elem()) {
			w.line("%s = r.Bytes()", to)
			return nil
		}
		v := w.name("v")
		w.line("%s = make(%s, 0, min(r.Array(), 64))\nfor r.More() {\nvar %s %s", to, w.typeName(t), v, w.typeName(u.Elem()))
		if err := w.decode(v, u.Elem()); err != nil {
			return err
		}
		w.line("%s = append(%s, %s)\n}", to, to, v)
		return nil
	case *types.Array:
		i := w.name("i")
		w.line("if r.Array() != %d {\nr.Fail(\"expected an array of %d items\")\n}", u.Len(), u.Len())
		w.line("for %s := 0; r.More(); %s++ {", i, i)
		if err := w.decode(to+"["+i+"]", u.Elem()); err != nil {
			return err
		}
		w.line("}")
		return nil
	case *types.Map:
		k, v := w.name("k"), w.name("v")
		w.line("%s = make(%s)\nfor r.Map(); r.More(); {\nvar %s %s\nvar %s %s", to, w.typeName(t), k, w.typeName(u.Key()), v, w.typeName(u.Elem()))
		if _, ok := u.Key().Underlying().(*types.Basic); !ok {
			return fmt.Errorf("no codec for %s: the keys of a map are strings or integers; use yao.Value for others", w.typeName(t))
		}
		if err := w.decode(k, u.Key()); err != nil {
			return err
		}
		if err := w.decode(v, u.Elem()); err != nil {
			return err
		}
		w.line("%s[%s] = %s\n}", to, k, v)
		return nil
	}
	return noCodec(w.typeName(t))
}

// encode writes statements that write the value in the expression from.
func (w *writer) encode(from string, t types.Type) error {
	if pointer, ok := t.Underlying().(*types.Pointer); ok {
		w.line("if %s == nil {\nw.Nil()\n} else {", from)
		if err := w.encode("(*"+from+")", pointer.Elem()); err != nil {
			return err
		}
		w.line("}")
		return nil
	}
	if w.codecOf(t, "EncodeYao") {
		w.line("%s.EncodeYao(w)", from)
		return nil
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if b, ok := basics[u.Kind()]; ok {
			w.line("w.%s(%s)", b[1], convert(b[2], w.typeName(t), from))
			return nil
		}
	case *types.Slice, *types.Array:
		elem := u.(interface{ Elem() types.Type }).Elem()
		if _, ok := u.(*types.Slice); ok && isByte(elem) {
			w.line("w.Bin(%s)", from)
			return nil
		}
		v := w.name("v")
		w.line("w.Array(len(%s))\nfor _, %s := range %s {", from, v, from)
		if err := w.encode(v, elem); err != nil {
			return err
		}
		w.line("}")
		return nil
	case *types.Map:
		k, v := w.name("k"), w.name("v")
		w.line("w.Map(len(%s))\nfor _, %s := range yao.SortedKeys(%s) {", from, k, from)
		if err := w.encode(k, u.Key()); err != nil {
			return err
		}
		w.line("%s := %s[%s]", v, from, k)
		if err := w.encode(v, u.Elem()); err != nil {
			return err
		}
		w.line("}")
		return nil
	case *types.Interface:
		if u.Empty() {
			w.line("w.Any(%s)", from)
			return nil
		}
	}
	return noCodec(w.typeName(t))
}

func isByte(t types.Type) bool {
	b, ok := types.Unalias(t).(*types.Basic)
	return ok && b.Kind() == types.Uint8
}

func noCodec(name string) error {
	return fmt.Errorf("no codec for %s; give it the methods DecodeYao and EncodeYao, or use yao.Value", name)
}

// record writes the codec methods of a type.
func (w *writer) record(t *types.Named) error {
	name := t.Obj().Name()
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return w.plain(t, name)
	}
	var names strings.Builder
	var fields []*types.Var
	var wire []string
	required := uint64(0)
	seen := map[string]bool{}
	for i := range s.NumFields() {
		f := s.Field(i)
		field := fieldName(f.Name(), s.Tag(i))
		if !f.Exported() || field == "" {
			continue
		}
		switch {
		case f.Embedded():
			return fmt.Errorf("%s.%s: embedded fields are not supported; give it a name", name, f.Name())
		case len(field) > 255:
			return fmt.Errorf("%s.%s: a field name has at most 255 bytes", name, f.Name())
		case seen[field]:
			return fmt.Errorf("%s.%s: two fields are named %s", name, f.Name(), field)
		case len(fields) == 64:
			return fmt.Errorf("%s has more than 64 fields; split it, or give it the methods DecodeYao and EncodeYao", name)
		}
		seen[field] = true
		if !nullable(f.Type()) {
			required |= 1 << len(fields)
		}
		fields = append(fields, f)
		wire = append(wire, field)
		names.WriteByte(byte(len(field)))
		names.WriteString(field)
	}
	w.line("\n// DecodeYao reads the record.\nfunc (x *%s) DecodeYao(r *yao.Reader) {", name)
	w.line("f := yao.Fields{Names: %s, Required: %#x}\nfor {\nswitch f.Next(r) {", quote(names.String()), required)
	for i, f := range fields {
		w.line("case %d:", i)
		if err := w.decode("x."+f.Name(), f.Type()); err != nil {
			return fmt.Errorf("%s.%s: %w", name, f.Name(), err)
		}
	}
	w.line("default:\nreturn\n}\n}\n}")
	w.line("\n// EncodeYao writes the record.\nfunc (x %s) EncodeYao(w *yao.Writer) {", name)
	head := string(mapHead(len(fields)))
	for i, f := range fields {
		w.line("w.Lit(%s)", quote(head+stringHead(wire[i])+wire[i]))
		head = ""
		if err := w.encode("x."+f.Name(), f.Type()); err != nil {
			return fmt.Errorf("%s.%s: %w", name, f.Name(), err)
		}
	}
	if len(fields) == 0 {
		w.line("w.Lit(%s)", quote(head))
	}
	w.line("}")
	return nil
}

// plain writes the codec methods of a named slice, array or map.
func (w *writer) plain(t *types.Named, name string) error {
	w.line("\n// DecodeYao reads the value.\nfunc (x *%s) DecodeYao(r *yao.Reader) {\nvar v %s", name, w.typeName(t.Underlying()))
	if err := w.decode("v", t.Underlying()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	w.line("*x = v\n}\n\n// EncodeYao writes the value.\nfunc (x %s) EncodeYao(w *yao.Writer) {", name)
	if err := w.encode("x", t.Underlying()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	w.line("}")
	return nil
}

// nullable tells whether a field may be missing: a pointer, or a value that may be nil by its own account.
func nullable(t types.Type) bool {
	if _, ok := t.Underlying().(*types.Pointer); ok {
		return true
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && isSDK(named.Obj()) && (named.Obj().Name() == "Value" || named.Obj().Name() == "Raw")
}

func mapHead(n int) []byte {
	if n < 16 {
		return []byte{0x80 | byte(n)}
	}
	return []byte{0xde, 0, byte(n)}
}

func stringHead(s string) string {
	if len(s) < 32 {
		return string([]byte{0xa0 | byte(len(s))})
	}
	return string([]byte{0xd9, byte(len(s))})
}

// quote writes a Go string literal of any bytes.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c >= 0x20 && c < 0x7f:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "\\x%02x", c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
