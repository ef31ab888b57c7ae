package digest

import (
	"bytes"
	"encoding/base64"
	"slices"
)

// A Value is a digest. Two values are the same digest if they are ==; the
// zero Value is no digest.
type Value struct {
	size  uint8
	bytes [MaxSize]byte
}

// Of returns the digest that raw spells. It panics if raw is longer than
// MaxSize.
func Of(raw []byte) Value {
	if len(raw) > MaxSize {
		panic("digest: longer than any algorithm's")
	}
	v := Value{size: uint8(len(raw))}
	copy(v.bytes[:], raw)
	return v
}

// FromHex returns the digest that text spells in hexadecimal digits of
// either case, and whether it does.
func FromHex(text []byte) (v Value, ok bool) {
	ok = v.SetHex(text)
	return v, ok
}

// SetHex makes v the digest that text spells in hexadecimal digits of either
// case, or zero, and reports whether it spells one.
func (v *Value) SetHex(text []byte) bool {
	*v = Value{}
	if len(text)%2 != 0 || len(text) > 2*MaxSize {
		return false
	}
	if !decodeHex(&v.bytes, text) {
		*v = Value{}
		return false
	}
	v.size = uint8(len(text) / 2)
	return true
}

// base64Encoding refuses padding bits that are not zero (RFC 4648 3.5), so
// that a digest has one spelling.
var base64Encoding = base64.StdEncoding.Strict()

// FromBase64 returns the digest that text spells in base64 with padding
// (RFC 4648 4), and whether it does.
func FromBase64(text []byte) (Value, bool) {
	var raw [MaxSize + 2]byte // the padded length of the longest digest
	if base64.StdEncoding.DecodedLen(len(text)) > len(raw) {
		return Value{}, false
	}
	for _, c := range text {
		if c == '\r' || c == '\n' { // the decoder would skip them
			return Value{}, false
		}
	}
	n, err := base64Encoding.Decode(raw[:], text)
	if err != nil || n > MaxSize {
		return Value{}, false
	}
	return Of(raw[:n]), true
}

// Is reports whether v is the digest that raw spells.
func (v *Value) Is(raw []byte) bool { return bytes.Equal(v.bytes[:v.size], raw) }

// IsZero reports whether v is no digest.
func (v Value) IsZero() bool { return v.size == 0 }

// Append appends the digest's bytes to dst.
func (v Value) Append(dst []byte) []byte { return append(dst, v.bytes[:v.size]...) }

// AppendHex appends the digest in lower-case hexadecimal digits to dst.
func (v Value) AppendHex(dst []byte) []byte {
	n, digits := len(dst), 2*int(v.size)
	dst = slices.Grow(dst, digits)[:n+digits]
	encodeHex(dst[n:], v.bytes[:v.size])
	return dst
}

// Size is the digest's length in bytes.
func (v Value) Size() int { return int(v.size) }

// String is the digest in lower-case hexadecimal digits.
func (v Value) String() string { return string(v.AppendHex(nil)) }
