package manifest_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"checksig/digest"
	"checksig/manifest"
)

// The line formats are tested by testdata/vectors/lists.json.

const hello = "f572d396fae9206628714fb2ce00f72e94f2258f"

func TestEntriesAndMalformedLinesKnowTheirPlace(t *testing.T) {
	list, err := manifest.Parse([]byte("\ufeff# a\r\n"+hello+"  a\r\nrubbish\n\n"+hello+" *b"), manifest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for entry := range list.Entries() {
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
		if _, err := manifest.Parse([]byte(c.data), manifest.Options{}); err != c.want {
			t.Errorf("%s: found %v, expected %v", name, err, c.want)
		}
	}
	_, err := manifest.Parse([]byte(strings.Repeat(line, 5)), manifest.Options{MaxEntries: 3})
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
		list, err := manifest.Parse([]byte(hello+"  a"), c.o)
		if err != nil || list.Algorithm() != c.want {
			t.Errorf("%v: found %v, %v", c.o, list.Algorithm(), err)
		}
	}
}

func TestEntriesMayBeReadConcurrently(t *testing.T) {
	data := "-----BEGIN PGP SIGNED MESSAGE-----\n\n" + hello + " a\n\\" + hello + " b\\n\nSHA1 (c) = " + hello +
		"\n-----BEGIN PGP SIGNATURE-----\n-----END PGP SIGNATURE-----\n"
	list, err := manifest.Parse([]byte(data), manifest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			var names []string
			for entry := range list.Entries() {
				names = append(names, string(entry.Name))
			}
			if want := []string{"a", "b\n", "c"}; !slices.Equal(names, want) {
				t.Errorf("found %q, expected %q", names, want)
			}
		})
	}
	group.Wait()
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
			list, _ := manifest.Parse(data, manifest.Options{})
			for range list.Entries() {
			}
		}); n > 10 {
			t.Errorf("%s: found %v allocations for 1000 lines", name, n)
		}
	}
}

func TestRubbishIsNoList(t *testing.T) {
	for more, want := range map[int]error{0: nil, 1: manifest.ErrRubbish, 1000: manifest.ErrRubbish} {
		data := hello + "  a\n" + strings.Repeat("x\n", manifest.MaxMalformed+more)
		if _, err := manifest.Parse([]byte(data), manifest.Options{}); err != want {
			t.Errorf("%d lines more: found %v, expected %v", more, err, want)
		}
	}
}
