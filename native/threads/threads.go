// Package threads is about the threads that Go's runtime makes, and how they
// share cores with the host's.
package threads

// ShowLast lets other threads take the goroutine that the caller began last.
// They take the last one of a thread that runs Go only after a sleep of 3 µs,
// which the kernel's timer slack makes 50 and more (runqgrab in Go's scheduler),
// and a thread of the host's goes back to C without it. So an empty one is
// begun after it.
func ShowLast() { go func() {}() }
