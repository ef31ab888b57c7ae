package threads

import (
	"testing"
	"time"
)

func TestCheckpointsAreDueOnceAnInterval(t *testing.T) {
	var c Checkpoints
	start := time.Now()
	for _, step := range []struct {
		after time.Duration // start
		due   bool
	}{
		{0, true}, // who has worked before it passes the first one may have done so for long
		{0, false},
		{checkpointInterval - 1, false},
		{checkpointInterval, true},
		{checkpointInterval + 1, false},
		{2*checkpointInterval - 1, false},
		{10 * checkpointInterval, true},
		{11*checkpointInterval - 1, false},
		{11 * checkpointInterval, true},
	} {
		if due := c.due(start.Add(step.after)); due != step.due {
			t.Errorf("found due = %v after %v, expected %v", due, step.after, step.due)
		}
	}
	c.Pass()
}
