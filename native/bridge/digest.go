package bridge

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"checksig/engine"
	"checksig/session"
)

// A digestRequest asks for engine.Digests; its events are digests.
type digestRequest struct {
	Algorithm algorithm `json:"algorithm"`
	Sources   []source  `json:"sources"`
	Streams   bool      `json:"streams"`
}

// A source is a path, or a number: a descriptor that the caller has open.
type source struct{ engine.Source }

func (s *source) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte{'"'}) {
		var p path
		err := json.Unmarshal(data, &p)
		s.Path = []byte(p)
		return err
	}
	s.HasFD = true
	return json.Unmarshal(data, &s.Descriptor)
}

func digests(ctx context.Context, job *session.Job, data []byte) (any, error) {
	var r digestRequest
	if err := decode(data, &r); err != nil {
		return nil, err
	}
	if r.Algorithm.Algorithm == nil {
		return nil, badRequest(fmt.Errorf("no algorithm"))
	}
	sources := make([]engine.Source, len(r.Sources))
	for i, source := range r.Sources {
		if source.HasFD && !r.Streams {
			return nil, badRequest(fmt.Errorf("a descriptor is a stream"))
		}
		sources[i] = source.Source
	}
	var event []byte
	err := engine.Digests(ctx, r.Algorithm.Algorithm, sources, r.Streams, func(d *engine.FileDigest) {
		event = appendDigestEvent(event[:0], d)
		job.Emit(event)
	})
	return nil, err
}
