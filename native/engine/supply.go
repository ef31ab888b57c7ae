package engine

import (
	"sync"

	"checksig/digest"
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

// A supply hands the first entry of each file out, to several workers.
type supply struct {
	index *index

	mu      sync.Mutex // guards what follows
	entries entries
	entry   manifest.Entry
	pass    uint8
}

// listed is an entry that stays.
type listed struct {
	list      int // index
	line      int
	name      []byte
	algorithm *digest.Algorithm
	want      digest.Value
	group     *group // nil if no other entry names the file
}

func (x *index) supply() *supply {
	x.passes++
	return &supply{index: x, entries: entries{lists: x.lists}, pass: x.passes}
}

// isFirst reports whether an entry of the group is the first in a pass.
func (g *group) isFirst(pass uint8) bool {
	first := g.begun != pass
	g.begun = pass
	return first
}

// next takes the next entry, into memory that l has, and reports whether there
// was one.
func (s *supply) next(l *listed) (ok bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		list, ok, err := s.entries.next(&s.entry)
		if !ok {
			return false, err
		}
		group := s.index.group(s.entry.Name)
		if group != nil && !group.isFirst(s.pass) {
			continue
		}
		*l = listed{
			list:      list,
			line:      s.entry.Line,
			name:      append(l.name[:0], s.entry.Name...),
			algorithm: s.entry.Algorithm,
			want:      s.entry.Want,
			group:     group,
		}
		return true, nil
	}
}
