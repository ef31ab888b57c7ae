//go:build !linux

package beneath

// dropRoot does nothing: elsewhere the tests should not be run by root.
func dropRoot() {}
