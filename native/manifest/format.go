package manifest

// A Form is a way to write an entry.
type Form int

const (
	GNU Form = iota // "hex  name", as sha1sum writes it
	BSD             // "SHA1 (name) = hex", as sha1sum --tag writes it
)

// AppendEntry appends the entry's line, with its newline, to dst, as GNU
// coreutils 9 writes it for the algorithms it has. Parse reads it back, an
// untagged line if it is told the algorithm. The entry must be one that Parse
// could return.
func AppendEntry(dst []byte, form Form, entry Entry) []byte {
	escape := needsEscape(entry.Name)
	if escape {
		dst = append(dst, '\\')
	}
	if form == BSD {
		dst = append(dst, tags()[entry.Algorithm]...)
		dst = append(dst, " ("...)
	} else {
		dst = entry.Want.AppendHex(dst)
		dst = append(dst, "  "...)
	}
	if escape {
		dst = appendEscaped(dst, entry.Name)
	} else {
		dst = append(dst, entry.Name...)
	}
	if form == BSD {
		dst = append(dst, ") = "...)
		dst = entry.Want.AppendHex(dst)
	}
	return append(dst, '\n')
}
