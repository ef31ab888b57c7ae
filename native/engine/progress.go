package engine

import (
	"context"
	"slices"
	"time"

	"checksig/faults"
	"checksig/threads"
)

// progressInterval is the time between two calls of Request.Progress.
const progressInterval = 100 * time.Millisecond

// addSizes is what one worker does to find the number of files and the total
// of their sizes.
func (c *check) addSizes(ctx context.Context, firsts *supply) error {
	var file listed
	var checkpoints threads.Checkpoints
	for {
		if ctx.Err() != nil {
			return errStopped
		}
		faults.At("engine.sizes")
		checkpoints.Pass()
		if found, err := firsts.next(&file, nil); found == none {
			return err
		}
		c.filesTotal.Add(1)
		if info, err := c.root.Stat(file.verdict.Path); err == nil {
			c.bytesTotal.Add(info.Size)
		}
	}
}

// tellProgress tells how far the work is, now and then, until stop is called,
// which tells it a last time and returns an error if the telling panicked.
func tellProgress(tell func(Progress), progress func() Progress) (stop func() error) {
	done := make(chan struct{})
	ended := make(chan struct{})
	var failed error
	go func() {
		defer close(ended)
		defer recoverAs(&failed)
		faults.At("engine.progress")
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
	return func() error {
		close(done)
		<-ended
		return failed
	}
}

func (c *check) progress() Progress {
	c.mu.Lock()
	tallies := slices.Clone(c.tallies)
	c.mu.Unlock()
	p := Progress{FilesTotal: int(c.filesTotal.Load()), BytesTotal: c.bytesTotal.Load()}
	for _, t := range tallies {
		p.Files += int(t.files.Load())
		p.Bytes += t.bytes.Load()
		if current := t.current.Load(); current != nil {
			p.Path = *current
		}
	}
	return p
}
