package engine

import (
	"os"
	"testing"
	"time"
)

// LargeLists has lists of more than size bytes stay in their files.
func LargeLists(t testing.TB, size int64) {
	old := largeList
	largeList = size
	t.Cleanup(func() { largeList = old })
}

// AlikeHashes has only the bits of mask tell the hashes of names apart.
func AlikeHashes(t testing.TB, mask uint32) {
	old := hashMask
	hashMask = mask
	t.Cleanup(func() { hashMask = old })
}

// Descriptors is how many the process has open.
func Descriptors(t testing.TB) int {
	t.Helper()
	names, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("needs /proc")
	}
	return len(names)
}

// Pairs has workers begin and be pairs wherever they can, if size bytes are
// left of each file, and calls paired for each pair before it is one.
func Pairs(t testing.TB, size int64, paired func()) {
	oldSize, oldPays, oldCallTime := pairBytes, pays, callTime
	pairBytes, callTime = size, -time.Hour
	pays = func(func(int) time.Duration, time.Duration, int, int) bool {
		paired()
		return true
	}
	t.Cleanup(func() { pairBytes, pays, callTime = oldSize, oldPays, oldCallTime })
}

// NothingInMemory has it guessed that no read was from memory.
func NothingInMemory(t testing.TB) {
	old := memoryTime
	memoryTime = -time.Hour
	t.Cleanup(func() { memoryTime = old })
}
