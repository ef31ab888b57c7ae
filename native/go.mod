module checksig

go 1.25.0

require (
	github.com/emmansun/gmsm v0.41.1
	github.com/zeebo/blake3 v0.2.4
	golang.org/x/crypto v0.53.0
	golang.org/x/sys v0.46.0
)

require github.com/klauspost/cpuid/v2 v2.0.12 // indirect
