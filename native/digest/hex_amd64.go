//go:build !purego

package digest

// decodeHex reads pairs of hexadecimal digits of either case into dst, and
// reports whether they are such. There are 2*MaxSize at most.
func decodeHex(dst *[MaxSize]byte, text []byte) bool {
	if len(text) < fewDigits {
		return decodeByTable(dst, text)
	}
	return decodeSSE2(&dst[0], &text[0], len(text))
}

// encodeHex writes bytes as lower-case hexadecimal digits; dst has room for
// them.
func encodeHex(dst, bytes []byte) {
	if 2*len(bytes) < fewDigits {
		encodeByTable(dst, bytes)
		return
	}
	encodeSSE2(&dst[0], &bytes[0], len(bytes))
}

// decodeSSE2 is decodeHex of n digits, an even number of 16 or more. What it
// writes if not all are digits is of no use.
//
//go:noescape
func decodeSSE2(dst, text *byte, n int) bool

// encodeSSE2 is encodeHex of n bytes, 8 or more.
//
//go:noescape
func encodeSSE2(dst, bytes *byte, n int)
