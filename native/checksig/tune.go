package main

import (
	"runtime"
	"runtime/debug"

	"checksig/engine"
)

// init has the runtime tuned beside whatever comes first, which would wait for
// it.
func init() { go tune() }

// tune gives Go more processors than the engine keeps busy: a call from
// JavaScript needs one to itself, and would wait for it up to 10 ms (the time
// slice of Go's scheduler) if all of them were hashing.
//
// It also has Go collect its garbage earlier than usual where there is much
// memory, and later where there is little. Much are large lists' names, and
// what comes of files that several entries name; what becomes garbage is not
// worth as much memory again. Little has Go collect every few small checks,
// which takes longer than these: the ballast counts as live memory, so that at
// least 4.8 MiB become garbage first.
//
// All this only once Go has collected for the first time, which it does when
// there are 38 MiB, 6 beside the ballast: otherwise it would begin at once, and
// the first call of a process take 2 ms longer.
func tune() {
	defer func() { _ = recover() }() // Go is then as it usually is
	runtime.GOMAXPROCS(engine.Cores + 2)
	debug.SetGCPercent(1000)
	ballast = make([]byte, 32<<20) // now, since memory that was used before would be cleared
	garbage := new(*byte)          // of a type with pointers, so that it shares no block with what lives on
	runtime.AddCleanup(garbage, func(percent int) { debug.SetGCPercent(percent) }, 15)
}

// ballast is never read or written, and so takes addresses and no memory.
var ballast []byte
