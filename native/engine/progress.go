package engine

import (
	"bytes"
	"context"
	"slices"
	"time"
)

// progressInterval is the time between two calls of Request.Progress.
const progressInterval = 100 * time.Millisecond

// addSizes is what one worker does to find the total of the sizes.
func (c *check) addSizes(ctx context.Context, next func() (int, bool)) error {
	for i, ok := next(); ok; i, ok = next() {
		if ctx.Err() != nil {
			return errStopped
		}
		entry, _ := c.index.entry(int(c.index.targets[i]))
		if info, err := c.root.Stat(entry.Name); err == nil {
			c.bytesTotal.Add(info.Size)
		}
	}
	return nil
}

// tellProgress tells how far the work is, now and then, until stop is called,
// which tells it a last time.
func tellProgress(tell func(Progress), progress func() Progress) (stop func()) {
	done := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		var err error
		defer recoverAs(&err) // what tells of progress is no part of the answer
		ticker := time.NewTicker(progressInterval)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				tell(progress())
			case <-done:
				tell(progress())
				return
			}
		}
	}()
	return func() {
		close(done)
		<-ended
	}
}

func (c *check) progress() Progress {
	c.mu.Lock()
	tallies := slices.Clone(c.tallies)
	c.mu.Unlock()
	p := Progress{FilesTotal: len(c.index.targets), BytesTotal: c.bytesTotal.Load()}
	for _, t := range tallies {
		p.Files += int(t.files.Load())
		p.Bytes += t.bytes.Load()
		if current := t.current.Load(); current > 0 {
			entry, _ := c.index.entry(int(current - 1))
			p.Path = bytes.Clone(entry.Name)
		}
	}
	return p
}
