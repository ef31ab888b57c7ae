package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"checksig/digest"
	"checksig/lanes"
)

// files is a customer of a dealer's, for the files of a directory, which are
// named as they are dealt.
type files struct {
	dir    string
	dealer *dealer
	ended  int
}

func (f *files) begin(t *task) (supplied, error) {
	number, ok := f.dealer.next()
	if !ok {
		return none, nil
	}
	t.source = atPath(filepath.Join(f.dir, fmt.Sprint(number)))
	t.need(digest.SHA1)
	return another, nil
}

func (f *files) end(t *task) error {
	f.ended++
	return t.err
}

// TestAnticipation: one of two workers takes its half of the files, and more
// only while the other has not begun, if they are small, and as many as its
// lanes digest in the time of that half.
func TestAnticipation(t *testing.T) {
	const all, half = 10, 5
	more := half
	wide := width(digest.SHA1)
	if wide < half {
		t.Skip("the processor has no lanes for half of the files")
	}
	for group := lanes.New(lanes.SHA1); more < min(all, wide) && group.Cost(more+1) == group.Cost(half); {
		more++
	}
	for _, test := range []struct {
		name        string
		size, begun int64
		takes       int
	}{
		{"alone", earlyBytes / all, 1, more},
		{"both", earlyBytes / all, 2, half},
		{"large files", earlyBytes, 1, half},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := &dealer{n: all, workers: 2}
			d.begun.Store(test.begun)
			f := &files{dir: t.TempDir(), dealer: d}
			for i := range all {
				name := filepath.Join(f.dir, fmt.Sprint(i))
				if err := os.WriteFile(name, nil, 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Truncate(name, test.size); err != nil {
					t.Fatal(err)
				}
			}
			r := &reader{ctx: t.Context(), customer: f, dealer: d, turn: turn{pool: newPool(1)}, total: new(atomic.Int64)}
			if _, err := r.fill(); err != nil {
				t.Fatal(err)
			}
			if r.busy != test.takes {
				t.Errorf("found %d files, expected %d", r.busy, test.takes)
			}
			if err := r.run(); err != nil || f.ended != all {
				t.Errorf("found %d files that were read and %v", f.ended, err)
			}
		})
	}
}
