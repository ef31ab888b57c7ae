package manifest_test

import (
	"slices"
	"testing"

	"checksig/digest"
	"checksig/manifest"
)

func TestAlgorithmOfName(t *testing.T) {
	for name, want := range map[string]*digest.Algorithm{
		"sha1sum.txt":             digest.SHA1,
		"SHA1SUMS":                digest.SHA1,
		"dir.md5/SHA256SUMS":      digest.SHA256,
		"SHA256SUMS.txt.asc":      digest.SHA256,
		"sha512sums.asc":          digest.SHA512,
		"terraform_1_SHA256SUMS":  digest.SHA256,
		"x-sha3-256sums.txt":      digest.SHA3_256,
		"sha256-sums.txt":         digest.SHA256,
		"MD5SUM":                  digest.MD5,
		"md5.txt":                 digest.MD5,
		"b2sum.txt":               digest.BLAKE2b,
		"B2SUMS":                  digest.BLAKE2b,
		"b3sums":                  digest.BLAKE3,
		"a.tar.gz.sha512":         digest.SHA512,
		"a.tar.gz.sha256sum":      digest.SHA256,
		"a.tar.gz.sha256.txt":     digest.SHA256,
		"a.b2":                    digest.BLAKE2b,
		"a.blake2b-256":           blake2b(32),
		"a.sm3":                   digest.SM3,
		"a.SFV":                   digest.CRC32,
		"manifest-md5.txt":        digest.MD5,
		"manifest-sha384.txt":     digest.SHA384,
		"manifest-sha3384.txt":    digest.SHA3_384,
		"manifest-sha3-384.txt":   digest.SHA3_384,
		"manifest-sha512256.txt":  digest.SHA512_256,
		"manifest-blake2b256.txt": blake2b(32),
		"tagmanifest-sha256.txt":  digest.SHA256,
	} {
		if found, ok := manifest.AlgorithmOfName(name); !ok || found != want {
			t.Errorf("%s: found %v, expected %s", name, found, want.Name())
		}
	}
	for _, name := range []string{
		"", ".", "/", "checksums.txt", "CHECKSUMS", "sums", "sum.txt", "xsha1sum.txt", "manifest.txt",
		"manifest-.txt", "manifest-rmd160.txt", "sha1sum.gz", "cksum.txt", "a.crc", "a.bsd", "crcsums", "SHASUMS256.txt",
		"sfv", "a.sha1.d",
	} {
		if found, ok := manifest.AlgorithmOfName(name); ok {
			t.Errorf("%q: found %s", name, found.Name())
		}
	}
}

func blake2b(size int) *digest.Algorithm {
	a, _ := digest.BLAKE2bSize(size)
	return a
}

func TestCandidates(t *testing.T) {
	want := []string{
		"sha1sum.txt", "SHA1SUMS", "sha1sums",
		"sha256sum.txt", "SHA256SUMS", "SHA256SUMS.txt",
		"sha512sum.txt", "SHA512SUMS",
		"md5sum.txt", "MD5SUMS",
		"b2sum.txt", "B2SUMS",
		"SHA224SUMS", "sha384sum.txt",
		"SHASUMS256.txt",
		"checksums.txt", "CHECKSUMS", "checksum.txt",
		"manifest-sha256.txt", "manifest-md5.txt", "tagmanifest-sha512.txt",
		"a.sha1", "b.sha1", "a.sha256", "a.tar.gz.sha256sum", "a.sha512", "a.md5", "a.b2", "a.sfv",
	}
	names := append(slices.Sorted(slices.Values(want)), "README", "sha1sum.txt.bak", "xsha1sum.txt", "a.log", "sha1", ".")
	slices.Reverse(names)
	if found := manifest.Candidates(names); !slices.Equal(found, want) {
		t.Errorf("found    %q\nexpected %q", found, want)
	}
	if found := manifest.Candidates(nil); len(found) != 0 {
		t.Errorf("found %q", found)
	}
}

// TestCandidatesSayTheirAlgorithm asserts that what is preferred for its name
// is read by its name.
func TestCandidatesSayTheirAlgorithm(t *testing.T) {
	for _, name := range []string{"sha224sum.txt", "B2SUMS", "b3sums.txt", "sm3sum", "a.sha384sum", "a.b3sums", "tagmanifest-md5.txt"} {
		if len(manifest.Candidates([]string{name})) != 1 {
			t.Errorf("%s is no candidate", name)
		}
		if _, ok := manifest.AlgorithmOfName(name); !ok {
			t.Errorf("%s says no algorithm", name)
		}
	}
}
