package manifest

import (
	"path"
	"slices"
	"strings"

	"checksig/digest"
	"checksig/faults"
)

// Options say how to read a list. The zero value reads every digest by its
// tag or its length.
type Options struct {
	// Algorithm is the algorithm of untagged lines. nil: found from Name, or
	// else for each line from the digest's length. digest.BLAKE2b stands for
	// all lengths of BLAKE2b, as for GNU b2sum.
	Algorithm *digest.Algorithm
	// Name is the list's file name, or a path that ends in it; only what it
	// says by AlgorithmOfName and of BagIt counts.
	Name string
	// MaxEntries limits the number of entries and malformed lines; 0: no limit.
	MaxEntries int
	// Expect, if not nil, is told before the first entry how many there are at
	// most.
	Expect func(most int)
}

// Parse reads the list in text and calls visit for each of its entries, which
// are valid during the call, in their order. Lines that are no entries do not
// end the reading: they are the list's Malformed lines. Blank lines and lines
// that begin with '#' or ';' are skipped. The list keeps the text.
//
// The error is ErrEmpty, ErrUTF16, ErrRubbish, ErrTooLarge, a *LimitError or
// the text's. What was visited is then of no use.
func Parse(text Text, o Options, visit func(*Entry)) (*List, error) {
	faults.At("manifest.parse")
	most, signed, err := look(text)
	if err != nil {
		return nil, err
	}
	if o.MaxEntries > 0 {
		most = min(most, o.MaxEntries)
	}
	if o.Expect != nil {
		o.Expect(most)
	}
	l := &List{text: text, rules: o.rules()}
	l.rules.signed = signed
	found := 0 // entries and malformed lines, those beyond the limit too
	s := l.Scan()
	for entry := new(Entry); ; {
		finding, malformed := s.next(entry)
		if finding == theEnd {
			break
		}
		found++
		switch {
		case o.MaxEntries > 0 && found > o.MaxEntries:
		case finding == anEntry:
			l.entries++
			visit(entry)
		case len(l.malformed) == MaxMalformed:
			return nil, ErrRubbish
		default:
			l.malformed = append(l.malformed, malformed)
		}
	}
	if open := s.armor.unfinished(); open != nil {
		found++
		l.malformed = append(l.malformed, open)
		slices.SortFunc(l.malformed, func(a, b *SyntaxError) int { return a.Line - b.Line })
	}
	switch {
	case s.err != nil:
		return nil, s.err
	case o.MaxEntries > 0 && found > o.MaxEntries:
		return nil, &LimitError{Found: found, Limit: o.MaxEntries}
	case found == 0:
		return nil, ErrEmpty
	}
	return l, nil
}

func (o *Options) rules() rules {
	name := strings.ToLower(path.Base(o.Name))
	r := rules{algorithm: o.Algorithm, bagIt: isBagIt(name)}
	if r.algorithm == nil {
		r.algorithm, _ = AlgorithmOfName(name)
	}
	r.sfv = r.algorithm == digest.CRC32 && strings.HasSuffix(name, sfvSuffix)
	return r
}
