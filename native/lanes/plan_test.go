package lanes

import (
	"bytes"
	"encoding"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestChoose(t *testing.T) {
	all := []path{
		{name: "avx512x16", family: "avx512"},
		{name: "avx512x8", family: "avx512"},
		{name: "avx2x8", family: "avx2"},
		{name: "sha-nix2", family: "sha-ni"},
	}
	for value, want := range map[string]string{
		"":         "avx512x16 avx512x8 avx2x8 sha-nix2",
		"off":      "",
		"avx512":   "avx512x16 avx512x8",
		"avx512x8": "avx512x8",
		"avx2":     "avx2x8",
		"avx2x8":   "avx2x8",
		"sha-ni":   "sha-nix2",
		"sha-nix2": "sha-nix2",
		"avx":      "",
		"other":    "",
	} {
		chosen, forced := choose(all, value)
		var names []string
		for _, c := range chosen {
			names = append(names, c.name)
		}
		if got := strings.Join(names, " "); got != want || forced != (want != "" && value != "") {
			t.Errorf("%q: %q, forced %v", value, got, forced)
		}
	}
}

func TestAssign(t *testing.T) {
	for _, test := range []struct {
		name   string
		alone  time.Duration
		paths  []path
		forced bool
		width  int
		best   string // of the first of 1, 2, 3 ... lanes; - is serial
	}{
		{"none", 10, nil, false, 1, "- - - - - - - - - - - - - - - -"},
		{"slower", 10, []path{{name: "a", width: 8, cost: 81}}, false, 1, "- - - - - - - - - - - - - - - -"},
		{"one", 10, []path{{name: "a", width: 8, cost: 35}}, false, 8, "- - - a a a a a a a a a a a a a"},
		{"pairs", 10, []path{{name: "a", width: 2, cost: 12}}, false, 2, "- a a a a a a a a a a a a a a a"},
		{"three", 10, []path{{name: "a", width: 16, cost: 50}, {name: "b", width: 8, cost: 35}, {name: "c", width: 4, cost: 18}}, false, 16,
			"- c c c c b b b b a a a a a a a"},
		{"a wide one and pairs", 10, []path{{name: "a", width: 8, cost: 40}, {name: "b", width: 2, cost: 11}}, false, 8,
			"- b b b b b a a a a a a a a a a"},
		{"one alone", 10, []path{{name: "a", width: 1, cost: 7}}, false, 1, "a a a a a a a a a a a a a a a a"},
		{"pairs and alone", 10, []path{{name: "b", width: 2, cost: 11}, {name: "a", width: 1, cost: 7}}, false, 2, "a b b b b b b b b b b b b b b b"},
		{"forced alone", 10, []path{{name: "a", width: 1, cost: 12}}, true, 1, "- a a a a a a a a a a a a a a a"},
		{"faster alone", 10, []path{{name: "a", width: 4, cost: 9}}, false, 4, "a a a a a a a a a a a a a a a a"},
		{"forced", 10, []path{{name: "a", width: 4, cost: 50}}, true, 4, "- a a a a a a a a a a a a a a a"},
	} {
		p := &plan{function: functions[SHA1], width: 1}
		p.assign(test.alone, test.paths, test.forced)
		var best []string
		for _, c := range p.best[1:] {
			if c == nil {
				best = append(best, "-")
			} else {
				best = append(best, c.name)
			}
		}
		if got := strings.Join(best, " "); got != test.best || p.width != test.width {
			t.Errorf("%s: width %d, %s", test.name, p.width, got)
		}
	}
}

// TestAssignAlone: a message that has none beside it is left to the standard
// library unless a path is clearly faster.
func TestAssignAlone(t *testing.T) {
	for _, test := range []struct {
		name             string
		serial, standard time.Duration
		paths            []path
		own              bool
	}{
		{"no path", 520, 490, nil, false},
		{"as fast", 520, 490, []path{{name: "a", width: 1, cost: 490}}, false},
		{"hardly faster", 520, 490, []path{{name: "a", width: 1, cost: 470}}, false},
		{"faster", 520, 490, []path{{name: "a", width: 1, cost: 450}}, true},
		{"faster, and wide", 520, 490, []path{{name: "a", width: 4, cost: 450}}, true},
	} {
		p := &plan{function: functions[SHA1], width: 1}
		p.assign(test.serial, test.paths, false)
		p.assignAlone(test.standard)
		if own := p.alone != nil; own != test.own {
			t.Errorf("%s: found a path: %v", test.name, own)
		}
	}
}

// TestBroken: a path that digests wrongly is left out, whatever it does wrong,
// and digests stay right.
func TestBroken(t *testing.T) {
	for a, name := range names {
		f := functions[a]
		right := func(width int) path { return inGo(f, width) }
		broken := map[string]func(p path) path{
			"does nothing": func(p path) path {
				p.digest = func(*states, *[MaxWidth]*byte, int) {}
				return p
			},
			"one bit": func(p path) path {
				inner := p.digest
				p.digest = func(words *states, data *[MaxWidth]*byte, blocks int) {
					inner(words, data, blocks)
					words[f.words*p.width-1] ^= 1
				}
				return p
			},
			"exchanges lanes": func(p path) path {
				inner := p.digest
				p.digest = func(words *states, data *[MaxWidth]*byte, blocks int) {
					exchanged := *data
					exchanged[0], exchanged[1] = data[1], data[0]
					inner(words, &exchanged, blocks)
				}
				return p
			},
			"first block only": func(p path) path {
				inner := p.digest
				p.digest = func(words *states, data *[MaxWidth]*byte, blocks int) {
					inner(words, data, min(blocks, 1))
				}
				return p
			},
			"begins anew": func(p path) path {
				inner := p.digest
				p.digest = func(words *states, data *[MaxWidth]*byte, blocks int) {
					for i := range p.width {
						f.put(words, p.width, i, &f.initial)
					}
					inner(words, data, blocks)
				}
				return p
			},
		}
		good := right(4)
		if !good.proves(f) {
			t.Errorf("%s: a right path does not prove itself", name)
		}
		for what, breakIt := range broken {
			c := breakIt(right(4))
			if c.proves(f) {
				t.Errorf("%s: a path that %s proves itself", name, what)
			}
			p := newPlan(f, []path{c}, true)
			if p.width != 1 || p.best[1] != nil {
				t.Errorf("%s: a path that %s is used", name, what)
			}
			message := noise(1000, 7)
			if got := digestIn(newGroup(p), 0, message); !bytes.Equal(got, expected(f, message)) {
				t.Errorf("%s: %x", name, got)
			}
			if p := newPlan(f, []path{c, good}, true); p.width != 4 || p.best[4].name != "go" {
				t.Errorf("%s: the right path is not used", name)
			}
		}
	}
}

// TestPathsProve: what this processor has proves itself.
func TestPathsProve(t *testing.T) {
	for a, name := range names {
		for _, c := range paths(Algorithm(a)) {
			if !c.proves(functions[a]) {
				t.Errorf("%s %s does not", name, c.name)
			}
		}
	}
}

// TestPathsOfAll: the paths that every algorithm has kernels for are there for
// all of them, or for none.
func TestPathsOfAll(t *testing.T) {
	has := func(a Algorithm, name string) bool {
		return slices.ContainsFunc(paths(a), func(p path) bool { return p.name == name })
	}
	for _, path := range []string{"avx512x8", "avx512x4"} {
		for a, name := range names {
			if has(Algorithm(a), path) != has(SHA1, path) {
				t.Errorf("%s: %s is there for one of it and sha1", name, path)
			}
		}
	}
}

// TestSerial: the form in which states are handed over is the library's.
func TestSerial(t *testing.T) {
	for a, name := range names {
		f := functions[a]
		message := noise(10*f.block, 8)
		h := f.new()
		if h.BlockSize() != f.block || h.Size() != f.size {
			t.Errorf("%s: found %d and %d", name, f.block, f.size)
		}
		h.Write(message)
		form, err := h.(encoding.BinaryMarshaler).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		s := newSerial(f)
		state := f.initial
		s.digest(&state, message[:4*f.block])
		s.digest(&state, nil)
		s.digest(&state, message[4*f.block:])
		own := s.form[:len(form)]
		if n := len(form) - 8; !bytes.Equal(own[:n], form[:n]) { // the length differs
			t.Errorf("%s: %x, not %x", name, own, form)
		}
	}
}

// TestEnvironment: CHECKSIG_LANES is read.
func TestEnvironment(t *testing.T) {
	if os.Getenv("LANES_TEST") != "" {
		os.Stdout.WriteString("width " + strconv.Itoa(Width(SHA1)) + "\n")
		return
	}
	values := map[string]int{"off": 1, "nonsense": 1}
	for _, p := range paths(SHA1) {
		values[p.name] = p.width
	}
	for value, width := range values {
		c := exec.Command(os.Args[0], "-test.run=^TestEnvironment$")
		c.Env = append(os.Environ(), "LANES_TEST=1", "CHECKSIG_LANES="+value, "GORACE=atexit_sleep_ms=0")
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatal(err)
		}
		if want := "width " + strconv.Itoa(width) + "\n"; !strings.Contains(string(out), want) {
			t.Errorf("%q: %s", value, out)
		}
	}
}
