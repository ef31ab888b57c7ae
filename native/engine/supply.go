package engine

import (
	"sync"
	"time"

	"checksig/manifest"
)

// entries go through all lists, in their order.
type entries struct {
	lists   []*openList
	list    int               // the present one
	scanner *manifest.Scanner // of it; nil before its first entry
}

// next reads the next entry, and reports whether there was one, and of which
// list. The error is errStopped or an *Error: a list could not be read again.
func (e *entries) next(entry *manifest.Entry) (list int, ok bool, err error) {
	for ; e.list < len(e.lists); e.list++ {
		if e.scanner == nil {
			e.scanner = e.lists[e.list].Scan()
		}
		if e.scanner.Next(entry) {
			return e.list, true, nil
		}
		if err := e.scanner.Err(); err != nil {
			return 0, false, err
		}
		e.scanner = nil
	}
	return 0, false, nil
}

// A supply hands entries out to several workers: the first of each file, and
// others if what came of their file is known by then.
type supply struct {
	index *index

	// teller is locked by the worker that tells of others while it has no file.
	// One is faster than whoever reads the verdicts, and a second would only
	// take a core from that.
	teller sync.Mutex

	mu      sync.Mutex // guards what follows
	entries entries
	entry   manifest.Entry
	list    int           // the entry's
	held    bool          // the entry is to be looked at again
	looked  time.Time     // when it was last
	holding time.Duration // for how long entries may still be held
	pass    uint8
	late    int // groups
}

// mostHeld is for how long, all in all, entries are held until it is known what
// came of their files, while nobody begins another: a late group makes all
// lists be read again, but a file may be long. A worker that has nothing to do
// meanwhile asks again after a nap.
const (
	mostHeld = 5 * time.Millisecond
	nap      = mostHeld / 50
)

// others are verdicts on entries that are not the first of their files. A
// worker takes several at once: there may be millions, and workers wait for one
// another each time.
type others struct {
	verdicts []Verdict
	paths    []byte // the verdicts' have their memory here
}

// mostOthers and mostOtherBytes are how many there are at most, and from how
// many bytes of their paths on there are no more: a name may be as long as a
// list.
const (
	mostOthers     = 64
	mostOtherBytes = 16 << 10
)

func (o *others) full() bool {
	return len(o.verdicts) == mostOthers || len(o.paths) >= mostOtherBytes
}

// add adds the beginning of a verdict on an entry.
func (o *others) add(list int, entry *manifest.Entry) *Verdict {
	at := len(o.paths)
	o.paths = append(o.paths, entry.Name...)
	if len(o.verdicts) < cap(o.verdicts) {
		o.verdicts = o.verdicts[:len(o.verdicts)+1]
	} else {
		o.verdicts = append(o.verdicts, Verdict{})
	}
	v := &o.verdicts[len(o.verdicts)-1]
	v.begin(list, entry, o.paths[at:])
	return v
}

// forget makes room for others.
func (o *others) forget() { o.verdicts, o.paths = o.verdicts[:0], o.paths[:0] }

// listed is the first entry of a file, which stays.
type listed struct {
	verdict Verdict // so far
	group   *group  // nil if no other entry names the file
}

func (x *index) supply() *supply {
	return &supply{index: x, entries: entries{lists: x.lists}, pass: x.nextPass(), holding: mostHeld}
}

// next takes the first entry of the next file, into memory that l has. The
// entries before it that are not the first of their files are passed over, or,
// with others, added to these as far as they can be told of. With notYet there
// are more, but others are full or wait for what comes of their file.
func (s *supply) next(l *listed, others *others) (supplied, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for others == nil || !others.full() {
		if s.held {
			s.holding -= time.Since(s.looked)
		} else {
			list, ok, err := s.entries.next(&s.entry)
			if !ok {
				return none, err
			}
			s.list = list
		}
		group := s.index.group(s.entry.Name)
		if group == nil || group.isFirst(s.pass) {
			l.group = group
			l.verdict.begin(s.list, &s.entry, append(l.verdict.Path[:0], s.entry.Name...))
			return another, nil
		}
		if others == nil {
			continue
		}
		due := s.due(group)
		if s.held = due == notYet; s.held {
			return notYet, nil
		}
		if due == another {
			s.index.groups.judge(group, others.add(s.list, &s.entry))
		}
	}
	return notYet, nil
}

// due says whether an entry that is not the first of its group can be told of.
// If it is passed over, those after it are too, so that the verdicts on a group
// are found in the order of the lists.
func (s *supply) due(g *group) supplied {
	switch {
	case g.late:
		return none
	case g.kept.Load():
		return another
	case s.holding > 0:
		s.looked = time.Now()
		return notYet
	}
	g.late = true
	s.late++
	return none
}

// begin makes v the beginning of a verdict on an entry, whose name path is.
func (v *Verdict) begin(list int, entry *manifest.Entry, path []byte) {
	*v = Verdict{} // and field by field, as in task.reset
	v.Manifest, v.Line = list, entry.Line
	v.Path, v.Algorithm, v.Expected = path, entry.Algorithm, entry.Want
}
