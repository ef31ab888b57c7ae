//go:build !linux

package beneath

func newOpener(dir string) (opener, error) { return newOSRoot(dir) }
