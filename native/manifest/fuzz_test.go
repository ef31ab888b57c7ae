package manifest_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"checksig/digest"
	"checksig/manifest"
)

// FuzzParse asserts that no list panics, that each line is an entry, a
// malformed line, blank or a comment, that an entry is one, that a limit holds,
// and that what was read can be written in both forms and read again.
func FuzzParse(f *testing.F) {
	for _, v := range readVectors(f) {
		f.Add(v.data(), v.ListName, v.Algorithm)
	}
	f.Fuzz(func(t *testing.T, data []byte, name, algorithm string) {
		o := manifest.Options{Name: name}
		o.Algorithm, _ = digest.ByName(algorithm)
		original := slices.Clone(data)
		list, entries, err := parse(t, manifest.Bytes(data), o)
		if !bytes.Equal(data, original) {
			t.Fatal("Parse changed the list")
		}
		checkPieces(t, data, o, list, entries, err)
		switch err {
		case nil:
		case manifest.ErrEmpty, manifest.ErrUTF16, manifest.ErrRubbish:
			return
		default:
			t.Fatal(err)
		}
		checkPlaces(t, list, entries, data)
		checkLimits(t, list, data, o)
		for _, entry := range entries {
			if len(entry.Name) == 0 || bytes.IndexByte(entry.Name, 0) >= 0 {
				t.Fatalf("found the name %q", entry.Name)
			}
			if entry.Want.Size() != entry.Algorithm.Size() {
				t.Fatalf("found %d bytes of %s", entry.Want.Size(), entry.Algorithm.Name())
			}
			checkWritten(t, manifest.AppendEntry(nil, manifest.GNU, entry), manifest.Options{Algorithm: entry.Algorithm}, entry)
			checkWritten(t, manifest.AppendEntry(nil, manifest.BSD, entry), manifest.Options{}, entry)
		}
		checkRewritten(t, entries)
	})
}

// checkPlaces asserts that each line is one entry or one malformed line, in
// their order, or skipped as a blank one or a comment. In a signed list other
// lines are skipped, too.
func checkPlaces(t *testing.T, list *manifest.List, entries []manifest.Entry, data []byte) {
	t.Helper()
	lines := bytes.Split(bytes.TrimPrefix(data, []byte("\ufeff")), []byte{'\n'})
	seen := map[int]bool{}
	next := func(last, line int) {
		if line <= last || line > len(lines) || seen[line] {
			t.Fatalf("found line %d after %d of %d lines", line, last, len(lines))
		}
		seen[line] = true
	}
	last := 0
	for _, entry := range entries {
		next(last, entry.Line)
		last = entry.Line
	}
	last = 0
	for _, malformed := range list.Malformed() {
		next(last, malformed.Line)
		last = malformed.Line
	}
	if bytes.Contains(data, []byte("-----BEGIN PGP SIGNED MESSAGE-----")) {
		return
	}
	for i, line := range lines {
		line = bytes.TrimLeft(bytes.TrimSuffix(line, []byte{'\r'}), " \t")
		if !seen[i+1] && len(line) > 0 && line[0] != '#' && line[0] != ';' {
			t.Fatalf("line %d, %q, is neither an entry nor malformed", i+1, line)
		}
	}
}

// checkLimits asserts that the list's own size is no limit, and that one less
// is.
func checkLimits(t *testing.T, list *manifest.List, data []byte, o manifest.Options) {
	t.Helper()
	found := list.Len() + len(list.Malformed())
	o.MaxEntries = found
	again, _, err := parse(t, manifest.Bytes(data), o)
	if err != nil || again.Len() != list.Len() || len(again.Malformed()) != len(list.Malformed()) {
		t.Fatalf("found %v, %v with the limit %d", again, err, found)
	}
	if o.MaxEntries = found - 1; o.MaxEntries == 0 {
		return
	}
	var limit *manifest.LimitError
	if _, _, err := parse(t, manifest.Bytes(data), o); !errors.As(err, &limit) || *limit != (manifest.LimitError{Found: found, Limit: found - 1}) {
		t.Fatalf("found %v, expected %d entries and malformed lines", err, found)
	}
}

// checkWritten asserts that line is one entry, the given one.
func checkWritten(t *testing.T, line []byte, o manifest.Options, want manifest.Entry) {
	t.Helper()
	list, entries, err := parse(t, manifest.Bytes(line), o)
	if err != nil || len(entries) != 1 || len(list.Malformed()) > 0 {
		t.Fatalf("%q: found %v, %v", line, list, err)
	}
	checkSame(t, entries[0], want)
}

func checkSame(t testing.TB, found, want manifest.Entry) {
	t.Helper()
	if !bytes.Equal(found.Name, want.Name) || found.Algorithm != want.Algorithm || found.Want != want.Want {
		t.Fatalf("found %q %s %s, expected %q %s %s",
			found.Name, found.Algorithm.Name(), found.Want, want.Name, want.Algorithm.Name(), want.Want)
	}
}

// checkRewritten asserts that the list can be written with tags and, if its
// entries are of one algorithm, without, and read again as a whole.
func checkRewritten(t *testing.T, entries []manifest.Entry) {
	t.Helper()
	if len(entries) == 0 {
		return
	}
	first := entries[0].Algorithm
	uniform := true
	var tagged, plain []byte
	for _, entry := range entries {
		tagged = manifest.AppendEntry(tagged, manifest.BSD, entry)
		plain = manifest.AppendEntry(plain, manifest.GNU, entry)
		uniform = uniform && entry.Algorithm == first
	}
	checkList(t, tagged, manifest.Options{}, entries)
	if uniform {
		checkList(t, plain, manifest.Options{Algorithm: first}, entries)
	}
}

func checkList(t *testing.T, text []byte, o manifest.Options, want []manifest.Entry) {
	t.Helper()
	list, entries, err := parse(t, manifest.Bytes(text), o)
	if err != nil || len(entries) != len(want) || len(list.Malformed()) > 0 {
		t.Fatalf("%q: found %v, %v", text, list, err)
	}
	for i := range want {
		checkSame(t, entries[i], want[i])
	}
}

// checkPieces asserts that a list in pieces is read as one in memory is.
func checkPieces(t *testing.T, data []byte, o manifest.Options, list *manifest.List, entries []manifest.Entry, err error) {
	t.Helper()
	inPieces, found, foundErr := parse(t, pieces{data, 64 + len(data)%7}, o)
	if foundErr != err {
		t.Fatalf("in pieces: found %v, expected %v", foundErr, err)
	}
	if err != nil {
		return
	}
	if len(found) != len(entries) {
		t.Fatalf("in pieces: found %d entries, expected %d", len(found), len(entries))
	}
	for i, entry := range entries {
		if checkSame(t, found[i], entry); found[i].Line != entry.Line {
			t.Fatalf("in pieces: found line %d, expected %d", found[i].Line, entry.Line)
		}
	}
	same := func(a, b *manifest.SyntaxError) bool {
		return a.Line == b.Line && a.Reason == b.Reason && bytes.Equal(a.Text, b.Text)
	}
	if !slices.EqualFunc(inPieces.Malformed(), list.Malformed(), same) {
		t.Fatalf("in pieces: found %v, expected %v", inPieces.Malformed(), list.Malformed())
	}
}

// FuzzNames asserts that no file name panics, and that a candidate stays one
// beside others.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"sha1sum.txt", "a.sha3-256", "manifest-sha3256.txt", "x_SHA256SUMS.asc", "/", ".sfv"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if a, ok := manifest.AlgorithmOfName(name); ok != (a != nil) {
			t.Fatalf("found %v, %v", a, ok)
		}
		if a, ok := digest.ByName(name); ok != (a != nil) {
			t.Fatalf("found %v, %v", a, ok)
		}
		found := manifest.Candidates([]string{"a.sfv", name, "sha1sum.txt"})
		if !strings.EqualFold(found[0], "sha1sum.txt") || !slices.Contains(found, "sha1sum.txt") || !slices.Contains(found, "a.sfv") {
			t.Fatalf("found %q", found)
		}
	})
}
