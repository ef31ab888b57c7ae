package engine

import (
	"context"
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"checksig/beneath"
)

// directory has files with their names as content, and a list of these lines.
func directory(t *testing.T, names []string, lines ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var list []byte
	for _, line := range lines {
		list = append(list, line+"\n"...)
	}
	if err := os.WriteFile(filepath.Join(dir, DefaultManifest), list, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func right(name string) string { return fmt.Sprintf("%x  %s", sha1.Sum([]byte(name)), name) }

// TestWhoWaitsForASlowReaderHoldsNoPlace: the verdict on a file is not told, and
// that on another entry of it waits, while another check needs the only place.
func TestWhoWaitsForASlowReaderHoldsNoPlace(t *testing.T) {
	defer func(before *pool) { shared = before }(shared)
	shared = newPool(1)
	slow := directory(t, []string{"a"}, right("a"), fmt.Sprintf("%040d  a", 0))
	quick := directory(t, []string{"b"}, right("b"))
	told := 0
	report, err := Check(t.Context(), Request{Root: slow, Untold: Statuses(0).With(OK)}, func(v *Verdict) {
		told++
		if v.Status != Conflict {
			t.Errorf("line %d: found %v", v.Line, v.Status)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if report, err := Check(ctx, Request{Root: quick}, func(*Verdict) {}); err != nil || report.Counts[OK] != 1 {
			t.Errorf("the other check: %v, %v", report.Counts, err)
		}
	})
	if err != nil || told != 1 || report.Counts[OK] != 1 || report.Counts[Conflict] != 1 {
		t.Errorf("told %d, found %v, %v", told, report.Counts, err)
	}
}

// TestAnEntryWaitsForNoFileOfItsOwnWorker: a worker that has the file in one of
// its lanes goes on reading, however long the entry may be held.
func TestAnEntryWaitsForNoFileOfItsOwnWorker(t *testing.T) {
	dir := directory(t, []string{"a", "b"}, right("a"), right("a"), right("b"), right("a"))
	root, err := beneath.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	request := &Request{Root: dir}
	index, _, err := readLists(t.Context(), root, request)
	if err != nil {
		t.Fatal(err)
	}
	defer index.close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	c := &check{request: request, root: root, index: index, places: newPool(1), emit: func(*Verdict) {}}
	all := index.supply()
	all.holding = time.Hour
	err = inParallel(ctx, 1, index.files(), func(ctx context.Context, d *dealer) error {
		return c.verify(ctx, d, all)
	})
	if told := c.told(); err != nil || told != 4 || all.late != 0 {
		t.Errorf("told %d (%v), %d late groups", told, err, all.late)
	}
}
