// Package engine verifies the files of checksum lists: it joins the reading of
// lists, the safe opening of files and the digests, on all cores.
package engine

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"

	"checksig/beneath"
	"checksig/digest"
	"checksig/faults"
)

// DefaultManifest is the name of the list that CheckSignatures reads.
const DefaultManifest = "sha1sum.txt"

// Check verifies every file that the lists name and calls emit for each of
// their lines as its verdict comes, one call at a time, in no order. The
// verdict's slices are valid only during the call. However many files and
// checks there are, the work and the memory are those of Cores places, unless
// the request asks for more.
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
	places  *pool

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

// verify is what one worker does: it reads each target's file once, for all of
// its entries, and tells a verdict on each.
func (c *check) verify(ctx context.Context, d *dealer) error {
	v := &verifier{check: c, tally: c.newTally()}
	v.reader = reader{
		ctx: ctx, customer: v, dealer: d, turn: turn{pool: c.places},
		limit: c.request.MaxFileBytes, total: &v.tally.bytes,
		single: c.request.Workers > 0,
	}
	return v.reader.run()
}

// A verifier is one worker of a check.
type verifier struct {
	*check
	tally   *tally
	reader  reader
	wants   []digest.Value // of the present file's algorithms
	verdict Verdict        // the present one
}

func (v *verifier) begin(t *task) {
	faults.At("engine.worker")
	target := int(v.index.targets[t.number])
	v.tally.current.Store(int64(target) + 1)
	entry, _ := v.index.entry(target)
	t.source = source{v.root, entry.Name}
	t.need(entry.Algorithm)
	if v.index.uniform {
		return
	}
	for e, ok := v.index.following(target); ok; e, ok = v.index.following(e) {
		another, _ := v.index.entry(e)
		t.need(another.Algorithm)
	}
}

func (v *verifier) end(t *task) error {
	v.tally.files.Add(1)
	v.wants = append(v.wants[:0], make([]digest.Value, len(t.algorithms))...)
	for e, ok := int(v.index.targets[t.number]), true; ok; e, ok = v.index.following(e) {
		entry, list := v.index.entry(e)
		v.verdict = Verdict{
			Manifest:  list,
			Line:      entry.Line,
			Path:      entry.Name,
			Size:      t.size,
			Algorithm: entry.Algorithm,
			Expected:  entry.Want,
		}
		v.judge(&v.verdict, t)
		if !v.request.Untold.Has(v.verdict.Status) {
			v.reader.rest() // the telling may have to wait for a slow reader
		}
		v.tell(v.tally, &v.verdict)
	}
	return nil
}

// judge completes the verdict on an entry of the task's file. The first entry
// with an algorithm counts.
func (v *verifier) judge(verdict *Verdict, t *task) {
	i := t.index(verdict.Algorithm)
	if v.wants[i].IsZero() {
		v.wants[i] = verdict.Expected
	}
	switch {
	case v.wants[i] != verdict.Expected:
		verdict.Status, verdict.Detail = Conflict, v.wants[i].String()
	case t.err != nil:
		verdict.Status, verdict.Detail = statusOf(t.err)
	default:
		verdict.Actual = t.sums[i]
		if verdict.Actual != verdict.Expected {
			verdict.Status = Mismatch
		}
	}
}
