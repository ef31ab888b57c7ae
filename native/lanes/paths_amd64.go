//go:build !purego

package lanes

import "golang.org/x/sys/cpu"

//go:generate go -C gen run . ..

// paths are those for the algorithm that this processor has, the widest
// registers first.
func paths(a Algorithm) []path {
	type kernel = func(*states, *[MaxWidth]*byte, int)
	kernels := [...]struct{ x16, x8, x4, avx2, avx2x16, ni, ni2, ni1 kernel }{
		SHA1: {
			sha1x16AVX512, sha1x8AVX512, sha1x4AVX512, sha1x8AVX2, nil,
			sha1x2NI, sha1x2NIAVX512, sha1x1NIAVX512,
		},
		SHA256: {sha256x16AVX512, sha256x8AVX512, sha256x4AVX512, sha256x8AVX2, nil, sha256x2NI, nil, nil},
		SHA384: {nil, sha512x8AVX512, sha512x4AVX512, nil, nil, nil, nil, nil},
		SHA512: {nil, sha512x8AVX512, sha512x4AVX512, nil, nil, nil, nil, nil},
		MD5:    {md5x16AVX512, md5x8AVX512, md5x4AVX512, md5x8AVX2, md5x16AVX2, nil, nil, nil},
	}[a]
	avx512 := cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL
	sha := hasSHA() && cpu.X86.HasSSSE3 && cpu.X86.HasSSE41
	var list []path
	if avx512 && kernels.x16 != nil {
		list = append(list, path{name: "avx512x16", family: "avx512", width: 16, digest: kernels.x16})
	}
	if avx512 {
		list = append(list,
			path{name: "avx512x8", family: "avx512", width: 8, digest: kernels.x8},
			path{name: "avx512x4", family: "avx512", width: 4, digest: kernels.x4})
	}
	if cpu.X86.HasAVX2 && kernels.avx2x16 != nil {
		list = append(list, path{name: "avx2x16", family: "avx2", width: 16, digest: kernels.avx2x16})
	}
	if cpu.X86.HasAVX2 && kernels.avx2 != nil {
		list = append(list, path{name: "avx2x8", family: "avx2", width: 8, digest: kernels.avx2})
	}
	if sha && kernels.ni != nil {
		list = append(list, path{name: "sha-nix2", family: "sha-ni", width: 2, digest: kernels.ni})
	}
	if sha && avx512 && kernels.ni2 != nil {
		list = append(list,
			path{name: "sha-ni-avx512x2", family: "sha-ni", width: 2, digest: kernels.ni2},
			path{name: "sha-ni-avx512x1", family: "sha-ni", width: 1, digest: kernels.ni1})
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
