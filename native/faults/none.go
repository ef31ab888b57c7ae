//go:build !faults

// Package faults breaks the library where a test says so; faults.go has the
// whole of it. In the library that users have its functions are empty, and the
// compiler leaves them out.
package faults

// At does nothing.
func At(string) {}

// Wants returns false.
func Wants(string) bool { return false }

// Read returns p.
func Read(p []byte) []byte { return p }
