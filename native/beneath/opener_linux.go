package beneath

import (
	"bytes"
	"encoding/binary"
	"os"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// kernelRoot opens names with openat2(2) and RESOLVE_BENEATH (Linux 5.6): one
// system call a file, and no race between the check and the opening.
type kernelRoot struct{ fd int }

// newOpener prefers the kernel's walk and falls back to our own where the
// kernel is older than openat2 or a sandbox forbids it.
func newOpener(dir string) (opener, error) {
	var fd int
	err := retry(func() (err error) {
		fd, err = unix.Open(dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return nil, err
	}
	root := kernelRoot{fd}
	probe, err := root.open([]byte("."), toStat, true)
	switch err {
	case nil:
		unix.Close(probe)
	case unix.ENOSYS, unix.EPERM:
		unix.Close(fd)
		return newOSRoot(dir)
	}
	return root, nil
}

func (r kernelRoot) close() error { return unix.Close(r.fd) }

var kernelFlags = [...]uint64{
	toRead: openFlags,
	toList: openFlags | unix.O_DIRECTORY,
	toStat: unix.O_PATH | unix.O_CLOEXEC,
}

// attempts bounds the repetitions of an openat2 that the kernel gave up
// because names were being moved around it (EAGAIN).
const attempts = 128

func (r kernelRoot) open(name []byte, why purpose, links bool) (fd int, err error) {
	how := unix.OpenHow{
		Flags:   kernelFlags[why],
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS,
	}
	if !links {
		how.Resolve |= unix.RESOLVE_NO_SYMLINKS
	}
	for range attempts {
		fd, err = openat2(r.fd, name, &how)
		if err != unix.EAGAIN && err != unix.EINTR {
			break
		}
	}
	switch {
	case err == unix.EXDEV:
		return -1, ErrOutside
	case err == unix.ELOOP && !links:
		return -1, errLink
	}
	return fd, err
}

// openat2 is unix.Openat2 without its copy of the name on the heap: lists have
// millions of names.
// The name is shorter than PATH_MAX.
func openat2(dir int, name []byte, how *unix.OpenHow) (int, error) {
	const short = 256
	if len(name) < short {
		var path [short]byte // most names are short, and clearing a page takes its time
		copy(path[:], name)
		return openat2At(dir, unsafe.Pointer(&path), how)
	}
	var path [unix.PathMax]byte
	copy(path[:len(path)-1], name)
	return openat2At(dir, unsafe.Pointer(&path), how)
}

// openat2At is openat2 for a name that ends with a NUL.
func openat2At(dir int, path unsafe.Pointer, how *unix.OpenHow) (int, error) {
	fd, _, errno := unix.Syscall6(unix.SYS_OPENAT2, uintptr(dir), uintptr(path),
		uintptr(unsafe.Pointer(how)), unix.SizeofOpenHow, 0, 0)
	if errno != 0 {
		return -1, errno
	}
	return int(fd), nil
}

// records are buffers for a directory's records, 64 KiB each: the garbage that
// they would be is more than all else that a small check allocates.
var records = sync.Pool{New: func() any { return new([64 << 10]byte) }}

// eachName reads names without making a string of each, as os.File does: a
// directory may have millions.
func eachName(dir *os.File, visit func(name []byte)) error {
	// A record of getdents64(2): inode and offset of 8 bytes each, the record's
	// size of 2, a type of 1, and the name, which ends with a NUL.
	const sizeAt, nameAt = 16, 19
	buffer := records.Get().(*[64 << 10]byte)
	defer records.Put(buffer)
	for {
		n, err := unix.Getdents(int(dir.Fd()), buffer[:])
		if err == unix.EINTR {
			continue
		}
		if err != nil || n == 0 {
			return err
		}
		for left := buffer[:n]; len(left) > 0; {
			size := binary.NativeEndian.Uint16(left[sizeAt:])
			name, _, _ := bytes.Cut(left[nameAt:size], []byte{0})
			if string(name) != "." && string(name) != ".." {
				visit(name)
			}
			left = left[size:]
		}
	}
}
