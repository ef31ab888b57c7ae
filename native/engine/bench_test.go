package engine

import (
	"fmt"
	"testing"
)

// BenchmarkCheck is a check of files in the page cache.
func BenchmarkCheck(b *testing.B) {
	for _, c := range []struct{ files, size int }{{10, 110_000}, {10_000, 10_000}, {8, 64 << 20}} {
		b.Run(fmt.Sprintf("%dx%d", c.files, c.size), func(b *testing.B) {
			files := make(map[string][]byte, c.files)
			for i := range c.files {
				files[fmt.Sprint(i)] = make([]byte, c.size)
			}
			dir := tree(b, files)
			b.SetBytes(int64(c.files) * int64(c.size))
			for b.Loop() {
				if _, err := Check(b.Context(), Request{Root: dir, Untold: Statuses(0).With(OK)}, func(v *Verdict) {
					b.Fatal(v)
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
