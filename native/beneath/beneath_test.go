package beneath

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// Both ways to open must give the same answers.
var openers = map[string]func(dir string) (opener, error){
	"the system's": newOpener,
	"os.Root":      newOSRoot,
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	root := filepath.Join(dir, "root")
	steps := []error{
		os.MkdirAll(filepath.Join(root, "d"), 0o755),
		os.WriteFile(filepath.Join(dir, "secret"), []byte("secret"), 0o644),
		os.WriteFile(filepath.Join(root, "file"), []byte("content"), 0o644),
		os.WriteFile(filepath.Join(root, "d", "deep"), []byte("content"), 0o644),
		os.Symlink("file", filepath.Join(root, "inside")),
		os.Symlink("../file", filepath.Join(root, "d", "up")),
		os.Symlink("../secret", filepath.Join(root, "out")),
		os.Symlink("..", filepath.Join(root, "parent")),
		os.Symlink(filepath.Join(root, "file"), filepath.Join(root, "absolute")),
		os.Symlink("../gone", filepath.Join(root, "dangling-out")),
		os.Symlink("loop", filepath.Join(root, "loop")),
		unix.Mkfifo(filepath.Join(root, "fifo"), 0o644),
	}
	if err := errors.Join(steps...); err != nil {
		t.Fatal(err)
	}
	t.Chdir(root) // a socket's path must be short
	socket, err := net.Listen("unix", "socket")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()

	tests := []struct {
		name string
		want error  // nil if it opens
		kind string // of a *NotRegularError
	}{
		{name: "file"},
		{name: "./file"},
		{name: "d/deep"},
		{name: "d/../file"},
		{name: "inside"},
		{name: "d/up"},
		{name: "gone", want: unix.ENOENT},
		{name: "gone/file", want: unix.ENOENT},
		{name: "file/x", want: unix.ENOTDIR},
		{name: "loop", want: unix.ELOOP},
		{name: "..", want: ErrOutside},
		{name: "../secret", want: ErrOutside},
		{name: "../root/file", want: ErrOutside},
		{name: "d/../../secret", want: ErrOutside},
		{name: "out", want: ErrOutside},
		{name: "parent/secret", want: ErrOutside},
		{name: "parent/root/file", want: ErrOutside},
		{name: "absolute", want: ErrOutside},
		{name: "dangling-out", want: ErrOutside},
		{name: "/etc/passwd", want: ErrOutside},
		{name: "/", want: ErrOutside},
		{name: ".", kind: "directory"},
		{name: "d", kind: "directory"},
		{name: "fifo", kind: "fifo"},
		{name: "socket", kind: "socket"},
	}
	for way, newOpener := range openers {
		t.Run(way, func(t *testing.T) {
			o, err := newOpener(root)
			if err != nil {
				t.Fatal(err)
			}
			r := &Root{o}
			defer r.Close()
			for _, test := range tests {
				file, info, err := r.Open([]byte(test.name))
				var notRegular *NotRegularError
				switch {
				case err == nil && test.want == nil && test.kind == "":
					if info.Size != int64(len("content")) || info.Modified == 0 {
						t.Errorf("%s: found %+v", test.name, info)
					}
				case test.kind != "" && errors.As(err, &notRegular):
					if notRegular.Kind != test.kind {
						t.Errorf("%s: found a %s, expected a %s", test.name, notRegular.Kind, test.kind)
					}
				case test.want == nil || err != test.want:
					t.Errorf("%s: found error %v, expected %v", test.name, err, test.want)
				}
				if err == nil {
					file.Close()
				}
			}
		})
	}
}

func TestOpenRoot(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for way, newOpener := range openers {
		for dir, want := range map[string]error{
			"":            unix.ENOENT,
			file:          unix.ENOTDIR,
			file + ".not": unix.ENOENT,
		} {
			if _, err := newOpener(dir); err != want {
				t.Errorf("%s, %q: found %v, expected %v", way, dir, err, want)
			}
		}
	}
}

func TestDescriptorsAreClosed(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for way, newOpener := range openers {
		before := lowestFree(t)
		o, err := newOpener(dir)
		if err != nil {
			t.Fatal(err)
		}
		r := &Root{o}
		for _, name := range []string{"file", ".", "gone", "../x"} {
			if file, _, err := r.Open([]byte(name)); err == nil {
				file.Close()
			}
		}
		r.Close()
		if after := lowestFree(t); after != before {
			t.Errorf("%s: the lowest free descriptor went from %d to %d", way, before, after)
		}
	}
}

// lowestFree is the descriptor that the next open would get.
func lowestFree(t *testing.T) int {
	t.Helper()
	fd, err := unix.Open("/", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	unix.Close(fd)
	return fd
}
