package bridge

import (
	"context"
	"errors"

	"checksig/engine"
	"checksig/session"
)

// A createRequest asks for engine.Create; its events are verdicts on what is
// left out, and progress.
type createRequest struct {
	engine.CreateRequest
	progress bool // whether to tell of progress
}

// set reads a field.
//
//	root, manifest         bytes
//	algorithm              a name
//	form                   "gnu" or "bsd"
//	refuseLinks, progress  flags
func (r *createRequest) set(name string, value []byte) (err error) {
	switch name {
	case "root":
		r.Root = string(value)
	case "manifest":
		r.Manifest = string(value)
	case "algorithm":
		r.Algorithm, err = algorithmOf(value)
	case "form":
		r.Form, err = formOf(value)
	case "refuseLinks":
		r.RefuseLinks, err = flagOf(value)
	case "progress":
		r.progress, err = flagOf(value)
	default:
		err = unknownField(value)
	}
	return err
}

// A createSummary is what a creation's last event tells.
type createSummary engine.CreateReport

func create(ctx context.Context, job *session.Job, fields []byte) (summary, error) {
	var r createRequest
	if err := readFields(fields, r.set); err != nil {
		return nil, err
	}
	if r.Algorithm == nil {
		return nil, badRequest(errors.New("create needs an algorithm"))
	}
	if r.progress {
		r.Progress = func(p engine.Progress) { job.Emit(appendProgress(nil, &p)) }
	}
	report, err := engine.Create(ctx, r.CreateRequest, func(v *engine.Verdict) {
		job.Emit(appendVerdict(nil, r.Root, v))
	})
	return createSummary(report), err
}
