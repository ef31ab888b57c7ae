package manifest_test

import (
	"fmt"
	"testing"

	"checksig/digest"
	"checksig/manifest"
)

func BenchmarkParse(b *testing.B) {
	const lines = 1_000_000
	hasher := digest.SHA1.NewHasher()
	var data []byte
	for i := range lines {
		fmt.Fprint(hasher, i)
		data = fmt.Appendf(data, "%s  data/%07d.log\n", hasher.Sum(), i)
	}
	for name, o := range map[string]manifest.Options{
		"algorithm given":  {Algorithm: digest.SHA1},
		"algorithm found":  {},
		"BagIt's manifest": {Name: "manifest-sha1.txt"},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if list, err := manifest.Parse(manifest.Bytes(data), o, func(*manifest.Entry) {}); err != nil || list.Len() != lines {
					b.Fatal(err)
				}
			}
		})
	}
}
