package engine

import (
	"bytes"
	"context"
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"checksig/beneath"
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
	forget(t, dir, files)
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

// TestFilesOfWhichNobodyCanTell reads files of a file system that cannot tell
// what is in memory.
func TestFilesOfWhichNobodyCanTell(t *testing.T) {
	for _, c := range []struct {
		guess string
		make  func(testing.TB)
	}{
		{"in memory", func(testing.TB) {}},
		{"on a disk", NothingInMemory},
	} {
		t.Run(c.guess, func(t *testing.T) {
			c.make(t)
			toTmpfs(t)
			files := map[string][]byte{"empty": nil}
			for i := range 40 {
				files[fmt.Sprint(i)] = bytes.Repeat([]byte{byte(i)}, 5000*i)
			}
			dir := tree(t, files)
			before := Descriptors(t)
			report, err := Check(t.Context(), Request{Root: dir}, func(*Verdict) {})
			if err != nil || report.Counts[OK] != len(files) {
				t.Errorf("found %v and %v, expected %d files", err, report.Counts, len(files))
			}
			expectNothingHeld(t, before)
		})
	}
}

// TestReadingWhereNobodyCanTell reads at once, as workers and helpers of pairs
// do, and no more once that took too long.
func TestReadingWhereNobodyCanTell(t *testing.T) {
	NothingInMemory(t)
	toTmpfs(t)
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, _, err := beneath.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, read := range map[string]func(*reader, []byte) error{
		"worker": func(r *reader, p []byte) error {
			_, err := r.readPiece(&fileLane{file: file}, p)
			return err
		},
		"helper": func(r *reader, p []byte) error { return r.readAll([]piece{{file, 0, p}}) },
	} {
		var r reader
		p := make([]byte, 5)
		if err := read(&r, p); err != nil || string(p) != "hello" {
			t.Errorf("%s: found %q and %v, expected all of the file", name, p, err)
		}
		if err := read(&r, p); err != beneath.ErrWait {
			t.Errorf("%s: found %v after a read that took too long, expected %v", name, err, beneath.ErrWait)
		}
	}
}

// toTmpfs has temporary directories lie in a tmpfs. The test is skipped where
// there is none, or the system can tell what of it is in memory: all.
func toTmpfs(t *testing.T) {
	t.Helper()
	t.Setenv("TMPDIR", "/dev/shm")
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Skip(err)
	}
	file, _, err := beneath.OpenPath(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.ReadNow(make([]byte, 1), 0); err != beneath.ErrUntold {
		t.Skipf("found %v, expected that nobody can tell", err)
	}
}

// TestFetchesThatAreGivenUp stops checks that wait for disks. Their files are
// closed once the disk has answered.
func TestFetchesThatAreGivenUp(t *testing.T) {
	files := map[string][]byte{}
	for i := range 40 {
		files[fmt.Sprint(i)] = bytes.Repeat([]byte{byte(i)}, 300_000)
	}
	dir := tree(t, files)
	before := Descriptors(t)
	for range 10 {
		forget(t, dir, files)
		ctx, cancel := context.WithCancel(t.Context())
		_, _ = Check(ctx, Request{Root: dir}, func(*Verdict) { cancel() })
		cancel()
	}
	after := Descriptors(t)
	for deadline := time.Now().Add(10 * time.Second); after != before && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
		after = Descriptors(t)
	}
	if after != before {
		t.Errorf("found %d descriptors, expected %d", after, before)
	}
}

// TestAPairThatHasToWait has the end of a file dropped from the page cache at
// the moment in which two workers become a pair.
func TestAPairThatHasToWait(t *testing.T) {
	needPairs(t, digest.SHA1)
	const count, size = 6, 8_000_000
	dir := large(t, digest.SHA1, count, size)
	file, err := os.Open(filepath.Join(dir, "3"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := file.Sync(); err != nil {
		t.Fatal(err)
	}
	var pairs atomic.Int32
	Pairs(t, 2*pieceBytes, func() {
		if pairs.Add(1) == 1 {
			_ = unix.Fadvise(int(file.Fd()), size*3/4, 0, unix.FADV_DONTNEED)
		}
	})
	before := Descriptors(t)
	untilPaired(t, &pairs, func() {
		report, err := Check(t.Context(), Request{Root: dir}, func(*Verdict) {})
		if err != nil || report.Counts[OK] != count {
			t.Errorf("found %v and %v, expected %d files", err, report.Counts, count)
		}
	})
	expectNothingHeld(t, before)
}

// forget has the system drop files of a tree from its page cache.
func forget(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for name := range files {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		_ = f.Sync()
		_ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
		f.Close()
	}
}
