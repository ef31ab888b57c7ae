package lanes

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestLengths digests all lengths up to 1,000 in all lanes, beside messages of
// other lengths.
func TestLengths(t *testing.T) {
	const longest = 1000
	message := noise(longest, 1)
	everyPlan(t, func(t *testing.T, p *plan) {
		g := newGroup(p)
		var sums [longest + 1][]byte
		for n := range sums {
			sums[n] = expected(p.function, message[:n])
		}
		for first := range sums {
			length := func(lane int) int { return (first + 61*lane) % len(sums) }
			for lane := range g.Width() {
				g.Begin(lane)
				put(g, lane, message[:length(lane)])
				g.End(lane)
			}
			for lane := range g.Width() {
				for !g.Done(lane) {
					g.Run()
				}
				if sum, want := g.Sum(nil, lane), sums[length(lane)]; !bytes.Equal(sum, want) {
					t.Fatalf("%d bytes in lane %d: %x, not %x", length(lane), lane, sum, want)
				}
			}
		}
	})
}

// TestInterleaved feeds many messages in random pieces and order.
func TestInterleaved(t *testing.T) {
	everyPlan(t, func(t *testing.T, p *plan) {
		for seed := range uint64(3) {
			r := rand.New(rand.NewPCG(seed, 2))
			steps := 3000
			interleave(t, p, func(n int) int {
				steps--
				return r.IntN(n)
			}, func() bool { return steps > 0 })
		}
	})
}

// FuzzLanes: the digests of any messages, fed in any order, are those of the
// messages one at a time.
func FuzzLanes(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte("\x05\x00\x01\x02\x03\xf0\x00\x00\x10\x20\x30\x40"))
	f.Add(noise(300, 3))
	var all []*plan
	for a, function := range functions {
		all = append(all, plans[a]())
		for _, c := range paths(Algorithm(a)) {
			all = append(all, only(function, c))
		}
	}
	f.Fuzz(func(t *testing.T, decisions []byte) {
		next := func(n int) int {
			v := 0
			for range (n + 254) / 255 { // two or more bytes for large numbers
				if len(decisions) == 0 || v > n {
					break
				}
				v, decisions = v<<8|int(decisions[0]), decisions[1:]
			}
			return v % n
		}
		interleave(t, all[next(len(all))], next, func() bool { return len(decisions) > 0 })
	})
}

var contents = noise(BufferSize+1000, 4)

// interleave does to a Group what next, which returns a number below its
// argument, decides, while there is more, and compares all digests with the
// standard library's and all answers with what is known of the lanes.
func interleave(t *testing.T, p *plan, next func(n int) int, more func() bool) {
	g := newGroup(p)
	type known struct {
		begun, ended bool
		message      []byte
		waiting      int // bytes that no Run has taken, by what Run promises
	}
	lanes := make([]known, g.Width())

	run := func() {
		blocks := 1 << 62
		for _, l := range lanes {
			if l.waiting >= p.block {
				blocks = min(blocks, l.waiting/p.block)
			}
		}
		g.Run()
		for i := range lanes {
			if l := &lanes[i]; l.waiting >= p.block {
				l.waiting -= blocks * p.block
			}
		}
	}
	check := func(lane int) {
		t.Helper()
		l := &lanes[lane]
		if wants := l.begun && !l.ended && l.waiting < p.block; g.Wants(lane) != wants {
			t.Fatalf("Wants(%d) is not %v", lane, wants)
		}
		if done := l.ended && l.waiting == 0; g.Done(lane) != done {
			t.Fatalf("Done(%d) is not %v", lane, done)
		}
		if g.Wants(lane) && len(g.Buffer(lane)) <= BufferSize-p.block {
			t.Fatalf("a buffer of %d bytes", len(g.Buffer(lane)))
		}
		if g.Done(lane) {
			if sum, want := g.Sum([]byte{1}, lane)[1:], expected(p.function, l.message); !bytes.Equal(sum, want) {
				t.Fatalf("%d bytes in lane %d: %x, not %x", len(l.message), lane, sum, want)
			}
		}
	}
	end := func(lane int) {
		l := &lanes[lane]
		g.End(lane)
		l.ended = true
		l.waiting += len(p.appendPadding(nil, uint64(len(l.message))))
	}

	for more() {
		lane := next(len(lanes))
		l := &lanes[lane]
		switch what := next(16); {
		case what < 3:
			run()
		case what == 3:
			g.Drop(lane)
			*l = known{}
		case what == 15 && l.begun && l.waiting < p.block:
			var s Saved
			g.Save(lane, &s)
			if g.Wants(lane) || g.Done(lane) {
				t.Fatalf("lane %d is not free", lane)
			}
			g.Load(lane, &s)
		case what == 4 || !l.begun || l.ended && l.waiting == 0:
			g.Begin(lane)
			*l = known{begun: true, message: l.message[:0]}
		case l.ended:
			run()
		case what < 8:
			end(lane)
		default:
			largest := []int{1, 70, 700, 7000, BufferSize}[next(5)]
			from := next(1000)
			n := put(g, lane, contents[from:from+next(largest+1)])
			l.message = append(l.message, contents[from:from+n]...)
			l.waiting += n
			if len(l.message) > 4*BufferSize {
				end(lane)
			}
		}
		check(lane)
	}
	for lane := range lanes {
		if lanes[lane].begun && !lanes[lane].ended {
			end(lane)
		}
	}
	for lane := range lanes {
		for lanes[lane].begun && !g.Done(lane) {
			run()
		}
		check(lane)
	}
}
