package engine

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"

	"checksig/digest"
	"checksig/lanes"
	"checksig/threads"
)

// standard are the standard library's digests, by their tags in lists.
var standard = map[string]func(content []byte) []byte{
	"SHA1":       func(content []byte) []byte { sum := sha1.Sum(content); return sum[:] },
	"SHA224":     func(content []byte) []byte { sum := sha256.Sum224(content); return sum[:] },
	"SHA256":     func(content []byte) []byte { sum := sha256.Sum256(content); return sum[:] },
	"SHA384":     func(content []byte) []byte { sum := sha512.Sum384(content); return sum[:] },
	"SHA512":     func(content []byte) []byte { sum := sha512.Sum512(content); return sum[:] },
	"SHA512/256": func(content []byte) []byte { sum := sha512.Sum512_256(content); return sum[:] },
	"MD5":        func(content []byte) []byte { sum := md5.Sum(content); return sum[:] },
}

// TestLaned: what those are for has lanes, by its own function.
func TestLaned(t *testing.T) {
	for tag := range standard {
		algorithm, _ := digest.ByName(tag)
		lane, ok := laned[algorithm]
		if !ok {
			t.Errorf("%s has no lanes", tag)
			continue
		}
		group := lanes.New(lane)
		group.Begin(0)
		group.End(0)
		group.Run()
		if sum := group.Sum(nil, 0); !bytes.Equal(sum, standard[tag](nil)) {
			t.Errorf("%s: %x", tag, sum)
		}
	}
}

// mixed writes files of sizes around those of the lanes' buffers, and of
// others, with lists of their digests by the algorithms that have lanes, in
// turn or of all.
func mixed(t *testing.T, all bool) (dir string, lines int) {
	t.Helper()
	dir = t.TempDir()
	random := rand.NewChaCha8([32]byte{7})
	var list []byte
	sizes := []int{0, 1, 63, 64, 65, 127, 128, 129, lanes.BufferSize - 1, lanes.BufferSize, lanes.BufferSize + 1, 5*lanes.BufferSize + 7}
	for i := range 200 {
		size := 1000 * i
		if i < 5*len(sizes) {
			size = sizes[i%len(sizes)]
		}
		content := make([]byte, size)
		random.Read(content)
		name := fmt.Sprint(i)
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
		tags := []string{"SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA512/256", "MD5"}
		for j, tag := range tags {
			if all || j == i/2%len(tags) {
				list = fmt.Appendf(list, "%s (%s) = %x\n", tag, name, standard[tag](content))
				lines++
			}
		}
	}
	if err := os.WriteFile(filepath.Join(dir, DefaultManifest), list, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir, lines
}

func TestFilesOfSeveralAlgorithms(t *testing.T) {
	for _, all := range []bool{false, true} {
		dir, lines := mixed(t, all)
		for _, workers := range []int{0, 1, 3} {
			report, err := Check(t.Context(), Request{Root: dir, Workers: workers}, func(v *Verdict) {
				if v.Status != OK {
					t.Errorf("line %d, %s: %v", v.Line, v.Path, v.Status)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			if report.Counts[OK] != lines {
				t.Errorf("found %d verdicts, expected %d", report.Counts[OK], lines)
			}
		}
	}
}

// TestPlacesInTurn has more checks than there are places read files that are
// larger than a turn, so that places go round in the middle of files.
func TestPlacesInTurn(t *testing.T) {
	const size = turnBytes + 3*lanes.BufferSize + 5
	content := make([]byte, size)
	rand.NewChaCha8([32]byte{8}).Read(content)
	files := map[string][]byte{}
	for i := range 7 {
		files[fmt.Sprint(i)] = content[i:]
	}
	dir := tree(t, files)
	var group sync.WaitGroup
	for range 2 * Cores {
		group.Go(func() {
			report, err := Check(t.Context(), Request{Root: dir}, func(*Verdict) {})
			if err != nil || report.Counts[OK] != len(files) {
				t.Errorf("found %v and %v, expected %d files", err, report.Counts, len(files))
			}
		})
	}
	group.Wait()
	if free := len(shared.free); free != Cores {
		t.Errorf("%d of %d places are free", free, Cores)
	}
}

// TestReadersPassCheckpoints has one worker read files side by side, and one
// after the other.
func TestReadersPassCheckpoints(t *testing.T) {
	dir := tree(t, map[string][]byte{"a": make([]byte, 100_000), "b": make([]byte, 100_000)})
	sources := []Source{{Path: []byte(filepath.Join(dir, "a"))}, {Path: []byte(filepath.Join(dir, "b"))}}
	for _, single := range []bool{false, true} {
		told := 0
		w := &digester{algorithm: digest.SHA1, sources: sources, tell: func(*FileDigest) { told++ }}
		w.reader = reader{
			ctx: t.Context(), customer: w, dealer: &dealer{n: len(sources), workers: 1},
			turn: turn{pool: newPool(1)}, total: new(atomic.Int64), single: single,
		}
		if err := w.reader.run(); err != nil || told != len(sources) {
			t.Fatalf("found %v and %d digests, expected %d", err, told, len(sources))
		}
		if w.reader.turn.checkpoints == (threads.Checkpoints{}) {
			t.Errorf("single %v: no checkpoint was passed", single)
		}
	}
}

// TestAReaderThatRests has the verdicts told while other files are in the
// middle of their reading: each telling saves the lanes.
func TestAReaderThatRests(t *testing.T) {
	files := map[string][]byte{}
	for i := range 40 {
		files[fmt.Sprint(i)] = bytes.Repeat([]byte{byte(i)}, i*20_000)
	}
	dir := tree(t, files)
	ok := 0
	if _, err := Check(t.Context(), Request{Root: dir}, func(v *Verdict) {
		if v.Status == OK {
			ok++
		}
	}); err != nil || ok != len(files) {
		t.Errorf("found %d files and %v, expected %d", ok, err, len(files))
	}
}

// TestReadersLeaveNothingOpen stops checks in the middle, of files and of
// fetches.
func TestReadersLeaveNothingOpen(t *testing.T) {
	files := map[string][]byte{}
	for i := range 40 {
		files[fmt.Sprint(i)] = make([]byte, 5*lanes.BufferSize)
	}
	dir := tree(t, files)
	before := Descriptors(t)
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		var told atomic.Int32
		_, _ = Check(ctx, Request{Root: dir}, func(*Verdict) {
			if told.Add(1) == 3 {
				cancel()
			}
		})
		cancel()
	}
	if after := Descriptors(t); after != before {
		t.Errorf("found %d descriptors, expected %d", after, before)
	}
}

// TestAWantOfDescriptors looks at files that could not be opened: whether
// another try could find a descriptor.
func TestAWantOfDescriptors(t *testing.T) {
	for _, c := range []struct {
		name                         string
		open, closedMeanwhile, lanes int
		err                          error
		again                        bool
	}{
		{"nothing else is open", 0, 0, 0, unix.EMFILE, false},
		{"another file is", 1, 0, 0, unix.EMFILE, true},
		{"the reader has one itself", 1, 0, 1, unix.ENFILE, true},
		{"the last was closed after the attempt", 0, 1, 0, unix.ENFILE, true},
		{"it is another error", 1, 1, 1, unix.EACCES, false},
	} {
		r := &reader{dealer: &dealer{n: 1, workers: 1}, busy: c.lanes}
		closed := closedFiles.Load()
		openedFiles.Add(int64(c.open + c.closedMeanwhile))
		closedFiles.Add(int64(c.closedMeanwhile))
		if again := r.putsOff(0, c.err, closed); again != c.again {
			t.Errorf("%s: found %v, expected %v", c.name, again, c.again)
		}
		openedFiles.Add(-int64(c.open))
	}
}
