package lanes

import (
	"bytes"
	"testing"
	"time"
)

// TestNoAllocations: digesting does not allocate, wherever the standard
// library does not; with the race detector it does.
func TestNoAllocations(t *testing.T) {
	everyPlan(t, func(t *testing.T, p *plan) {
		s := newSerial(p.function)
		state := p.initial
		if p.best[1] == nil && testing.AllocsPerRun(10, func() { s.digest(&state, nil) }) > 0 {
			t.Skip("the standard library allocates")
		}
		g := newGroup(p)
		var sum [64]byte
		digest := func() {
			for lane := range g.Width() {
				g.Begin(lane)
				g.Filled(lane, min(len(g.Buffer(lane)), 100+50*lane))
				g.End(lane)
			}
			for lane := range g.Width() {
				for !g.Done(lane) {
					g.Run()
				}
				g.Sum(sum[:0], lane)
				g.Drop(lane)
			}
		}
		digest()
		if n := testing.AllocsPerRun(10, digest); n != 0 {
			t.Errorf("%v allocations", n)
		}
	})
}

// TestFullBuffer: a full buffer has no space until Run, and then all of it.
func TestFullBuffer(t *testing.T) {
	g := New(SHA1)
	g.Begin(0)
	message := noise(3*BufferSize, 5)
	for at := 0; at < len(message); {
		at += put(g, 0, message[at:])
		if n := len(g.Buffer(0)); n != 0 || g.Wants(0) {
			t.Fatalf("%d bytes of space in a full buffer", n)
		}
		g.Run()
		if n := len(g.Buffer(0)); n != BufferSize || !g.Wants(0) {
			t.Fatalf("%d bytes of space in an empty buffer", n)
		}
	}
	g.End(0)
	g.Run()
	if sum := g.Sum(nil, 0); !bytes.Equal(sum, expected(functions[SHA1], message)) {
		t.Errorf("%x", sum)
	}
}

// TestSwap: what is read into other buffers is digested as what is read into
// the lanes' own, before and after it.
func TestSwap(t *testing.T) {
	everyPlan(t, func(t *testing.T, p *plan) {
		g := newGroup(p)
		messages := make([][]byte, g.Width())
		at := make([]int, g.Width())
		buffers := make([][]byte, g.Width())
		put := func(lane int) { at[lane] += put(g, lane, messages[lane][at[lane]:]) }
		for lane := range messages {
			messages[lane] = noise(5*BufferSize+77*lane, uint64(lane))
			buffers[lane] = g.NewBuffer(lane)
			g.Begin(lane)
			put(lane)
		}
		g.Run()
		for range 3 {
			for lane := range messages {
				at[lane] += copy(buffers[lane], messages[lane][at[lane]:])
				buffers[lane] = g.Swap(lane, buffers[lane])
			}
			g.Run()
		}
		for lane := range messages {
			for at[lane] < len(messages[lane]) {
				put(lane)
				g.Run()
			}
			g.End(lane)
		}
		for lane, message := range messages {
			for !g.Done(lane) {
				g.Run()
			}
			if sum := g.Sum(nil, lane); !bytes.Equal(sum, expected(p.function, message)) {
				t.Errorf("lane %d: %x", lane, sum)
			}
		}
	})
}

// TestCost: lanes that are digested at once take no longer than one by one,
// and more of them no shorter.
func TestCost(t *testing.T) {
	for a, name := range names {
		g := newGroup(newPlan(functions[a], paths(Algorithm(a)), false))
		for n := 2; n <= g.Width(); n++ {
			if g.Cost(n) < g.Cost(n-1) || g.Cost(n) > time.Duration(n)*g.Cost(1) {
				t.Errorf("%s: found %v for %d lanes, %v for one less", name, g.Cost(n), n, g.Cost(n-1))
			}
		}
	}
}

// TestMisuse: calls out of order panic, and the group goes on.
func TestMisuse(t *testing.T) {
	g := New(SHA256)
	panics := func(what string, f func()) {
		t.Helper()
		defer func() {
			if recover() == nil {
				t.Errorf("%s does not panic", what)
			}
		}()
		f()
	}
	panics("Buffer of a free lane", func() { g.Buffer(0) })
	panics("Filled in a free lane", func() { g.Filled(0, 0) })
	panics("End of a free lane", func() { g.End(0) })
	panics("Sum of a free lane", func() { g.Sum(nil, 0) })
	panics("Swap in a free lane", func() { g.Swap(0, g.NewBuffer(0)) })
	panics("Save of a free lane", func() { g.Save(0, new(Saved)) })
	panics("a lane too many", func() { g.Begin(g.Width()) })
	g.Begin(0)
	panics("Sum too early", func() { g.Sum(nil, 0) })
	panics("Filled with more than there is", func() { g.Filled(0, BufferSize+1) })
	panics("Filled with less than nothing", func() { g.Filled(0, -1) })
	panics("Swap of a buffer that is not full", func() { g.Swap(0, g.NewBuffer(0)[1:]) })
	g.Filled(0, 1)
	panics("Swap of a buffer in use", func() { g.Swap(0, g.NewBuffer(0)) })
	g.Begin(0)
	g.End(0)
	panics("Swap after End", func() { g.Swap(0, g.NewBuffer(0)) })
	panics("End twice", func() { g.End(0) })
	panics("Filled after End", func() { g.Filled(0, 1) })
	panics("Sum before Run", func() { g.Sum(nil, 0) })
	panics("Save before Run", func() { g.Save(0, new(Saved)) })
	g.Run()
	if sum := g.Sum(nil, 0); !bytes.Equal(sum, expected(functions[SHA256], nil)) {
		t.Errorf("%x", sum)
	}
}

// TestSaved: a message goes on in another lane of another group.
func TestSaved(t *testing.T) {
	for a, name := range names {
		message := noise(1000, 11)
		var s Saved
		first, second := New(Algorithm(a)), New(Algorithm(a))
		first.Begin(0)
		put(first, 0, message[:300])
		first.Run()
		first.Save(0, &s)
		first.Begin(0) // with something else
		put(first, 0, message)
		lane := second.Width() - 1
		second.Begin(lane) // which is forgotten
		put(second, lane, message)
		second.Load(lane, &s)
		put(second, lane, message[300:])
		second.End(lane)
		for !second.Done(lane) {
			second.Run()
		}
		if sum := second.Sum(nil, lane); !bytes.Equal(sum, expected(functions[a], message)) {
			t.Errorf("%s: %x", name, sum)
		}
	}
}
