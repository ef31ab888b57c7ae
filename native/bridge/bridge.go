// Package bridge speaks the language of the host: it turns a request into a
// job of a session, and the engine's verdicts into the job's events.
//
// A request is a JSON object:
//
//	{"op": "check", "root": "/srv/data", "verdicts": "failed"}
//
// Verdicts says which of them are to be told: "failed" or "all".
//
// The events are described at appendVerdict and appendEnd. lib/check.ts and
// lib/batch.ts are the other side.
package bridge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"

	"checksig/engine"
	"checksig/session"
)

// A request has the fields of all operations.
type request struct {
	Op       string `json:"op"`
	Root     string `json:"root"`
	Verdicts string `json:"verdicts"`
}

// Start begins the job that the request in data asks for and returns its
// number; 0 means that the session is closed. It never waits: what is wrong
// with the request is said by the job's last event.
func Start(s *session.Session, data []byte) uint32 {
	return s.Start(func(ctx context.Context, job *session.Job) (last []byte) {
		defer func() {
			if cause := recover(); cause != nil {
				last = appendEnd(nil, engine.Report{}, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
			}
		}()
		report, err := run(ctx, job, data)
		return appendEnd(nil, report, err)
	})
}

func run(ctx context.Context, job *session.Job, data []byte) (engine.Report, error) {
	r, err := parseRequest(data)
	if err != nil {
		return engine.Report{}, err
	}
	var event []byte
	return engine.Check(ctx, engine.Request{Root: r.Root}, func(v *engine.Verdict) {
		if v.Status == engine.OK && r.Verdicts == "failed" {
			return
		}
		event = appendVerdict(event[:0], r.Root, v)
		job.Emit(event)
	})
}

func parseRequest(data []byte) (request, error) {
	var r request
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		return r, fmt.Errorf("bad request: %w", err)
	}
	switch {
	case r.Op != "check":
		return r, fmt.Errorf(`bad request: found op %q, expected "check"`, r.Op)
	case r.Verdicts != "all" && r.Verdicts != "failed":
		return r, fmt.Errorf(`bad request: found verdicts %q, expected "all" or "failed"`, r.Verdicts)
	}
	return r, nil
}

// codeOf is the word by which the host knows err.
func codeOf(err error) engine.Code {
	var e *engine.Error
	switch {
	case errors.As(err, &e):
		return e.Code
	case errors.Is(err, session.ErrCancelled):
		return "CANCELLED"
	}
	return engine.Internal
}
