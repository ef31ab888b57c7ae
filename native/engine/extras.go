package engine

import (
	"context"
	"path"
	"path/filepath"
	"strings"

	"checksig/beneath"
	"checksig/faults"
)

// tellExtras tells of every file beneath the root that no list names, the
// lists aside, and of every directory that cannot be read. Links are not
// followed; a link to a directory is no extra file if a listed name leads
// through it.
func (c *check) tellExtras(ctx context.Context) error {
	lists := make(map[string]bool)
	for _, list := range c.report.Lists {
		if name, err := filepath.Rel(c.request.Root, list.Path); err == nil {
			lists[name] = true
		}
	}
	through := c.passedDirectories()
	tally := c.newTally()
	return walk(ctx, c.root, func(name string, kind beneath.Kind, err error) {
		switch {
		case err != nil:
			status, detail := statusOf(err)
			c.tell(tally, &Verdict{Status: status, Path: []byte(name), Detail: detail})
		case lists[name] || c.index.has([]byte(name)):
		case kind == beneath.Link && through()[name]:
		default:
			c.tell(tally, &Verdict{Status: Extra, Path: []byte(name)})
		}
	})
}

// passedDirectories returns a function that returns the set of all directories
// that listed names lead through, and computes it when it is first called.
func (c *check) passedDirectories() func() map[string]bool {
	var set map[string]bool
	return func() map[string]bool {
		if set != nil {
			return set
		}
		set = make(map[string]bool)
		for name := range c.index.names {
			for {
				i := strings.LastIndexByte(name, '/')
				if i <= 0 || set[name[:i]] {
					break
				}
				name = name[:i]
				set[name] = true
			}
		}
		return set
	}
}

// walk calls visit for everything beneath the root that is no directory, in
// the order of names within each directory, and with an error for each
// directory that cannot be read.
func walk(ctx context.Context, root *beneath.Root, visit func(name string, kind beneath.Kind, err error)) error {
	faults.At("engine.walk")
	directories := []string{"."}
	for len(directories) > 0 {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		last := len(directories) - 1
		directory := directories[last]
		directories = directories[:last]
		entries, err := root.ReadDir(directory)
		if err != nil {
			visit(directory, beneath.Directory, err)
			continue
		}
		for _, entry := range entries {
			name := path.Join(directory, entry.Name)
			if entry.Kind == beneath.Directory {
				directories = append(directories, name)
				continue
			}
			visit(name, entry.Kind, nil)
		}
	}
	return nil
}
