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
	NotRegular               // a directory, FIFO, socket or device; not read
	Outside                  // the name leads out of the root; not opened
	Changed                  // size or time of modification moved while it was read
	Malformed                // a line of the list that is no entry
	statusCount
)

var statusNames = [statusCount]string{
	"ok", "mismatch", "missing", "unreadable", "not-regular", "outside", "changed", "malformed",
}

func (s Status) String() string { return statusNames[s] }

// A Verdict is what was found out about one line of the list.
type Verdict struct {
	Status   Status
	Line     int          // of the list, counted from 1
	Path     []byte       // as listed, escapes resolved; of a malformed line: the list's name
	Size     int64        // bytes read
	Expected digest.Value // as listed; zero for a malformed line
	Actual   digest.Value // of the bytes read, when OK or a mismatch; otherwise zero
	Detail   string       // Unreadable: the errno's name; NotRegular: the kind; Malformed: the reason
	Text     []byte       // Malformed: the line
}

// A Report sums a check up.
type Report struct {
	Counts [statusCount]int // by Status
	Bytes  int64            // read
}

// Files is the number of verdicts.
func (r *Report) Files() (n int) {
	for _, count := range r.Counts {
		n += count
	}
	return n
}

// add counts v.
func (r *Report) add(v *Verdict) {
	r.Counts[v.Status]++
	r.Bytes += v.Size
}

// merge counts everything that other counted.
func (r *Report) merge(other *Report) {
	for status, count := range other.Counts {
		r.Counts[status] += count
	}
	r.Bytes += other.Bytes
}
