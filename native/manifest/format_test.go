package manifest_test

import (
	"testing"

	"checksig/digest"
	"checksig/manifest"
)

func TestAppendEntry(t *testing.T) {
	value, _ := digest.FromHex([]byte("ABCD"))
	for _, c := range []struct {
		name      string
		algorithm *digest.Algorithm
		gnu, bsd  string
	}{
		{"a b", digest.SHA1, "abcd  a b", "SHA1 (a b) = abcd"},
		{" *", digest.MD5, "abcd   *", "MD5 ( *) = abcd"},
		{"a\nb\\c\rd", digest.SHA224, `\abcd  a\nb\\c\rd`, `\SHA224 (a\nb\\c\rd) = abcd`},
		{"\x01\xff\t", digest.SHA256, "abcd  \x01\xff\t", "SHA256 (\x01\xff\t) = abcd"},
		{"a", digest.SHA384, "abcd  a", "SHA384 (a) = abcd"},
		{"a", digest.SHA512, "abcd  a", "SHA512 (a) = abcd"},
		{"a", digest.BLAKE2b, "abcd  a", "BLAKE2b (a) = abcd"},
		{"a", blake2b(32), "abcd  a", "BLAKE2b-256 (a) = abcd"},
		{"a", digest.SM3, "abcd  a", "SM3 (a) = abcd"},
		{"a", digest.SHA3_256, "abcd  a", "SHA3-256 (a) = abcd"},
		{"a", digest.SHA512_256, "abcd  a", "SHA512/256 (a) = abcd"},
		{"a", digest.CRC32, "abcd  a", "CRC32 (a) = abcd"},
		{"a", digest.SYSV, "abcd  a", "SYSV (a) = abcd"},
	} {
		entry := manifest.Entry{Name: []byte(c.name), Algorithm: c.algorithm, Want: value}
		if found := string(manifest.AppendEntry([]byte("x"), manifest.GNU, entry)); found != "x"+c.gnu+"\n" {
			t.Errorf("%q: found %q, expected %q", c.name, found, c.gnu)
		}
		if found := string(manifest.AppendEntry(nil, manifest.BSD, entry)); found != c.bsd+"\n" {
			t.Errorf("%q: found %q, expected %q", c.name, found, c.bsd)
		}
	}
}
