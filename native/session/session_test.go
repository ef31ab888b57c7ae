package session

import (
	"bytes"
	"context"
	"encoding/binary"
	"slices"
	"testing"
	"time"
)

const long = time.Minute // a timeout that no test waits for

// section is a decoded section of a batch.
type section struct {
	job   uint32
	ended bool
	body  string
}

func decode(t *testing.T, batch []byte) (sections []section) {
	t.Helper()
	for len(batch) > 0 {
		job, ended, size := word(batch, 0), word(batch, 1), word(batch, 2)
		batch = batch[12:]
		sections = append(sections, section{job, ended == 1, string(batch[:size])})
		batch = batch[size:]
	}
	return sections
}

func word(b []byte, i int) uint32 { return binary.LittleEndian.Uint32(b[4*i:]) }

// drain fetches batches until n jobs have ended and returns all that each job
// said.
func drain(t *testing.T, s *Session, n int) map[uint32]string {
	t.Helper()
	said := map[uint32]string{}
	for n > 0 {
		batch, ok := s.Next(long)
		if !ok {
			t.Fatal("the session is closed")
		}
		for _, section := range decode(t, batch) {
			said[section.job] += section.body
			if section.ended {
				n--
			}
		}
	}
	return said
}

func TestEventsArriveInTheirOrder(t *testing.T) {
	s := New(0, nil)
	defer s.Close()
	jobs := map[uint32]string{}
	for _, name := range []string{"a", "b", "c"} {
		id := s.Start(func(_ context.Context, job *Job) []byte {
			for i := range 5 {
				job.Emit([]byte{name[0], '0' + byte(i)})
			}
			return []byte("end")
		})
		jobs[id] = name + "0" + name + "1" + name + "2" + name + "3" + name + "4end"
	}
	said := drain(t, s, len(jobs))
	for id, want := range jobs {
		if said[id] != want {
			t.Errorf("job %d said %q, expected %q", id, said[id], want)
		}
	}
}

func TestAJobThatIsNotReadWaits(t *testing.T) {
	s := New(0, nil)
	defer s.Close()
	const events = 20
	event := bytes.Repeat([]byte{'x'}, queueBytes/4)
	emitted := make(chan int, events)
	id := s.Start(func(_ context.Context, job *Job) []byte {
		for i := range events {
			job.Emit(event)
			emitted <- i
		}
		return []byte("end")
	})
	s.Pause(id, true)
	// It fills its queue, and not one event more, however often others are read.
	for range 4 {
		<-emitted
	}
	if batch, ok := s.Next(20 * time.Millisecond); len(batch) != 0 || !ok {
		t.Errorf("found a batch of %d bytes from a paused job", len(batch))
	}
	other := s.Start(func(context.Context, *Job) []byte { return []byte("other") })
	if batch, _ := s.Next(long); !slices.Equal(decode(t, batch), []section{{other, true, "other"}}) {
		t.Errorf("found %d bytes, expected the other job's end", len(batch))
	}
	if len(emitted) != 0 {
		t.Error("the paused job went on")
	}
	s.Pause(id, false)
	if said := drain(t, s, 1)[id]; len(said) != events*len(event)+len("end") {
		t.Errorf("found %d bytes", len(said))
	}
}

func TestABatchIsBounded(t *testing.T) {
	s := New(0, nil)
	defer s.Close()
	const jobs = 16
	full := bytes.Repeat([]byte{'x'}, queueBytes)
	for range jobs {
		s.Start(func(_ context.Context, job *Job) []byte {
			job.Emit(full)
			return []byte("end")
		})
	}
	ended := map[uint32]bool{}
	for len(ended) < jobs {
		batch, _ := s.Next(long)
		if limit := batchBytes + queueBytes + 100; len(batch) > limit {
			t.Fatalf("found a batch of %d bytes, expected at most %d", len(batch), limit)
		}
		for _, section := range decode(t, batch) {
			if section.ended {
				ended[section.job] = true
			}
		}
	}
}

func TestCancel(t *testing.T) {
	s := New(0, nil)
	defer s.Close()
	tests := map[string]Run{
		"a job that waits for its reader": func(_ context.Context, job *Job) []byte {
			for range 3 {
				job.Emit(make([]byte, queueBytes))
			}
			return []byte("end")
		},
		"a job that works": func(ctx context.Context, _ *Job) []byte {
			<-ctx.Done()
			return []byte(context.Cause(ctx).Error())
		},
	}
	for name, run := range tests {
		t.Run(name, func(t *testing.T) {
			id := s.Start(run)
			s.Pause(id, true)
			s.Cancel(id)
			said := drain(t, s, 1)[id]
			if len(said) > queueBytes+100 {
				t.Errorf("found %d bytes after the cancelling", len(said))
			}
		})
	}
	s.Cancel(4711)
	s.Pause(4711, true)
}

func TestNextReturnsAfterItsTimeout(t *testing.T) {
	s := New(0, nil)
	if batch, ok := s.Next(time.Millisecond); len(batch) != 0 || !ok {
		t.Errorf("found %d bytes, %v", len(batch), ok)
	}
}

func TestCloseEndsEverything(t *testing.T) {
	s := New(0, nil)
	stopped := make(chan error)
	s.Start(func(ctx context.Context, _ *Job) []byte {
		<-ctx.Done()
		stopped <- context.Cause(ctx)
		return nil
	})
	returned := make(chan bool)
	go func() {
		_, ok := s.Next(long)
		returned <- ok
	}()
	s.Close()
	if <-returned {
		t.Error("Next returned a batch of a closed session")
	}
	if cause := <-stopped; cause != ErrCancelled {
		t.Errorf("found %v", cause)
	}
	if id := s.Start(func(context.Context, *Job) []byte { t.Error("it runs"); return nil }); id != 0 {
		t.Errorf("found job %d in a closed session", id)
	}
}

func TestALeaseEndsASessionThatNobodyPolls(t *testing.T) {
	const lease = 50 * time.Millisecond
	wait := func(ctx context.Context, _ *Job) []byte {
		<-ctx.Done()
		return nil
	}
	var table Table

	abandoned := table.Open(lease)
	polled := table.Open(lease)
	idle := table.Open(lease)
	ended := make(chan bool)
	table.Get(abandoned).Start(func(ctx context.Context, job *Job) []byte {
		defer close(ended)
		return wait(ctx, job)
	})
	s := table.Get(polled)
	s.Start(wait)
	for open := true; open; {
		if _, ok := s.Next(lease / 10); !ok {
			t.Fatal("a session that is polled has ended")
		}
		select {
		case <-ended:
			open = false
		default:
		}
	}
	if table.Get(abandoned) != nil {
		t.Error("the table still has the ended session")
	}
	if table.Get(idle) == nil || table.Get(polled) == nil {
		t.Error("a session without a job, or one that is polled, has ended")
	}
	table.Close(polled)
	table.Close(idle)
	table.Close(idle)
	if n := table.Len(); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
}

// TestRecycledBatches has batches come in the memory of earlier ones, and say
// the same.
func TestRecycledBatches(t *testing.T) {
	s := New(0, nil)
	defer s.Close()
	const events = 1000
	s.Start(func(_ context.Context, job *Job) []byte {
		for i := range events {
			job.Emit(bytes.Repeat([]byte{byte(i)}, 1000))
		}
		return []byte("end")
	})
	var found []byte
	for {
		batch, ok := s.Next(long)
		if !ok {
			t.Fatal("the session is closed")
		}
		for _, section := range decode(t, batch) {
			found = append(found, section.body...)
		}
		clear(batch)
		s.Recycle(batch)
		if bytes.HasSuffix(found, []byte("end")) {
			break
		}
	}
	for i := range events {
		if event := found[1000*i : 1000*(i+1)]; !bytes.Equal(event, bytes.Repeat([]byte{byte(i)}, 1000)) {
			t.Fatalf("event %d is another", i)
		}
	}
	if len(found) != 1000*events+len("end") {
		t.Errorf("found %d bytes", len(found))
	}
}
