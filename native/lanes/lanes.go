// Package lanes digests several messages side by side on one core. A single
// message is bound by the latency of its instructions, since each step of
// SHA-1, SHA-2 or MD5 needs the one before; steps of different messages need
// nothing of each other. The package knows no files and no lists.
//
// The environment variable CHECKSIG_LANES, read once at the start, says how:
//
//	off        by the standard library only, one message after the other
//	avx512     with AVX-512, whatever number of lanes is best
//	avx2       with AVX2
//	sha-ni     with the SHA instructions
//	avx512x8   by this path only; also avx512x16, avx512x4, avx2x16, avx2x8,
//	           sha-nix2, sha-ni-avx512x4, sha-ni-avx512x2 and sha-ni-avx512x1
//
// SHA-384, SHA-512 and SHA-512/256 have avx512x8 and avx512x4 only. A message
// that is alone is left to the standard library wherever that is faster. What
// the processor lacks or the algorithm has not, and any other value, is as off;
// without a value, what is fastest here is measured.
package lanes

import (
	"os"
	"sync"
)

// An Algorithm is a digest function that lanes exist for.
type Algorithm uint8

const (
	SHA1       Algorithm = iota // FIPS 180-4, 6.1
	SHA224                      // FIPS 180-4, 6.3
	SHA256                      // FIPS 180-4, 6.2
	SHA384                      // FIPS 180-4, 6.5
	SHA512                      // FIPS 180-4, 6.4
	SHA512_256                  // FIPS 180-4, 6.7
	MD5                         // RFC 1321
)

// BufferSize is the number of bytes of a lane's buffer. The buffers of 16 lanes
// fit into a core's second-level cache; larger ones were no faster.
const BufferSize = 32 << 10

// MaxWidth is the number of lanes of the widest path.
const MaxWidth = 16

// Width is how many messages a Group of the algorithm is given at once: 1
// where no path here is faster than the standard library. The first call
// proves and measures the paths, which takes less than a millisecond.
func Width(a Algorithm) int { return plans[a]().width }

// New returns a Group for the algorithm.
func New(a Algorithm) *Group { return newGroup(plans[a]()) }

// choice is what CHECKSIG_LANES says.
var choice = os.Getenv("CHECKSIG_LANES")

// plans make the plan of each algorithm when it is first needed.
var plans = func() (all [len(functions)]func() *plan) {
	for a := range all {
		all[a] = planFor(Algorithm(a))
	}
	return all
}()

func planFor(a Algorithm) func() *plan {
	return sync.OnceValue(func() *plan {
		chosen, forced := choose(paths(a), choice)
		return newPlan(functions[a], chosen, forced)
	})
}
