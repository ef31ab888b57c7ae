package engine

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"

	"checksig/beneath"
	"checksig/digest"
	"checksig/faults"
	"checksig/manifest"
)

// A CreateRequest is what to write a list of, and how.
type CreateRequest struct {
	Root      string
	Manifest  string // the list's path, relative to Root or absolute
	Algorithm *digest.Algorithm
	Form      manifest.Form
	// RefuseLinks leaves symbolic links out; otherwise those to regular files
	// inside Root are listed as the files that they lead to.
	RefuseLinks bool
	// Progress, if not nil, is told every 100 ms how far the work is, and at its
	// end. Calls come one at a time.
	Progress func(Progress)
}

// A CreateReport sums up what was written.
type CreateReport struct {
	Path    string // of the list
	Entries int
	Bytes   int64 // read
}

// Create writes a list of all regular files beneath the root, the list itself
// aside, sorted by their names' bytes. The list is written beside its place,
// forced to the disk and then put into its place, so that there is the old one
// or the whole new one at any time. What cannot be listed because it is no
// regular file, or leads out, is told to skip, one call at a time.
//
// An error is an *Error or the context's cause; then nothing was written. A
// file that cannot be read, or changes meanwhile, is one.
func Create(ctx context.Context, r CreateRequest, skip func(*Verdict)) (CreateReport, error) {
	root, err := beneath.OpenRoot(r.Root)
	if err != nil {
		return CreateReport{}, &Error{Code: NoDirectory, Path: r.Root, Err: err}
	}
	defer root.Close()
	root.RefuseLinks = r.RefuseLinks
	path := r.Manifest
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.Root, path)
	}
	own, err := filepath.Rel(r.Root, path)
	if err != nil {
		own = ""
	}

	c := &creation{request: &r, root: root, skip: skip}
	if err := c.findFiles(ctx, own); err != nil {
		return CreateReport{}, err
	}
	if err := c.digestAll(ctx); err != nil {
		return CreateReport{}, err
	}
	text, entries := c.text()
	if entries == 0 {
		return CreateReport{}, &Error{Code: CreateFailed, Path: r.Root, Err: errNothing}
	}
	if err := replaceFile(path, text); err != nil {
		return CreateReport{}, &Error{Code: CreateFailed, Path: path, Err: err}
	}
	return CreateReport{Path: path, Entries: entries, Bytes: c.bytes.Load()}, nil
}

var errNothing = errors.New("found no file to list")

// A creation is one run of Create.
type creation struct {
	request *CreateRequest
	root    *beneath.Root
	files   []createdFile
	bytes   atomic.Int64
	done    atomic.Int64 // files

	mu   sync.Mutex // guards calls of skip
	skip func(*Verdict)
}

type createdFile struct {
	name string
	sum  digest.Value // zero if it is skipped
}

// findFiles finds what may be listed: everything but directories, and the file
// own.
func (c *creation) findFiles(ctx context.Context, own string) error {
	var failed error
	err := walk(ctx, c.root, func(name string, kind beneath.Kind, err error) {
		switch {
		case err != nil && failed == nil:
			failed = &Error{Code: CreateFailed, Path: filepath.Join(c.request.Root, name), Err: err}
		case err == nil && name != own:
			c.files = append(c.files, createdFile{name: name})
		}
	})
	slices.SortFunc(c.files, func(a, b createdFile) int {
		return bytes.Compare([]byte(a.name), []byte(b.name))
	})
	if err != nil {
		return err
	}
	return failed
}

func (c *creation) digestAll(ctx context.Context) (err error) {
	if c.request.Progress != nil {
		var total int64
		for _, file := range c.files {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if info, err := c.root.Stat([]byte(file.name)); err == nil {
				total += info.Size
			}
		}
		stop := tellProgress(c.request.Progress, func() Progress {
			p := Progress{
				Files: int(c.done.Load()), FilesTotal: len(c.files), Bytes: c.bytes.Load(), BytesTotal: total,
			}
			if p.FilesTotal > 0 {
				p.Path = []byte(c.files[min(p.Files, p.FilesTotal-1)].name)
			}
			return p
		})
		defer func() { err = cmp.Or(err, stop()) }()
	}
	return inParallel(ctx, min(Cores, len(c.files)), len(c.files), c.digest)
}

// digest is what one worker does.
func (c *creation) digest(ctx context.Context, d *dealer) error {
	w := &creator{creation: c}
	w.reader = reader{ctx: ctx, customer: w, dealer: d, turn: turn{pool: shared}, total: &c.bytes}
	return w.reader.run()
}

// A creator is one worker of a creation.
type creator struct {
	*creation
	reader reader
}

func (c *creator) begin(t *task) (supplied, error) {
	faults.At("engine.create")
	number, ok := c.reader.dealer.next()
	if !ok {
		return none, nil
	}
	t.number = number
	t.source = source{c.root, []byte(c.files[t.number].name)}
	t.need(c.request.Algorithm)
	return another, nil
}

func (c *creator) end(t *task) error {
	c.done.Add(1)
	file := &c.files[t.number]
	if t.err == nil {
		file.sum = t.sums[0]
		return nil
	}
	status, detail := statusOf(t.err)
	// A link in a circle leads to no file, as one to nothing does.
	circle := t.err == unix.ELOOP
	if status != NotRegular && status != Outside && status != Missing && !circle {
		return &Error{Code: CreateFailed, Path: filepath.Join(c.request.Root, file.name), Err: t.err}
	}
	c.reader.rest() // the telling may have to wait for a slow reader
	c.tell(&Verdict{Status: status, Path: []byte(file.name), Size: t.size, Detail: detail})
	return nil
}

func (c *creation) tell(v *Verdict) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.skip(v)
}

// text is the list's, and the number of its entries.
func (c *creation) text() (text []byte, entries int) {
	for _, file := range c.files {
		if file.sum.IsZero() {
			continue
		}
		entries++
		text = manifest.AppendEntry(text, c.request.Form, manifest.Entry{
			Name: []byte(file.name), Want: file.sum, Algorithm: c.request.Algorithm,
		})
	}
	return text, entries
}
