package bridge

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"checksig/engine"
	"checksig/session"
)

// A checkRequest asks for engine.Check; its events are verdicts and progress.
type checkRequest struct {
	engine.Request
	progress bool // whether to tell of progress
}

// set reads a field.
//
//	root                                bytes
//	manifest                            bytes, for each list
//	algorithm                           a name, of lines that do not say theirs
//	allowed                             a name, for each algorithm
//	extras, refuseLinks, progress       flags
//	workers, maxEntries                 numbers
//	maxManifestBytes, maxFileBytes      numbers
//	untold                              for each status whose verdicts are not to be told
func (r *checkRequest) set(name string, value []byte) (err error) {
	switch name {
	case "root":
		r.Root = string(value)
	case "manifest":
		r.Manifests = append(r.Manifests, string(value))
	case "algorithm":
		r.Algorithm, err = algorithmOf(value)
	case "allowed":
		algorithm, err := algorithmOf(value)
		if err != nil {
			return err
		}
		r.Allowed = append(r.Allowed, algorithm)
	case "extras":
		r.Extras, err = flagOf(value)
	case "refuseLinks":
		r.RefuseLinks, err = flagOf(value)
	case "progress":
		r.progress, err = flagOf(value)
	case "workers":
		r.Workers, err = numberOf[int](value)
	case "maxEntries":
		r.MaxEntries, err = numberOf[int](value)
	case "maxManifestBytes":
		r.MaxManifestBytes, err = numberOf[int64](value)
	case "maxFileBytes":
		r.MaxFileBytes, err = numberOf[int64](value)
	case "untold":
		status, ok := engine.StatusByName(string(value))
		if !ok {
			return fmt.Errorf("unknown status %q", value)
		}
		r.Untold = r.Untold.With(status)
	default:
		err = unknownField(value)
	}
	return err
}

// A checkSummary is what a check's last event tells. It is that of what was
// done, with an error too.
type checkSummary struct {
	report *engine.Report
	took   time.Duration
}

func check(ctx context.Context, job *session.Job, fields []byte) (summary, error) {
	began := time.Now()
	var r checkRequest
	if err := readFields(fields, r.set); err != nil {
		return nil, err
	}
	if r.progress {
		r.Progress = func(p engine.Progress) { job.Emit(appendProgress(nil, &p)) }
	}
	var event []byte
	report, err := engine.Check(ctx, r.Request, func(v *engine.Verdict) {
		event = appendVerdict(event[:0], r.Root, v)
		job.Emit(event)
	})
	if entriesOf(&report) > manyEntries {
		go debug.FreeOSMemory() // nobody may need it again for long
	}
	return checkSummary{&report, time.Since(began)}, err
}

// manyEntries is how many entries may take so much memory, some 10 MB if files
// are named several times, that it is given back to the system when their check
// is over.
const manyEntries = 100_000

// entriesOf is the number of entries of all lists.
func entriesOf(report *engine.Report) (n int) {
	for _, list := range report.Lists {
		n += list.Entries
	}
	return n
}
