package engine

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"checksig/digest"
)

// A Failure is a verdict other than OK, as an error.
type Failure struct {
	Root string // the directory that was checked
	Verdict
}

// Error is the failure's line in a message: the quoted path, and what is
// wrong with it.
func (f *Failure) Error() string {
	path := string(f.Path)
	if !filepath.IsAbs(path) {
		path = filepath.Join(f.Root, path)
	}
	switch {
	case f.Status == Malformed:
		return fmt.Sprintf("%q line %d - malformed: %s", path, f.Line, f.Detail)
	case f.Status == Conflict:
		return fmt.Sprintf("%q - conflict: listed before with the digest %s", path, f.Detail)
	case f.Detail != "":
		return fmt.Sprintf("%q - %s: %s", path, f.Status, f.Detail)
	}
	return fmt.Sprintf("%q - %s", path, f.Status)
}

// CheckSignatures calculates the SHA-1 digests of the files in rootDir and
// compares them with those listed in "sha1sum.txt" in the same directory. If
// some do not match, or cannot be verified, the error joins a *Failure for
// each in the order of the list; its text has a line for each. If nothing
// could be verified, it is an *Error.
func CheckSignatures(rootDir string) error {
	var failures []*Failure
	_, err := Check(context.Background(), Request{
		Root:      rootDir,
		Manifests: []string{DefaultManifest},
		Algorithm: digest.SHA1,
	}, func(v *Verdict) {
		if v.Status != OK {
			failure := &Failure{Root: rootDir, Verdict: *v}
			failure.Path = bytes.Clone(v.Path)
			failure.Text = bytes.Clone(v.Text)
			failures = append(failures, failure)
		}
	})
	if err != nil {
		return err
	}
	slices.SortFunc(failures, func(a, b *Failure) int { return cmp.Compare(a.Line, b.Line) })
	errs := make([]error, len(failures))
	for i, failure := range failures {
		errs[i] = failure
	}
	return errors.Join(errs...)
}
