package engine_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"checksig/engine"
)

// A longTree has lists that name the same files again and again, with digests
// of several algorithms and in several spellings.
type longTree struct {
	dir      string
	lists    []string
	expected []string // as told returns it
}

func newLongTree(t *testing.T, random *rand.Rand) *longTree {
	const files, lines = 30, 2000
	tree := &longTree{dir: t.TempDir(), lists: []string{"one.txt", "two.txt"}}
	contents := map[string][]byte{}
	names := []string{"gone", "d/gone"}
	for i := range files {
		name := fmt.Sprintf("d/file %d", i)
		contents[name] = fmt.Appendf(nil, "content %d", i)
		names = append(names, name)
		write(t, filepath.Join(tree.dir, name), contents[name])
	}
	spellings := []string{"%s/%s", "./%s/%s", "%s//%s", "%s/./%s"}
	first := map[string]string{} // digest by name and algorithm
	for i, list := range tree.lists {
		var text []byte
		for line := 1; line <= lines; line++ {
			name := names[random.IntN(len(names))]
			content := contents[name]
			tag, sum := "SHA1", fmt.Sprintf("%x", sha1.Sum(content))
			switch random.IntN(4) {
			case 0:
				tag, sum = "MD5", fmt.Sprintf("%x", md5.Sum(content))
			case 1:
				tag, sum = "SHA256", fmt.Sprintf("%x", sha256.Sum256(content))
			}
			right := sum
			if random.IntN(10) == 0 {
				sum = strings.Repeat(fmt.Sprint(random.IntN(2)), len(sum))
			}
			spelled := name
			if directory, base := path.Split(name); directory != "" {
				spelled = fmt.Sprintf(spellings[random.IntN(len(spellings))], path.Clean(directory), base)
			}
			text = fmt.Appendf(text, "%s (%s) = %s\n", tag, spelled, sum)

			if _, ok := first[name+tag]; !ok {
				first[name+tag] = sum
			}
			verdict := "ok " + spelled
			switch {
			case first[name+tag] != sum:
				verdict = "conflict " + spelled + " " + first[name+tag]
			case content == nil:
				verdict = "missing " + spelled
			case sum != right:
				verdict = "mismatch " + spelled
			}
			tree.expected = append(tree.expected, fmt.Sprintf("%d:%d %s", i, line, verdict))
		}
		write(t, filepath.Join(tree.dir, list), text)
	}
	slices.Sort(tree.expected)
	return tree
}

// TestEntriesOfTheSameFiles compares verdicts with those of a plain
// calculation, also where the hashes of names tell nothing or little.
func TestEntriesOfTheSameFiles(t *testing.T) {
	for _, large := range []int64{1 << 20, 0} {
		for _, mask := range []uint32{^uint32(0), 3 << 30, 0} {
			t.Run(fmt.Sprintf("lists above %d bytes in their files, mask %#x", large, mask), func(t *testing.T) {
				engine.LargeLists(t, large)
				engine.AlikeHashes(t, mask)
				for seed := range uint64(5) {
					tree := newLongTree(t, rand.New(rand.NewPCG(seed, 0)))
					var last engine.Progress
					found, report, err := told(t, engine.Request{
						Root: tree.dir, Manifests: tree.lists, Extras: true,
						Progress: func(p engine.Progress) { last = p },
					})
					if err != nil {
						t.Fatal(err)
					}
					sameLines(t, found, tree.expected...)
					equal(t, "files", last.FilesTotal, 32)
					equal(t, "files done", last.Files, 32)
					equal(t, "entries", report.Lists[0].Entries+report.Lists[1].Entries, len(tree.expected))
				}
			})
		}
	}
}

// longList writes a list of many lines for one file, larger than what is kept
// in memory, and returns its path.
func longList(t *testing.T) (dir, list string, text []byte) {
	dir = t.TempDir()
	write(t, filepath.Join(dir, "a"), hello)
	list = filepath.Join(dir, "sha1sum.txt")
	text = bytes.Repeat([]byte(sha1Of+"  a\n"), 50_000)
	write(t, list, text)
	return dir, list, text
}

// TestAListThatChangesMeanwhile has something happen to a large list after its
// first verdict.
func TestAListThatChangesMeanwhile(t *testing.T) {
	for _, c := range []struct {
		what    string
		happens func(list string, text []byte) error
		part    string // of the error; empty: there is none
	}{
		{"it is written anew, as it was", func(list string, text []byte) error {
			return os.WriteFile(list, text, 0o644)
		}, ""},
		{"something is appended", func(list string, text []byte) error {
			return os.WriteFile(list, append(slices.Clone(text), "more\n"...), 0o644)
		}, ""},
		{"it is removed", func(list string, _ []byte) error { return os.Remove(list) }, ""},
		{"another takes its place", func(list string, _ []byte) error {
			if err := os.WriteFile(list+".new", []byte("another"), 0o644); err != nil {
				return err
			}
			return os.Rename(list+".new", list)
		}, ""},
		{"a digest becomes another", func(list string, text []byte) error {
			text = slices.Clone(text)
			text[len(text)-45] ^= 1
			return os.WriteFile(list, text, 0o644)
		}, "changed while it was read"},
		{"it is cut short", func(list string, text []byte) error {
			return os.Truncate(list, int64(len(text)/2))
		}, "changed while it was read"},
		{"it is emptied", func(list string, text []byte) error {
			return os.Truncate(list, 0)
		}, "changed while it was read"},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir, list, text := longList(t)
			count := 0
			_, err := engine.Check(t.Context(), engine.Request{Root: dir}, func(v *engine.Verdict) {
				if count++; count == 1 {
					must(t, c.happens(list, text))
				}
				if v.Status != engine.OK {
					t.Errorf("line %d: found %v", v.Line, v.Status)
				}
			})
			if c.part != "" {
				fails(t, err, engine.NoManifest, c.part)
				return
			}
			if err != nil || count != 50_000 {
				t.Errorf("found %d verdicts and %v", count, err)
			}
		})
	}
}

func TestChecksOfLargeListsEndWithTheirContext(t *testing.T) {
	dir, _, _ := longList(t)
	cause := errors.New("enough")
	for _, last := range []int{1, 2, 1000, 40_000} {
		ctx, cancel := context.WithCancelCause(t.Context())
		count := 0
		report, err := engine.Check(ctx, engine.Request{Root: dir}, func(*engine.Verdict) {
			if count++; count == last {
				cancel(cause)
			}
		})
		// The other workers may have a verdict each that they are about to tell.
		if err != cause || count < last || count > last+engine.Cores || report.Counts[engine.OK] != count {
			t.Errorf("found %d verdicts, %v and %v, expected %d and %v", count, report.Counts, err, last, cause)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	if _, err := engine.Check(ctx, engine.Request{Root: dir}, func(*engine.Verdict) {}); err != cause {
		t.Errorf("found %v, expected %v", err, cause)
	}
}

// TestLargeListsAreClosed counts descriptors after checks that come to an end,
// and after some that cannot begin.
func TestLargeListsAreClosed(t *testing.T) {
	engine.LargeLists(t, 0)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a"), hello)
	write(t, filepath.Join(dir, "good"), []byte(sha1Of+"  a\n"))
	write(t, filepath.Join(dir, "empty"), []byte("\n"))
	write(t, filepath.Join(dir, "md5sum.txt"), []byte(md5Of+"  a\n"))
	write(t, filepath.Join(dir, "sha1sum.txt"), []byte(sha1Of+"  a\n"))
	before := engine.Descriptors(t)
	for _, c := range []struct {
		request engine.Request
		code    engine.Code // empty: it is checked
	}{
		{engine.Request{Manifests: []string{"good"}}, ""},
		{engine.Request{Manifests: []string{"good", "good"}}, ""},
		{engine.Request{Manifests: []string{"good", "empty"}}, engine.BadManifest},
		{engine.Request{Manifests: []string{"good", "gone"}}, engine.NoManifest},
		{engine.Request{Manifests: []string{"good"}, MaxEntries: 1}, ""},
		{engine.Request{Manifests: []string{"good", "good"}, MaxEntries: 1}, engine.LimitExceeded},
		{engine.Request{Manifests: []string{"good"}, MaxManifestBytes: 10}, engine.LimitExceeded},
		{engine.Request{}, engine.AmbiguousManifest},
	} {
		c.request.Root = dir
		if _, _, err := told(t, c.request); c.code != "" {
			fails(t, err, c.code, "")
		} else if err != nil {
			t.Error(err)
		}
		if after := engine.Descriptors(t); after != before {
			t.Errorf("%+v: found %d descriptors, expected %d", c.request, after, before)
		}
	}
}
