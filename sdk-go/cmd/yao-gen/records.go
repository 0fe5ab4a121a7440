package main

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// records finds the types of the package that need codec methods, by name.
func (g *guest) records(exports []export) []*types.Named {
	found := map[*types.Named]bool{}
	for _, e := range exports {
		for _, t := range e.types() {
			g.reach(t, found)
		}
	}
	for _, file := range g.files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				g.call(n, found)
			case *ast.GenDecl:
				for _, spec := range n.Specs {
					t, ok := spec.(*ast.TypeSpec)
					if !ok {
						continue
					}
					_, onSpec := directive(t.Doc, "record")
					_, onDecl := directive(n.Doc, "record")
					if onSpec || onDecl {
						g.reach(g.info.Defs[t.Name].Type(), found)
					}
				}
			}
			return true
		})
	}
	for ident, instance := range g.info.Instances {
		if !isSDK(g.info.Uses[ident]) || classFunction(ident.Name) {
			continue
		}
		for i := range instance.TypeArgs.Len() {
			g.reach(instance.TypeArgs.At(i), found)
		}
	}
	list := make([]*types.Named, 0, len(found))
	for t := range found {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *types.Named) int { return strings.Compare(a.Obj().Name(), b.Obj().Name()) })
	return list
}

// classFunction names the generic functions whose type arguments are instances, which never cross, with those that do.
// Their arguments and results are seen in the function that they are given.
func classFunction(name string) bool {
	return strings.HasPrefix(name, "Create") || strings.HasPrefix(name, "Method") || strings.HasSuffix(name, "Class")
}

// call looks at the values that are passed to a function of the SDK.
func (g *guest) call(call *ast.CallExpr, found map[*types.Named]bool) {
	fun := ast.Unparen(call.Fun)
	if index, ok := fun.(*ast.IndexExpr); ok {
		fun = index.X
	}
	selector, ok := fun.(*ast.SelectorExpr)
	if !ok || !isSDK(g.info.Uses[selector.Sel]) {
		return
	}
	for _, argument := range call.Args {
		t := g.info.Types[argument].Type
		if t == nil {
			continue
		}
		f, ok := t.Underlying().(*types.Signature)
		if !ok {
			g.reach(t, found)
			continue
		}
		first := 0
		if strings.HasPrefix(selector.Sel.Name, "Method") {
			first = 1 // the instance
		}
		for i := first; i < f.Params().Len(); i++ {
			g.reach(f.Params().At(i).Type(), found)
		}
		for i := range f.Results().Len() {
			if !strings.HasPrefix(selector.Sel.Name, "Create") {
				g.reach(f.Results().At(i).Type(), found)
			}
		}
	}
}

// reach adds t and what it contains.
func (g *guest) reach(t types.Type, found map[*types.Named]bool) {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		g.reach(t.Elem(), found)
	case *types.Slice:
		g.reach(t.Elem(), found)
	case *types.Array:
		g.reach(t.Elem(), found)
	case *types.Map:
		g.reach(t.Elem(), found)
	case *types.Named:
		if t.Obj().Pkg() != g.types || found[t] || t.TypeParams().Len() > 0 || ownCodec(t) {
			return
		}
		switch under := t.Underlying().(type) {
		case *types.Struct:
			found[t] = true
			for i := range under.NumFields() {
				if f := under.Field(i); f.Exported() && fieldName(f.Name(), under.Tag(i)) != "" {
					g.reach(f.Type(), found)
				}
			}
		case *types.Slice, *types.Array, *types.Map:
			found[t] = true
			g.reach(under, found)
		}
	}
}

// ownCodec tells whether a type brings its own codec methods.
func ownCodec(t *types.Named) bool {
	return hasMethod(t, "DecodeYao") || hasMethod(t, "EncodeYao")
}

func hasMethod(t types.Type, name string) bool {
	o, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, nil, name)
	_, ok := o.(*types.Func)
	return ok
}
