//go:build faults

package main

// #include <stdint.h>
import "C"

import "runtime"

// checksig_goroutines is the number of goroutines. It is no part of the
// contract: only test builds have it.
//
//export checksig_goroutines
func checksig_goroutines() C.int32_t { return C.int32_t(runtime.NumGoroutine()) }
