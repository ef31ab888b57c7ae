//go:build faults

package main

// #include <stdint.h>
import "C"

import (
	"bytes"
	"runtime"
)

// checksig_goroutines is the number of goroutines that are the library's own:
// each of C's threads that has called Go has one too, for as long as it lives.
// It is no part of the contract: only test builds have it.
//
//export checksig_goroutines
func checksig_goroutines() C.int32_t {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	own := 0
	for _, stack := range bytes.Split(stacks, []byte("\n\n")) {
		head, _, _ := bytes.Cut(stack, []byte("\n"))
		if !bytes.Contains(head, []byte("locked to thread")) {
			own++
		}
	}
	return C.int32_t(own)
}
