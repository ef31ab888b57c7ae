package engine_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"checksig/engine"
)

// A vector is a case of testdata/vectors/checks.json, which says what it means.
type vector struct {
	Name       string
	Tree       map[string]node
	List       *string
	ListBase64 []byte
	Failures   []struct {
		Path, Reason, Detail, Expected, Actual, Message string
		Line                                            int
	}
	Error *struct{ Code, Path, Message string }
}

type node struct {
	Content *string
	Link    string
	FIFO    bool
}

func readVectors(t *testing.T) []vector {
	t.Helper()
	data, err := os.ReadFile("../../testdata/vectors/checks.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []vector }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) == 0 {
		t.Fatal("no cases")
	}
	return file.Cases
}

// build makes the vector's directories and returns the root.
func (v *vector) build(t *testing.T) string {
	t.Helper()
	parent := t.TempDir()
	root := filepath.Join(parent, "root")
	write(t, filepath.Join(parent, "outside", "secret"), []byte("hello\n"))
	must(t, os.MkdirAll(root, 0o755))
	for name, n := range v.Tree {
		path := filepath.Join(root, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		switch {
		case n.Content != nil:
			write(t, path, []byte(*n.Content))
		case n.FIFO:
			must(t, syscall.Mkfifo(path, 0o644))
		default:
			must(t, os.Symlink(n.Link, path))
		}
	}
	switch list := filepath.Join(root, "sha1sum.txt"); {
	case v.List != nil:
		write(t, list, []byte(*v.List))
	case v.ListBase64 != nil:
		write(t, list, v.ListBase64)
	}
	return root
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(t, os.WriteFile(path, data, 0o644))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestCheckSignaturesVectors(t *testing.T) {
	t.Run("lists in memory", testVectors)
	t.Run("lists in their files", func(t *testing.T) {
		engine.LargeLists(t, 0)
		testVectors(t)
	})
}

func testVectors(t *testing.T) {
	for _, v := range readVectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			root := v.build(t)
			fill := strings.NewReplacer("{root}", root, "{parent}", filepath.Dir(root)).Replace
			err := engine.CheckSignatures(root)
			if v.Error != nil {
				var e *engine.Error
				if !errors.As(err, &e) {
					t.Fatalf("found %v, expected the error %+v", err, *v.Error)
				}
				equal(t, "code", string(e.Code), v.Error.Code)
				equal(t, "path", e.Path, fill(v.Error.Path))
				equal(t, "message", e.Error(), fill(v.Error.Message))
				return
			}
			var failures []error
			if err != nil {
				failures = err.(interface{ Unwrap() []error }).Unwrap()
			}
			if len(failures) != len(v.Failures) {
				t.Fatalf("found %d failures, expected %d: %v", len(failures), len(v.Failures), err)
			}
			for i, want := range v.Failures {
				found := failures[i].(*engine.Failure)
				equal(t, "path", strings.ToValidUTF8(string(found.Path), "\uFFFD"), want.Path)
				equal(t, "reason", found.Status.String(), want.Reason)
				equal(t, "detail", found.Detail, want.Detail)
				equal(t, "line", found.Line, want.Line)
				equal(t, "expected", found.Expected.String(), want.Expected)
				equal(t, "actual", found.Actual.String(), want.Actual)
				equal(t, "message", found.Error(), fill(want.Message))
			}
		})
	}
}

func equal[T comparable](t *testing.T, what string, found, expected T) {
	t.Helper()
	if found != expected {
		t.Errorf("%s: found %#v, expected %#v", what, found, expected)
	}
}
