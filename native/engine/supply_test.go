package engine

import (
	"crypto/sha1"
	"fmt"
	"testing"
	"time"

	"checksig/digest"
	"checksig/manifest"
)

// A supplyTest asks a supply of a list that names files in this order, each
// with its digest.
type supplyTest struct {
	*testing.T
	supply *supply
	listed listed
}

func newSupplyTest(t *testing.T, names ...string) *supplyTest {
	var text []byte
	for _, name := range names {
		text = fmt.Appendf(text, "%x  %s\n", sha1.Sum([]byte(name)), name)
	}
	x, list := newIndex(false), &openList{text: manifest.Bytes(text)}
	x.lists = append(x.lists, list)
	if err := x.read(list, manifest.Options{}); err != nil {
		t.Fatal(err)
	}
	x.seal()
	return &supplyTest{T: t, supply: x.supply(true)}
}

// gives asks for what is next: the entry of a line, or for line 0 none.
func (t *supplyTest) gives(found supplied, line int, first bool) {
	t.Helper()
	t.listed.verdict.Line = 0
	switch f, err := t.supply.next(&t.listed); {
	case err != nil || f != found:
		t.Fatalf("found %d (%v), expected %d", f, err, found)
	case f == another && (t.listed.verdict.Line != line || t.listed.first != first):
		t.Fatalf("found line %d (first: %t), expected %d (%t)", t.listed.verdict.Line, t.listed.first, line, first)
	case f == another && !first && t.listed.verdict.Status != OK:
		t.Fatalf("line %d: found %v", line, t.listed.verdict.Status)
	}
}

// read has the file of the present entry, which has its digest, be read.
func (t *supplyTest) read() {
	done := &task{listed: t.listed, algorithms: []*digest.Algorithm{digest.SHA1}}
	done.sums = []digest.Value{t.listed.verdict.Expected}
	t.supply.index.groups.keep(t.listed.group, done)
}

func TestAnEntryWaitsForItsFile(t *testing.T) {
	s := newSupplyTest(t, "a", "a", "b", "a")
	s.supply.holding = time.Hour
	s.gives(another, 1, true)
	s.gives(notYet, 0, false)
	s.gives(notYet, 0, false)
	s.read()
	s.gives(another, 2, false)
	s.gives(another, 3, true)
	s.gives(another, 4, false)
	s.gives(none, 0, false)
	if s.supply.late != 0 {
		t.Errorf("found %d late groups", s.supply.late)
	}
}

func TestAnEntryDoesNotWaitForEver(t *testing.T) {
	s := newSupplyTest(t, "a", "a", "b", "b", "a", "c")
	s.gives(another, 1, true)
	a := *s
	s.gives(notYet, 0, false)
	s.supply.holding = 0
	s.gives(another, 3, true) // and not line 2
	a.read()
	s.gives(another, 6, true) // nor 4, whose file is not waited for, nor 5, which comes after 2
	s.gives(none, 0, false)
	if s.supply.late != 2 {
		t.Errorf("found %d late groups, expected those of a and b", s.supply.late)
	}
}
