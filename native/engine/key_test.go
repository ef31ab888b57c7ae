package engine

import "testing"

func TestKey(t *testing.T) {
	for name, want := range map[string]string{
		"a": "a", "d/a": "d/a", "d/e/a": "d/e/a", ".a": ".a", "d/.a": "d/.a", "d./a": "d./a", "a.": "a.",
		"./a": "a", "././a": "a", "d/./a": "d/a", "d//a": "d/a", "d///a": "d/a", "d/.//a": "d/a",
		".//a": "a", "./d//e/./a": "d/e/a",
		// What is not the name of a file beneath the root stays as it is.
		"": "", ".": ".", "/": "/", "./": "./", "d/": "d/", "d//": "d//", "/a": "/a", "/d//a": "/d/a", "//a": "/a",
		"../a": "../a", "d/../a": "d/../a", "./d/../a": "./d/../a", "d//..": "d//..", "d/./..a": "d/./..a",
		"d/.": "d/.", "d/./.": "d",
	} {
		if found := string(key([]byte(name))); found != want {
			t.Errorf("%q: found %q, expected %q", name, found, want)
		}
	}
}
