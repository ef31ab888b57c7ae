//go:build race

package manifest_test

// With the race detector more is allocated than otherwise: sync.Pool, which
// package fmt uses, drops some of what it is given, and the smallest objects
// do not share a block. This is how many times as much it is at most, and
// large lists would take long.
const instrumented = 2.5

var hostileSizes = []int{20_000}
