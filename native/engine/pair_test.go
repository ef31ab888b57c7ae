package engine

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"checksig/digest"
	"checksig/lanes"
	"checksig/threads"
)

// large writes n files, the smallest of size bytes and each of the others some
// bytes larger, with a list of their digests of one algorithm.
func large(t *testing.T, algorithm *digest.Algorithm, n, size int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	content := make([]byte, size+n*100_000)
	rand.NewChaCha8([32]byte{9}).Read(content)
	var list []byte
	for i := range n {
		content := content[:size+i*i*1000%99_999]
		content[0] = byte(i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), content, 0o644); err != nil {
			t.Fatal(err)
		}
		tag := strings.ToUpper(algorithm.Name())
		list = fmt.Appendf(list, "%s (%d) = %x\n", tag, i, standard[tag](content))
	}
	if err := os.WriteFile(filepath.Join(dir, DefaultManifest), list, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// needPairs skips a test where no worker has lanes, or there is but one.
func needPairs(t *testing.T, algorithm *digest.Algorithm) {
	t.Helper()
	if width(algorithm) == 1 || Cores == 1 {
		t.Skipf("%s has no lanes here, or there is one core", algorithm.Name())
	}
}

// untilPaired calls check until there was a pair: another worker may come too
// late for the files of the first.
func untilPaired(t *testing.T, pairs *atomic.Int32, check func()) {
	t.Helper()
	for range 200 {
		if check(); pairs.Load() > 0 || t.Failed() {
			return
		}
	}
	t.Error("found no pair in 200 checks")
}

func TestPairs(t *testing.T) {
	for _, algorithm := range []*digest.Algorithm{digest.SHA1, digest.SHA256, digest.SHA512, digest.MD5} {
		for _, files := range []int{4, 7, 16} {
			if files >= 2*width(algorithm) {
				continue // both workers have all the files that they can have
			}
			t.Run(fmt.Sprintf("%s of %d", algorithm.Name(), files), func(t *testing.T) {
				needPairs(t, algorithm)
				dir := large(t, algorithm, files, 1_500_000)
				wrong := filepath.Join(dir, "2")
				content, err := os.ReadFile(wrong)
				if err != nil {
					t.Fatal(err)
				}
				content[len(content)-1]++
				if err := os.WriteFile(wrong, content, 0o644); err != nil {
					t.Fatal(err)
				}
				var pairs atomic.Int32
				Pairs(t, 2*pieceBytes, func() { pairs.Add(1) })
				before := Descriptors(t)
				untilPaired(t, &pairs, func() {
					report, err := Check(t.Context(), Request{Root: dir}, func(v *Verdict) {
						if (v.Status == OK) == (string(v.Path) == "2") {
							t.Errorf("%s: %v", v.Path, v.Status)
						}
					})
					if err != nil || report.Counts[OK] != files-1 || report.Counts[Mismatch] != 1 {
						t.Errorf("found %v and %v, expected %d files", err, report.Counts, files)
					}
				})
				expectNothingHeld(t, before)
			})
		}
	}
}

// expectNothingHeld asserts that as many descriptors are open as before, and
// that no place is held.
func expectNothingHeld(t *testing.T, descriptors int) {
	t.Helper()
	if after := Descriptors(t); after != descriptors {
		t.Errorf("found %d descriptors, expected %d", after, descriptors)
	}
	if free := len(shared.free); free != Cores {
		t.Errorf("%d of %d places are free", free, Cores)
	}
}

// TestWhatEndsAPair has something happen at the moment in which two workers
// become a pair.
func TestWhatEndsAPair(t *testing.T) {
	needPairs(t, digest.SHA1)
	const files = 6
	if width(digest.SHA1) < files {
		t.Skip("a file may be verified before there is a pair")
	}
	for _, c := range []struct {
		name    string
		happens func(dir string, cancel func())
		counts  map[Status]int // nil: there is an error
	}{
		{"the check is cancelled", func(_ string, cancel func()) { cancel() }, nil},
		{"a panic", func(string, func()) { panic("a test's") }, nil},
		{"a file is cut short", func(dir string, _ func()) {
			if err := os.Truncate(filepath.Join(dir, "3"), 1_000_000); err != nil {
				panic(err)
			}
		}, map[Status]int{OK: files - 1, Changed: 1}},
		{"a file is written to", func(dir string, _ func()) {
			f, err := os.OpenFile(filepath.Join(dir, "3"), os.O_WRONLY|os.O_APPEND, 0)
			if err != nil {
				panic(err)
			}
			defer f.Close()
			if _, err := f.WriteString("more"); err != nil {
				panic(err)
			}
		}, map[Status]int{OK: files - 1, Changed: 1}},
		{"a file is removed", func(dir string, _ func()) {
			if err := os.Remove(filepath.Join(dir, "3")); err != nil {
				panic(err)
			}
		}, map[Status]int{OK: files}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := large(t, digest.SHA1, files, 4_000_000)
			var pairs atomic.Int32
			cancel := func() {}
			Pairs(t, 2*pieceBytes, func() {
				if pairs.Add(1) == 1 {
					c.happens(dir, func() { cancel() })
				}
			})
			before := Descriptors(t)
			untilPaired(t, &pairs, func() {
				var ctx context.Context
				ctx, cancel = context.WithCancel(t.Context())
				defer cancel()
				report, err := Check(ctx, Request{Root: dir}, func(*Verdict) {})
				if pairs.Load() == 0 {
					return
				}
				if (err == nil) != (c.counts != nil) {
					t.Errorf("found the error %v", err)
				}
				for status, n := range c.counts {
					if report.Counts[status] != n {
						t.Errorf("found %v, expected %d times %v", report.Counts, n, status)
					}
				}
			})
			expectNothingHeld(t, before)
		})
	}
}

// TestPairsInTurn has more checks than there are places, whose workers are
// pairs whenever they are not too many.
func TestPairsInTurn(t *testing.T) {
	needPairs(t, digest.SHA1)
	const files = 5
	dir := large(t, digest.SHA1, files, 3_000_000)
	var pairs atomic.Int32
	Pairs(t, 2*pieceBytes, func() { pairs.Add(1) })
	before := Descriptors(t)
	untilPaired(t, &pairs, func() {
		var group sync.WaitGroup
		for i := range Cores + 1 {
			group.Go(func() {
				time.Sleep(time.Duration(i) * 3 * time.Millisecond)
				report, err := Check(t.Context(), Request{Root: dir}, func(*Verdict) {})
				if err != nil || report.Counts[OK] != files {
					t.Errorf("found %v and %v, expected %d files", err, report.Counts, files)
				}
			})
		}
		group.Wait()
	})
	expectNothingHeld(t, before)
}

// midway is a reader that could lead, if it did not have to read.
func midway(d *dealer) *reader {
	r := &reader{
		dealer: d, turn: turn{pool: newPool(1)}, algorithm: digest.SHA1, group: lanes.New(lanes.SHA1),
		files: make([]fileLane, 2), busy: 1, staying: 1, paced: paces,
	}
	r.files[1].phase, r.files[1].before.Size = reading, pairBytes
	return r
}

// TestIsMidway has a reader that is in the midst of large files, but for one
// thing.
func TestIsMidway(t *testing.T) {
	for _, c := range []struct {
		name  string
		but   func(r *reader)
		is    bool
		pairs bool
	}{
		{"nothing", func(*reader) {}, true, true},
		{"a file had to wait", func(r *reader) { r.apart = true }, true, false},
		{"its reads were not timed", func(r *reader) { r.paced-- }, true, false},
		{"it has no file", func(r *reader) { r.staying, r.files[1].phase = 0, free }, false, true},
		{"a file is nearly read", func(r *reader) { r.files[1].size = pieceBytes }, false, true},
		{"a read was short", func(r *reader) { r.files[1].before.Size *= 2; r.files[1].size = 1 }, false, true},
		{"a file waits for a disk", func(r *reader) { r.files[1].phase = fetching }, false, true},
		{"a file is read", func(r *reader) { r.files[1].phase = digesting }, false, true},
		{"a task had no descriptor", func(r *reader) { r.refused = 1 }, false, true},
		{"it holds no place", func(r *reader) { r.group = nil }, false, true},
		{"there is more to begin", func(r *reader) { r.dealer.n++ }, false, true},
		{"others wait for a place", func(r *reader) { r.turn.pool.waiting.Add(1) }, false, true},
	} {
		r := midway(&dealer{})
		if c.but(r); r.isMidway() != c.is || r.couldPair() != c.pairs {
			t.Errorf("but %s: found %v and %v, expected %v and %v", c.name, r.isMidway(), r.couldPair(), c.is, c.pairs)
		}
	}
}

// TestDeclinedOffers has a worker's offer taken when it cannot lead any more:
// the other has its files back.
func TestDeclinedOffers(t *testing.T) {
	needPairs(t, digest.SHA1)
	for name, step := range map[string]func(r *reader) error{
		"it gives its place up": func(r *reader) error { r.rest(); return nil },
		"it leaves":             func(r *reader) error { r.busy, r.files[1].phase = 0, free; r.leave(); return nil },
		"a file has to wait":    func(r *reader) error { r.apart = true; return r.join() },
		"a task is put off":     func(r *reader) error { r.refused = 1; return r.join() },
		"it has too few lanes":  func(r *reader) error { r.files = r.files[1:]; return r.join() },
	} {
		d := &dealer{workers: 2}
		leader, helper := midway(d), midway(d)
		helper.group.Begin(1)
		leader.group.Begin(1)
		taken := &offer{taken: make(chan *pair, 1)} // as it is not the dealer's any more
		leader.offer = taken
		done := make(chan struct{})
		go func() {
			defer close(done)
			helper.follow(taken)
		}()
		if err := step(leader); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		<-done
		if leader.busy > 1 || helper.busy != 1 || helper.staying != 1 || leader.offer != nil {
			t.Errorf("%s: found %d and %d files, expected one each", name, leader.busy, helper.busy)
		}
	}
}

// TestAHelperPassesCheckpoints has a worker read nothing for another, once.
func TestAHelperPassesCheckpoints(t *testing.T) {
	needPairs(t, digest.SHA1)
	helper := midway(&dealer{workers: 2})
	helper.group.Begin(1)
	o := &offer{taken: make(chan *pair, 1)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		helper.follow(o)
	}()
	p := <-o.taken
	p.wanted <- nil
	if read := <-p.read; read.err != nil {
		t.Error(read.err)
	}
	close(p.wanted)
	p.back <- p.files
	<-done
	if helper.busy != 1 || helper.turn.checkpoints == (threads.Checkpoints{}) {
		t.Errorf("found %d files and the checkpoints %+v", helper.busy, helper.turn.checkpoints)
	}
}

// TestSplits has one worker hold all large files when the other ends: a third
// goes on with half of them.
func TestSplits(t *testing.T) {
	needPairs(t, digest.SHA1)
	Pairs(t, 2*pieceBytes, func() {})
	dir := large(t, digest.SHA1, 4, 4_000_000)
	list, err := os.ReadFile(filepath.Join(dir, DefaultManifest))
	if err != nil {
		t.Fatal(err)
	}
	sources := make([]Source, 8) // the other half is small
	for i := range sources {
		name := fmt.Sprint(i)
		if i >= 4 {
			name = DefaultManifest
		}
		sources[i].Path = []byte(filepath.Join(dir, name))
	}
	before := Descriptors(t)
	for tries := 1; ; tries++ {
		var workers atomic.Int32
		var mu sync.Mutex
		told := map[int]string{}
		err := inParallel(t.Context(), 2, len(sources), func(ctx context.Context, d *dealer) error {
			d.call()
			for workers.Add(1) == 2 && d.dealt.Load() < 4 {
				workers.Add(-1)
				time.Sleep(10 * time.Microsecond)
			}
			w := &digester{algorithm: digest.SHA1, sources: sources, tell: func(d *FileDigest) {
				mu.Lock()
				defer mu.Unlock()
				told[d.Index] = fmt.Sprintf("SHA1 (%d) = %v\n", d.Index, d.Actual)
			}}
			w.reader = reader{ctx: ctx, customer: w, dealer: d, turn: turn{pool: shared}, total: new(atomic.Int64)}
			return w.reader.run()
		})
		if err != nil || len(told) != len(sources) {
			t.Fatalf("found %v and %d digests, expected %d", err, len(told), len(sources))
		}
		for i := range 4 {
			if !bytes.Contains(list, []byte(told[i])) {
				t.Errorf("found %s", told[i])
			}
		}
		if workers.Load() > 2 {
			break
		}
		if tries == 200 {
			t.Fatal("no worker went on with another's files in 200 runs")
		}
	}
	expectNothingHeld(t, before)
}

func TestPays(t *testing.T) {
	const us = time.Microsecond
	cost := func(n int) time.Duration { // that of an Emerald Rapids, about
		return []time.Duration{0, 20 * us, 40 * us, 48 * us, 48 * us, 50 * us, 50 * us, 50 * us, 50 * us}[n]
	}
	for _, c := range []struct {
		a, b int
		pace time.Duration
		want bool
	}{
		{4, 4, 5 * us, true},
		{3, 3, 5 * us, true},
		{4, 4, 0, false},       // reading costs nothing
		{4, 4, 20 * us, false}, // the helper would be the slower one
		{1, 1, 5 * us, false},  // two streams are no faster than one after the other
		{5, 1, 5 * us, true},
	} {
		if found := pays(cost, c.pace, c.a, c.b); found != c.want {
			t.Errorf("%d and %d files, %v a piece: found %v, expected %v", c.a, c.b, c.pace, found, c.want)
		}
	}
}

// TestReceive: what comes late is waited for.
func TestReceive(t *testing.T) {
	c := make(chan []byte)
	go func() {
		time.Sleep(20 * time.Millisecond)
		c <- []byte("late")
		close(c)
	}()
	if v, ok := receive(c); !ok || !bytes.Equal(v, []byte("late")) {
		t.Errorf("found %q, %v", v, ok)
	}
	if v, ok := receive(c); ok || v != nil {
		t.Errorf("found %q, %v in a closed channel", v, ok)
	}
}
