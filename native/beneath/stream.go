package beneath

import (
	"golang.org/x/sys/unix"

	"checksig/faults"
)

// A Stream is whatever open(2) gives: reading from it may wait for as long as
// the other end likes. Its errors are of type unix.Errno.
type Stream struct{ fd int }

// OpenStream opens path for reading, and waits if it is a FIFO.
func OpenStream(path string) (Stream, error) {
	var fd int
	err := retry(func() (err error) {
		fd, err = unix.Open(path, unix.O_RDONLY|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
		return err
	})
	return Stream{fd}, err
}

// StreamOf returns a stream of a descriptor that the caller has open.
func StreamOf(fd int) Stream { return Stream{fd} }

// Read reads up to len(p) bytes, and waits for the first of them. At the end
// it returns 0 and nil.
func (s Stream) Read(p []byte) (n int, err error) {
	p = faults.Read(p)
	for {
		n, err = unix.Read(s.fd, p)
		switch err {
		case unix.EINTR:
		case unix.EAGAIN: // the descriptor does not wait by itself
			ready := []unix.PollFd{{Fd: int32(s.fd), Events: unix.POLLIN}}
			if _, err := unix.Poll(ready, -1); err != nil && err != unix.EINTR {
				return 0, err
			}
		default:
			return max(n, 0), err
		}
	}
}

// Close releases the descriptor.
func (s Stream) Close() { unix.Close(s.fd) }
