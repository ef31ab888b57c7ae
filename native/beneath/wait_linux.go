package beneath

import "golang.org/x/sys/unix"

// readNow is ReadNow with preadv2(2) and RWF_NOWAIT (Linux 4.14). Where the
// kernel, the file system or a sandbox does not know it, every read may wait,
// but for those of a file system that is in memory.
func (f File) readNow(p []byte, offset int64) (int, error) {
	for {
		n, err := unix.Preadv2(f.fd, [][]byte{p}, offset, unix.RWF_NOWAIT)
		switch err {
		case unix.EINTR:
		case unix.EOPNOTSUPP:
			if f.inMemory() {
				return f.ReadAt(p, offset)
			}
			return 0, ErrWait
		case unix.EAGAIN, unix.ENOSYS, unix.EPERM:
			return 0, ErrWait
		default:
			return max(n, 0), err
		}
	}
}

// inMemory reports whether the file system has no disk.
func (f File) inMemory() bool {
	var fs unix.Statfs_t
	err := unix.Fstatfs(f.fd, &fs)
	return err == nil && (fs.Type == unix.TMPFS_MAGIC || fs.Type == unix.RAMFS_MAGIC)
}

// announce tells the system what is going to be read.
func (f File) announce(offset, size int64) {
	_ = unix.Fadvise(f.fd, offset, size, unix.FADV_WILLNEED)
}
