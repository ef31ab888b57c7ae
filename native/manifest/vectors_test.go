package manifest_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"checksig/digest"
	"checksig/manifest"
)

// A vector is a case of testdata/vectors/lists.json, which says what it means.
type vector struct {
	Name, ListName, Algorithm string
	MaxEntries                int
	List                      *string
	ListBase64                []byte
	Entries                   []struct {
		Line              int
		Name              string
		NameBase64        []byte
		Algorithm, Digest string
	}
	Malformed []struct {
		Line   int
		Reason string
	}
	Error string
}

func readVectors(t testing.TB) []vector {
	t.Helper()
	data, err := os.ReadFile("../../testdata/vectors/lists.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []vector }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) == 0 {
		t.Fatal("no cases")
	}
	return file.Cases
}

func (v *vector) data() []byte {
	if v.List != nil {
		return []byte(*v.List)
	}
	return slices.Clone(v.ListBase64)
}

func (v *vector) options(t testing.TB) manifest.Options {
	o := manifest.Options{Name: v.ListName, MaxEntries: v.MaxEntries}
	if v.Algorithm != "" {
		var ok bool
		if o.Algorithm, ok = digest.ByName(v.Algorithm); !ok {
			t.Fatalf("unknown algorithm %q", v.Algorithm)
		}
	}
	return o
}

func TestVectors(t *testing.T) {
	for _, v := range readVectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			for _, text := range texts(v.data()) {
				list, entries, err := parse(t, text, v.options(t))
				if v.Error != "" {
					if err == nil || err.Error() != v.Error {
						t.Fatalf("%T: found %v, expected %s", text, err, v.Error)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				v.compareEntries(t, entries)
				v.compareMalformed(t, list)
			}
		})
	}
}

func (v *vector) compareEntries(t *testing.T, entries []manifest.Entry) {
	t.Helper()
	if len(entries) != len(v.Entries) {
		t.Errorf("found %d entries, expected %d", len(entries), len(v.Entries))
	}
	for i, want := range v.Entries[:min(len(v.Entries), len(entries))] {
		found := entries[i]
		name := want.Name
		if want.NameBase64 != nil {
			name = string(want.NameBase64)
		}
		if found.Line != want.Line || string(found.Name) != name ||
			found.Algorithm.Name() != want.Algorithm || found.Want.String() != want.Digest {
			t.Errorf("found %d %q %s %s, expected %d %q %s %s",
				found.Line, found.Name, found.Algorithm.Name(), found.Want,
				want.Line, name, want.Algorithm, want.Digest)
		}
	}
}

func (v *vector) compareMalformed(t *testing.T, list *manifest.List) {
	t.Helper()
	malformed := list.Malformed()
	if len(malformed) != len(v.Malformed) {
		t.Errorf("found %v, expected %v", malformed, v.Malformed)
	}
	lines := strings.Split(strings.TrimPrefix(string(v.data()), "\ufeff"), "\n")
	for i, want := range v.Malformed[:min(len(v.Malformed), len(malformed))] {
		found := malformed[i]
		if found.Line != want.Line || found.Reason != want.Reason {
			t.Errorf("found %v, expected line %d: %s", found, want.Line, want.Reason)
		}
		if text := strings.TrimSuffix(lines[want.Line-1], "\r"); string(found.Text) != text {
			t.Errorf("found %q, expected %q", found.Text, text)
		}
	}
}
