// Package engine verifies the files of checksum lists: it joins the reading of
// lists, the safe opening of files and the digests, on all cores.
package engine

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"

	"checksig/beneath"
	"checksig/faults"
)

// DefaultManifest is the name of the list that CheckSignatures reads.
const DefaultManifest = "sha1sum.txt"

// Check verifies every file that the lists name and calls emit for each of
// their lines as its verdict comes, one call at a time, in no order. The
// verdict's slices are valid only during the call. However many files and
// checks there are, no more than Cores files are open at once, unless the
// request asks for more.
//
// An error means that there is no answer, or not a whole one: it is an *Error,
// or the context's cause. The report then counts the verdicts until then.
func Check(ctx context.Context, request Request, emit func(*Verdict)) (Report, error) {
	root, err := beneath.OpenRoot(request.Root)
	if err != nil {
		return Report{}, &Error{Code: NoDirectory, Path: request.Root, Err: err}
	}
	defer root.Close()
	root.RefuseLinks = request.RefuseLinks
	index, reports, err := readLists(ctx, root, &request)
	if err != nil {
		return Report{}, err
	}

	c := &check{request: &request, root: root, index: index, places: shared, emit: emit}
	c.report.Lists = reports
	if !request.Extras {
		c.index.forgetNames()
	}
	workers := Cores
	if request.Workers > 0 {
		workers = request.Workers
		c.places = newPool(workers)
	}
	err = c.run(ctx, workers)
	c.sum()
	return c.report, err
}

// A check is one run of Check.
type check struct {
	request *Request
	root    *beneath.Root
	index   *index
	places  pool

	bytesTotal atomic.Int64

	mu      sync.Mutex // guards what follows
	emit    func(*Verdict)
	tallies []*tally
	report  Report
}

// run tells of every line of the lists, and of extra files if they are asked
// for.
func (c *check) run(ctx context.Context, workers int) (err error) {
	targets := c.index.targets
	workers = min(workers, len(targets))
	if c.request.Progress != nil {
		if err := inParallel(ctx, workers, len(targets), c.addSizes); err != nil {
			return err
		}
		stop := tellProgress(c.request.Progress, c.progress)
		defer func() { err = cmp.Or(err, stop()) }()
	}
	c.tellMalformed()
	if err := inParallel(ctx, workers, len(targets), c.verify); err != nil {
		return err
	}
	if c.request.Extras {
		return c.tellExtras(ctx)
	}
	return nil
}

// tell counts v and emits it, if it is to be told.
func (c *check) tell(t *tally, v *Verdict) {
	t.counts[v.Status]++
	if c.request.Untold.Has(v.Status) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.emit(v)
}

func (c *check) tellMalformed() {
	tally := c.newTally()
	for i, list := range c.index.lists {
		for _, line := range list.Malformed() {
			c.tell(tally, &Verdict{
				Status:   Malformed,
				Manifest: i,
				Line:     line.Line,
				Path:     []byte(c.report.Lists[i].Name),
				Detail:   line.Reason,
				Text:     line.Text,
			})
		}
	}
}

// verify is what one worker does: it reads a target's file once, for all of
// its entries, and tells a verdict on each.
func (c *check) verify(ctx context.Context, next func() (int, bool)) error {
	tally := c.newTally()
	hashers := hashers{limit: c.request.MaxFileBytes, total: &tally.bytes}
	source := beneathRoot{root: c.root}
	turn := turn{pool: c.places}
	defer turn.give()
	var v Verdict
	for i, ok := next(); ok; i, ok = next() {
		faults.At("engine.worker")
		target := int(c.index.targets[i])
		tally.current.Store(int64(target) + 1)
		entry, list := c.index.entry(target)
		hashers.reset()
		hashers.need(entry.Algorithm)
		for e, ok := c.index.following(target); ok; e, ok = c.index.following(e) {
			another, _ := c.index.entry(e)
			hashers.need(another.Algorithm)
		}
		source.name = entry.Name
		size, err := read(ctx, &turn, &source, &hashers)
		if err == errStopped {
			return err
		}
		tally.files.Add(1)
		for e, ok := target, true; ok; {
			v = Verdict{
				Manifest:  list,
				Line:      entry.Line,
				Path:      entry.Name,
				Size:      size,
				Algorithm: entry.Algorithm,
				Expected:  entry.Want,
			}
			hashers.judge(&v, err)
			if !c.request.Untold.Has(v.Status) {
				turn.give() // the telling may have to wait for a slow reader
			}
			c.tell(tally, &v)
			if e, ok = c.index.following(e); ok {
				entry, list = c.index.entry(e)
			}
		}
	}
	return nil
}
