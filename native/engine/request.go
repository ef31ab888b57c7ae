package engine

import (
	"checksig/digest"
)

// A list takes memory for each entry, and may be a stranger's.
const (
	DefaultMaxEntries       = 10_000_000
	DefaultMaxManifestBytes = 256 << 20
)

// A Request is what to check, and how. Its zero values are the defaults.
type Request struct {
	// Root is the directory; relative to the working directory or absolute.
	Root string
	// Manifests are the paths of the lists: beneath Root if they are relative,
	// anywhere if they are absolute. Names in a list are relative to Root,
	// wherever the list lies. A file that several name is read once. None means
	// the one default list of Root.
	Manifests []string
	// Algorithm is that of untagged lines; nil means that it is found out.
	Algorithm *digest.Algorithm
	// Allowed refuses lists with another algorithm than these, if there are any.
	Allowed []*digest.Algorithm
	// Untold are the statuses whose verdicts are counted and not emitted.
	Untold Statuses
	// Extras asks for verdicts on files that are not listed.
	Extras bool
	// RefuseLinks asks not to follow symbolic links, not even inside Root.
	RefuseLinks bool
	// Workers is how many files this check reads at once, on places of its own.
	// 0 means to share the Cores places of the process with all other checks.
	Workers int

	MaxEntries       int   // of all lists together; 0: DefaultMaxEntries
	MaxManifestBytes int64 // of each list; 0: DefaultMaxManifestBytes
	MaxFileBytes     int64 // of each file, a larger one is Unreadable; 0: no limit

	// Progress, if not nil, is told every 100 ms how far the check is, and at
	// its end. Calls come one at a time, and from other goroutines than emit's.
	Progress func(Progress)
}

// Progress is how far a check is.
type Progress struct {
	Files, FilesTotal int
	Bytes, BytesTotal int64  // BytesTotal is as of the check's beginning
	Path              []byte // a file that is being read; empty before the first
}
