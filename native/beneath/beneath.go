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

	"golang.org/x/sys/unix"
)

// ErrOutside means that a name leads out of the directory. Nothing was opened.
var ErrOutside = errors.New("leads out of the directory")

// A NotRegularError means that a name is that of something else than a
// regular file. Nothing was read from it.
type NotRegularError struct {
	Kind string // "directory", "fifo", "socket" or "device"
}

func (e *NotRegularError) Error() string { return "not a regular file but a " + e.Kind }

// A Root is an open directory. It is safe for concurrent use.
type Root struct{ opener }

// An opener is one way to open names beneath a directory. Its errors are
// ErrOutside or of type unix.Errno.
type opener interface {
	// open opens name for reading, whatever it is, without waiting.
	open(name string) (fd int, err error)
	close() error
}

// OpenRoot opens the directory dir, which may itself be reached through
// symbolic links. Its errors are of type unix.Errno.
func OpenRoot(dir string) (*Root, error) {
	o, err := newOpener(dir)
	if err != nil {
		return nil, err
	}
	return &Root{o}, nil
}

// Open opens the regular file that name, relative to the directory, leads to.
// Its errors are ErrOutside, of type *NotRegularError or of type unix.Errno.
func (r *Root) Open(name []byte) (File, Info, error) {
	if len(name) > 0 && name[0] == '/' {
		return File{}, Info{}, ErrOutside
	}
	fd, err := r.open(string(name))
	if err == unix.ENXIO { // what open(2) says of a socket, and of a device without a driver
		return File{}, Info{}, &NotRegularError{"socket"}
	}
	if err != nil {
		return File{}, Info{}, err
	}
	return openRegular(fd)
}

// Close releases the directory. Open files stay open.
func (r *Root) Close() { _ = r.close() }

// openFlags never wait for a FIFO's writer nor make a terminal the controlling
// one.
const openFlags = unix.O_RDONLY | unix.O_NONBLOCK | unix.O_NOCTTY | unix.O_CLOEXEC

// A File is an open regular file. Its errors are of type unix.Errno.
type File struct{ fd int }

// Info is what moves when a file is changed.
type Info struct {
	Size     int64 // bytes
	Modified int64 // nanoseconds since 1970, as exact as the file system keeps them
}

// openRegular gives the descriptor fd a File's rules. It closes fd on error.
func openRegular(fd int) (File, Info, error) {
	var st unix.Stat_t
	if err := retry(func() error { return unix.Fstat(fd, &st) }); err != nil {
		unix.Close(fd)
		return File{}, Info{}, err
	}
	if kind := kindOf(&st); kind != "" {
		unix.Close(fd)
		return File{}, Info{}, &NotRegularError{kind}
	}
	return File{fd}, infoOf(&st), nil
}

// kindOf names what st is; it is empty for a regular file.
func kindOf(st *unix.Stat_t) string {
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		return ""
	case unix.S_IFDIR:
		return "directory"
	case unix.S_IFIFO:
		return "fifo"
	case unix.S_IFSOCK:
		return "socket"
	default:
		return "device"
	}
}

func infoOf(st *unix.Stat_t) Info {
	return Info{Size: st.Size, Modified: unix.TimespecToNsec(st.Mtim)}
}

// Read reads up to len(p) bytes. At the end of the file it returns 0 and nil.
func (f File) Read(p []byte) (n int, err error) {
	err = retry(func() error {
		n, err = unix.Read(f.fd, p)
		return err
	})
	return max(n, 0), err
}

// Stat returns the file's present size and time of modification.
func (f File) Stat() (Info, error) {
	var st unix.Stat_t
	if err := retry(func() error { return unix.Fstat(f.fd, &st) }); err != nil {
		return Info{}, err
	}
	return infoOf(&st), nil
}

// Close releases the descriptor.
func (f File) Close() { unix.Close(f.fd) }

// retry repeats a system call that a signal interrupted.
func retry(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}
