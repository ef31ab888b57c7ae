package digest

// A list may have millions of digests, so that their digits are read and
// written sixteen at a time where there are instructions for it (hex_amd64.s),
// and else by tables.

// fewDigits is how many digits there have to be for those instructions: of the
// algorithms only CRC-32 has fewer.
const fewDigits = 16

// decodeByTable reads pairs of hexadecimal digits of either case into dst, and
// reports whether they are such. One look at the end finds out, which is sooner
// than encoding/hex.
func decodeByTable(dst *[MaxSize]byte, text []byte) bool {
	var all byte
	for i := 0; i+1 < len(text); i += 2 {
		high, low := nibbles[text[i]], nibbles[text[i+1]]
		dst[i/2] = high<<4 | low
		all |= high | low
	}
	return all <= 0xf
}

// encodeByTable writes bytes as lower-case hexadecimal digits.
func encodeByTable(dst, bytes []byte) {
	for i, b := range bytes {
		dst[2*i], dst[2*i+1] = digits[b>>4], digits[b&0xf]
	}
}

const digits = "0123456789abcdef"

// nibbles holds the value of each hexadecimal digit, and 0xff for other bytes.
var nibbles = func() (table [256]byte) {
	for c := range table {
		table[c] = 0xff
	}
	for i, c := range []byte(digits) {
		table[c] = byte(i)
		if c >= 'a' {
			table[c-'a'+'A'] = byte(i)
		}
	}
	return table
}()
