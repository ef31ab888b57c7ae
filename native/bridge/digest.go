package bridge

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"checksig/digest"
	"checksig/engine"
	"checksig/session"
)

// A digestRequest asks for engine.Digests; its events are digests.
type digestRequest struct {
	algorithm *digest.Algorithm
	sources   []engine.Source
	streams   bool
}

// set reads a field. The sources are in the order of their fields.
//
//	algorithm   a name
//	path        bytes, for each source that is a file
//	descriptor  a number, for each that the caller has open
//	streams     a flag: read whatever can be opened
func (r *digestRequest) set(name string, value []byte) (err error) {
	switch name {
	case "algorithm":
		r.algorithm, err = algorithmOf(value)
	case "path":
		r.sources = append(r.sources, engine.Source{Path: value})
	case "descriptor":
		descriptor, failed := strconv.ParseUint(string(value), 10, 31)
		if failed != nil {
			return fmt.Errorf("found %q, expected a descriptor", value)
		}
		r.sources = append(r.sources, engine.Source{Descriptor: int(descriptor), HasFD: true})
	case "streams":
		r.streams, err = flagOf(value)
	default:
		err = unknownField(value)
	}
	return err
}

func digests(ctx context.Context, job *session.Job, fields []byte) error {
	var r digestRequest
	if err := readFields(fields, r.set); err != nil {
		return err
	}
	if r.algorithm == nil {
		return badRequest(errors.New("digest needs an algorithm"))
	}
	for _, source := range r.sources {
		if source.HasFD && !r.streams {
			return badRequest(errors.New("a descriptor is a stream"))
		}
	}
	var event []byte
	return engine.Digests(ctx, r.algorithm, r.sources, r.streams, func(d *engine.FileDigest) {
		event = appendDigestEvent(event[:0], d)
		job.Emit(event)
	})
}
