package manifest

import (
	"bytes"
	"strings"
	"testing"
)

// FuzzEscapes asserts that no name panics, that escapes resolve as a plain
// replacing of strings does, to no more bytes than before, and that what was
// written with escapes is read back.
func FuzzEscapes(f *testing.F) {
	for _, name := range []string{
		"", "a b", "a\nb\\c\rd", `a\nb\\c\rd`, `\`, `\\`, `\\\`, `\x`, `\\n`,
		"%", "%2", "%25", "%0A", "%0d%0a", "%250A", "%%0A", "%00", "%2525", "a%25%25%25", "\xff%0a\x00",
	} {
		f.Add([]byte(name))
	}
	f.Fuzz(func(t *testing.T, name []byte) {
		original := bytes.Clone(name)
		checkBackslashes(t, name)
		checkPercents(t, name)
		if !bytes.Equal(name, original) {
			t.Fatalf("%q became %q", original, name)
		}
	})
}

func checkBackslashes(t *testing.T, name []byte) {
	t.Helper()
	escaped := appendEscaped([]byte("x"), name)
	want := escapeEnds(strings.ReplaceAll(string(name), `\`, `\\`))
	if string(escaped) != "x"+want {
		t.Fatalf("%q: found %q, expected %q", name, escaped, "x"+want)
	}
	if needsEscape(name) != (len(want) > len(name)) {
		t.Fatalf("%q: found that it needs escapes: %v", name, needsEscape(name))
	}
	if plain, ok := unescape([]byte(want)); !ok || !bytes.Equal(plain, name) {
		t.Fatalf("%q: found %q, expected %q", want, plain, name)
	}

	// What is left of a name without its escapes has no backslash.
	rest := strings.ReplaceAll(string(name), `\\`, "")
	rest = strings.ReplaceAll(strings.ReplaceAll(rest, `\n`, ""), `\r`, "")
	plain, ok := unescape(name)
	switch {
	case ok == strings.Contains(rest, `\`):
		t.Fatalf("%q: found %q, %v", name, plain, ok)
	case len(plain) > len(name):
		t.Fatalf("%q: found %d bytes", name, len(plain))
	case ok && string(appendEscaped(nil, plain)) != escapeEnds(string(name)):
		t.Fatalf("%q: found %q", name, plain)
	case !ok && plain != nil:
		t.Fatalf("%q: found %q with a refusal", name, plain)
	}
}

// escapeEnds escapes what ends a line.
func escapeEnds(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "\n", `\n`), "\r", `\r`)
}

func checkPercents(t *testing.T, name []byte) {
	t.Helper()
	escaped := strings.ReplaceAll(string(name), "%", "%25")
	escaped = strings.ReplaceAll(strings.ReplaceAll(escaped, "\n", "%0A"), "\r", "%0d")
	if plain := percentDecode([]byte(escaped)); !bytes.Equal(plain, name) {
		t.Fatalf("%q: found %q, expected %q", escaped, plain, name)
	}

	parts := strings.Split(string(name), "%")
	want := parts[0]
	for _, part := range parts[1:] {
		switch code := part[:min(len(part), 2)]; strings.ToUpper(code) {
		case "25":
			want += "%" + part[2:]
		case "0A":
			want += "\n" + part[2:]
		case "0D":
			want += "\r" + part[2:]
		default:
			want += "%" + part
		}
	}
	if plain := percentDecode(name); string(plain) != want {
		t.Fatalf("%q: found %q, expected %q", name, plain, want)
	}
	if len(want) > len(name) {
		t.Fatalf("%q: found %d bytes", name, len(want))
	}
}
