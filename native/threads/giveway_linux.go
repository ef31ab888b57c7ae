package threads

import (
	"sync"

	"golang.org/x/sys/unix"
)

// GiveWay has the calling thread, which must be one of Go's own, give way
// sooner to other threads that wake: to those of the host, which serve an event
// loop. It takes no share of a core from it.
//
// Linux lets a thread that wakes take the core of one that has not used its
// time slice up only if its own slice is the shorter one (kernel/sched/fair.c,
// PREEMPT_SHORT); otherwise it waits, and a tick of the kernel's clock, 4 ms at
// 250 Hz, may pass until it is noticed that the slice is over. So Go's threads
// ask for slices of twice the usual length. Longer ones had others wait longer
// where they were not owed any time. Before Linux 6.12 a thread cannot ask.
func GiveWay() {
	attr, err := unix.SchedGetAttr(0, 0)
	if err != nil || attr.Policy != unix.SCHED_NORMAL || attr.Runtime == 0 {
		return
	}
	usual.Do(func() { slice = 2 * attr.Runtime })
	if attr.Runtime < slice {
		attr.Runtime = slice
		_ = unix.SchedSetAttr(0, attr, 0) // policy and nice value stay as they are
	}
}

var (
	usual sync.Once
	slice uint64 // in nanoseconds
)
