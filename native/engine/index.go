package engine

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"path"
	"slices"

	"checksig/digest"
	"checksig/faults"
	"checksig/manifest"
)

// An index says which entries of some lists name the same file. It keeps none
// of the entries: those that share their file with no other are a hash each.
type index struct {
	lists      []*openList
	algorithms [][]*digest.Algorithm // of each list's entries, each once, by name
	entries    int                   // of all lists
	again      int                   // entries of files that were there before, or seemed to be

	seed   maphash.Seed
	filter filter
	groups groups              // by key
	names  map[string]struct{} // the keys of all names; nil unless they are asked for
	passes uint8               // over the entries
}

// hashMask has the bits of the hashes that count; tests take some away.
var hashMask = ^uint32(0)

func newIndex(names bool) *index {
	x := &index{seed: maphash.MakeSeed()}
	if names {
		x.names = make(map[string]struct{})
	}
	return x
}

// read parses a list and enters its entries.
func (x *index) read(list *openList, o manifest.Options) (err error) {
	faults.At("engine.index")
	var found algorithmSet
	o.Expect = x.filter.expect
	list.List, err = manifest.Parse(list.text, o, func(entry *manifest.Entry) {
		algorithm := x.groups.algorithm(entry.Algorithm)
		found.add(algorithm)
		x.add(entry, algorithm)
	})
	if err != nil {
		return err
	}
	var known []*digest.Algorithm
	for i := range found.each {
		known = append(known, x.groups.algorithms[i])
	}
	slices.SortFunc(known, func(a, b *digest.Algorithm) int { return cmp.Compare(a.Name(), b.Name()) })
	x.algorithms = append(x.algorithms, known)
	return nil
}

func (x *index) add(entry *manifest.Entry, algorithm int) {
	x.entries++
	k := key(entry.Name)
	if x.names != nil {
		x.names[string(k)] = struct{}{}
	}
	filtered, hash := x.hash(k)
	if x.filter.add(filtered) {
		return
	}
	x.again++
	x.groups.enter(k, hash).needed.add(algorithm)
}

// hash is that of a name for the filter, and that for the groups.
func (x *index) hash(key []byte) (filtered, hash uint32) {
	both := maphash.Bytes(x.seed, key)
	return uint32(both>>32) & hashMask, uint32(both) & hashMask
}

// group is the group of the file, or nil if no other entry names it.
func (x *index) group(name []byte) *group {
	if x.groups.count == 0 {
		return nil
	}
	k := key(name)
	_, hash := x.hash(k)
	return x.groups.find(k, hash)
}

// nextPass is the number of a pass over all entries.
func (x *index) nextPass() uint8 {
	x.passes++
	return x.passes
}

// files is how many files the entries name. There may be a few more, as many as
// hashes are alike by chance.
func (x *index) files() int { return x.entries - x.again }

// has reports whether an entry names the file, if names were asked for.
func (x *index) has(name []byte) bool {
	_, ok := x.names[string(key(name))]
	return ok
}

// seal ends the reading of lists.
func (x *index) seal() {
	x.filter = filter{}
	x.groups.seal()
}

// close releases the lists.
func (x *index) close() {
	for _, list := range x.lists {
		list.close()
	}
}

// key is the spelling by which names are compared: "./a" and "d//b" name the
// same files as "a" and "d/b". What ".." means depends on links, so that names
// with it are left as they are.
func key(name []byte) []byte {
	if !isDotted(name) || bytes.Contains(name, []byte("..")) || bytes.HasSuffix(name, []byte("/")) {
		return name
	}
	return []byte(path.Clean(string(name)))
}

// isDotted reports whether "./" begins the name, or "./" or "/" follows one of
// its slashes.
func isDotted(name []byte) bool {
	for rest, slash := name, 0; ; rest = rest[slash+1:] {
		if len(rest) > 1 && rest[0] == '.' && rest[1] == '/' || len(rest) > 0 && rest[0] == '/' && len(rest) < len(name) {
			return true
		}
		if slash = bytes.IndexByte(rest, '/'); slash < 0 {
			return false
		}
	}
}
