package beneath

import "golang.org/x/sys/unix"

// readNow is ReadNow with preadv2(2) and RWF_NOWAIT (Linux 4.14). Some file
// systems do not know it, nor do some sandboxes.
func (f File) readNow(p []byte, offset int64) (int, error) {
	for {
		n, err := unix.Preadv2(f.fd, [][]byte{p}, offset, unix.RWF_NOWAIT)
		switch err {
		case unix.EINTR:
		case unix.EAGAIN:
			return 0, ErrWait
		case unix.EOPNOTSUPP, unix.ENOSYS, unix.EPERM:
			return 0, ErrUntold
		default:
			return max(n, 0), err
		}
	}
}

// announce tells the system what is going to be read.
func (f File) announce(offset, size int64) {
	_ = unix.Fadvise(f.fd, offset, size, unix.FADV_WILLNEED)
}
