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
// It also has tuneCollector called once Go has collected garbage, which it
// does when there are 4 MiB in all. The first check of a process is mostly over
// by then, and would take 2 ms more with a collection.
func tune() {
	defer func() { _ = recover() }() // Go is then as it usually is
	runtime.GOMAXPROCS(engine.Cores + 2)
	garbage := new(*byte) // of a type with pointers, so that it shares no block with what lives on
	runtime.AddCleanup(garbage, func(struct{}) { tuneCollector() }, struct{}{})
}

// tuneCollector has Go collect its garbage earlier than usual where there is
// much memory, and later where there is little. Much are large lists' names,
// and what comes of files that several entries name; what becomes garbage is
// not worth as much memory again. Little has Go collect every few small checks,
// which takes longer than these: the ballast counts as live memory, so that at
// least 4.8 MiB become garbage first.
func tuneCollector() {
	defer func() { _ = recover() }()
	ballast = make([]byte, 32<<20)
	debug.SetGCPercent(15)
}

// ballast is never read or written, and so takes addresses and no memory.
var ballast []byte
