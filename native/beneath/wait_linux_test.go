package beneath

import (
	"errors"
	"os"
	"testing"
)

// TestReadNow reads a file of a disk that is in memory, and one of a file
// system that cannot tell.
func TestReadNow(t *testing.T) {
	for _, c := range []struct {
		where string
		dir   string
		want  error
	}{
		{"the page cache", t.TempDir(), nil},
		{"/proc", "", ErrUntold},
	} {
		t.Run(c.where, func(t *testing.T) {
			path := "/proc/version"
			if c.dir != "" {
				file, err := os.CreateTemp(c.dir, "checksig")
				if err != nil {
					t.Fatal(err)
				}
				path = file.Name()
				defer os.Remove(path)
				if _, err := file.WriteString("hello"); err != nil {
					t.Fatal(err)
				}
				file.Close()
			}
			file, _, err := OpenPath(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			piece := make([]byte, 10)
			n, err := file.ReadNow(piece, 1)
			if !errors.Is(err, c.want) || err == nil && string(piece[:n]) != "ello" {
				t.Errorf("found %q and %v, expected %v", piece[:n], err, c.want)
			}
			file.Announce(0, 1<<20)
			file.Await(0, 1<<20)
			if n, err := file.ReadAt(piece, 1); err != nil || n == 0 {
				t.Errorf("found %d bytes and %v", n, err)
			}
		})
	}
}
