package engine

import (
	"sync/atomic"

	"checksig/beneath"
	"checksig/digest"
)

// A source is where a file is: at a name beneath a root, or at a path that the
// caller names, which may lie anywhere.
type source struct {
	root *beneath.Root // nil for a path
	name []byte
}

// atPath is the source of a path that the caller names.
func atPath(path string) source { return source{name: []byte(path)} }

// openedFiles is how many sources were opened in the process, and closedFiles
// how many of them were closed again.
var openedFiles, closedFiles atomic.Int64

// openFiles is how many are open, or more.
func openFiles() int64 {
	closed := closedFiles.Load() // first: what is opened and closed meanwhile is no file less
	return openedFiles.Load() - closed
}

// open opens the file, which closeFile closes. Its errors are those of
// beneath.Root.Open.
func (s source) open() (file beneath.File, info beneath.Info, err error) {
	openedFiles.Add(1) // before it is open: others may miss its descriptor at once
	opened := false
	defer func() {
		if !opened {
			openedFiles.Add(-1)
		}
	}()
	if s.root == nil {
		file, info, err = beneath.OpenPath(string(s.name))
	} else {
		file, info, err = s.root.Open(s.name)
	}
	opened = err == nil
	return file, info, err
}

func closeFile(file beneath.File) {
	file.Close()
	closedFiles.Add(1)
}

// A task is one file to read once and to digest with some algorithms.
type task struct {
	number     int    // as it was dealt
	listed     listed // the entry that it is for, if it is for one
	source     source
	algorithms []*digest.Algorithm // each once

	// What came of it:

	size int64          // bytes read
	err  error          // nil only if the file was read to its end and did not change meanwhile
	sums []digest.Value // of the algorithms, if err is nil
}

// reset forgets the task that this was, but for the memory that it had.
func (t *task) reset() {
	path, algorithms, sums := t.listed.verdict.Path[:0], t.algorithms[:0], t.sums[:0]
	*t = task{} // and field by field, which spares a copy of the whole
	t.listed.verdict.Path, t.algorithms, t.sums = path, algorithms, sums
}

// again makes the task as it was when it began.
func (t *task) again() {
	t.size, t.err, t.sums = 0, nil, t.sums[:0]
}

// need has the file digested with an algorithm too.
func (t *task) need(algorithm *digest.Algorithm) {
	if t.index(algorithm) < 0 {
		t.algorithms = append(t.algorithms, algorithm)
	}
}

// index is the algorithm's among the task's, or -1.
func (t *task) index(algorithm *digest.Algorithm) int {
	for i, a := range t.algorithms {
		if a == algorithm {
			return i
		}
	}
	return -1
}

// A customer has tasks for a reader.
type customer interface {
	// begin says what the next task is, and whether there is one. It calls the
	// reader's rest before it waits for anything.
	begin(t *task) (supplied, error)
	// end takes what came of it. It calls the reader's rest before it waits for
	// anything.
	end(t *task) error
}

// supplied says whether there is a task.
type supplied uint8

const (
	none   supplied = iota // nor will there be one
	notYet                 // ask again
	another
)
