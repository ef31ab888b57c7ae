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

// largeList is the size in bytes above which a list is not kept in memory while
// it is checked.
var largeList int64 = 1 << 20

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
	if failed == nil && name == DefaultManifest {
		return index, reports, err
	}
	if err == nil {
		index.close()
	}
	if failed != nil {
		return nil, nil, failed
	}
	return readNamed(ctx, root, r, []string{name})
}

// readNamed reads the lists of these names. What a relative name leads to must
// lie beneath the root.
func readNamed(ctx context.Context, root *beneath.Root, r *Request, names []string) (*index, []ListReport, error) {
	x, whole := newIndex(r.Extras), false
	defer func() {
		if !whole { // after a panic too
			x.close()
		}
	}()
	reports, err := x.readAll(ctx, root, r, names)
	if err != nil {
		return nil, nil, err
	}
	x.seal()
	whole = true
	return x, reports, nil
}

func (x *index) readAll(ctx context.Context, root *beneath.Root, r *Request, names []string) (reports []ListReport, err error) {
	var sources []listSource
	for _, name := range names {
		list := listSource{name, name, atPath(name)}
		if !filepath.IsAbs(name) {
			list.path, list.source = filepath.Join(r.Root, name), source{root, []byte(name)}
		}
		sources = append(sources, list)
		if err := x.readList(ctx, list, r); err != nil {
			return nil, err
		}
	}
	for i, source := range sources {
		algorithms := x.algorithms[i]
		for _, algorithm := range algorithms {
			if len(r.Allowed) > 0 && !slices.Contains(r.Allowed, algorithm) {
				return nil, &Error{Code: AlgorithmRefused, Path: source.path, Err: fmt.Errorf(
					"the list has %s digests, allowed are %s", algorithm.Name(), nameAll(r.Allowed))}
			}
		}
		reports = append(reports, ListReport{source.name, source.path, x.lists[i].Len(), algorithms})
	}
	return reports, nil
}

// A listSource is where a list is.
type listSource struct {
	name string // as the caller names it, or as it was found
	path string // in messages and reports
	source
}

// An openList is a list whose entries can be read.
type openList struct {
	*manifest.List
	path string
	text manifest.Text
}

// close releases the list's file, if it is still there.
func (l *openList) close() {
	if text, ok := l.text.(*fileText); ok {
		text.file.Close()
	}
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

// readList reads and parses one more list.
func (x *index) readList(ctx context.Context, source listSource, r *Request) error {
	limit := int64(DefaultMaxManifestBytes)
	if r.MaxManifestBytes > 0 {
		limit = min(r.MaxManifestBytes, manifest.MaxBytes)
	}
	fails := func(code Code, err error) error { return &Error{Code: code, Path: source.path, Err: err} }
	text, err := readText(ctx, source, limit)
	switch {
	case err == errStopped:
		return context.Cause(ctx)
	case err == errTooLarge:
		return fails(LimitExceeded, fmt.Errorf("the list is larger than the limit of %d bytes", limit))
	case err == unix.ENOENT && len(r.Manifests) == 0:
		return fails(NoManifest, errNoList)
	case err != nil:
		return fails(NoManifest, err)
	}
	list := &openList{path: source.path, text: text}
	x.lists = append(x.lists, list)
	if err = x.parse(list, r); err == errStopped {
		return context.Cause(ctx)
	}
	return err
}

// readText reads a list, or opens it if it is large.
func readText(ctx context.Context, source listSource, limit int64) (manifest.Text, error) {
	turn := turn{pool: shared}
	if !turn.take(ctx.Done()) {
		return nil, errStopped
	}
	defer turn.give()
	faults.At("read.open")
	file, info, err := source.open()
	if err != nil {
		return nil, err
	}
	if info.Size > largeList && info.Size <= limit {
		openedFiles.Add(-1) // it stays open, which others need not wait for
		return newFileText(ctx, source.path, file, info), nil
	}
	defer closeFile(file)
	buffer := listBuffer{limit: limit}
	_, err = readFile(&turn, file, info, &buffer, ctx.Done())
	return manifest.Bytes(buffer.data), err
}

// parse enters the list after those that there are. The error is errStopped or
// an *Error.
func (x *index) parse(list *openList, r *Request) error {
	most := DefaultMaxEntries
	if r.MaxEntries > 0 {
		most = min(r.MaxEntries, math.MaxInt32)
	}
	if x.entries >= most {
		return &Error{Code: LimitExceeded, Path: list.path, Err: fmt.Errorf(
			"the lists before it have %d entries, the limit is %d", x.entries, most)}
	}
	err := x.read(list, manifest.Options{
		Algorithm:  r.Algorithm,
		Name:       filepath.Base(list.path),
		MaxEntries: most - x.entries,
	})
	if text, ok := list.text.(*fileText); ok && err == nil {
		err = text.unchanged()
	}
	var known *Error
	var beyond *manifest.LimitError
	switch {
	case err == nil, err == errStopped, errors.As(err, &known):
		return err
	case errors.As(err, &beyond):
		return &Error{Code: LimitExceeded, Path: list.path, Err: err}
	}
	return &Error{Code: BadManifest, Path: list.path, Err: err}
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
