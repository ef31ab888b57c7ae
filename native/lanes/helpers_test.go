package lanes

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	"unsafe"
)

var names = [...]string{
	SHA1: "sha1", SHA224: "sha224", SHA256: "sha256",
	SHA384: "sha384", SHA512: "sha512", SHA512_256: "sha512-256", MD5: "md5",
}

// only is a plan that has nothing but the path, however few lanes there are.
func only(f *function, c path) *plan {
	p := &plan{function: f, width: c.width, alone: &c}
	for n := range p.best {
		p.best[n] = &c
	}
	return p
}

// mixed is a plan that digests 15 lanes with as many different paths as it can:
// 8, 4, 2 and 1 of them.
func mixed(f *function, paths []path) *plan {
	paths = slices.Clone(paths)
	for i := range paths {
		paths[i].cost = time.Duration(100*paths[i].width - 10)
	}
	p := &plan{function: f}
	p.assign(100, paths, false)
	p.width = 15
	return p
}

// inGo is a path in plain Go.
func inGo(f *function, width int) path {
	s := newSerial(f)
	return path{name: "go", width: width, digest: func(all *states, data *[MaxWidth]*byte, blocks int) {
		for i := range width {
			var state digestState
			f.get(all, width, i, &state)
			s.digest(&state, slice(data[i], blocks*f.block))
			f.put(all, width, i, &state)
		}
	}}
}

// everyPlan calls test with each path's plan, a plan of the standard library,
// the automatic one, and one that has a lane more than a path is wide.
func everyPlan(t *testing.T, test func(t *testing.T, p *plan)) {
	for a, name := range names {
		f := functions[a]
		run := func(label string, p *plan) {
			t.Run(name+"/"+label, func(t *testing.T) { test(t, p) })
		}
		run("automatic", plans[a]())
		run("standard", &plan{function: f, width: 3})
		run("mixed", mixed(f, paths(Algorithm(a))))
		for _, c := range paths(Algorithm(a)) {
			p := only(f, c)
			run(c.name, p)
			if c.width < MaxWidth {
				uneven := *p
				uneven.width = c.width + 1
				run(c.name+" and one lane", &uneven)
			}
		}
	}
}

// noise is n bytes that depend on the seed.
func noise(n int, seed uint64) []byte {
	p := make([]byte, n)
	r := rand.New(rand.NewPCG(seed, 0))
	for i := range p {
		p[i] = byte(r.Uint32())
	}
	return p
}

// expected is the digest by the standard library.
func expected(f *function, message []byte) []byte {
	h := f.new()
	h.Write(message)
	return h.Sum(nil)
}

// put gives the lane as much of p as it takes.
func put(g *Group, lane int, p []byte) int {
	n := copy(g.Buffer(lane), p)
	g.Filled(lane, n)
	return n
}

// digestIn digests a message in the lane.
func digestIn(g *Group, lane int, message []byte) []byte {
	g.Begin(lane)
	for len(message) > 0 {
		message = message[put(g, lane, message):]
		g.Run()
	}
	g.End(lane)
	for !g.Done(lane) {
		g.Run()
	}
	return g.Sum(nil, lane)
}

// algorithm is the algorithm of a plan.
func algorithm(p *plan) Algorithm {
	for a, f := range functions {
		if f == p.function {
			return Algorithm(a)
		}
	}
	panic("no algorithm")
}

// slice is n bytes from p on.
func slice(p *byte, n int) []byte { return unsafe.Slice(p, n) }
