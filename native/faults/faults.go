//go:build faults

// Package faults breaks the library at a point that the environment names. It
// does so only in a library built with -tags faults, which only tests load.
//
// CHECKSIG_FAULT is the name of a point, and after a colon how often it is to
// be passed before: "engine.worker:2" panics where the third file begins, once
// in the life of the process. CHECKSIG_SHORT_READS is the seed of a random
// generator: reads then ask for fewer bytes than they could have.
package faults

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

var (
	wanted string
	left   atomic.Int64 // passes until the panic

	mu    sync.Mutex // guards sizes
	sizes *rand.Rand // nil: reads are whole
)

func init() {
	var passes string
	wanted, passes, _ = strings.Cut(os.Getenv("CHECKSIG_FAULT"), ":")
	if n, err := strconv.ParseInt(passes, 10, 64); err == nil {
		left.Store(n)
	}
	if seed, err := strconv.ParseUint(os.Getenv("CHECKSIG_SHORT_READS"), 10, 64); err == nil {
		sizes = rand.New(rand.NewPCG(seed, 0))
	}
}

// At panics if the environment says so.
func At(point string) {
	if point == wanted && left.Add(-1) == -1 {
		panic("fault at " + point)
	}
}

// Wants reports whether the point that is to panic has a name that begins so:
// what leads there is then done even where it would not pay.
func Wants(prefix string) bool { return strings.HasPrefix(wanted, prefix) }

// Read returns the part of p that a read is to fill: all of it, or as much as
// chance says, often very little.
func Read(p []byte) []byte {
	if sizes == nil || len(p) == 0 {
		return p
	}
	mu.Lock()
	defer mu.Unlock()
	most := min(len(p), 1<<sizes.IntN(19))
	return p[:1+sizes.IntN(most)]
}
