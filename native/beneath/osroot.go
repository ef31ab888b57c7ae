package beneath

import (
	"bytes"
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

func (o osRoot) close() error { return o.root.Close() }

func (o osRoot) open(name []byte, why purpose, links bool) (int, error) {
	flags := openFlags
	if why == toList {
		flags |= unix.O_DIRECTORY
	}
	if !links {
		return o.openWithoutLinks(name, flags)
	}
	file, err := o.root.OpenFile(string(name), flags, 0)
	if err != nil {
		// The error for a name that leads out is not exported; it is the only
		// one that carries no errno.
		return -1, errnoOf(err, ErrOutside)
	}
	return keep(file)
}

// keep takes the descriptor out of a file, which is closed.
func keep(file *os.File) (int, error) {
	defer file.Close()
	return unix.FcntlInt(file.Fd(), unix.F_DUPFD_CLOEXEC, 0)
}

// openWithoutLinks walks the name itself: os.Root cannot be told to refuse
// links.
func (o osRoot) openWithoutLinks(name []byte, flags int) (int, error) {
	if escapes(name) {
		return -1, ErrOutside
	}
	root, err := o.root.Open(".")
	if err != nil {
		return -1, errnoOf(err, unix.EIO)
	}
	fd, err := keep(root)
	components := bytes.Split(name, []byte{'/'})
	for i, component := range components {
		if err != nil {
			return -1, err
		}
		step := flags
		if i < len(components)-1 {
			step = openFlags | unix.O_DIRECTORY
		}
		if len(component) == 0 { // "a//b" is "a/b", "a/" wants a directory
			component, step = []byte{'.'}, openFlags|unix.O_DIRECTORY
		}
		above := fd
		fd, err = openStep(above, string(component), step)
		unix.Close(above)
	}
	return fd, err
}

// openStep opens one component of a name, which may be no link.
func openStep(dir int, component string, flags int) (fd int, err error) {
	err = retry(func() (err error) {
		fd, err = unix.Openat(dir, component, flags|unix.O_NOFOLLOW, 0)
		return err
	})
	if err == unix.ELOOP || err == unix.ENOTDIR {
		var st unix.Stat_t
		if unix.Fstatat(dir, component, &st, unix.AT_SYMLINK_NOFOLLOW) == nil && kindOf(&st) == Link {
			err = errLink
		}
	}
	return fd, err
}

// escapes reports whether the ".." of a name without links lead out.
func escapes(name []byte) bool {
	depth := 0
	for _, component := range bytes.Split(name, []byte{'/'}) {
		switch string(component) {
		case "", ".":
		case "..":
			if depth--; depth < 0 {
				return true
			}
		default:
			depth++
		}
	}
	return false
}
