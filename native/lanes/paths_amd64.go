//go:build !purego

package lanes

import "golang.org/x/sys/cpu"

//go:generate go -C gen run . ..

// paths are those for the algorithm that this processor has, the widest
// registers first.
func paths(a Algorithm) []path {
	type kernel = func(*[8 * MaxWidth]uint32, *[MaxWidth]*byte, int)
	kernels := [...]struct{ x16, x8, x4, avx2, ni kernel }{
		SHA1:   {sha1x16AVX512, sha1x8AVX512, sha1x4AVX512, sha1x8AVX2, sha1x2NI},
		SHA256: {sha256x16AVX512, sha256x8AVX512, sha256x4AVX512, sha256x8AVX2, sha256x2NI},
		MD5:    {md5x16AVX512, md5x8AVX512, md5x4AVX512, md5x8AVX2, nil},
	}[a]
	var list []path
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL {
		list = append(list,
			path{name: "avx512x16", family: "avx512", width: 16, digest: kernels.x16},
			path{name: "avx512x8", family: "avx512", width: 8, digest: kernels.x8},
			path{name: "avx512x4", family: "avx512", width: 4, digest: kernels.x4})
	}
	if cpu.X86.HasAVX2 {
		list = append(list, path{name: "avx2x8", family: "avx2", width: 8, digest: kernels.avx2})
	}
	if kernels.ni != nil && hasSHA() && cpu.X86.HasSSSE3 && cpu.X86.HasSSE41 {
		list = append(list, path{name: "sha-ni", family: "sha-ni", width: 2, digest: kernels.ni})
	}
	return list
}

// hasSHA reports whether there are the SHA instructions, CPUID leaf 7, EBX,
// bit 29; package cpu does not tell.
func hasSHA() bool {
	if highest, _, _, _ := cpuid(0, 0); highest < 7 {
		return false
	}
	_, ebx, _, _ := cpuid(7, 0)
	return ebx&(1<<29) != 0
}
