package engine

import (
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"checksig/beneath"
	"checksig/digest"
)

// tree writes files with the given contents and a list of them.
func tree(t testing.TB, files map[string][]byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	var list []byte
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
		list = fmt.Appendf(list, "%x  %s\n", sha1.Sum(content), name)
	}
	if err := os.WriteFile(filepath.Join(dir, DefaultManifest), list, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestCheckReadsFilesOfEverySizeAroundTheBuffers(t *testing.T) {
	files := map[string][]byte{}
	var total int64
	for _, size := range []int{0, 1, bufferSize - 1, bufferSize, bufferSize + 1, turnBytes, turnBytes + bufferSize + 7} {
		files[fmt.Sprint(size)] = make([]byte, size)
		total += int64(size)
	}
	report, err := Check(t.Context(), Request{Root: tree(t, files)}, func(v *Verdict) {
		if v.Status != OK {
			t.Errorf("%s: %v", v.Path, v.Status)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Counts[OK] != len(files) || report.Bytes != total {
		t.Errorf("found %+v, expected %d files and %d bytes", report, len(files), total)
	}
}

func TestCheckStopsWhenItsContextEnds(t *testing.T) {
	cause := errors.New("enough")
	files := map[string][]byte{}
	for i := range 500 {
		files[fmt.Sprint(i)] = []byte{byte(i)}
	}
	dir := tree(t, files)
	inHand := Cores * width(digest.SHA1)
	ctx, cancel := context.WithCancelCause(t.Context())
	report, err := Check(ctx, Request{Root: dir}, func(*Verdict) { cancel(cause) })
	if err != cause {
		t.Errorf("found %v, expected the context's cause", err)
	}
	if n := report.Counts[OK]; n == 0 || n > inHand {
		t.Errorf("found %d verdicts, expected the %d that the workers had in hand at most", n, inHand)
	}
	if _, err := Check(ctx, Request{Root: dir}, func(*Verdict) { t.Error("verdict after the end") }); err != cause {
		t.Errorf("found %v, expected the context's cause", err)
	}
}

func TestCheckGivesItsPlacesBack(t *testing.T) {
	dir := tree(t, map[string][]byte{"a": nil, "b": make([]byte, 3*bufferSize)})
	for _, name := range []string{"gone", "/outside", "."} {
		ctx, cancel := context.WithCancel(t.Context())
		turn := turn{pool: shared}
		root, err := beneath.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		read(ctx, &turn, source{root, []byte(name)}, digest.SHA1.NewHasher())
		read(ctx, &turn, source{root, []byte("b")}, writerFunc(func() error { cancel(); return nil }))
		read(ctx, &turn, source{root, []byte("a")}, digest.SHA1.NewHasher())
		turn.give()
		root.Close()
		if free := len(shared.free); free != Cores {
			t.Fatalf("%d of %d places are free after %q", free, Cores, name)
		}
	}
}

func TestAPanicIsAnInternalError(t *testing.T) {
	dir := tree(t, map[string][]byte{"a": nil, "b": nil, "c": nil})
	_, err := Check(t.Context(), Request{Root: dir}, func(*Verdict) { panic("injected") })
	var e *Error
	if !errors.As(err, &e) || e.Code != Internal {
		t.Errorf("found %v, expected the code %s", err, Internal)
	}
	if free := len(shared.free); free != Cores {
		t.Errorf("%d of %d places are free", free, Cores)
	}
}

// A writerFunc is called for each piece of a file.
type writerFunc func() error

func (f writerFunc) Write(p []byte) (int, error) { return len(p), f() }

func TestReadSeesChanges(t *testing.T) {
	const size = 2 * bufferSize
	for name, change := range map[string]func(path string) error{
		"truncated": func(path string) error { return os.Truncate(path, bufferSize) },
		"emptied":   func(path string) error { return os.Truncate(path, 0) },
		"grown":     func(path string) error { return os.Truncate(path, 3*bufferSize) },
		"touched":   func(path string) error { return os.Chtimes(path, time.Time{}, time.Unix(1, 0)) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(path, make([]byte, size), 0o644); err != nil {
				t.Fatal(err)
			}
			root, err := beneath.OpenRoot(filepath.Dir(path))
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			first := true
			_, err = read(t.Context(), &turn{pool: newPool(1)}, source{root, []byte("file")}, writerFunc(func() error {
				if first {
					first = false
					return change(path)
				}
				return nil
			}))
			if err != errChanged {
				t.Errorf("found %v, expected %v", err, errChanged)
			}
		})
	}
}

func TestReadReadsWhatPromisesNoSize(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /proc")
	}
	root, err := beneath.OpenRoot("/proc/sys/kernel")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	want, err := os.ReadFile("/proc/sys/kernel/ostype")
	if err != nil {
		t.Fatal(err)
	}
	size, err := read(t.Context(), &turn{pool: newPool(1)}, source{root, []byte("ostype")}, digest.SHA1.NewHasher())
	if err != nil || size != int64(len(want)) {
		t.Errorf("found %d bytes and %v, expected %d", size, err, len(want))
	}
}
