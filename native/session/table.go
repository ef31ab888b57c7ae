package session

import (
	"sync"
	"time"
)

// A Table gives sessions numbers, which mean nothing to the host and are never
// used again. It is safe for concurrent use; its zero value is empty.
type Table struct {
	mu       sync.Mutex // guards what follows
	last     uint32
	sessions map[uint32]*Session
}

// Open enters a new session and returns its number, which is never 0. It is
// closed when its lease, if above 0, runs out (see New).
func (t *Table) Open(lease time.Duration) uint32 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.sessions == nil {
		t.sessions = make(map[uint32]*Session)
	}
	t.last++
	id := t.last
	t.sessions[id] = New(lease, func() { t.Close(id) })
	return id
}

// Get returns the session of that number, or nil.
func (t *Table) Get(id uint32) *Session {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sessions[id]
}

// Close closes the session of that number and forgets it. A number without a
// session is none to close.
func (t *Table) Close(id uint32) {
	t.mu.Lock()
	s := t.sessions[id]
	delete(t.sessions, id)
	t.mu.Unlock()
	if s != nil {
		s.Close()
	}
}

// Len is the number of open sessions.
func (t *Table) Len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.sessions)
}
