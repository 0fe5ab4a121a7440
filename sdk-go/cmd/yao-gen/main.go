// Command yao-gen writes what the package in the current directory needs to be a guest, without reflection at run time:
// codec methods for its record types and exports for its handlers. Run it from a comment in the package:
//
//	//go:generate go run github.com/yaoapp/wasm-sdk/sdk-go/cmd/yao-gen
//
// These comments tell it what to export; a name in them replaces the function's own name in snake_case:
//
//	//yao:handler [name]     above a function: an export with its arguments and result
//	//yao:class [name]       above a type: a class of instances
//	//yao:create             above a function that makes one
//	//yao:method [name]      above a method of that type
//	//yao:record             above a type that needs a codec although no export and no call of the SDK names it
//
// Record types are found by themselves: those of the exports above, those that the package passes to yao.Handle,
// yao.Process and their like, and those that these contain. A field is named by its tag `yao:"name"` or `json:"name"`,
// else by its Go name in snake_case; `yao:"-"` leaves it out. A pointer is nullable, everything else is required.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	dir := flag.String("dir", ".", "the package")
	out := flag.String("o", "yao_gen.go", "the file to write, in that package")
	check := flag.Bool("check", false, "write nothing; fail when the file is not up to date")
	flag.Parse()
	if err := run(*dir, *out, *check); err != nil {
		fmt.Fprintf(os.Stderr, "yao-gen: %v\n", err)
		os.Exit(1)
	}
}

func run(dir, out string, check bool) error {
	pkg, err := load(dir, out)
	if err != nil {
		return err
	}
	source, err := generate(pkg)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, out)
	if !check {
		return os.WriteFile(path, source, 0o644)
	}
	if old, err := os.ReadFile(path); err != nil || string(old) != string(source) {
		return fmt.Errorf("%s is not up to date; run go generate", path)
	}
	return nil
}
