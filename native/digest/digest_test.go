package digest

import "testing"

func TestSHA1(t *testing.T) {
	h := SHA1.NewHasher()
	// FIPS 180-4's examples, one after the other in one Hasher.
	for message, want := range map[string]string{
		"":    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
		"abc": "a9993e364706816aba3e25717850c26c9cd0d89d",
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq": "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
	} {
		h.Reset()
		for i := range len(message) {
			h.Write([]byte(message[i : i+1]))
		}
		if found := h.Sum().String(); found != want {
			t.Errorf("%q: found %s, expected %s", message, found, want)
		}
		if value, ok := FromHex([]byte(want)); !ok || value != h.Sum() || value.Size() != SHA1.Size() {
			t.Errorf("%q: FromHex found %v, %v", message, value, ok)
		}
	}
}

func TestFromHexRefuses(t *testing.T) {
	for _, text := range []string{"0", "0g", "+1", " 00", string(make([]byte, 4*MaxSize))} {
		if value, ok := FromHex([]byte(text)); ok || !value.IsZero() {
			t.Errorf("%q: found %v", text, value)
		}
	}
}
