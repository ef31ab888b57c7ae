// Package bridge speaks the language of the host: it turns a request into a
// job of a session, and what the engine tells into the job's events.
//
// A request is a row of strings, each with a NUL at its end, like the
// environment of a process (environ(7)): the name of an operation, and its
// fields, NAME=VALUE. A field that is not there is empty, and one that may have
// several values comes once for each. Flags that are set are 1, numbers decimal;
// paths are bytes, which need not be UTF-8. Which fields there are is said where
// they are read, in the methods named set. The events are described in events.go.
// lib/requests.ts and lib/batch.ts are the other side.
package bridge

import (
	"bytes"
	"context"
	"errors"
	"fmt"

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
func run(ctx context.Context, job *session.Job, data []byte) (told summary, err error) {
	faults.At("bridge.request")
	operation, fields, _ := bytes.Cut(data, []byte{0})
	switch string(operation) {
	case "check":
		return check(ctx, job, fields)
	case "create":
		return create(ctx, job, fields)
	case "digest":
		return nil, digests(ctx, job, fields)
	}
	return nil, badRequest(fmt.Errorf("unknown operation %q", operation))
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
