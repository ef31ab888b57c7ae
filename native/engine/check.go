// Package engine verifies the files of a checksum list: it joins the reading
// of lists, the safe opening of files and the digests, on all cores.
package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"checksig/beneath"
	"checksig/digest"
	"checksig/manifest"
)

// DefaultManifest is the name of the list where none is given.
const DefaultManifest = "sha1sum.txt"

// A Request is what to check.
type Request struct {
	Root string // the directory; relative to the working directory or absolute
}

// Check verifies every file that the list in the root names and calls emit
// for each line of the list as its verdict comes, one call at a time, in no
// order. The verdict's slices are valid only during the call. However many
// files and checks there are, no more than Cores files are open at once.
//
// An error means that there is no answer, or not a whole one: it is an *Error,
// or the context's cause. The report then counts what was emitted.
func Check(ctx context.Context, request Request, emit func(*Verdict)) (Report, error) {
	root, err := beneath.OpenRoot(request.Root)
	if err != nil {
		return Report{}, &Error{Code: NoDirectory, Path: request.Root, Err: err}
	}
	defer root.Close()
	list, err := readList(ctx, root, request.Root)
	if err != nil {
		return Report{}, err
	}

	c := &check{root: root, list: list, emit: emit}
	c.reportMalformed()
	err = c.run(ctx)
	return c.report, err
}

// A check is one run of Check.
type check struct {
	root *beneath.Root
	list *manifest.List
	next atomic.Int64 // the first entry that no worker has taken

	mu     sync.Mutex // guards what follows
	emit   func(*Verdict)
	report Report
}

// tell emits v and counts it.
func (c *check) tell(v *Verdict) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.report.add(v)
	c.emit(v)
}

// run lets workers verify all entries and returns when the last of them is
// done.
func (c *check) run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var group sync.WaitGroup
	var stopped atomic.Bool
	for range min(Cores, c.list.Len()) {
		group.Go(func() {
			if err := c.work(ctx); err != nil {
				stop(err) // a cause that is there already stays
				stopped.Store(true)
			}
		})
	}
	group.Wait()
	if stopped.Load() {
		return context.Cause(ctx)
	}
	return nil
}

func (c *check) reportMalformed() {
	for _, line := range c.list.Malformed() {
		c.tell(&Verdict{
			Status: Malformed,
			Line:   line.Line,
			Path:   []byte(DefaultManifest),
			Detail: line.Reason,
			Text:   line.Text,
		})
	}
}

// work verifies entries until none is left or the context ends.
func (c *check) work(ctx context.Context) (err error) {
	defer recoverAs(&err)
	hasher := c.list.Algorithm().NewHasher()
	var v Verdict
	for {
		i := int(c.next.Add(1)) - 1
		if i >= c.list.Len() {
			return nil
		}
		entry := c.list.Entry(i)
		v = Verdict{Line: entry.Line, Path: entry.Name, Expected: entry.Want}
		if err := c.verify(ctx, hasher, &v); err != nil {
			return err
		}
		c.tell(&v)
	}
}

// verify completes the verdict on one entry. An error means that the check
// was stopped before there was one.
func (c *check) verify(ctx context.Context, hasher *digest.Hasher, v *Verdict) error {
	hasher.Reset()
	var err error
	v.Size, err = readFile(ctx, c.root, v.Path, hasher)
	if err == errStopped {
		return err
	}
	if err != nil {
		v.Status, v.Detail = statusOf(err)
		return nil
	}
	v.Actual = hasher.Sum()
	if v.Actual != v.Expected {
		v.Status = Mismatch
	}
	return nil
}
