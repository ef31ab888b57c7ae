package manifest_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"checksig/digest"
	"checksig/manifest"
)

// The line formats are tested by testdata/vectors/lists.json.

const hello = "f572d396fae9206628714fb2ce00f72e94f2258f"

// parse parses data, and asserts that a Scanner finds the same entries again.
func parse(t testing.TB, text manifest.Text, o manifest.Options) (*manifest.List, []manifest.Entry, error) {
	t.Helper()
	var entries []manifest.Entry
	list, err := manifest.Parse(text, o, func(entry *manifest.Entry) {
		entries = append(entries, kept(entry))
	})
	if err != nil {
		return nil, nil, err
	}
	if list.Len() != len(entries) {
		t.Fatalf("found %d entries, visited %d", list.Len(), len(entries))
	}
	again := scanned(t, list)
	if len(again) != len(entries) {
		t.Fatalf("found %d entries again, %d before", len(again), len(entries))
	}
	for i, entry := range entries {
		checkSame(t, again[i], entry)
	}
	return list, entries, nil
}

// kept is an entry that stays.
func kept(entry *manifest.Entry) manifest.Entry {
	e := *entry
	e.Name = bytes.Clone(e.Name)
	return e
}

func scanned(t testing.TB, list *manifest.List) (entries []manifest.Entry) {
	t.Helper()
	scanner := list.Scan()
	for entry := new(manifest.Entry); scanner.Next(entry); {
		entries = append(entries, kept(entry))
	}
	if scanner.Err() != nil {
		t.Fatal(scanner.Err())
	}
	return entries
}

// pieces is a text in pieces of that size.
type pieces struct {
	data []byte
	size int
}

func (p pieces) AppendPiece(dst []byte, n int) ([]byte, error) {
	if n*p.size >= len(p.data) {
		return dst, io.EOF
	}
	return append(dst, p.data[n*p.size:min(len(p.data), (n+1)*p.size)]...), nil
}

// texts are data in memory, and in pieces of several sizes.
func texts(data []byte) []manifest.Text {
	return []manifest.Text{manifest.Bytes(data), pieces{data, 64}, pieces{data, 67}, pieces{data, 4096}}
}

func TestEntriesAndMalformedLinesKnowTheirPlace(t *testing.T) {
	text := manifest.Bytes("\ufeff# a\r\n" + hello + "  a\r\nrubbish\n\n" + hello + " *b")
	list, entries, err := parse(t, text, manifest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		found = append(found, fmt.Sprintf("%d %s %s", entry.Line, entry.Want, entry.Name))
	}
	if want := []string{"2 " + hello + " a", "5 " + hello + " b"}; !slices.Equal(found, want) {
		t.Errorf("found %q, expected %q", found, want)
	}
	malformed := list.Malformed()
	if len(malformed) != 1 || malformed[0].Line != 3 || string(malformed[0].Text) != "rubbish" {
		t.Errorf("found %v, expected line 3", malformed)
	}
	if text := malformed[0].Error(); text != "line 3: expected a digest, two spaces and a name" {
		t.Errorf("found %q", text)
	}
}

func TestErrorsCanBeTold(t *testing.T) {
	line := hello + "  a\n"
	for name, c := range map[string]struct {
		data string
		want error
	}{
		"empty":  {"", manifest.ErrEmpty},
		"UTF-16": {"\xff\xfea\x00", manifest.ErrUTF16},
	} {
		if _, _, err := parse(t, manifest.Bytes(c.data), manifest.Options{}); err != c.want {
			t.Errorf("%s: found %v, expected %v", name, err, c.want)
		}
	}
	_, _, err := parse(t, manifest.Bytes(strings.Repeat(line, 5)), manifest.Options{MaxEntries: 3})
	var limit *manifest.LimitError
	if !errors.As(err, &limit) || *limit != (manifest.LimitError{Found: 5, Limit: 3}) {
		t.Errorf("found %v, expected 5 entries, at most 3", err)
	}
}

func TestAlgorithm(t *testing.T) {
	for _, c := range []struct {
		o    manifest.Options
		want *digest.Algorithm
	}{
		{manifest.Options{}, nil},
		{manifest.Options{Name: "SHA1SUMS"}, digest.SHA1},
		{manifest.Options{Name: "SHA1SUMS", Algorithm: digest.BLAKE2b}, digest.BLAKE2b},
	} {
		list, _, err := parse(t, manifest.Bytes(hello+"  a"), c.o)
		if err != nil || list.Algorithm() != c.want {
			t.Errorf("%v: found %v, %v", c.o, list.Algorithm(), err)
		}
	}
}

func TestEntriesMayBeReadConcurrently(t *testing.T) {
	data := "-----BEGIN PGP SIGNED MESSAGE-----\n\n" + hello + " a\n\\" + hello + " b\\n\nSHA1 (c) = " + hello +
		"\n-----BEGIN PGP SIGNATURE-----\n-----END PGP SIGNATURE-----\n"
	for _, text := range texts([]byte(data)) {
		list, _, err := parse(t, text, manifest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				var names []string
				for _, entry := range scanned(t, list) {
					names = append(names, string(entry.Name))
				}
				if want := []string{"a", "b\n", "c"}; !slices.Equal(names, want) {
					t.Errorf("found %q, expected %q", names, want)
				}
			})
		}
		group.Wait()
	}
}

func TestPlainLinesDoNotAllocate(t *testing.T) {
	for name, line := range map[string]string{
		"GNU":    hello + "  data/%d\n",
		"BSD":    hello + " data/%d\n",
		"tagged": "SHA1 (data/%d) = " + hello + "\n",
	} {
		var data []byte
		for i := range 1000 {
			data = fmt.Appendf(data, line, i)
		}
		if n := testing.AllocsPerRun(10, func() {
			list, _ := manifest.Parse(manifest.Bytes(data), manifest.Options{}, func(*manifest.Entry) {})
			for scanner, entry := list.Scan(), new(manifest.Entry); scanner.Next(entry); {
			}
		}); n > 10 {
			t.Errorf("%s: found %v allocations for 1000 lines", name, n)
		}
	}
}

func TestRubbishIsNoList(t *testing.T) {
	for more, want := range map[int]error{0: nil, 1: manifest.ErrRubbish, 1000: manifest.ErrRubbish} {
		data := hello + "  a\n" + strings.Repeat("x\n", manifest.MaxMalformed+more)
		if _, _, err := parse(t, manifest.Bytes(data), manifest.Options{}); err != want {
			t.Errorf("%d lines more: found %v, expected %v", more, err, want)
		}
	}
}

// TestAListThatCannotBeReadOn has a text fail in its third piece, when it is
// first read or later.
func TestAListThatCannotBeReadOn(t *testing.T) {
	text := &failing{pieces: pieces{[]byte(strings.Repeat(hello+"  a\n", 10)), 100}, whole: true}
	list, entries, err := parse(t, text, manifest.Options{})
	if err != nil || len(entries) != 10 {
		t.Fatalf("found %v, %v", entries, err)
	}
	text.whole = false
	if _, _, err := parse(t, text, manifest.Options{}); err != errFailing {
		t.Errorf("found %v, expected %v", err, errFailing)
	}
	scanner, count := list.Scan(), 0
	for entry := new(manifest.Entry); scanner.Next(entry); {
		count++
	}
	if count != 4 || scanner.Err() != errFailing { // 200 bytes have four whole lines
		t.Errorf("found %d entries and %v, expected 4 and %v", count, scanner.Err(), errFailing)
	}
	text.whole = true
	if scanner.Next(new(manifest.Entry)) || scanner.Err() != errFailing {
		t.Errorf("found an entry behind the error, and %v", scanner.Err())
	}
}

var errFailing = errors.New("failing")

type failing struct {
	pieces
	whole bool
}

func (f *failing) AppendPiece(dst []byte, n int) ([]byte, error) {
	if n == 2 && !f.whole {
		return dst, errFailing
	}
	return f.pieces.AppendPiece(dst, n)
}

// TestLinesLongerThanPieces has names and malformed lines that go over many
// pieces.
func TestLinesLongerThanPieces(t *testing.T) {
	name := strings.Repeat("n", 1<<20)
	data := hello + "  " + name + "\n" + name + "\n" + hello + "  b\r\n" + hello + "  " + name
	for _, text := range texts([]byte(data)) {
		list, entries, err := parse(t, text, manifest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) != 3 || string(entries[0].Name) != name || string(entries[1].Name) != "b" ||
			string(entries[2].Name) != name || entries[2].Line != 4 {
			t.Errorf("%T: found %d entries", text, len(entries))
		}
		if malformed := list.Malformed(); len(malformed) != 1 || string(malformed[0].Text) != name[:manifest.MaxText] {
			t.Errorf("%T: found %v", text, malformed)
		}
	}
}

// TestTheBeginningOfASignedMessageIsFoundAnywhere has it lie across the border
// of pieces in all ways; what is not signed is then malformed.
func TestTheBeginningOfASignedMessageIsFoundAnywhere(t *testing.T) {
	for fill := range 140 {
		data := hello + "  unsigned\n# " + strings.Repeat("x", fill) + "\n-----BEGIN PGP SIGNED MESSAGE-----\n\n" +
			hello + "  signed\n-----BEGIN PGP SIGNATURE-----\n-----END PGP SIGNATURE-----\n"
		for _, text := range texts([]byte(data)) {
			list, entries, err := parse(t, text, manifest.Options{})
			if err != nil || len(entries) != 1 || string(entries[0].Name) != "signed" || len(list.Malformed()) != 1 {
				t.Fatalf("%T, %d bytes before it: found %v, %v", text, fill, entries, err)
			}
		}
	}
}
