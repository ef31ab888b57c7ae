//go:build !linux

package threads

// GiveWay does nothing: no thread can ask for that here.
func GiveWay() {}
