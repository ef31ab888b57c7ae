package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"checksig/beneath"
	"checksig/digest"
	"checksig/faults"
	"checksig/manifest"
)

// smallList is the size in bytes of a list that is read sooner than another
// goroutine begins.
const smallList = 64 << 10

// readLists reads the lists that the request names, or the root's default
// list, and returns the index of their entries and a report on each list.
func readLists(ctx context.Context, root *beneath.Root, r *Request) (*index, []ListReport, error) {
	if len(r.Manifests) > 0 {
		return readNamed(ctx, root, r, r.Manifests)
	}
	if usual, err := root.Stat([]byte(DefaultManifest)); err != nil || usual.Size < smallList {
		name, err := defaultList(root, r.Root)
		if err != nil {
			return nil, nil, err
		}
		return readNamed(ctx, root, r, []string{name})
	}
	// The usual case, read while it is found out whether it is the case: in a
	// large directory both take their time.
	usual := make(chan string, 1)
	var failed error
	go func() {
		defer close(usual)
		defer recoverAs(&failed)
		var name string
		name, failed = defaultList(root, r.Root)
		usual <- name
	}()
	defer func() { <-usual }() // the root may be closed only then, after a panic too
	index, reports, err := readNamed(ctx, root, r, []string{DefaultManifest})
	name := <-usual
	switch {
	case failed != nil:
		return nil, nil, failed
	case name != DefaultManifest:
		return readNamed(ctx, root, r, []string{name})
	}
	return index, reports, err
}

// readNamed reads the lists of these names. What a relative name leads to must
// lie beneath the root.
func readNamed(ctx context.Context, root *beneath.Root, r *Request, names []string) (*index, []ListReport, error) {
	var sources []listSource
	for _, name := range names {
		if filepath.IsAbs(name) {
			sources = append(sources, listSource{name, name, atPath(name)})
		} else {
			path := filepath.Join(r.Root, name)
			sources = append(sources, listSource{name, path, source{root, []byte(name)}})
		}
	}
	var lists []*manifest.List
	entries := 0
	for _, source := range sources {
		list, err := readList(ctx, source, r, entries)
		if err != nil {
			return nil, nil, err
		}
		entries += list.Len()
		lists = append(lists, list)
	}
	index := newIndex(lists)
	var reports []ListReport
	for i, source := range sources {
		algorithms := index.algorithms[i]
		for _, algorithm := range algorithms {
			if len(r.Allowed) > 0 && !slices.Contains(r.Allowed, algorithm) {
				return nil, nil, &Error{Code: AlgorithmRefused, Path: source.path, Err: fmt.Errorf(
					"the list has %s digests, allowed are %s", algorithm.Name(), nameAll(r.Allowed))}
			}
		}
		reports = append(reports, ListReport{source.name, source.path, lists[i].Len(), algorithms})
	}
	return index, reports, nil
}

// A listSource is where a list is.
type listSource struct {
	name string // as the caller names it, or as it was found
	path string // in messages and reports
	source
}

// defaultList finds the one name in the root that is a usual one for a list;
// if there is none, that which is used most.
func defaultList(root *beneath.Root, dir string) (string, error) {
	faults.At("engine.names")
	var found []string
	err := root.EachName(func(name []byte) {
		if manifest.IsCandidate(name) {
			found = append(found, string(name))
		}
	})
	switch found = manifest.Candidates(found); {
	case err != nil || len(found) == 0: // a directory may be one to pass, and not to read
		return DefaultManifest, nil
	case len(found) == 1:
		return found[0], nil
	default:
		return "", &Error{Code: AmbiguousManifest, Path: dir, Err: fmt.Errorf(
			"found several lists (%s), expected one, or a word on which to take", strings.Join(found, ", "))}
	}
}

// readList reads and parses one list; the lists before it have that many
// entries.
func readList(ctx context.Context, source listSource, r *Request, entries int) (*manifest.List, error) {
	limit := int64(DefaultMaxManifestBytes)
	if r.MaxManifestBytes > 0 {
		limit = min(r.MaxManifestBytes, manifest.MaxBytes)
	}
	buffer := listBuffer{limit: limit}
	turn := turn{pool: shared}
	_, err := func() (int64, error) {
		defer turn.give()
		return read(ctx, &turn, source.source, &buffer)
	}()
	switch {
	case err == errStopped:
		return nil, context.Cause(ctx)
	case err == errTooLarge:
		return nil, &Error{Code: LimitExceeded, Path: source.path, Err: fmt.Errorf(
			"the list is larger than the limit of %d bytes", limit)}
	case err == unix.ENOENT && len(r.Manifests) == 0:
		return nil, &Error{Code: NoManifest, Path: source.path, Err: errNoList}
	case err != nil:
		return nil, &Error{Code: NoManifest, Path: source.path, Err: err}
	}
	most := DefaultMaxEntries
	if r.MaxEntries > 0 {
		most = min(r.MaxEntries, math.MaxInt32)
	}
	if entries >= most {
		return nil, &Error{Code: LimitExceeded, Path: source.path, Err: fmt.Errorf(
			"the lists before it have %d entries, the limit is %d", entries, most)}
	}
	list, err := manifest.Parse(buffer.data, manifest.Options{
		Algorithm:  r.Algorithm,
		Name:       filepath.Base(source.path),
		MaxEntries: most - entries,
	})
	var beyond *manifest.LimitError
	switch {
	case errors.As(err, &beyond):
		return nil, &Error{Code: LimitExceeded, Path: source.path, Err: err}
	case err != nil:
		return nil, &Error{Code: BadManifest, Path: source.path, Err: err}
	}
	return list, nil
}

// A listBuffer takes a list in, up to a limit.
type listBuffer struct {
	data  []byte
	limit int64
}

// Expect makes room for a file of that size.
func (b *listBuffer) Expect(size int64) error {
	if size > b.limit {
		return errTooLarge
	}
	b.data = slices.Grow(b.data, int(size))
	return nil
}

func (b *listBuffer) Write(p []byte) (int, error) {
	if int64(len(b.data)+len(p)) > b.limit {
		return 0, errTooLarge
	}
	b.data = append(b.data, p...)
	return len(p), nil
}

func nameAll(algorithms []*digest.Algorithm) string {
	var list []string
	for _, algorithm := range algorithms {
		list = append(list, algorithm.Name())
	}
	return strings.Join(list, ", ")
}
