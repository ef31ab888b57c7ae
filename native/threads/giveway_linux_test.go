package threads

import (
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

func TestGiveWayTakesALongerSliceAndNothingElse(t *testing.T) {
	runtime.LockOSThread() // and never unlocked: the thread ends with the test
	before, err := unix.SchedGetAttr(0, 0)
	if err != nil || before.Policy != unix.SCHED_NORMAL {
		t.Skipf("this thread is not scheduled as usual: %+v, %v", before, err)
	}
	GiveWay()
	once := attributes(t)
	GiveWay()
	if twice := attributes(t); twice != once {
		t.Errorf("found %+v after a second call, expected %+v", twice, once)
	}
	expected := *before
	if before.Runtime > 0 { // 0 before Linux 6.12
		expected.Runtime = slice
	}
	if once != expected || before.Runtime > 0 && slice < before.Runtime {
		t.Errorf("found %+v, expected %+v", once, expected)
	}
}

func TestGiveWayLeavesOtherPoliciesAlone(t *testing.T) {
	runtime.LockOSThread()
	batch := &unix.SchedAttr{Policy: unix.SCHED_BATCH}
	if err := unix.SchedSetAttr(0, batch, 0); err != nil {
		t.Skip(err)
	}
	before := attributes(t)
	GiveWay()
	if after := attributes(t); after != before {
		t.Errorf("found %+v, expected %+v", after, before)
	}
}

func attributes(t *testing.T) unix.SchedAttr {
	t.Helper()
	attr, err := unix.SchedGetAttr(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return *attr
}
