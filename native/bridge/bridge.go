// Package bridge speaks the language of the host: it turns a request into a
// job of a session, and what the engine tells into the job's events.
//
// A request is the name of an operation, a space and a JSON object with its
// fields (checkRequest, createRequest, digestRequest), of which those that are
// not there are empty. Paths are strings that have a character for each byte of
// the path, so that a path need not be UTF-8. The events are described in
// events.go. lib/requests.ts and lib/batch.ts are the other side.
package bridge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"checksig/digest"
	"checksig/engine"
	"checksig/faults"
	"checksig/session"
)

// Start begins the job that the request in data asks for and returns its
// number; 0 means that the session is closed. It never waits: what is wrong
// with the request is said by the job's last event.
func Start(s *session.Session, data []byte) uint32 {
	return s.Start(func(ctx context.Context, job *session.Job) (last []byte) {
		defer RecoverEnd(&last)
		summary, err := run(ctx, job, data)
		return appendEnd(nil, summary, err)
	})
}

// run does what the request asks for. The summary goes into the last event.
func run(ctx context.Context, job *session.Job, data []byte) (summary any, err error) {
	faults.At("bridge.request")
	operation, fields, _ := bytes.Cut(data, []byte(" "))
	switch string(operation) {
	case "check":
		return check(ctx, job, fields)
	case "create":
		return create(ctx, job, fields)
	case "digest":
		return digests(ctx, job, fields)
	}
	return nil, badRequest(fmt.Errorf("unknown operation %q", operation))
}

// decode reads a request strictly into v, a pointer to a structure.
func decode(data []byte, v any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return badRequest(err)
	}
	return nil
}

func badRequest(err error) error { return fmt.Errorf("bad request: %w", err) }

// A path is a path in a request.
type path string

func (p *path) UnmarshalText(text []byte) error {
	raw := make([]byte, 0, len(text))
	for _, r := range string(text) {
		if r > 0xff {
			return fmt.Errorf("found the character %q in a path, expected bytes", r)
		}
		raw = append(raw, byte(r))
	}
	*p = path(raw)
	return nil
}

// An algorithm is the name of an algorithm in a request; empty for none.
type algorithm struct{ *digest.Algorithm }

func (a *algorithm) UnmarshalText(name []byte) error {
	if len(name) == 0 {
		return nil
	}
	found, ok := digest.ByName(string(name))
	if !ok {
		return fmt.Errorf("unknown algorithm %q", name)
	}
	a.Algorithm = found
	return nil
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
