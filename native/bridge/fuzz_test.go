package bridge

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"checksig/digest"
	"checksig/engine"
	"checksig/manifest"
)

// FuzzRequest asserts that no request and no list panics. What needs no files
// (Parse, Format) is done, and has a well-formed answer, with which a list that
// was written is read again. What a fuzzer must not do is only decoded:
// it would write lists anywhere, and read from its own pipes.
func FuzzRequest(f *testing.F) {
	addVectors(f)
	for _, request := range []string{
		"", "\x00", "=\x00", "x", "x=", "x=\x00", "check", "check\x00x=\x00", "create\x00", "digest\x00form=gnu\x00",
		"root=/\xff\x00manifest=a\x00manifest=\x00algorithm=sha1\x00allowed=SHA-256\x00allowed=sha1\x00extras=1\x00" +
			"refuseLinks=1\x00workers=2\x00maxEntries=3\x00maxManifestBytes=4\x00maxFileBytes=5\x00untold=ok\x00untold=extra\x00progress=1\x00",
		"root=/\x00workers=-1\x00", "maxEntries=9223372036854775807\x00maxFileBytes=1e3\x00", "allowed=\x00",
		"root=/\x00manifest=sha1sum.txt\x00algorithm=sha1\x00form=bsd\x00refuseLinks=0\x00",
		"algorithm=sha1\x00path=/a\x00descriptor=0\x00path=\x00streams=1\x00", "descriptor=-1\x00", "descriptor=4294967296\x00",
		"form=gnu\x00entry=crc32 00000000 a\nb\xe9\x00entry=crc32 ABCDEF01 \\\x00",
		"form=bsd\x00entry=blake2b-8 00 a\x00entry=sysv 0001 b) = 00\x00",
		"form=\x00", "entry=\x00", "entry=md5 0g a\x00", "entry=md5 00 a\x00", "entry=crc32 00000000\x00",
	} {
		f.Add([]byte(request), []byte("00  \xff\\\n"))
	}
	f.Fuzz(func(t *testing.T, request, data []byte) {
		checkParse(t, request, data)
		checkFormat(t, request)
		checkDecoded(t, request)
		checkUnknown(t, request)
		checkFields(t, request)
	})
}

// addVectors adds the lists of testdata/vectors, and how they are to be read.
func addVectors(f *testing.F) {
	text, err := os.ReadFile("../../testdata/vectors/lists.json")
	if err != nil {
		f.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ListName, Algorithm, List string
			ListBase64                []byte
		}
	}
	if err := json.Unmarshal(text, &file); err != nil || len(file.Cases) == 0 {
		f.Fatal("no cases", err)
	}
	for _, c := range file.Cases {
		f.Add(parsing(c.ListName, c.Algorithm), append([]byte(c.List), c.ListBase64...))
	}
}

// parsing is a request to read a list of this name, or of none, with this
// algorithm, or with none.
func parsing(name, algorithm string) (request []byte) {
	if name != "" {
		request = append(request, "name="+name+"\x00"...)
	}
	if algorithm != "" {
		request = append(request, "algorithm="+algorithm+"\x00"...)
	}
	return request
}

// checkParse asserts that data, read as the request says, is entries and then
// malformed lines, both in order, or the reason why not.
func checkParse(t *testing.T, request, data []byte) {
	t.Helper()
	original := bytes.Clone(data)
	events, end := readRow(t, Parse(request, data))
	if !bytes.Equal(data, original) {
		t.Fatal("Parse changed the list")
	}
	if end.summary != "" || end.code != "" && len(events) > 0 {
		t.Fatalf("found %d events and the end %+v", len(events), end)
	}
	var r parseRequest
	if err := readFields(request, r.set); err != nil {
		checkRefused(t, end, err)
		return
	}
	if end.code != "" && end.code != string(engine.BadManifest) {
		t.Fatalf("found the end %+v", end)
	}
	entries, malformed := 0, 0 // the last line of each
	for _, event := range events {
		switch e := event.(type) {
		case entryEvent:
			a, ok := digest.ByName(e.algorithm)
			if !ok || len(e.digest) != 2*a.Size() || e.path == "" || strings.Contains(e.path, "\x00") ||
				e.line <= entries || malformed > 0 {
				t.Fatalf("found %+v after lines %d and %d", e, entries, malformed)
			}
			entries = e.line
		case malformedEvent:
			if e.reason == "" || e.line <= malformed {
				t.Fatalf("found %+v after line %d", e, malformed)
			}
			malformed = e.line
		default:
			t.Fatalf("found %+v", e)
		}
	}
}

// checkFormat asserts that what the request asks for is written as a list that
// reads as the request, or refused.
func checkFormat(t *testing.T, request []byte) {
	t.Helper()
	events, end := readRow(t, Format(request))
	if end.summary != "" || (end.code == "") != (len(events) == 1) {
		t.Fatalf("found %d events and the end %+v", len(events), end)
	}
	var r formatRequest
	if err := readFields(request, r.set); err != nil {
		checkRefused(t, end, err)
		return
	}
	algorithm := "" // of all entries; a list with tags says it itself
	for i, entry := range r.entries {
		if r.form != manifest.BSD && i == 0 {
			algorithm = entry.Algorithm.Name()
		}
		if len(entry.Name) == 0 || algorithm != "" && entry.Algorithm.Name() != algorithm {
			return // what the host does not ask for, and what takes tags
		}
	}
	text := []byte(events[0].(textEvent).text)
	events, end = readRow(t, Parse(parsing("", algorithm), text))
	if len(events) != len(r.entries) || end.code != "" {
		t.Fatalf("%q: found %+v, %+v, expected %d entries", text, events, end, len(r.entries))
	}
	for i, entry := range r.entries {
		expected := entryEvent{i + 1, entry.Algorithm.Name(), entry.Want.String(), string(entry.Name)}
		if events[i] != expected {
			t.Fatalf("%q: found %+v, expected %+v", text, events[i], expected)
		}
	}
}

// checkRefused asserts that an answer says that the request is a bad one, for
// the reason in err.
func checkRefused(t *testing.T, end endEvent, err error) {
	t.Helper()
	if end.code != string(engine.Internal) || !strings.HasPrefix(end.message, "bad request: ") {
		t.Fatalf("found the end %+v", end)
	}
	checkSame(t, end.message, err.Error())
}

// checkDecoded asserts that what each operation takes of a request is what the
// request says: written again it is the same.
func checkDecoded(t *testing.T, request []byte) {
	t.Helper()
	var check checkRequest
	if readFields(request, check.set) == nil {
		checkSame(t, check.Root, last(request, "root"))
		checkSame(t, strings.Join(check.Manifests, "\x00"), strings.Join(all(request, "manifest"), "\x00"))
		allowed := all(request, "allowed")
		if len(check.Allowed) != len(allowed) || slices.Contains(check.Allowed, nil) {
			t.Fatalf("found %v, expected %q", check.Allowed, allowed)
		}
		if name := last(request, "algorithm"); (check.Algorithm != nil) != (name != "") {
			t.Fatalf("found %v, expected %q", check.Algorithm, name)
		}
		for name, found := range map[string]bool{
			"extras": check.Extras, "refuseLinks": check.RefuseLinks, "progress": check.progress,
		} {
			if found != (last(request, name) == "1") {
				t.Fatalf("%s: found %v of %q", name, found, request)
			}
		}
		for name, found := range map[string]int64{
			"workers": int64(check.Workers), "maxEntries": int64(check.MaxEntries),
			"maxManifestBytes": check.MaxManifestBytes, "maxFileBytes": check.MaxFileBytes,
		} {
			if text := last(request, name); found < 0 || (found == 0) != (text == "") {
				t.Fatalf("%s: found %d, expected %q", name, found, text)
			}
		}
		for _, name := range all(request, "untold") {
			if status, ok := engine.StatusByName(name); !ok || !check.Untold.Has(status) {
				t.Fatalf("found %v, expected %q", check.Untold, name)
			}
		}
	}
	_ = readFields(request, new(createRequest).set)
	var digests digestRequest
	if readFields(request, digests.set) == nil {
		var paths []string
		for _, s := range digests.sources {
			if s.HasFD == (s.Path != nil) || s.Descriptor < 0 || !s.HasFD && s.Descriptor != 0 {
				t.Fatalf("found the source %+v", s)
			}
			if !s.HasFD {
				paths = append(paths, string(s.Path))
			}
		}
		checkSame(t, strings.Join(paths, "\x00"), strings.Join(all(request, "path"), "\x00"))
		if n := len(all(request, "descriptor")); len(digests.sources) != len(paths)+n {
			t.Fatalf("found the sources %+v, expected %d descriptors", digests.sources, n)
		}
	}
}

// all are the values of a field, and last is the last one, empty if there is
// none.
func all(request []byte, name string) (values []string) {
	for _, field := range strings.Split(string(request), "\x00") {
		if value, ok := strings.CutPrefix(field, name+"="); ok {
			values = append(values, value)
		}
	}
	return values
}

func last(request []byte, name string) string {
	values := all(request, name)
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// checkUnknown asserts that a request of no known operation is refused.
func checkUnknown(t *testing.T, request []byte) {
	t.Helper()
	operation, _, _ := bytes.Cut(request, []byte{0})
	switch string(operation) {
	case "check", "create", "digest":
		return
	}
	summary, err := run(context.Background(), nil, request)
	_, end := readRow(t, appendEnd(nil, summary, err))
	checkRefused(t, end, err)
	checkSame(t, end.summary, "")
}

// checkFields asserts that the fields of a request, written again, are the
// request, or that it is refused.
func checkFields(t *testing.T, request []byte) {
	t.Helper()
	var again []byte
	err := readFields(request, func(name string, value []byte) error {
		again = append(append(append(append(again, name...), '='), value...), 0)
		return nil
	})
	if err == nil {
		checkSame(t, string(again), string(request))
	} else if len(again) == len(request) || !bytes.HasPrefix(request, again) {
		t.Fatalf("found the fields %q and %v of %q", again, err, request)
	}
}

func checkSame(t *testing.T, found, expected string) {
	t.Helper()
	if found != expected {
		t.Fatalf("found %q, expected %q", found, expected)
	}
}
