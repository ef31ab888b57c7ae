package digest

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// pythonDigests prints, for each algorithm that Python has, the digests of
// the first 0 to 300 bytes of counting's message.
const pythonDigests = `
import hashlib, zlib
message = bytes(i % 251 for i in range(300))
names = {'md5': 'md5', 'sha1': 'sha1', 'sha224': 'sha224', 'sha256': 'sha256', 'sha384': 'sha384',
         'sha512': 'sha512', 'sha512-256': 'sha512_256', 'sha3-224': 'sha3_224', 'sha3-256': 'sha3_256',
         'sha3-384': 'sha3_384', 'sha3-512': 'sha3_512', 'sm3': 'sm3'}
for size in range(301):
    part = message[:size]
    for ours, theirs in names.items():
        try:
            print(ours, size, hashlib.new(theirs, part).hexdigest())
        except ValueError:
            pass
    for bits in range(8, 513, 8):
        print(f'blake2b-{bits}', size, hashlib.blake2b(part, digest_size=bits // 8).hexdigest())
    print('crc32', size, f'{zlib.crc32(part):08x}')
`

func TestAsPythonDigests(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3")
	}
	out, err := exec.Command(python, "-c", pythonDigests).Output()
	if err != nil {
		t.Skip(err)
	}
	message := []byte(counting(300))
	compared := 0
	for line := range strings.Lines(string(out)) {
		var name, want string
		var size int
		if _, err := fmt.Sscan(line, &name, &size, &want); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		h := named(name).NewHasher()
		h.Write(message[:size])
		if found := h.Sum().String(); found != want {
			t.Errorf("%s of %d bytes: found %s, expected %s", name, size, found, want)
		}
		compared++
	}
	if compared < 301*64 {
		t.Errorf("compared %d digests only", compared)
	}
}
