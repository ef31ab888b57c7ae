package manifest_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"checksig/digest"
	"checksig/manifest"
)

// The line formats are tested by testdata/vectors/checks.json (package engine).

const hello = "f572d396fae9206628714fb2ce00f72e94f2258f"

func TestEntriesAndMalformedLinesKnowTheirPlace(t *testing.T) {
	list, err := manifest.Parse([]byte("\ufeff# a\r\n"+hello+"  a\r\nrubbish\n\n"+hello+" *b"), digest.SHA1)
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
	if text := malformed[0].Error(); !strings.HasPrefix(text, "line 3: expected 40") {
		t.Errorf("found %q", text)
	}
}

// FuzzParse asserts that no list panics, that each line is an entry, a
// malformed line or skipped, and that what was read can be written and read
// again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "\n", "#\n", "\\", hello + "  a", hello + " *a\r\n", "\ufeff" + hello + "  a\n",
		"\\" + hello + "  a\\nb\\\\\\r\n", strings.Repeat(hello+"  a\nx\n", 3), "\xff\xfea\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := manifest.Parse(data, digest.SHA1)
		if err != nil {
			return
		}
		if lines := bytes.Count(data, []byte{'\n'}) + 1; list.Len()+len(list.Malformed()) > lines {
			t.Fatalf("%d entries and %d malformed lines from %d lines", list.Len(), len(list.Malformed()), lines)
		}
		if list.Len() == 0 {
			return
		}
		escape := strings.NewReplacer("\\", "\\\\", "\n", "\\n", "\r", "\\r")
		var text []byte
		for entry := range list.Entries() {
			if len(entry.Name) == 0 || bytes.IndexByte(entry.Name, 0) >= 0 {
				t.Fatalf("name %q", entry.Name)
			}
			text = fmt.Appendf(text, "\\%s  %s\n", entry.Want, escape.Replace(string(entry.Name)))
		}
		again, err := manifest.Parse(text, digest.SHA1)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if again.Len() != list.Len() {
			t.Fatalf("found %d entries, expected %d", again.Len(), list.Len())
		}
		for i := range list.Len() {
			a, b := list.Entry(i), again.Entry(i)
			if !bytes.Equal(a.Name, b.Name) || a.Want != b.Want {
				t.Fatalf("found %q %s, expected %q %s", b.Name, b.Want, a.Name, a.Want)
			}
		}
	})
}
