package engine

import (
	"crypto/sha1"
	"fmt"
	"slices"
	"strings"
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
	others others
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
	return &supplyTest{T: t, supply: x.supply()}
}

// gives asks for what is next: it finds the first entry of a file, of a line,
// or not, and others before, of these lines.
func (t *supplyTest) gives(found supplied, line int, others ...int) {
	t.Helper()
	t.listed.verdict.Line = 0
	t.others.forget()
	switch f, err := t.supply.next(&t.listed, &t.others); {
	case err != nil || f != found:
		t.Fatalf("found %d (%v), expected %d", f, err, found)
	case t.listed.verdict.Line != line:
		t.Fatalf("found line %d, expected %d", t.listed.verdict.Line, line)
	}
	var lines []int
	for _, other := range t.others.verdicts {
		lines = append(lines, other.Line)
		if other.Status != OK {
			t.Errorf("line %d: found %v", other.Line, other.Status)
		}
	}
	if !slices.Equal(lines, others) {
		t.Errorf("found others of the lines %d, expected %d", lines, others)
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
	s.gives(another, 1)
	s.gives(notYet, 0)
	s.gives(notYet, 0)
	s.read()
	s.gives(another, 3, 2)
	s.gives(none, 0, 4)
	if s.supply.late != 0 {
		t.Errorf("found %d late groups", s.supply.late)
	}
}

func TestAnEntryDoesNotWaitForEver(t *testing.T) {
	s := newSupplyTest(t, "a", "a", "b", "b", "a", "c")
	s.gives(another, 1)
	a := *s
	s.gives(notYet, 0)
	s.supply.holding = 0
	s.gives(another, 3) // and not line 2
	a.read()
	s.gives(another, 6) // nor 4, whose file is not waited for, nor 5, which comes after 2
	s.gives(none, 0)
	if s.supply.late != 2 {
		t.Errorf("found %d late groups, expected those of a and b", s.supply.late)
	}
}

func TestOthersAreBounded(t *testing.T) {
	s := newSupplyTest(t, slices.Repeat([]string{"a"}, 2*mostOthers+2)...)
	s.gives(another, 1)
	s.read()
	for _, first := range []int{2, 2 + mostOthers} {
		var lines []int
		for line := range mostOthers {
			lines = append(lines, first+line)
		}
		s.gives(notYet, 0, lines...)
	}
	s.gives(none, 0, 2*mostOthers+2)
}

func TestOthersAreFewWhereNamesAreLong(t *testing.T) {
	name := strings.Repeat("a", mostOtherBytes/2)
	s := newSupplyTest(t, slices.Repeat([]string{name}, 4)...)
	s.gives(another, 1)
	s.read()
	s.gives(notYet, 0, 2, 3)
	for _, other := range s.others.verdicts {
		if string(other.Path) != name {
			t.Errorf("line %d: found another path, of %d bytes", other.Line, len(other.Path))
		}
	}
	s.gives(none, 0, 4)
	if n := cap(s.others.paths); n > 2*mostOtherBytes {
		t.Errorf("%d bytes are kept for paths", n)
	}
}

func TestOnlyFirstsAreGivenWhereOthersAreNotAskedFor(t *testing.T) {
	s := newSupplyTest(t, "a", "a", "b", "a", "c")
	for _, line := range []int{1, 3, 5} {
		found, err := s.supply.next(&s.listed, nil)
		if err != nil || found != another || s.listed.verdict.Line != line {
			t.Fatalf("found %d of line %d (%v), expected one of line %d", found, s.listed.verdict.Line, err, line)
		}
	}
	if found, err := s.supply.next(&s.listed, nil); found != none || err != nil {
		t.Errorf("found %d (%v), expected none", found, err)
	}
}
