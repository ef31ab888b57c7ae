package bridge

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"checksig/digest"
	"checksig/engine"
	"checksig/session"
)

// A checkRequest asks for engine.Check; its events are verdicts and progress.
type checkRequest struct {
	Root             path        `json:"root"`
	Manifests        []path      `json:"manifests"`
	Algorithm        algorithm   `json:"algorithm"`
	Allowed          []algorithm `json:"allowed"`
	Extras           bool        `json:"extras"`
	RefuseLinks      bool        `json:"refuseLinks"`
	Workers          int         `json:"workers"`
	MaxEntries       int         `json:"maxEntries"`
	MaxManifestBytes int64       `json:"maxManifestBytes"`
	MaxFileBytes     int64       `json:"maxFileBytes"`
	Untold           []string    `json:"untold"`   // the statuses of the verdicts not to tell
	Progress         bool        `json:"progress"` // whether to tell of progress
}

// A checkSummary is what a check's last event tells. It is that of what was
// done, with an error too.
type checkSummary struct {
	Counts    []int         `json:"counts"` // of all verdicts, by engine.Status
	Bytes     int64         `json:"bytes"`
	Seconds   float64       `json:"seconds"`
	Manifests []listSummary `json:"manifests"`
}

type listSummary struct {
	Path       string   `json:"path"`
	Entries    int      `json:"entries"`
	Algorithms []string `json:"algorithms"`
}

func check(ctx context.Context, job *session.Job, data []byte) (any, error) {
	began := time.Now()
	var r checkRequest
	if err := decode(data, &r); err != nil {
		return nil, err
	}
	if slices.Contains(r.Allowed, algorithm{}) {
		return nil, badRequest(errors.New("found an allowed algorithm without a name"))
	}
	var untold engine.Statuses
	for _, name := range r.Untold {
		status, ok := engine.StatusByName(name)
		if !ok {
			return nil, badRequest(fmt.Errorf("unknown status %q", name))
		}
		untold = untold.With(status)
	}
	var event []byte
	request := r.engineRequest(job)
	request.Untold = untold
	report, err := engine.Check(ctx, request, func(v *engine.Verdict) {
		event = appendVerdict(event[:0], string(r.Root), v)
		job.Emit(event)
	})
	summary := summarise(&report, time.Since(began))
	if summary.entries() > manyEntries {
		go debug.FreeOSMemory() // nobody may need it again for long
	}
	return summary, err
}

// manyEntries is how many entries may take so much memory, some 10 MB if files
// are named several times, that it is given back to the system when their check
// is over.
const manyEntries = 100_000

func (r *checkRequest) engineRequest(job *session.Job) engine.Request {
	request := engine.Request{
		Root:             string(r.Root),
		Algorithm:        r.Algorithm.Algorithm,
		Extras:           r.Extras,
		RefuseLinks:      r.RefuseLinks,
		Workers:          r.Workers,
		MaxEntries:       r.MaxEntries,
		MaxManifestBytes: r.MaxManifestBytes,
		MaxFileBytes:     r.MaxFileBytes,
	}
	for _, manifest := range r.Manifests {
		request.Manifests = append(request.Manifests, string(manifest))
	}
	for _, algorithm := range r.Allowed {
		request.Allowed = append(request.Allowed, algorithm.Algorithm)
	}
	if r.Progress {
		request.Progress = func(p engine.Progress) { job.Emit(appendProgress(nil, &p)) }
	}
	return request
}

func summarise(report *engine.Report, took time.Duration) checkSummary {
	s := checkSummary{
		Counts:    report.Counts[:],
		Bytes:     report.Bytes,
		Seconds:   took.Seconds(),
		Manifests: []listSummary{},
	}
	for _, list := range report.Lists {
		s.Manifests = append(s.Manifests, listSummary{list.Path, list.Entries, algorithmNames(list.Algorithms)})
	}
	return s
}

// entries is the number of entries of all lists.
func (s *checkSummary) entries() (n int) {
	for _, list := range s.Manifests {
		n += list.Entries
	}
	return n
}

func algorithmNames(algorithms []*digest.Algorithm) []string {
	names := []string{}
	for _, algorithm := range algorithms {
		names = append(names, algorithm.Name())
	}
	return names
}
