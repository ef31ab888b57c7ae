// Package engine verifies the files of checksum lists: it joins the reading of
// lists, the safe opening of files and the digests, on all cores.
package engine

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"checksig/beneath"
	"checksig/faults"
	"checksig/manifest"
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
	defer index.close()

	c := &check{request: &request, root: root, index: index, places: shared, emit: emit}
	c.report.Lists = reports
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

	filesTotal, bytesTotal atomic.Int64 // of the files that there are, for progress

	mu      sync.Mutex // guards what follows
	emit    func(*Verdict)
	tallies []*tally
	report  Report
}

// run tells of every line of the lists, and of extra files if they are asked
// for.
func (c *check) run(ctx context.Context, workers int) (err error) {
	files := c.index.files()
	workers = min(workers, files)
	if c.request.Progress != nil {
		firsts := c.index.supply()
		if err := inParallel(ctx, workers, files, func(ctx context.Context, d *dealer) error {
			d.call()
			return c.addSizes(ctx, firsts)
		}); err != nil {
			return err
		}
		stop := tellProgress(c.request.Progress, c.progress)
		defer func() { err = cmp.Or(err, stop()) }()
	}
	c.tellMalformed()
	all := c.index.supply()
	if err := inParallel(ctx, workers, files, func(ctx context.Context, d *dealer) error {
		return c.verify(ctx, d, all)
	}); err != nil {
		return err
	}
	if all.late > 0 {
		if err := c.tellLate(ctx); err != nil {
			return err
		}
	}
	if found := c.told(); found != c.index.entries {
		return &Error{Code: Internal, Path: c.request.Root, Err: fmt.Errorf(
			"found %d verdicts on %d entries", found, c.index.entries)}
	}
	if c.request.Extras {
		return c.tellExtras(ctx)
	}
	return nil
}

// tell counts v and emits it, if it is to be told.
func (c *check) tell(t *tally, v *Verdict) {
	if !c.count(t, v) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.emit(v)
}

// count counts v, and reports whether it is to be told.
func (c *check) count(t *tally, v *Verdict) bool {
	t.counts[v.Status]++
	return c.tells(v)
}

// tells reports whether v is to be told.
func (c *check) tells(v *Verdict) bool { return !c.request.Untold.Has(v.Status) }

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

// verify is what one worker does: it reads the file of each entry that it is
// supplied with, or knows it, and tells a verdict on the entry.
func (c *check) verify(ctx context.Context, d *dealer, supply *supply) error {
	v := &verifier{check: c, supply: supply, tally: c.newTally()}
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
	supply *supply
	tally  *tally
	reader reader
	others others
}

func (v *verifier) begin(t *task) (supplied, error) {
	faults.At("engine.worker")
	for alone := false; ; {
		v.others.forget()
		found, err := v.supply.next(&t.listed, &v.others)
		v.tellOthers()
		switch {
		case v.reader.ctx.Err() != nil:
			return none, errStopped
		case found == none:
			return none, err
		case found == another:
			v.prepare(t)
			return another, nil
		case v.reader.busy > 0:
			return notYet, nil
		case len(v.others.verdicts) == 0: // another worker has the file
			v.reader.rest()
			time.Sleep(nap)
		case !alone: // nothing but others
			v.reader.rest()
			v.supply.teller.Lock()
			defer v.supply.teller.Unlock()
			alone = true
		}
	}
}

// prepare has the file of a task's entry read with all algorithms that it is
// listed with.
func (v *verifier) prepare(t *task) {
	l := &t.listed
	v.reader.dealer.dealt.Add(1)
	if v.request.Progress != nil {
		name := bytes.Clone(l.verdict.Path)
		v.tally.current.Store(&name)
	}
	t.source = source{v.root, l.verdict.Path}
	t.need(l.verdict.Algorithm)
	if l.group != nil {
		for i := range l.group.needed.each {
			t.need(v.index.groups.algorithms[i])
		}
	}
}

func (v *verifier) end(t *task) error {
	v.tally.files.Add(1)
	verdict := &t.listed.verdict
	verdict.Size = t.size
	if t.err != nil {
		verdict.Status, verdict.Detail = statusOf(t.err)
	} else {
		verdict.compare(t.sums[0])
	}
	if group := t.listed.group; group != nil {
		v.index.groups.keep(group, t)
	}
	if v.tells(verdict) {
		v.reader.rest() // the telling may have to wait for a slow reader
	}
	v.tell(v.tally, verdict)
	return nil
}

// tellOthers tells what tell would tell one by one, until the context ends.
func (v *verifier) tellOthers() {
	verdicts := v.others.verdicts
	told := false
	for i := range verdicts {
		told = told || v.tells(&verdicts[i])
	}
	if told {
		v.reader.rest()
		v.mu.Lock()
		defer v.mu.Unlock()
	}
	for i := range verdicts {
		if v.reader.ctx.Err() != nil {
			return
		}
		if other := &verdicts[i]; v.count(v.tally, other) {
			v.emit(other)
		}
	}
}

// tellLate tells verdicts on the entries of late groups that are not the first
// of their files.
func (c *check) tellLate(ctx context.Context) error {
	tally := c.newTally()
	pass := c.index.nextPass()
	all := entries{lists: c.index.lists}
	var entry manifest.Entry
	var verdict Verdict
	for {
		list, ok, err := all.next(&entry)
		if err == errStopped || ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if !ok {
			return err
		}
		group := c.index.group(entry.Name)
		if group == nil || group.isFirst(pass) || !group.late {
			continue
		}
		verdict.begin(list, &entry, entry.Name)
		c.index.groups.judge(group, &verdict)
		c.tell(tally, &verdict)
	}
}
