package engine

import (
	"time"

	"checksig/beneath"
	"checksig/faults"
	"checksig/lanes"
)

// A guess says whether bytes are in memory where the system cannot tell: of
// files in overlayfs or tmpfs, where preadv2 is forbidden, and on macOS. They
// are, for as long as reads take no longer than from memory. After one that
// does, bytes are fetched; once waiting for these takes no longer either, time
// after time, the next ones are guessed to be in memory again.
type guess struct {
	begun bool // the system could not tell
	wrong bool
	short int // waits in a row
}

// memoryTime is more than memory takes for a piece, and less than a disk.
var memoryTime = 50 * time.Microsecond

// shortWaits is how many in a row are no accident: what the lanes want is
// fetched at once, so all waits but one may be short though all files come from
// a disk.
const shortWaits = 2 * lanes.MaxWidth

// readNow reads up to len(p) bytes that begin at offset, or returns
// beneath.ErrWait if it is better to have them fetched.
func (g *guess) readNow(file beneath.File, p []byte, offset int64) (int, error) {
	if !g.begun {
		n, err := file.ReadNow(p, offset)
		if err != beneath.ErrUntold {
			return n, err
		}
		g.begun = true
	}
	if g.wrong || faults.Wants("read.fetch") {
		return 0, beneath.ErrWait
	}
	start := time.Now()
	n, err := file.ReadAt(p, offset)
	g.read(time.Since(start))
	return n, err
}

// read says how long a read took for which nothing was fetched.
func (g *guess) read(took time.Duration) {
	if took > memoryTime {
		g.wrong, g.short = true, 0
	}
}

// waited says how long it took until bytes were fetched.
func (g *guess) waited(took time.Duration) {
	if took > memoryTime {
		g.short = 0
	} else if g.short++; g.short == shortWaits {
		g.wrong = false
	}
}
