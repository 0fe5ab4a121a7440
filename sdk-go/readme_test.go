package yao_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// The code of README.md that names a file on its first line is one guest: yao-gen writes for it, and it passes go vet,
// gofmt and its tests.
func TestTheGuestOfTheReadmeWorks(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	sdk, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/hello\n\ngo 1.24\n\nrequire github.com/yaoapp/wasm-sdk/sdk-go v0.0.0\n\n"+
		"replace github.com/yaoapp/wasm-sdk/sdk-go => "+sdk+"\n")
	blocks := regexp.MustCompile("(?ms)^```go\n// (\\w+\\.go)\n(.*?)^```$").FindAllStringSubmatch(string(text), -1)
	if len(blocks) != 6 {
		t.Fatalf("README.md has %d files of Go, want 6", len(blocks))
	}
	for _, block := range blocks {
		write(block[1], block[2])
	}
	for _, command := range [][]string{
		{"go", "generate"},
		{"go", "vet", "."},
		{"gofmt", "-l", "."},
		{"go", "test", "."},
		{"env", "GOOS=wasip1", "GOARCH=wasm", "go", "vet", "."},
	} {
		run := exec.Command(command[0], command[1:]...)
		run.Dir = dir
		out, err := run.CombinedOutput()
		if err != nil || command[0] == "gofmt" && len(out) > 0 {
			t.Fatalf("%v: %v\n%s", command, err, out)
		}
	}
}
