package bridge

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"checksig/digest"
	"checksig/engine"
)

// FuzzRequest asserts that no request and no list panics. What needs no files
// (Parse, Format) is done, and has a well-formed answer, with which a list that
// was written is read again. What a fuzzer must not do is only decoded:
// it would write lists anywhere, and read from its own pipes.
func FuzzRequest(f *testing.F) {
	addVectors(f)
	for _, request := range []string{
		``, `{`, `5`, `null`, `{}`, `{} {}`, `x {}`, `check`, `create {}`, `digest {} {}`,
		`{"root":"/\u00ff","manifests":["a",""],"algorithm":"sha1","allowed":["SHA-256","sha1"],"extras":true,` +
			`"refuseLinks":true,"workers":2,"maxEntries":3,"maxManifestBytes":4,"maxFileBytes":5,"untold":["ok","extra"],"progress":true}`,
		`{"root":"/","workers":-1,"maxEntries":9223372036854775807,"maxFileBytes":1e3,"allowed":[null,""]}`,
		`{"root":"/","manifest":"sha1sum.txt","algorithm":"sha1","form":"bsd","refuseLinks":false,"progress":true}`,
		`{"algorithm":"sha1","sources":["/a",0,null,-1],"streams":true}`,
		`{"algorithm":null,"sources":[1.5]}`, `{"sources":[["a"]]}`, `{"root":"/\u0100"}`,
		`{"form":"gnu","entries":[{"path":"a\nb\u00e9","algorithm":"crc32","digest":"00000000"},{"path":"\\","algorithm":"crc32","digest":"ABCDEF01"}]}`,
		`{"form":"bsd","entries":[{"path":"a","algorithm":"blake2b-8","digest":"00"},{"path":"b) = 00","algorithm":"sysv","digest":"0001"}]}`,
		`{"form":"","entries":[{"path":"","algorithm":"","digest":""}]}`, `{"entries":[{"path":"a","algorithm":"md5","digest":"0g"}]}`,
		`{"entries":[{"path":"a","algorithm":"md5","digest":"00"}]}`,
	} {
		f.Add([]byte(request), []byte("00  \xff\\\n"))
	}
	f.Fuzz(func(t *testing.T, request, data []byte) {
		checkParse(t, request, data)
		checkFormat(t, request)
		checkDecoded(t, request)
		checkUnknown(t, request)
		checkPath(t, data)
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
		request, _ := json.Marshal(map[string]string{"name": c.ListName, "algorithm": c.Algorithm})
		f.Add(request, append([]byte(c.List), c.ListBase64...))
	}
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
	if end.summary != "null" || end.code != "" && len(events) > 0 {
		t.Fatalf("found %d events and the end %+v", len(events), end)
	}
	var r parseRequest
	if err := decode(request, &r); err != nil {
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
	if end.summary != "null" || (end.code == "") != (len(events) == 1) {
		t.Fatalf("found %d events and the end %+v", len(events), end)
	}
	var r formatRequest
	if err := decode(request, &r); err != nil {
		checkRefused(t, end, err)
		return
	}
	if end.code != "" {
		checkRefused(t, end, nil)
		return
	}
	algorithm := "" // of all entries; a list with tags says it itself
	for i, entry := range r.Entries {
		if r.Form != "bsd" && i == 0 {
			algorithm = entry.Algorithm.Name()
		}
		if entry.Path == "" || strings.Contains(string(entry.Path), "\x00") ||
			algorithm != "" && entry.Algorithm.Name() != algorithm {
			return // what the host does not ask for, and what takes tags
		}
	}
	how, _ := json.Marshal(map[string]string{"algorithm": algorithm})
	text := []byte(events[0].(textEvent).text)
	events, end = readRow(t, Parse(how, text))
	if len(events) != len(r.Entries) || end.code != "" {
		t.Fatalf("%q: found %+v, %+v, expected %d entries", text, events, end, len(r.Entries))
	}
	for i, entry := range r.Entries {
		expected := entryEvent{i + 1, entry.Algorithm.Name(), strings.ToLower(entry.Digest), string(entry.Path)}
		if events[i] != expected {
			t.Fatalf("%q: found %+v, expected %+v", text, events[i], expected)
		}
	}
}

// checkRefused asserts that an answer says that the request is a bad one, for
// the reason in err if there is one.
func checkRefused(t *testing.T, end endEvent, err error) {
	t.Helper()
	if end.code != string(engine.Internal) || !strings.HasPrefix(end.message, "bad request: ") {
		t.Fatalf("found the end %+v", end)
	}
	if err != nil && end.message != asJSON(err.Error()) {
		t.Fatalf("found %q, expected %q", end.message, err)
	}
}

// asJSON is what is left of text that JSON carried.
func asJSON(text string) string { return string([]rune(text)) }

// checkDecoded asserts that a request of each operation is refused, or asks for
// what it says.
func checkDecoded(t *testing.T, request []byte) {
	t.Helper()
	var check checkRequest
	if decode(request, &check) == nil {
		r := check.engineRequest(nil)
		if len(r.Manifests) != len(check.Manifests) || len(r.Allowed) != len(check.Allowed) ||
			r.Algorithm != check.Algorithm.Algorithm || (r.Progress != nil) != check.Progress {
			t.Fatalf("found %+v of %+v", r, check)
		}
		var text struct { // the paths as they cross
			Root      string
			Manifests []string
		}
		if err := json.NewDecoder(bytes.NewReader(request)).Decode(&text); err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(request, []byte("null")) { // which leaves a string as it was
			checkSame(t, crossing([]byte(r.Root)), text.Root)
			for i, name := range r.Manifests {
				checkSame(t, crossing([]byte(name)), text.Manifests[i])
			}
		}
	}
	decode(request, new(createRequest))
	var digests digestRequest
	if decode(request, &digests) == nil {
		for _, s := range digests.Sources {
			if s.HasFD == (s.Path != nil) || !s.HasFD && s.Descriptor != 0 {
				t.Fatalf("found the source %+v", s.Source)
			}
		}
	}
}

// checkUnknown asserts that a request of no known operation is refused.
func checkUnknown(t *testing.T, request []byte) {
	t.Helper()
	operation, _, _ := bytes.Cut(request, []byte(" "))
	switch string(operation) {
	case "check", "create", "digest":
		return
	}
	summary, err := run(context.Background(), nil, request)
	_, end := readRow(t, appendEnd(nil, summary, err))
	checkRefused(t, end, err)
	checkSame(t, end.summary, "null")
}

// checkPath asserts that a path crosses the border as it is.
func checkPath(t *testing.T, name []byte) {
	t.Helper()
	text, _ := json.Marshal(crossing(name))
	var p path
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	checkSame(t, string(p), string(name))
	var s source
	if err := json.Unmarshal(text, &s); err != nil || s.HasFD {
		t.Fatalf("found %+v, %v", s.Source, err)
	}
	checkSame(t, string(s.Path), string(name))
}

// crossing is a path as it crosses: a character for each byte.
func crossing(name []byte) string {
	runes := make([]rune, len(name))
	for i, b := range name {
		runes[i] = rune(b)
	}
	return string(runes)
}

func checkSame(t *testing.T, found, expected string) {
	t.Helper()
	if found != expected {
		t.Fatalf("found %q, expected %q", found, expected)
	}
}
