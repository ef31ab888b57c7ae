// Package beneath opens the regular files beneath a directory, and nothing
// else: no name leads out of the directory, no open waits for the other end
// of a FIFO, and what is examined is what is read, through one descriptor.
//
// A name leads out if it is absolute, if its ".." leave the directory, or if
// it passes a symbolic link that is absolute or leaves the directory, even if
// it would come back in. Links that stay inside are followed.
package beneath

import (
	"errors"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// ErrOutside means that a name leads out of the directory. Nothing was opened.
var ErrOutside = errors.New("leads out of the directory")

// A Root is an open directory. It is safe for concurrent use.
type Root struct {
	// RefuseLinks has names refused that pass a symbolic link, with a
	// *NotRegularError of kind Link. It is set before the Root is used.
	RefuseLinks bool
	opener
}

// An opener is one way to open names beneath a directory. Its errors are
// ErrOutside, errLink or of type unix.Errno.
type opener interface {
	// open opens name, whatever it is, without waiting. The name is shorter
	// than PATH_MAX. Without links, a name that passes one is refused.
	open(name []byte, why purpose, links bool) (fd int, err error)
	close() error
}

// A purpose is what something is opened for.
type purpose uint8

const (
	toRead purpose = iota
	toList         // a directory
	toStat
)

// errLink is an opener's error for a link that it was told to refuse.
var errLink = errors.New("passes a symbolic link")

// openFlags never wait for a FIFO's writer nor make a terminal the controlling
// one.
const openFlags = unix.O_RDONLY | unix.O_NONBLOCK | unix.O_NOCTTY | unix.O_CLOEXEC

// OpenRoot opens the directory dir, which may itself be reached through
// symbolic links. Its errors are of type unix.Errno.
func OpenRoot(dir string) (*Root, error) {
	o, err := newOpener(dir)
	if err != nil {
		return nil, err
	}
	return &Root{opener: o}, nil
}

// Close releases the directory. Open files stay open.
func (r *Root) Close() { _ = r.close() }

// Open opens the regular file that name, relative to the directory, leads to.
// Its errors are ErrOutside, of type *NotRegularError or of type unix.Errno.
func (r *Root) Open(name []byte) (File, Info, error) {
	return openRegular(r.reach(name, toRead, !r.RefuseLinks))
}

// Stat returns the size and time of modification of whatever name leads to,
// without opening it for reading. Its errors are ErrOutside, of type
// *NotRegularError or of type unix.Errno.
func (r *Root) Stat(name []byte) (Info, error) {
	fd, err := r.reach(name, toStat, !r.RefuseLinks)
	if err != nil {
		return Info{}, err
	}
	defer unix.Close(fd)
	info, _, err := stat(fd)
	return info, err
}

// reach opens name for a purpose. Its errors are ErrOutside, of type
// *NotRegularError or of type unix.Errno.
func (r *Root) reach(name []byte, why purpose, links bool) (fd int, err error) {
	switch {
	case len(name) > 0 && name[0] == '/':
		return -1, ErrOutside
	case len(name) >= unix.PathMax:
		return -1, unix.ENAMETOOLONG
	}
	fd, err = r.open(name, why, links)
	if err == errLink {
		err = &NotRegularError{Link}
	}
	return fd, err
}

// EachName calls visit with the name of each thing in the directory, which is
// valid only during the call. Its errors are of type unix.Errno.
func (r *Root) EachName(visit func(name []byte)) error {
	dir, err := r.openDirectory(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	return eachName(dir, visit)
}

// An Entry is something in a directory.
type Entry struct {
	Name string
	Kind Kind
}

// ReadDir returns what is in the directory name, which no link may lead to, in
// the order of the names. Its errors are ErrOutside, of type *NotRegularError
// or of type unix.Errno.
func (r *Root) ReadDir(name string) ([]Entry, error) {
	dir, err := r.openDirectory(name)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, errnoOf(err, unix.EIO)
	}
	slices.Sort(names)
	entries := make([]Entry, 0, len(names))
	for _, name := range names {
		var st unix.Stat_t
		switch err := unix.Fstatat(int(dir.Fd()), name, &st, unix.AT_SYMLINK_NOFOLLOW); err {
		case nil:
			entries = append(entries, Entry{name, kindOf(&st)})
		case unix.ENOENT: // it is gone since
		default:
			return nil, err
		}
	}
	return entries, nil
}

func (r *Root) openDirectory(name string) (*os.File, error) {
	fd, err := r.reach([]byte(name), toList, false)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}

// errnoOf returns the errno that err carries, or otherwise.
func errnoOf(err, otherwise error) error {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return errno
	}
	return otherwise
}

// retry repeats a system call that a signal interrupted.
func retry(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}
