// Package main is the C ABI of the library and nothing else: each function
// turns C's values into Go's, calls an ordinary package and turns the answer
// back. lib/native.ts is the other side and carries the same contract.
//
//	char    *verify(char *root)                        blocks
//	int32_t  checksig_abi(void)
//	uint32_t checksig_open(int32_t leaseMs)
//	void     checksig_close(uint32_t session)
//	uint32_t checksig_start(uint32_t session, void *request, uint32_t size)
//	void    *checksig_next(uint32_t session, int32_t timeoutMs)   blocks
//	void     checksig_cancel(uint32_t session, uint32_t job)
//	void     checksig_pause(uint32_t session, uint32_t job, int32_t paused)
//	void    *checksig_parse(void *request, uint32_t requestSize, void *data, uint32_t size)   blocks
//	void    *checksig_format(void *request, uint32_t size)     blocks
//
// All functions may be called on any thread. Those that block do so for as
// long as they say; all others return at once. Strings end with a NUL; they,
// requests and data stay the caller's. What is returned as a pointer was
// malloc'ed, and the caller frees it with libc's free. Sessions and jobs are
// numbers from 1; 0 is none, and calls with a number that is not (or no longer)
// one do nothing. No function calls back, and a panic in one is its answer,
// never an abort.
package main

// #include <stdint.h>
// #include <stdlib.h>
import "C"

import (
	"encoding/binary"
	"fmt"
	"runtime/debug"
	"slices"
	"time"
	"unsafe"

	"checksig/bridge"
	"checksig/engine"
	"checksig/faults"
	"checksig/session"
)

// abi is the number of this contract; it changes with every change of the
// functions, the requests or the events.
const abi = 8

var sessions session.Table

// guard is what the functions of a session defer. After a panic in one of them
// nothing is certain any more, so the session ends, which the host learns from
// checksig_next.
func guard(id C.uint32_t) {
	if recover() != nil {
		sessions.Close(uint32(id))
	}
}

// verify checks root/sha1sum.txt. It returns NULL if all files match,
// otherwise a message in UTF-8 with one line for each failure, in the order of
// the list. It blocks until all files are read.
//
//export verify
func verify(root *C.char) (message *C.char) {
	defer func() {
		if cause := recover(); cause != nil {
			message = C.CString(fmt.Sprintf("panic: %v\n%s", cause, debug.Stack()))
		}
	}()
	faults.At("export.verify")
	onstack()
	if root == nil {
		return C.CString("found NULL, expected the path of a directory")
	}
	if err := engine.CheckSignatures(C.GoString(root)); err != nil {
		return C.CString(err.Error())
	}
	return nil
}

// checksig_abi returns the number of this contract, and 0 after a panic.
//
//export checksig_abi
func checksig_abi() C.int32_t {
	defer guard(0)
	faults.At("export.abi")
	return abi
}

// checksig_open begins a session and returns its number, or 0 after a panic.
// With leaseMs above 0 the session ends by itself when jobs run and
// checksig_next is not called for that time.
//
//export checksig_open
func checksig_open(leaseMs C.int32_t) C.uint32_t {
	defer guard(0)
	faults.At("export.open")
	return C.uint32_t(sessions.Open(time.Duration(leaseMs) * time.Millisecond))
}

// checksig_close ends a session: its jobs are cancelled, a checksig_next that
// blocks returns NULL.
//
//export checksig_close
func checksig_close(id C.uint32_t) {
	defer guard(id)
	faults.At("export.close")
	sessions.Close(uint32(id))
}

// checksig_start begins a job (package bridge says what a request is) and
// returns its number, or 0 if there is no such session. What is wrong with the
// request is the job's last event.
//
//export checksig_start
func checksig_start(id C.uint32_t, request unsafe.Pointer, size C.uint32_t) C.uint32_t {
	defer guard(id)
	faults.At("export.start")
	onstack()
	s := sessions.Get(uint32(id))
	if s == nil {
		return 0
	}
	return C.uint32_t(bridge.Start(s, slices.Clone(bytesOf(request, size))))
}

// checksig_next blocks until jobs of the session have events, at most for
// timeoutMs, and returns a batch of them (see toC; package session says of
// what). The batch is empty after the timeout. NULL means that there is no such session, or no longer. It is
// for one caller a session at a time.
//
//export checksig_next
func checksig_next(id C.uint32_t, timeoutMs C.int32_t) unsafe.Pointer {
	defer guard(id)
	faults.At("export.next")
	onstack() // handlers come and go while jobs run
	s := sessions.Get(uint32(id))
	if s == nil {
		return nil
	}
	batch, ok := s.Next(time.Duration(timeoutMs) * time.Millisecond)
	if !ok {
		return nil
	}
	defer s.Recycle(batch)
	return toC(batch)
}

// bytesOf is the caller's memory, for the time of the call.
func bytesOf(data unsafe.Pointer, size C.uint32_t) []byte {
	return unsafe.Slice((*byte)(data), size)
}

// toC returns malloc'ed memory with the size of data in bytes as a
// little-endian uint32, and data.
func toC(data []byte) unsafe.Pointer {
	const head = 4
	memory := C.malloc(C.size_t(head + len(data)))
	bytes := unsafe.Slice((*byte)(memory), head+len(data))
	binary.LittleEndian.PutUint32(bytes, uint32(len(data)))
	copy(bytes[head:], data)
	return memory
}

// checksig_cancel stops a job within one buffer's reading. Its last event
// comes as ever.
//
//export checksig_cancel
func checksig_cancel(id, job C.uint32_t) {
	defer guard(id)
	faults.At("export.cancel")
	if s := sessions.Get(uint32(id)); s != nil {
		s.Cancel(uint32(job))
	}
}

// checksig_pause keeps a job's events back (paused other than 0), so that it
// soon waits, or lets them go on.
//
//export checksig_pause
func checksig_pause(id, job C.uint32_t, paused C.int32_t) {
	defer guard(id)
	faults.At("export.pause")
	if s := sessions.Get(uint32(id)); s != nil {
		s.Pause(uint32(job), paused != 0)
	}
}

// checksig_parse reads a list of size bytes, which stay the caller's, and
// returns its entries as events in the form of a batch (package bridge). It
// blocks for as long as it reads, 10 ms for 100,000 lines or so.
//
//export checksig_parse
func checksig_parse(request unsafe.Pointer, requestSize C.uint32_t, data unsafe.Pointer, size C.uint32_t) unsafe.Pointer {
	return answer(func() []byte {
		faults.At("export.parse")
		return bridge.Parse(bytesOf(request, requestSize), bytesOf(data, size))
	})
}

// checksig_format writes a list of the entries in the request and returns its
// text as events in the form of a batch (package bridge). It blocks for as
// long as it writes.
//
//export checksig_format
func checksig_format(request unsafe.Pointer, size C.uint32_t) unsafe.Pointer {
	return answer(func() []byte {
		faults.At("export.format")
		return bridge.Format(bytesOf(request, size))
	})
}

// answer hands the events that work returns to C, or an end that tells of its
// panic.
func answer(work func() []byte) unsafe.Pointer {
	return toC(func() (events []byte) {
		defer bridge.RecoverEnd(&events)
		onstack() // the work may take long, and the thread is the one that signals go to first
		return work()
	}())
}

func main() {}
