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
	Root        path      `json:"root"`
	Manifest    path      `json:"manifest"`
	Algorithm   algorithm `json:"algorithm"`
	Form        string    `json:"form"` // "gnu" or "bsd"
	RefuseLinks bool      `json:"refuseLinks"`
	Progress    bool      `json:"progress"` // whether to tell of progress
}

// A createSummary is what a creation's last event tells.
type createSummary struct {
	Path    string `json:"path"`
	Entries int    `json:"entries"`
	Bytes   int64  `json:"bytes"`
}

func create(ctx context.Context, job *session.Job, data []byte) (any, error) {
	var r createRequest
	if err := decode(data, &r); err != nil {
		return nil, err
	}
	if r.Algorithm.Algorithm == nil {
		return nil, badRequest(errors.New("create needs an algorithm"))
	}
	request := engine.CreateRequest{
		Root:        string(r.Root),
		Manifest:    string(r.Manifest),
		Algorithm:   r.Algorithm.Algorithm,
		Form:        formOf(r.Form),
		RefuseLinks: r.RefuseLinks,
	}
	if r.Progress {
		request.Progress = func(p engine.Progress) { job.Emit(appendProgress(nil, &p)) }
	}
	report, err := engine.Create(ctx, request, func(v *engine.Verdict) {
		job.Emit(appendVerdict(nil, string(r.Root), v))
	})
	return createSummary{report.Path, report.Entries, report.Bytes}, err
}
