//go:build !race

package manifest_test

import "checksig/manifest"

const instrumented = 1

var hostileSizes = []int{20_000, 2 * manifest.MaxMalformed, 1 << 20}
