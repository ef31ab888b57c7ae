package bridge

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"checksig/digest"
	"checksig/engine"
	"checksig/manifest"
	"checksig/session"
)

// FuzzEvents asserts that what jobs tell, with any bytes in any field, is what
// the host reads: each job's events in their order, its end once and last.
func FuzzEvents(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{3})
	f.Add([]byte("\x00\x00\x00" + // one job, its end
		"\x00\x01\x01/\x08\x00\x01\x00\x00\x00\x02\x01a" + // a verdict on a malformed line: up to its path
		"\x00\x00\x00\x00\x00\x00\x10\x00\x01\xaa\x02\xbb\xcc\x01r\xffx\x00" + // and from its size to its long text
		"\x04\x00\x00\x00\x01\xffx\x01r\x00")) // a malformed line, as long
	for kind := range byte(6) {
		f.Add(append([]byte{0, kind, kind, kind}, bytes.Repeat([]byte{5, 'a', 0xff, 3, '/', 1, 0, '\n', 2, 0x80, '%', 200}, 20)...))
		f.Add(append([]byte{1, kind, 2, 'b', 0x80, 2, 'c', '\n'}, bytes.Repeat([]byte{kind, 255, kind}, 60)...))
	}
	f.Fuzz(func(t *testing.T, program []byte) {
		synctest.Test(t, func(t *testing.T) {
			tell(t, (*values)(&program))
		})
	})
}

// A told is what a job tells, as it is written and as it should be read.
type told struct {
	events [][]byte
	last   []byte
	want   []any
	end    endEvent
	row    []byte // what was fetched
	ended  bool
}

// tell has jobs tell what the values say, and compares it with what is read.
func tell(t *testing.T, v *values) {
	t.Helper()
	s := session.New(0, nil)
	defer s.Close()
	jobs := make([]told, v.byte()%4+1)
	for i := range jobs {
		jobs[i].last, jobs[i].end = v.end()
	}
	for len(*v) > 0 {
		event, want := v.event()
		job := &jobs[v.byte()%len(jobs)]
		job.events, job.want = append(job.events, event), append(job.want, want)
	}
	for i := range jobs {
		job := &jobs[i]
		s.Start(func(_ context.Context, j *session.Job) []byte {
			for _, event := range job.events {
				j.Emit(event)
			}
			return job.last
		})
	}
	for left := len(jobs); left > 0; {
		batch, ok := s.Next(time.Minute)
		if !ok || len(batch) == 0 {
			t.Fatalf("%d jobs have not ended: found %d bytes, %v", left, len(batch), ok)
		}
		readBatch(t, batch, func(id uint32, ended bool, events []byte) {
			job := &jobs[id-1]
			if job.ended {
				t.Fatal("found a section of a job that has ended")
			}
			job.row, job.ended = append(job.row, events...), ended
			if ended {
				left--
			}
		})
	}
	for i := range jobs {
		events, end := readRow(t, jobs[i].row)
		for k, want := range jobs[i].want {
			if k == len(events) || events[k] != want {
				t.Fatalf("event %d of %d: found %+q, expected %+q", k, len(events), events[k:min(k+1, len(events))], want)
			}
		}
		if len(events) != len(jobs[i].want) || end != jobs[i].end {
			t.Fatalf("found %d events and %+v, expected %d and %+v", len(events), end, len(jobs[i].want), jobs[i].end)
		}
	}
}

// values are bytes of which a fuzzer makes values; when they are used up, all
// are zero and empty.
type values []byte

func (v *values) take(n int) []byte {
	n = min(n, len(*v))
	taken := (*v)[:n]
	*v = (*v)[n:]
	return taken
}

func (v *values) byte() int { return int(v.uint(1)) }

// uint is a number of as many bytes.
func (v *values) uint(size int) (n uint64) {
	for _, b := range v.take(size) {
		n = n<<8 | uint64(b)
	}
	return n
}

// size is one that a float64 can stand for.
func (v *values) size() int64 { return int64(v.uint(8) >> 11) }

// text is any bytes, sometimes more than manifest.MaxText.
func (v *values) text() []byte {
	if n := v.byte(); n < 128 {
		return v.take(n)
	} else {
		return bytes.Repeat(v.take(1), (n-127)*16)
	}
}

func (v *values) utf8() string { return strings.ToValidUTF8(string(v.text()), "?") }

func (v *values) digest() digest.Value { return digest.Of(v.take(v.byte() % (digest.MaxSize + 1))) }

func (v *values) status() engine.Status { return engine.Status(v.byte()) % (engine.Extra + 1) }

// algorithm is none, or one of all.
func (v *values) algorithm() (a *digest.Algorithm, name string) {
	n := v.byte()
	names := digest.Names()
	switch {
	case n == 0:
		return nil, ""
	case n <= len(names):
		a, _ = digest.ByName(names[n-1])
	default:
		a, _ = digest.BLAKE2bSize(n%digest.MaxSize + 1)
	}
	return a, a.Name()
}

// event is any event but an end, as it is written and as it should be read.
func (v *values) event() (event []byte, want any) {
	switch v.byte() % 6 {
	case 0:
		return v.verdict()
	case 1:
		p := engine.Progress{Files: int(v.size()), FilesTotal: int(v.size()), Bytes: v.size(), BytesTotal: v.size(), Path: v.text()}
		return appendProgress(nil, &p),
			progressEvent{int64(p.Files), int64(p.FilesTotal), p.Bytes, p.BytesTotal, string(p.Path)}
	case 2:
		d := engine.FileDigest{Status: v.status(), Index: int(v.uint(4)), Size: v.size(), Actual: v.digest(), Detail: v.utf8()}
		return appendDigestEvent(nil, &d), digestEvent{d.Status, d.Index, d.Size, d.Actual.String(), d.Detail}
	case 3:
		a, name := v.algorithm()
		e := manifest.Entry{Line: int(v.uint(4)), Algorithm: a, Want: v.digest(), Name: v.text()}
		return appendEntry(nil, &e), entryEvent{e.Line, name, e.Want.String(), string(e.Name)}
	case 4:
		m := manifest.SyntaxError{Line: int(v.uint(4)), Text: cut(v.text()), Reason: v.utf8()}
		return appendMalformed(nil, &m), malformedEvent{m.Line, string(m.Text), m.Reason}
	default:
		text := v.text()
		return appendString([]byte{kindText}, text), textEvent{string(text)}
	}
}

func (v *values) verdict() (event []byte, want verdictEvent) {
	a, name := v.algorithm()
	f := engine.Failure{Root: string(v.text()), Verdict: engine.Verdict{
		Status: v.status(), Manifest: int(v.uint(2)), Line: int(v.uint(4)), Path: v.text(), Size: v.size(),
		Algorithm: a, Expected: v.digest(), Actual: v.digest(), Detail: v.utf8(), Text: cut(v.text()),
	}}
	if f.Status == engine.OK {
		if f.Algorithm == nil {
			f.Algorithm, name = digest.SHA1, digest.SHA1.Name()
		}
		return appendVerdict(nil, f.Root, &f.Verdict), verdictEvent{
			status: engine.OK, manifest: f.Manifest, line: f.Line, size: f.Size,
			algorithm: name, expected: f.Expected.String(), path: string(f.Path),
		}
	}
	return appendVerdict(nil, f.Root, &f.Verdict), verdictEvent{
		f.Status, f.Manifest, f.Line, f.Size, name, f.Expected.String(), f.Actual.String(),
		string(f.Path), f.Detail, string(f.Text), f.Error(),
	}
}

func cut(text []byte) []byte { return text[:min(len(text), manifest.MaxText)] }

// end is any end, as it is written and as it should be read.
func (v *values) end() (event []byte, want endEvent) {
	var told summary
	switch v.byte() % 3 {
	case 1:
		s := createSummary{string(v.text()), int(v.uint(4)), v.size()}
		told, want.summary = s, fmt.Sprintf("%+v", createEnd{s.Path, s.Entries, s.Bytes})
	case 2:
		s, end := v.checkSummary()
		told, want.summary = s, fmt.Sprintf("%+v", end)
	}
	var err error
	switch v.byte() % 4 {
	case 1:
		failed := &engine.Error{Code: engine.NoManifest, Path: string(v.text()), Err: fmt.Errorf("x%s", v.text())}
		want.code, want.path = string(failed.Code), failed.Path
		err = fmt.Errorf("y%w", failed)
	case 2:
		want.code = "CANCELLED"
		err = fmt.Errorf("%s%w", v.text(), session.ErrCancelled)
	case 3:
		want.code = string(engine.Internal)
		err = fmt.Errorf("x%s", v.text())
	}
	if err != nil {
		want.message = err.Error()
	}
	return appendEnd(nil, told, err), want
}

func (v *values) checkSummary() (s checkSummary, want checkEnd) {
	s = checkSummary{&engine.Report{Bytes: v.size()}, time.Duration(v.uint(7))}
	for i := range s.report.Counts {
		s.report.Counts[i] = int(v.uint(4))
	}
	want = checkEnd{s.report.Counts, s.report.Bytes, s.took.Seconds(), nil}
	for range v.byte() % 3 {
		list := engine.ListReport{Path: string(v.text()), Entries: int(v.uint(4))}
		end := listEnd{path: list.Path, entries: list.Entries}
		for range v.byte() % 3 {
			if a, name := v.algorithm(); a != nil {
				list.Algorithms, end.algorithms = append(list.Algorithms, a), append(end.algorithms, name)
			}
		}
		s.report.Lists, want.lists = append(s.report.Lists, list), append(want.lists, end)
	}
	return s, want
}
