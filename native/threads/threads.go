// Package threads is about the threads that Go's runtime makes, and how they
// share cores with the host's.
package threads
