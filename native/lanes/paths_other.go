//go:build !amd64 || purego

package lanes

// paths are none: there is assembly for amd64 only.
func paths(Algorithm) []path { return nil }
