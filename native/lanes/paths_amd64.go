//go:build !purego

package lanes

import "golang.org/x/sys/cpu"

//go:generate go -C gen run . ..

type kernel = func(*states, *[MaxWidth]*byte, int)

// kernels are those for one algorithm; nil where there is none.
type kernels struct{ avx512x16, avx512x8, avx512x4, avx2x16, avx2x8, nix2, niAVX512x4, niAVX512x2, niAVX512x1 kernel }

// paths are those for the algorithm that this processor has, the widest
// registers first.
func paths(a Algorithm) (list []path) {
	sha2 := kernels{
		avx512x16: sha256x16AVX512, avx512x8: sha256x8AVX512, avx512x4: sha256x4AVX512,
		avx2x8: sha256x8AVX2, nix2: sha256x2NI, niAVX512x4: sha256x4NIAVX512,
	}
	wideSHA2 := kernels{avx512x8: sha512x8AVX512, avx512x4: sha512x4AVX512}
	k := [...]kernels{
		SHA1: {
			avx512x16: sha1x16AVX512, avx512x8: sha1x8AVX512, avx512x4: sha1x4AVX512,
			avx2x8: sha1x8AVX2, nix2: sha1x2NI,
			niAVX512x4: sha1x4NIAVX512, niAVX512x2: sha1x2NIAVX512, niAVX512x1: sha1x1NIAVX512,
		},
		SHA224:     sha2,
		SHA256:     sha2,
		SHA384:     wideSHA2,
		SHA512:     wideSHA2,
		SHA512_256: wideSHA2,
		MD5: {
			avx512x16: md5x16AVX512, avx512x8: md5x8AVX512, avx512x4: md5x4AVX512,
			avx2x16: md5x16AVX2, avx2x8: md5x8AVX2,
		},
	}[a]
	avx512 := cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL
	sha := hasSHA() && cpu.X86.HasSSSE3 && cpu.X86.HasSSE41
	add := func(has bool, family, name string, width int, digest kernel) {
		if has && digest != nil {
			list = append(list, path{name: name, family: family, width: width, digest: digest})
		}
	}
	add(avx512, "avx512", "avx512x16", 16, k.avx512x16)
	add(avx512, "avx512", "avx512x8", 8, k.avx512x8)
	add(avx512, "avx512", "avx512x4", 4, k.avx512x4)
	add(cpu.X86.HasAVX2, "avx2", "avx2x16", 16, k.avx2x16)
	add(cpu.X86.HasAVX2, "avx2", "avx2x8", 8, k.avx2x8)
	add(sha, "sha-ni", "sha-nix2", 2, k.nix2)
	add(sha && avx512, "sha-ni", "sha-ni-avx512x4", 4, k.niAVX512x4)
	add(sha && avx512, "sha-ni", "sha-ni-avx512x2", 2, k.niAVX512x2)
	add(sha && avx512, "sha-ni", "sha-ni-avx512x1", 1, k.niAVX512x1)
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
