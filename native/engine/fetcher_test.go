package engine

import (
	"testing"
	"time"

	"checksig/lanes"
)

// TestAFetcherTellsOfEachLaneOnce has a run of bytes fetched in every lane, of
// which few goroutines wait.
func TestAFetcherTellsOfEachLaneOnce(t *testing.T) {
	file, _, err := atPath("fetcher_test.go").open()
	if err != nil {
		t.Fatal(err)
	}
	defer closeFile(file)
	for _, closes := range []bool{false, true} {
		var f fetcher
		told := make([]int, lanes.MaxWidth)
		for lane := range told {
			f.fetch(wanted{lane, file, 0, 1})
		}
		if f.waiters != mostWaiters {
			t.Errorf("found %d goroutines, expected %d", f.waiters, mostWaiters)
		}
		left := 0
		if closes {
			for _, w := range f.close() {
				told[w.lane]++
				left++
			}
		}
		for range len(told) - left {
			select {
			case done := <-f.fetched:
				told[done.lane]++
				if done.err != nil {
					t.Error(done.err)
				}
			case <-time.After(10 * time.Second):
				t.Fatalf("told of %v, expected of each lane", told)
			}
		}
		for lane, times := range told {
			if times != 1 {
				t.Errorf("told %d times of lane %d, expected once", times, lane)
			}
		}
		if !closes {
			if left := f.close(); len(left) != 0 {
				t.Errorf("found %v after all were fetched, expected none", left)
			}
		}
	}
	var idle fetcher
	if left := idle.close(); left != nil {
		t.Errorf("found %v of a fetcher that fetched nothing, expected none", left)
	}
}
