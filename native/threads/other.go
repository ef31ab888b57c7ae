//go:build !linux

package threads

// GiveWay does nothing: no thread can ask for that here.
func GiveWay() {}

// account does nothing: what Linux needs it for is not known of other systems.
func account() {}
