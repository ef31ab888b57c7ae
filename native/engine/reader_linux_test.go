package engine

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"checksig/digest"
)

// TestFetchedFiles reads what is in no page cache: files that were dropped
// from it, and files of /proc, which never are.
func TestFetchedFiles(t *testing.T) {
	files := map[string][]byte{}
	for i := range 20 {
		files[fmt.Sprint(i)] = bytes.Repeat([]byte{byte(i)}, 300_000)
	}
	dir := tree(t, files)
	for name := range files {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		_ = f.Sync()
		_ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
		f.Close()
	}
	report, err := Check(t.Context(), Request{Root: dir}, func(*Verdict) {})
	if err != nil || report.Counts[OK] != len(files) {
		t.Errorf("found %v and %v, expected %d files", err, report.Counts, len(files))
	}

	want, err := os.ReadFile("/proc/version")
	if err != nil {
		t.Fatal(err)
	}
	sources := make([]Source, 50)
	for i := range sources {
		sources[i] = Source{Path: []byte("/proc/version")}
	}
	sum := sha1.Sum(want)
	err = Digests(t.Context(), digest.SHA1, sources, false, func(d *FileDigest) {
		if d.Status != OK || d.Actual != digest.Of(sum[:]) || d.Size != int64(len(want)) {
			t.Errorf("found %+v, expected the digest of %q", d, want)
		}
	})
	if err != nil {
		t.Error(err)
	}
}
