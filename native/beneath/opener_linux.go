package beneath

import "golang.org/x/sys/unix"

// kernelRoot opens names with openat2(2) and RESOLVE_BENEATH (Linux 5.6): one
// system call a file, and no race between the check and the opening.
type kernelRoot struct{ fd int }

// newOpener prefers the kernel's walk and falls back to os.Root where the
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
	probe, err := root.openat2(".", unix.O_PATH|unix.O_CLOEXEC)
	switch err {
	case nil:
		unix.Close(probe)
	case unix.ENOSYS, unix.EPERM:
		unix.Close(fd)
		return newOSRoot(dir)
	}
	return root, nil
}

func (r kernelRoot) open(name string) (int, error) { return r.openat2(name, openFlags) }

func (r kernelRoot) close() error { return unix.Close(r.fd) }

// attempts bounds the repetitions of an openat2 that the kernel gave up
// because names were being moved around it (EAGAIN).
const attempts = 128

func (r kernelRoot) openat2(name string, flags uint64) (fd int, err error) {
	how := unix.OpenHow{Flags: flags, Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS}
	for range attempts {
		err = retry(func() error {
			fd, err = unix.Openat2(r.fd, name, &how)
			return err
		})
		if err != unix.EAGAIN {
			break
		}
	}
	if err == unix.EXDEV {
		err = ErrOutside
	}
	return fd, err
}
