package digest

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

// answers are known digests. "abc" is FIPS 180-4's, FIPS 202's, RFC 1321's,
// RFC 7693's and GB/T 32905's example, "123456789" the usual check of a CRC.
// Those of BLAKE3 are from its test vectors, the sums are what GNU cksum and
// sum print.
var answers = []struct {
	algorithm *Algorithm
	message   string
	want      string
}{
	{SHA1, "", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
	{SHA1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
	{SHA1, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
	{SHA224, "abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"},
	{SHA256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{SHA256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{SHA384, "abc", "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"},
	{SHA512, "abc", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
	{SHA512_256, "abc", "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"},
	{SHA3_224, "abc", "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf"},
	{SHA3_256, "abc", "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"},
	{SHA3_384, "abc", "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25"},
	{SHA3_512, "abc", "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0"},
	{BLAKE2b, "abc", "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"},
	{named("blake2b-256"), "abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"},
	{named("blake2b-8"), "abc", "6b"},
	{BLAKE3, "", "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"},
	{BLAKE3, counting(1024), "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"},
	{BLAKE3, counting(1025), "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444"},
	{BLAKE3, counting(31744), "62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47"},
	{BLAKE3, counting(102400), "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085"},
	{SM3, "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
	{MD5, "abc", "900150983cd24fb0d6963f7d28e17f72"},
	{CRC32, "", "00000000"},
	{CRC32, "123456789", "cbf43926"},
	{CRC, "", "ffffffff"},
	{CRC, "abc", "48aa78a2"},
	{CRC, "123456789", "377a6011"},
	{CRC, strings.Repeat("\xff", 100_000), "9847b8c7"},
	{BSD, "", "0000"},
	{BSD, "abc", "40ac"},
	{BSD, "123456789", "d16f"},
	{BSD, strings.Repeat("\xff", 100_000), "fee7"},
	{SYSV, "", "0000"},
	{SYSV, "abc", "0126"},
	{SYSV, "123456789", "01dd"},
	{SYSV, strings.Repeat("\xff", 100_000), "1ae5"},
}

// counting is the input of BLAKE3's test vectors.
func counting(size int) string {
	message := make([]byte, size)
	for i := range message {
		message[i] = byte(i % 251)
	}
	return string(message)
}

func named(name string) *Algorithm {
	a, _ := ByName(name)
	return a
}

func TestKnownAnswers(t *testing.T) {
	tested := map[*Algorithm]bool{}
	for _, c := range answers {
		tested[c.algorithm] = true
		h := c.algorithm.NewHasher()
		h.Write([]byte("what Reset forgets"))
		h.Reset()
		h.Write([]byte(c.message))
		if found := h.Sum().String(); found != c.want {
			t.Errorf("%s of %.20q: found %s, expected %s", c.algorithm.Name(), c.message, found, c.want)
		}
		if h.Sum().Size() != c.algorithm.Size() {
			t.Errorf("%s: found %d bytes, expected %d", c.algorithm.Name(), h.Sum().Size(), c.algorithm.Size())
		}
	}
	for _, a := range canonical {
		if !tested[a] {
			t.Errorf("%s has no known answer", a.Name())
		}
	}
}

// TestSplitWrites asserts that pieces and the whole have the same digest.
func TestSplitWrites(t *testing.T) {
	message := []byte(counting(10_000))
	for _, a := range canonical {
		whole, pieces := a.NewHasher(), a.NewHasher()
		whole.Write(message)
		for rest, size := message, 0; len(rest) > 0; size++ {
			n := min(size, len(rest))
			pieces.Write(rest[:n])
			rest = rest[n:]
		}
		if whole.Sum() != pieces.Sum() {
			t.Errorf("%s: found %v in pieces, expected %v", a.Name(), pieces.Sum(), whole.Sum())
		}
	}
}

func TestHashersDoNotAllocate(t *testing.T) {
	message := make([]byte, 20_000)
	for _, a := range canonical {
		h := a.NewHasher()
		if n := testing.AllocsPerRun(10, func() {
			h.Reset()
			h.Write(message)
			h.Sum()
		}); n != 0 {
			t.Errorf("%s: found %v allocations", a.Name(), n)
		}
	}
}

func TestValues(t *testing.T) {
	raw := []byte{0x00, 0x1f, 0xab, 0xff}
	value := Of(raw)
	for name, found := range map[string]struct {
		value Value
		ok    bool
	}{
		"lower case": fromText(FromHex, "001fabff"),
		"upper case": fromText(FromHex, "001FABFF"),
		"base64":     fromText(FromBase64, "AB+r/w=="),
	} {
		if !found.ok || found.value != value {
			t.Errorf("%s: found %v, %v", name, found.value, found.ok)
		}
	}
	if value.String() != "001fabff" || string(value.AppendHex([]byte("x"))) != "x001fabff" {
		t.Errorf("found %v", value)
	}
	if !bytes.Equal(value.Append(nil), raw) || value.Size() != 4 || value.IsZero() {
		t.Errorf("found %v", value)
	}
}

func fromText(read func([]byte) (Value, bool), text string) (found struct {
	value Value
	ok    bool
}) {
	found.value, found.ok = read([]byte(text))
	return found
}

// TestHexLikeTheStandardLibrary has texts of all lengths, and every byte at
// every place of many, read and written by the machine's instructions and by
// tables.
func TestHexLikeTheStandardLibrary(t *testing.T) {
	const digits = "0123456789abcdefABCDEF"
	for size := 0; size <= 2*MaxSize; size++ {
		text := make([]byte, size)
		for i := range text {
			text[i] = digits[(i*7+size)%len(digits)]
		}
		check := func() {
			raw, err := hex.DecodeString(string(text))
			value, ok := FromHex(text)
			if ok != (err == nil) || ok && value != Of(raw) || !ok && !value.IsZero() {
				t.Fatalf("%q: found %v, %v, expected %x, %v", text, value, ok, raw, err)
			}
			if size%2 == 0 && decodeByTable(new([MaxSize]byte), text) != ok {
				t.Fatalf("%q: found %v by table, expected %v", text, !ok, ok)
			}
			if !ok {
				return
			}
			written := value.AppendHex(append(make([]byte, 0, 2*size+3), "> "...))
			if expected := "> " + hex.EncodeToString(raw); string(written) != expected {
				t.Fatalf("found %q, expected %q", written, expected)
			}
			if behind := written[:cap(written)][len(written)]; behind != 0 {
				t.Fatalf("%q: wrote %#x behind it", text, behind)
			}
			var read [MaxSize]byte
			tabled := make([]byte, size)
			encodeByTable(tabled, raw)
			if !decodeByTable(&read, tabled) || Of(read[:size/2]) != value {
				t.Fatalf("%q by table: found %q and %x", text, tabled, read)
			}
		}
		check()
		if size > 20 && size%20 != 0 {
			continue
		}
		for i := range text {
			kept := text[i]
			for c := range 256 {
				text[i] = byte(c)
				check()
			}
			text[i] = kept
		}
	}
}

func TestValuesRefuse(t *testing.T) {
	long := strings.Repeat("0", 2*MaxSize+2)
	for _, text := range []string{"0", "0g", "+1", " 00", long} {
		if value, ok := FromHex([]byte(text)); ok || !value.IsZero() {
			t.Errorf("%q: found %v", text, value)
		}
	}
	for _, text := range []string{
		"AB+r/w", "AB+r/w=", "AB-r_w==", "AB+r/x==", "AB+r\r/w==", "AB+r\n/w==", "=", strings.Repeat("A", 88), long,
	} {
		if value, ok := FromBase64([]byte(text)); ok || !value.IsZero() {
			t.Errorf("%q: found %v", text, value)
		}
	}
}
