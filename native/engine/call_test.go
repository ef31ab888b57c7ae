package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"checksig/digest"
	"checksig/lanes"
)

// files is a customer of a dealer's, for the files of a directory, which are
// named as they are dealt.
type files struct {
	dir       string
	algorithm *digest.Algorithm
	dealer    *dealer
	ended     int
}

func (f *files) begin(t *task) (supplied, error) {
	number, ok := f.dealer.next()
	if !ok {
		return none, nil
	}
	t.source = atPath(filepath.Join(f.dir, fmt.Sprint(number)))
	t.need(f.algorithm)
	return another, nil
}

func (f *files) end(t *task) error {
	f.ended++
	return t.err
}

// TestCall: the first worker calls all others, once, if all will be through so
// much sooner, and otherwise reads all files by itself.
func TestCall(t *testing.T) {
	const workers, count = 3, 10
	for _, test := range []struct {
		name      string
		algorithm *digest.Algorithm
		callTime  time.Duration
		calls     bool
	}{
		{"not soon enough", digest.SHA1, time.Hour, false},
		{"sooner", digest.SHA1, -time.Hour, true},
		{"no lanes", digest.BLAKE2b, time.Hour, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if width(digest.SHA1) == 1 {
				t.Skip("the processor has no lanes")
			}
			usual := callTime
			callTime = test.callTime
			t.Cleanup(func() { callTime = usual })
			d := &dealer{n: count, workers: workers}
			called := 0
			d.begin = func() { called++ }
			d.alone.Store(true)
			f := &files{dir: t.TempDir(), algorithm: test.algorithm, dealer: d}
			for i := range count {
				if err := os.WriteFile(filepath.Join(f.dir, fmt.Sprint(i)), []byte("content"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			r := &reader{ctx: t.Context(), customer: f, dealer: d, turn: turn{pool: newPool(1)}, total: new(atomic.Int64)}
			if err := r.run(); err != nil || f.ended != count {
				t.Errorf("found %d files that were read and %v", f.ended, err)
			}
			expected := 0
			if test.calls {
				expected = workers - 1
			}
			if called != expected {
				t.Errorf("called %d workers, expected %d", called, expected)
			}
		})
	}
}

// TestWantsOthers: whether it pays to call others depends on how many files
// there are, how large they are and how long it takes to open one.
func TestWantsOthers(t *testing.T) {
	if width(digest.SHA1) == 1 {
		t.Skip("the processor has no lanes")
	}
	const usual = 5 * time.Microsecond
	for _, test := range []struct {
		name          string
		files, opened int
		size          int64
		opening       time.Duration
		wants         bool
	}{
		{"few small files", 10, 1, 1000, usual, false},
		{"few small files, all open", 10, 10, 1000, usual, false},
		{"one after the other", 50, 20, 1000, usual, false},
		{"many empty files", 1000, 1, 0, usual, true},
		{"the last of many", 1000, 990, 0, usual, false},
		{"two large files", 2, 1, 1 << 30, usual, true},
		{"all open, and large", 10, 10, 1 << 30, usual, true},
		{"files as large as can be", 2, 1, 1<<63 - 1, usual, true},
		{"files that are slow to open", 10, 1, 1000, time.Millisecond, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := &dealer{n: test.files, workers: 2}
			d.dealt.Store(int64(test.opened))
			group := lanes.New(lanes.SHA1)
			r := &reader{
				dealer: d, group: group, files: make([]fileLane, group.Width()),
				busy: min(test.opened, group.Width()), opened: int64(test.opened) * test.size, opening: test.opening,
			}
			if wants := r.wantsOthers(); wants != test.wants {
				t.Errorf("found %v, expected %v", wants, test.wants)
			}
		})
	}
}
