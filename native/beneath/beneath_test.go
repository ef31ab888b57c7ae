package beneath

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
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
		want error // nil if it opens
		kind Kind  // of a *NotRegularError
		link bool  // whether the name passes a link
	}{
		{name: "file"},
		{name: "./file"},
		{name: "d/deep"},
		{name: "d/../file"},
		{name: "inside", link: true},
		{name: "d/up", link: true},
		{name: "gone", want: unix.ENOENT},
		{name: "gone/file", want: unix.ENOENT},
		{name: "file/x", want: unix.ENOTDIR},
		{name: "loop", want: unix.ELOOP, link: true},
		{name: "..", want: ErrOutside},
		{name: "../secret", want: ErrOutside},
		{name: "../root/file", want: ErrOutside},
		{name: "d/../../secret", want: ErrOutside},
		{name: "out", want: ErrOutside, link: true},
		{name: "parent/secret", want: ErrOutside, link: true},
		{name: "parent/root/file", want: ErrOutside, link: true},
		{name: "absolute", want: ErrOutside, link: true},
		{name: "dangling-out", want: ErrOutside, link: true},
		{name: strings.Repeat("x", 300), want: unix.ENAMETOOLONG},
		{name: strings.Repeat("x/", 3000), want: unix.ENAMETOOLONG},
		{name: "/etc/passwd", want: ErrOutside},
		{name: "/", want: ErrOutside},
		{name: ".", kind: Directory},
		{name: "d", kind: Directory},
		{name: "fifo", kind: FIFO},
		{name: "socket", kind: Socket},
	}
	for way, newOpener := range openers {
		for _, refuseLinks := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, links refused: %v", way, refuseLinks), func(t *testing.T) {
				o, err := newOpener(root)
				if err != nil {
					t.Fatal(err)
				}
				r := &Root{RefuseLinks: refuseLinks, opener: o}
				defer r.Close()
				for _, test := range tests {
					if refuseLinks && test.link {
						test.want, test.kind = nil, Link
					}
					file, info, err := r.Open([]byte(test.name))
					var notRegular *NotRegularError
					switch {
					case err == nil && test.want == nil && test.kind == Regular:
						if info.Size != int64(len("content")) || info.Modified == 0 {
							t.Errorf("%s: found %+v", test.name, info)
						}
						if seen, err := r.Stat([]byte(test.name)); err != nil || seen != info {
							t.Errorf("%s: Stat found %+v and %v, expected %+v", test.name, seen, err, info)
						}
					case test.kind != Regular && errors.As(err, &notRegular):
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
		r := &Root{opener: o}
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

func TestReadDirAndNames(t *testing.T) {
	dir := t.TempDir()
	steps := []error{
		os.MkdirAll(filepath.Join(dir, "d", "e"), 0o755),
		os.WriteFile(filepath.Join(dir, "d", "file"), nil, 0o644),
		os.Symlink("e", filepath.Join(dir, "d", "link")),
		os.Symlink("d", filepath.Join(dir, "inside")),
		os.Symlink("..", filepath.Join(dir, "outside")),
		unix.Mkfifo(filepath.Join(dir, "d", "fifo"), 0o644),
	}
	if err := errors.Join(steps...); err != nil {
		t.Fatal(err)
	}
	for way, newOpener := range openers {
		o, err := newOpener(dir)
		if err != nil {
			t.Fatal(err)
		}
		r := &Root{opener: o}
		defer r.Close()
		found, err := r.ReadDir("d")
		want := []Entry{{"e", Directory}, {"fifo", FIFO}, {"file", Regular}, {"link", Link}}
		if err != nil || !slices.Equal(found, want) {
			t.Errorf("%s: found %v and %v, expected %v", way, found, err, want)
		}
		for _, link := range []string{"inside", "outside", "inside/e"} {
			var notRegular *NotRegularError
			if _, err := r.ReadDir(link); !errors.As(err, &notRegular) || notRegular.Kind != Link {
				t.Errorf("%s, %s: found %v, expected a refused link", way, link, err)
			}
		}
		if _, err := r.ReadDir(".."); err != ErrOutside {
			t.Errorf("%s: found %v, expected %v", way, err, ErrOutside)
		}
		var names []string
		if err := r.EachName(func(name []byte) { names = append(names, string(name)) }); err != nil {
			t.Error(err)
		}
		slices.Sort(names)
		if want := []string{"d", "inside", "outside"}; !slices.Equal(names, want) {
			t.Errorf("%s: found %q, expected %q", way, names, want)
		}
	}
}

func TestOpenPath(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("content"), 0o644); err != nil {
		t.Fatal(err)
	}
	file, info, err := OpenPath(path)
	if err != nil || info.Size != 7 {
		t.Fatalf("found %+v and %v", info, err)
	}
	file.Close()
	var notRegular *NotRegularError
	if _, _, err := OpenPath(filepath.Dir(path)); !errors.As(err, &notRegular) || notRegular.Kind != Directory {
		t.Errorf("found %v, expected a directory", err)
	}
	if _, _, err := OpenPath(path + ".not"); err != unix.ENOENT {
		t.Errorf("found %v", err)
	}
}

func TestAStreamWaitsForItsBytes(t *testing.T) {
	for _, flags := range []int{0, unix.O_NONBLOCK} {
		var pipe [2]int
		if err := unix.Pipe(pipe[:]); err != nil {
			t.Fatal(err)
		}
		if err := unix.SetNonblock(pipe[0], flags != 0); err != nil {
			t.Fatal(err)
		}
		stream := StreamOf(pipe[0])
		written := make(chan error)
		go func() {
			_, err := unix.Write(pipe[1], []byte("content"))
			unix.Close(pipe[1])
			written <- err
		}()
		buffer := make([]byte, 100)
		n, err := stream.Read(buffer)
		if err != nil || string(buffer[:n]) != "content" {
			t.Errorf("found %q and %v", buffer[:n], err)
		}
		if n, err := stream.Read(buffer); n != 0 || err != nil {
			t.Errorf("found %d and %v at the end", n, err)
		}
		if err := <-written; err != nil {
			t.Error(err)
		}
		stream.Close()
	}
}

func TestAFileThatMayNotBeRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0); err != nil {
		t.Fatal(err)
	}
	for way, newOpener := range openers {
		o, err := newOpener(dir)
		if err != nil {
			t.Fatal(err)
		}
		r := &Root{opener: o}
		defer r.Close()
		// In a thread of its own, which ends with its goroutine: root may read
		// everything.
		opened := make(chan error)
		go func() {
			runtime.LockOSThread()
			dropRoot()
			_, _, err := r.Open([]byte("file"))
			opened <- err
		}()
		if err := <-opened; err != unix.EACCES {
			t.Errorf("%s: found %v, expected %v", way, err, unix.EACCES)
		}
	}
}
