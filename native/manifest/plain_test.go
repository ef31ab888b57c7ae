package manifest

import (
	"bytes"
	"testing"

	"checksig/digest"
)

// FuzzPlain asserts that what is read as a plain line is read the same as any
// line.
func FuzzPlain(f *testing.F) {
	const hello = "f572d396fae9206628714fb2ce00f72e94f2258f"
	for _, line := range []string{"  a", " *a", "  ", " *", "   ", " **", " a", "\t a", "  a\x00", "  \\n", "  (a) = 00", " *(a)= 00"} {
		f.Add("", "", hello+line)
		f.Add("", "sha1", hello+line)
		f.Add("", "blake2b", "ab"+line)
		f.Add("a.sfv", "", "12345678"+line)
		f.Add("", "crc32", "12345678"+line)
		f.Add("manifest-sha1.txt", "", hello+line)
	}
	f.Add("", "", "\\"+hello+"  a")
	f.Add("", "", " "+hello+"  a")
	f.Fuzz(func(t *testing.T, name, algorithm, line string) {
		o := Options{Name: name}
		o.Algorithm, _ = digest.ByName(algorithm)
		for size := 1; size <= digest.MaxSize && 2*size < len(line); size++ {
			if line[2*size] != ' ' {
				continue
			}
			// A line of so many bytes comes first, and says what is plain.
			first := append(bytes.Repeat([]byte("0"), 2*size), "  first"...)
			scanner := newScanner(Bytes(first), o.rules())
			var found, want Entry
			if !scanner.Next(&found) || !scanner.plain.read([]byte(line), &found) {
				continue
			}
			if isBlank([]byte(line)) || scanner.isComment([]byte(line)) {
				t.Fatalf("%q is plain, and no entry", line)
			}
			_, reason := scanner.read([]byte(line), &want)
			if reason != "" || !bytes.Equal(found.Name, want.Name) || found.Algorithm != want.Algorithm || found.Want != want.Want {
				t.Fatalf("%q: found %q %s %s, expected %q %s %s, %q", line,
					found.Name, found.Algorithm.Name(), found.Want, want.Name, want.Algorithm.Name(), want.Want, reason)
			}
		}
	})
}
