package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
)

// sdk is the import path of the SDK.
const sdk = "github.com/yaoapp/wasm-sdk/sdk-go"

// guest is the package to write for.
type guest struct {
	files []*ast.File
	types *types.Package
	info  *types.Info
}

// What the package imports is checked from its source, once for all packages that are loaded.
var (
	fset     = token.NewFileSet()
	imported = importer.ForCompiler(fset, "source", nil)
)

// load parses and checks the package in dir, without the file that is to be written.
func load(dir, out string) (*guest, error) {
	found, err := build.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	g := &guest{info: &types.Info{
		Types:     map[ast.Expr]types.TypeAndValue{},
		Defs:      map[*ast.Ident]types.Object{},
		Uses:      map[*ast.Ident]types.Object{},
		Instances: map[*ast.Ident]types.Instance{},
	}}
	for _, name := range found.GoFiles {
		if name == out {
			continue
		}
		file, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		g.files = append(g.files, file)
	}
	if len(g.files) == 0 {
		return nil, fmt.Errorf("no Go files in %s beside %s", dir, out)
	}
	// Errors are left to the compiler: before the first run, methods and functions that yao-gen will write are missing.
	config := types.Config{Importer: imported, Error: func(error) {}}
	g.types, _ = config.Check(found.Name, fset, g.files, g.info)
	if g.types == nil {
		return nil, fmt.Errorf("cannot check the package in %s; see what go vet says", dir)
	}
	return g, nil
}

// at adds the place of a node to an error.
func (g *guest) at(pos token.Pos, format string, args ...any) error {
	return fmt.Errorf("%s: %w", fset.Position(pos), fmt.Errorf(format, args...))
}

// directive finds //yao:KIND [name] in a comment.
func directive(doc *ast.CommentGroup, kind string) (name string, found bool) {
	if doc == nil {
		return "", false
	}
	for _, c := range doc.List {
		fields := strings.Fields(c.Text)
		if fields[0] != "//yao:"+kind {
			continue
		}
		if len(fields) > 1 {
			name = fields[1]
		}
		return name, true
	}
	return "", false
}

// isSDK tells whether an object belongs to the SDK.
func isSDK(o types.Object) bool { return o != nil && o.Pkg() != nil && o.Pkg().Path() == sdk }
