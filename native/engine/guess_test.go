package engine

import (
	"testing"
	"time"
)

// TestGuess has a guess learn from times.
func TestGuess(t *testing.T) {
	const memory, disk = 5 * time.Microsecond, 80 * time.Microsecond
	waits := func(n int, took time.Duration) []time.Duration {
		all := make([]time.Duration, n)
		for i := range all {
			all[i] = took
		}
		return all
	}
	for _, c := range []struct {
		what     string
		read     []time.Duration
		waited   []time.Duration
		inMemory bool
	}{
		{"nothing was read", nil, nil, true},
		{"reads from memory", waits(1000, memory), nil, true},
		{"one from a disk", append(waits(1000, memory), disk), nil, false},
		{"one from a disk among others", []time.Duration{memory, disk, memory}, nil, false},
		{"then waits for a disk", []time.Duration{disk}, waits(1000, disk), false},
		{"then some for memory", []time.Duration{disk}, waits(shortWaits-1, memory), false},
		{"then enough for memory", []time.Duration{disk}, waits(shortWaits, memory), true},
		{"then enough, but not in a row", []time.Duration{disk}, append(append(waits(shortWaits-1, memory), disk), waits(shortWaits-1, memory)...), false},
		{"then enough after a disk", []time.Duration{disk}, append(waits(10, disk), waits(shortWaits, memory)...), true},
	} {
		var g guess
		for _, took := range c.read {
			g.read(took)
		}
		for _, took := range c.waited {
			g.waited(took)
		}
		if g.wrong == c.inMemory {
			t.Errorf("%s: the guess is wrong: %t", c.what, g.wrong)
		}
	}
}

// TestAReaderLearnsFromWaits has a reader wait for bytes that were in memory.
func TestAReaderLearnsFromWaits(t *testing.T) {
	r := reader{ctx: t.Context(), files: make([]fileLane, 1), guess: guess{begun: true, wrong: true}}
	r.fetcher.fetched = make(chan fetched, 1)
	for range shortWaits {
		if !r.guess.wrong {
			t.Fatal("the guess was right too soon")
		}
		r.fetcher.fetched <- fetched{}
		if err := r.await(); err != nil {
			t.Fatal(err)
		}
	}
	if r.guess.wrong {
		t.Error("the guess is wrong after all")
	}
}
