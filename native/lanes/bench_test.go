package lanes

import (
	"fmt"
	"testing"
)

// BenchmarkLanes is the speed of each path and of the plan with messages of
// BufferSize in so many lanes, and of the standard library beside.
func BenchmarkLanes(b *testing.B) {
	for a, name := range names {
		f := functions[a]
		b.Run(name+"/standard", func(b *testing.B) {
			message := make([]byte, BufferSize)
			h := f.new()
			var sum [64]byte
			b.SetBytes(BufferSize)
			for b.Loop() {
				h.Reset()
				h.Write(message)
				h.Sum(sum[:0])
			}
		})
		each := map[string]*plan{"automatic": plans[a]()}
		order := []string{"automatic"}
		for _, p := range paths(Algorithm(a)) {
			each[p.name] = only(f, p)
			order = append(order, p.name)
		}
		for _, path := range order {
			for _, n := range []int{1, 2, 4, 8, 16} {
				if n <= each[path].width {
					b.Run(fmt.Sprintf("%s/%s/%d", name, path, n), func(b *testing.B) { benchmark(b, each[path], n) })
				}
			}
		}
	}
}

func benchmark(b *testing.B, p *plan, n int) {
	g := newGroup(p)
	var sum [64]byte
	b.SetBytes(int64(n * BufferSize))
	for b.Loop() {
		for lane := range n {
			g.Begin(lane)
			g.Filled(lane, len(g.Buffer(lane)))
			g.End(lane)
		}
		for busy := true; busy; {
			g.Run()
			busy = false
			for lane := range n {
				busy = busy || !g.Done(lane)
			}
		}
		for lane := range n {
			g.Sum(sum[:0], lane)
		}
	}
}

// BenchmarkPlan is what the first call of Width costs.
func BenchmarkPlan(b *testing.B) {
	for a, name := range names {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				newPlan(functions[a], paths(Algorithm(a)), false)
			}
		})
	}
}
