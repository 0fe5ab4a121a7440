package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheGeneratedFileIsTheOneThatIsTestedToRun(t *testing.T) {
	if err := run("testdata/good", "yao_gen.go", true); err != nil {
		t.Error(err)
	}
}

// Each folder of testdata/bad has a package that is refused; its first line says with what words.
func TestWhatAGuestCannotBeIsRefusedWithItsPlace(t *testing.T) {
	folders, err := filepath.Glob("testdata/bad/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no folders in testdata/bad: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			source, err := os.ReadFile(filepath.Join(folder, "main.go"))
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(source), "\n")
			want, found := strings.CutPrefix(first, "// want: ")
			if !found {
				t.Fatal("the first line is not // want: ...")
			}
			err = run(folder, "yao_gen.go", false)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Fatalf("got %v, want %q", err, want)
			}
			if !strings.Contains(want, "nothing") && !strings.Contains(err.Error(), "main.go:") {
				t.Errorf("%q names no place", err)
			}
			if _, err := os.Stat(filepath.Join(folder, "yao_gen.go")); err == nil {
				t.Error("a file was written all the same")
			}
		})
	}
}

func TestAFileThatIsOutOfDateIsFound(t *testing.T) {
	err := run("testdata/good", "none.go", true)
	if err == nil || !strings.Contains(err.Error(), "none.go is not up to date; run go generate") {
		t.Errorf("got %v", err)
	}
}

func TestGoNamesBecomeSnakeCase(t *testing.T) {
	for name, want := range map[string]string{
		"Name": "name", "UserID": "user_id", "HTTPCode": "http_code", "beforeSave": "before_save", "A": "a", "X9y": "x9y",
		"already_so": "already_so", "I8": "i8", "ÄÖ": "äö",
	} {
		if got := snake(name); got != want {
			t.Errorf("%s became %s, want %s", name, got, want)
		}
	}
}

func TestNamesOfExportsFollowTheSpec(t *testing.T) {
	var file struct {
		Exports []struct {
			Name     string
			Exports  map[string]string
			Handlers []string
			Classes  map[string]struct{ Methods []string }
		}
	}
	text, err := os.ReadFile("../../../abi-spec/vectors/names.json")
	if err == nil {
		err = json.Unmarshal(text, &file)
	}
	if err != nil || len(file.Exports) == 0 {
		t.Fatalf("%d vectors, %v", len(file.Exports), err)
	}
	for _, v := range file.Exports {
		taken := map[string]bool{}
		for _, name := range v.Handlers {
			taken[name] = true
		}
		for name := range v.Classes {
			taken[name+"_create"] = true
		}
		for name, t0 := range v.Exports {
			if t0 != "(i32,i32)->i64" {
				continue
			}
			e := export{kind: "handler", name: name}
			if err := check(&guest{}, nil, []export{e}); (err == nil) != taken[name] {
				t.Errorf("%s: %q as an export gave %v", v.Name, name, err)
			}
		}
	}
}
