package beneath

import (
	"errors"

	"golang.org/x/sys/unix"

	"checksig/faults"
)

// A Kind is what a name is that of.
type Kind uint8

const (
	Regular Kind = iota
	Directory
	FIFO
	Socket
	Device
	Link // symbolic
)

var kindNames = [...]string{"regular file", "directory", "fifo", "socket", "device", "link"}

func (k Kind) String() string { return kindNames[k] }

// A NotRegularError means that a name is that of something else than a
// regular file. Nothing was read from it.
type NotRegularError struct{ Kind Kind }

func (e *NotRegularError) Error() string { return "not a regular file but a " + e.Kind.String() }

// A File is an open regular file. Its errors are of type unix.Errno.
type File struct{ fd int }

// Info is what moves when a file is changed.
type Info struct {
	Size     int64 // bytes
	Modified int64 // nanoseconds since 1970, as exact as the file system keeps them
}

// OpenPath opens the regular file at path, which may lie anywhere: it is for
// paths that the caller names. Its errors are of type *NotRegularError or
// unix.Errno.
func OpenPath(path string) (File, Info, error) {
	var fd int
	err := retry(func() (err error) {
		fd, err = unix.Open(path, openFlags, 0)
		return err
	})
	return openRegular(fd, err)
}

// openRegular gives the descriptor that was opened a File's rules, or closes
// it.
func openRegular(fd int, err error) (File, Info, error) {
	if err == unix.ENXIO { // what open(2) says of a socket, and of a device without a driver
		return File{}, Info{}, &NotRegularError{Socket}
	}
	if err != nil {
		return File{}, Info{}, err
	}
	info, kind, err := stat(fd)
	if err == nil && kind != Regular {
		err = &NotRegularError{kind}
	}
	if err != nil {
		unix.Close(fd)
		return File{}, Info{}, err
	}
	return File{fd}, info, nil
}

// Read reads up to len(p) bytes. At the end of the file it returns 0 and nil.
func (f File) Read(p []byte) (n int, err error) {
	p = faults.Read(p)
	for {
		n, err = unix.Read(f.fd, p)
		if err != unix.EINTR {
			return max(n, 0), err
		}
	}
}

// ReadAt reads up to len(p) bytes that begin at offset. At the end of the file
// it returns 0 and nil.
func (f File) ReadAt(p []byte, offset int64) (n int, err error) {
	p = faults.Read(p)
	for {
		n, err = unix.Pread(f.fd, p, offset)
		if err != unix.EINTR {
			return max(n, 0), err
		}
	}
}

var (
	// ErrWait means that a read would have to wait for a disk.
	ErrWait = errors.New("the bytes are not in memory")
	// ErrUntold means that the system cannot tell whether it would.
	ErrUntold = errors.New("the bytes may or may not be in memory")
)

// ReadNow is ReadAt, but returns ErrWait or ErrUntold rather than wait.
func (f File) ReadNow(p []byte, offset int64) (n int, err error) {
	return f.readNow(faults.Read(p), offset)
}

// Announce tells the system, where it can be told, that size bytes that begin
// at offset are going to be read, so that they are fetched meanwhile.
func (f File) Announce(offset, size int64) { f.announce(offset, size) }

// Await waits until size bytes that begin at offset are in memory, as long as
// there is room for them, or cannot be read. ReadAt then says which.
func (f File) Await(offset, size int64) {
	var one [1]byte
	for _, at := range [...]int64{offset, offset + size - 1} {
		for {
			if _, err := unix.Pread(f.fd, one[:], at); err != unix.EINTR {
				break
			}
		}
	}
}

// Stat returns the file's present size and time of modification.
func (f File) Stat() (Info, error) {
	info, _, err := stat(f.fd)
	return info, err
}

// Close releases the descriptor.
func (f File) Close() { unix.Close(f.fd) }

func stat(fd int) (info Info, kind Kind, err error) {
	var st unix.Stat_t
	for {
		if err = unix.Fstat(fd, &st); err != unix.EINTR {
			break
		}
	}
	if err != nil {
		return Info{}, Regular, err
	}
	return Info{Size: st.Size, Modified: unix.TimespecToNsec(st.Mtim)}, kindOf(&st), nil
}

func kindOf(st *unix.Stat_t) Kind {
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		return Regular
	case unix.S_IFDIR:
		return Directory
	case unix.S_IFIFO:
		return FIFO
	case unix.S_IFSOCK:
		return Socket
	case unix.S_IFLNK:
		return Link
	default:
		return Device
	}
}
