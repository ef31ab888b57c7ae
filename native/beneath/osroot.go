package beneath

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// osRoot opens names with the standard library's os.Root, which walks them
// component by component: portable, and slower than the kernel's own walk.
type osRoot struct{ root *os.Root }

func newOSRoot(dir string) (opener, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, errnoOf(err, unix.ENOTDIR)
	}
	return osRoot{root}, nil
}

func (o osRoot) open(name string) (int, error) {
	file, err := o.root.OpenFile(name, openFlags, 0)
	if err != nil {
		// The error for a name that leads out is not exported; it is the only
		// one that carries no errno.
		return -1, errnoOf(err, ErrOutside)
	}
	defer file.Close()
	// The descriptor of an os.File dies with it: keep a copy.
	return unix.FcntlInt(file.Fd(), unix.F_DUPFD_CLOEXEC, 0)
}

func (o osRoot) close() error { return o.root.Close() }

// errnoOf returns the errno that err carries, or otherwise.
func errnoOf(err, otherwise error) error {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return errno
	}
	return otherwise
}
