package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// export is a function that the guest exports.
type export struct {
	kind     string // handler, create or method
	name     string // of the export
	function string // the Go function, or the method
	class    *class // of create and method
	params   []types.Type
	result   types.Type // nil for none
	fails    bool       // the last result is an error
	pos      token.Pos
}

// class is a type with instances.
type class struct {
	name string
	t    *types.Named
	made bool // by a function with //yao:create
}

// types are the types that cross in a call.
func (e export) types() []types.Type {
	if e.result == nil || e.kind == "create" {
		return e.params
	}
	return append(e.params[:len(e.params):len(e.params)], e.result)
}

// exports finds what the comments ask for, in the order of the source.
func (g *guest) exports() ([]*class, []export, error) {
	var classes []*class
	byType := map[*types.Named]*class{}
	for _, file := range g.files {
		for _, d := range file.Decls {
			decl, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range decl.Specs {
				t, ok := spec.(*ast.TypeSpec)
				if !ok {
					continue
				}
				name, found := directive(t.Doc, "class")
				if !found {
					name, found = directive(decl.Doc, "class")
				}
				if !found {
					continue
				}
				named, ok := g.info.Defs[t.Name].Type().(*types.Named)
				if !ok || named.TypeParams().Len() > 0 {
					return nil, nil, g.at(t.Pos(), "a class is a named type without type parameters")
				}
				if name == "" {
					name = snake(t.Name.Name)
				}
				c := &class{name: name, t: named}
				classes = append(classes, c)
				byType[named] = c
			}
		}
	}
	var list []export
	for _, file := range g.files {
		for _, d := range file.Decls {
			decl, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			for _, kind := range []string{"handler", "create", "method"} {
				name, found := directive(decl.Doc, kind)
				if !found {
					continue
				}
				e, err := g.export(decl, kind, name, byType)
				if err != nil {
					return nil, nil, err
				}
				list = append(list, e)
			}
		}
	}
	return classes, list, check(g, classes, list)
}

// export understands one function.
func (g *guest) export(decl *ast.FuncDecl, kind, name string, classes map[*types.Named]*class) (export, error) {
	e := export{kind: kind, name: name, function: decl.Name.Name, pos: decl.Pos()}
	f := g.info.Defs[decl.Name].Type().(*types.Signature)
	if f.TypeParams().Len() > 0 || f.Variadic() {
		return e, g.at(e.pos, "%s: an export has no type parameters and no variadic ones; take a slice", e.function)
	}
	for i := range f.Params().Len() {
		e.params = append(e.params, f.Params().At(i).Type())
	}
	results := f.Results()
	n := results.Len()
	if n > 0 && types.Identical(results.At(n-1).Type(), types.Universe.Lookup("error").Type()) {
		e.fails = true
		n--
	}
	if n > 1 {
		return e, g.at(e.pos, "%s: an export has at most one result and an error; put the results in a struct", e.function)
	}
	if n == 1 {
		e.result = results.At(0).Type()
	}
	if e.name == "" {
		e.name = snake(e.function)
	}
	switch kind {
	case "handler":
		if f.Recv() != nil {
			return e, g.at(e.pos, "%s: a handler is a function; for methods there are //yao:class and //yao:method", e.function)
		}
		return e, nil
	case "create":
		if e.class = classes[pointee(e.result)]; f.Recv() != nil || e.class == nil {
			return e, g.at(e.pos, "%s: a function with //yao:create gives a pointer to a type with //yao:class", e.function)
		}
		e.name = e.class.name + "_create"
		e.class.made = true
		return e, nil
	}
	if f.Recv() != nil {
		e.class = classes[pointee(f.Recv().Type())]
	}
	if e.class == nil {
		return e, g.at(e.pos, "%s: //yao:method is for methods on a pointer to a type with //yao:class", e.function)
	}
	switch e.name {
	case "create", "destroy", "result_len", "result_read":
		return e, g.at(e.pos, "%s: the ABI gives the method name %s another meaning; name it in the comment", e.function, e.name)
	}
	e.name = e.class.name + "_" + e.name
	return e, nil
}

// pointee is the named type that t points to, nil when it does not.
func pointee(t types.Type) *types.Named {
	if t == nil {
		return nil
	}
	if p, ok := t.(*types.Pointer); ok {
		named, _ := p.Elem().(*types.Named)
		return named
	}
	return nil
}

// check looks at all names together.
func check(g *guest, classes []*class, list []export) error {
	seen := map[string]bool{}
	for _, e := range list {
		if !exportable.MatchString(e.name) || strings.HasPrefix(e.name, "yao_") {
			return g.at(e.pos, "%s: %s is no name for an export; name it in the comment", e.function, e.name)
		}
		if seen[e.name] {
			return g.at(e.pos, "%s: there are two exports named %s", e.function, e.name)
		}
		seen[e.name] = true
		for _, c := range classes {
			if e.kind == "method" && len(c.name) > len(e.class.name) && strings.HasPrefix(e.name, c.name+"_") {
				return g.at(e.pos, "%s: a host takes %s as a method that belongs to the class %s; name one of them in the comment",
					e.function, e.name, c.name)
			}
		}
	}
	for _, c := range classes {
		if !c.made {
			return g.at(c.t.Obj().Pos(), "class %s: no //yao:create above a function that gives a *%s", c.name, c.t.Obj().Name())
		}
	}
	return nil
}
