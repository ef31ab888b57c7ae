package engine

import (
	"checksig/digest"
)

// A Status says what was found out about one name. The numbers and the words
// are part of the border to TypeScript (lib/batch.ts).
type Status uint8

const (
	OK         Status = iota // read to its end; the digest is the listed one
	Mismatch                 // read to its end; the digest is another
	Missing                  // no such file
	Unreadable               // the system refused to open or to read it
	NotRegular               // a directory, FIFO, socket, device or refused link; not read
	Outside                  // the name leads out of the root; not opened
	Changed                  // size or time of modification moved while it was read
	Conflict                 // listed before with another digest
	Malformed                // a line of the list that is no entry
	Extra                    // in the directory, and not in the list
	statusCount
)

var statusNames = [statusCount]string{
	"ok", "mismatch", "missing", "unreadable", "not-regular", "outside", "changed", "conflict",
	"malformed", "extra",
}

func (s Status) String() string { return statusNames[s] }

// Statuses is a set of statuses.
type Statuses uint16

// With returns the set with s in it.
func (set Statuses) With(s Status) Statuses { return set | 1<<s }

// Has reports whether s is in the set.
func (set Statuses) Has(s Status) bool { return set&(1<<s) != 0 }

// StatusByName returns the status that String calls name.
func StatusByName(name string) (Status, bool) {
	for s, n := range statusNames {
		if n == name {
			return Status(s), true
		}
	}
	return 0, false
}

// A Verdict is what was found out about one line of a list, or about one file
// that is in none.
type Verdict struct {
	Status    Status
	Manifest  int               // index of the list
	Line      int               // of the list, counted from 1; 0 for an extra file
	Path      []byte            // as listed, escapes resolved; of a malformed line: the list's path
	Size      int64             // bytes read
	Algorithm *digest.Algorithm // nil for an extra file and a malformed line
	Expected  digest.Value      // as listed; zero for an extra file and a malformed line
	Actual    digest.Value      // of the bytes read, when OK or a mismatch; otherwise zero
	Detail    string            // Unreadable: the errno's name; NotRegular: the kind; Malformed: the reason; Conflict: the digest that was listed before
	Text      []byte            // Malformed: the line, at most manifest.MaxText bytes of it
}

// compare completes the verdict on a file that has the digest sum.
func (v *Verdict) compare(sum digest.Value) {
	v.Status = OK
	if v.Actual = sum; sum != v.Expected {
		v.Status = Mismatch
	}
}

// A Report sums a check up.
type Report struct {
	Counts [statusCount]int // by Status
	Bytes  int64            // read; a file that several lists name counts once
	Lists  []ListReport
}

// A ListReport is about one list.
type ListReport struct {
	Name       string // as the caller names it, or as it was found in the root
	Path       string
	Entries    int
	Algorithms []*digest.Algorithm // of its entries, each once
}
