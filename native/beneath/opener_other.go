//go:build !linux

package beneath

import "os"

func newOpener(dir string) (opener, error) { return newOSRoot(dir) }

func eachName(dir *os.File, visit func(name []byte)) error {
	for {
		names, err := dir.Readdirnames(4096)
		if len(names) == 0 {
			return errnoOf(err, nil)
		}
		for _, name := range names {
			visit([]byte(name))
		}
	}
}
