package bridge

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"checksig/digest"
	"checksig/engine"
	"checksig/manifest"
)

// What events.go and format.go say of the events, once more for the tests.
type (
	verdictEvent struct {
		status                      engine.Status
		manifest, line              int
		size                        int64
		algorithm, expected, actual string
		path, detail, text, message string
	}
	progressEvent struct {
		files, filesTotal, bytes, bytesTotal int64
		path                                 string
	}
	digestEvent struct {
		status         engine.Status
		index          int
		size           int64
		actual, detail string
	}
	entryEvent struct {
		line                    int
		algorithm, digest, path string
	}
	malformedEvent struct {
		line         int
		text, reason string
	}
	textEvent struct{ text string }
	endEvent  struct{ summary, code, message, path string } // the summary as %+v
	checkEnd  struct {
		counts  [engine.Extra + 1]int
		bytes   int64
		seconds float64
		lists   []listEnd
	}
	listEnd struct {
		path       string
		entries    int
		algorithms []string
	}
	createEnd struct {
		path    string
		entries int
		bytes   int64
	}
)

// readRow returns the events of a job, or of an answer. It fails unless they
// are well formed, with one end, which is the last.
func readRow(t *testing.T, row []byte) (events []any, end endEvent) {
	t.Helper()
	r := rowReader{t, row}
	for len(r.left) > 0 {
		event := r.event()
		if end, ok := event.(endEvent); ok {
			if len(r.left) > 0 {
				t.Fatalf("found %d bytes after the end", len(r.left))
			}
			return events, end
		}
		events = append(events, event)
	}
	t.Fatal("found no end")
	return nil, end
}

// readBatch hands over the sections of a batch (package session).
func readBatch(t *testing.T, batch []byte, section func(job uint32, ended bool, events []byte)) {
	t.Helper()
	for r := (rowReader{t, batch}); len(r.left) > 0; {
		job, ended := r.uint32(), r.uint32()
		if ended > 1 {
			t.Fatalf("found %d, expected whether the job has ended", ended)
		}
		section(uint32(job), ended == 1, r.bytes(r.uint32()))
	}
}

// A rowReader reads what is left of a row of events.
type rowReader struct {
	*testing.T
	left []byte
}

func (r *rowReader) event() any {
	r.Helper()
	switch kind := r.uint8(); kind {
	case kindVerdict:
		v := verdictEvent{status: r.status(), manifest: r.uint16(), line: r.uint32(), size: r.number()}
		v.algorithm, v.expected, v.actual = r.algorithm(), r.digest(), r.digest()
		v.path, v.detail, v.text, v.message = r.string(), r.utf8(), r.string(), r.utf8()
		if len(v.text) > manifest.MaxText {
			r.Fatalf("found a text of %d bytes", len(v.text))
		}
		return v
	case kindOK:
		ascii, algorithm, digits := r.uint8(), r.uint8(), r.uint8()
		v := verdictEvent{status: engine.OK, manifest: r.uint16(), line: r.uint32(), size: r.number()}
		path := r.uint32()
		v.algorithm, v.expected, v.path = string(r.bytes(algorithm)), string(r.bytes(digits)), string(r.bytes(path))
		if _, ok := digest.FromHex([]byte(v.expected)); !ok {
			r.Fatalf("found the digest %q", v.expected)
		}
		if other := strings.IndexFunc(v.path, func(c rune) bool { return c > unicode.MaxASCII }); ascii == 1 != (other < 0) {
			r.Fatalf("found that the path %q has ASCII only: %d", v.path, ascii)
		}
		return v
	case kindEnd:
		return r.end()
	case kindProgress:
		return progressEvent{r.number(), r.number(), r.number(), r.number(), r.string()}
	case kindDigest:
		return digestEvent{r.status(), r.uint32(), r.number(), r.digest(), r.utf8()}
	case kindEntry:
		return entryEvent{r.uint32(), r.algorithm(), r.digest(), r.string()}
	case kindMalformed:
		m := malformedEvent{r.uint32(), r.string(), r.utf8()}
		if len(m.text) > manifest.MaxText {
			r.Fatalf("found a text of %d bytes", len(m.text))
		}
		return m
	case kindText:
		return textEvent{r.string()}
	default:
		r.Fatalf("found an event of kind %d", kind)
		return nil
	}
}

func (r *rowReader) end() endEvent {
	r.Helper()
	end := endEvent{code: string(r.bytes(r.uint8())), message: r.string(), path: r.string()}
	if (end.code == "") != (end.message == "") || end.code == "" && end.path != "" {
		r.Fatalf("found the end %+v", end)
	}
	switch kind := r.uint8(); kind {
	case 0:
	case 1:
		end.summary = fmt.Sprintf("%+v", r.checkEnd())
	case 2:
		end.summary = fmt.Sprintf("%+v", createEnd{r.string(), r.uint32(), r.number()})
	default:
		r.Fatalf("found a summary of kind %d", kind)
	}
	return end
}

func (r *rowReader) checkEnd() (end checkEnd) {
	r.Helper()
	if n := r.uint8(); n != len(end.counts) {
		r.Fatalf("found %d counts, expected %d", n, len(end.counts))
	}
	for i := range end.counts {
		end.counts[i] = int(r.number())
	}
	end.bytes, end.seconds = r.number(), r.float()
	for range r.uint32() {
		list := listEnd{path: r.string(), entries: r.uint32()}
		for range r.uint32() {
			list.algorithms = append(list.algorithms, r.algorithm())
		}
		end.lists = append(end.lists, list)
	}
	return end
}

func (r *rowReader) bytes(n int) []byte {
	r.Helper()
	if n > len(r.left) {
		r.Fatalf("found %d bytes, expected %d", len(r.left), n)
	}
	taken := r.left[:n]
	r.left = r.left[n:]
	return taken
}

func (r *rowReader) uint8() int     { return int(r.bytes(1)[0]) }
func (r *rowReader) uint16() int    { return int(binary.LittleEndian.Uint16(r.bytes(2))) }
func (r *rowReader) uint32() int    { return int(binary.LittleEndian.Uint32(r.bytes(4))) }
func (r *rowReader) string() string { return string(r.bytes(r.uint32())) }

// number reads an integer from 0 that a float64 stands for.
func (r *rowReader) number() int64 {
	r.Helper()
	f := r.float()
	if !(0 <= f && f <= 1<<53) || f != math.Trunc(f) {
		r.Fatalf("found %v, expected an integer", f)
	}
	return int64(f)
}

func (r *rowReader) float() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(r.bytes(8)))
}

func (r *rowReader) utf8() string {
	r.Helper()
	s := r.string()
	if !utf8.ValidString(s) {
		r.Fatalf("found %q, expected UTF-8", s)
	}
	return s
}

func (r *rowReader) status() engine.Status {
	r.Helper()
	status := engine.Status(r.uint8())
	if status > engine.Extra {
		r.Fatalf("found the status %d", uint8(status))
	}
	return status
}

// algorithm reads the name of an algorithm, or nothing.
func (r *rowReader) algorithm() string {
	r.Helper()
	name := string(r.bytes(r.uint8()))
	if a, ok := digest.ByName(name); name != "" && (!ok || a.Name() != name) {
		r.Fatalf("found the algorithm %q", name)
	}
	return name
}

// digest reads a digest, or nothing, into hexadecimal digits.
func (r *rowReader) digest() string {
	r.Helper()
	raw := r.bytes(r.uint8())
	if len(raw) > digest.MaxSize {
		r.Fatalf("found a digest of %d bytes", len(raw))
	}
	return digest.Of(raw).String()
}
