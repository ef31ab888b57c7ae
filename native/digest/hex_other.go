//go:build !amd64 || purego

package digest

func decodeHex(dst *[MaxSize]byte, text []byte) bool { return decodeByTable(dst, text) }

func encodeHex(dst, bytes []byte) { encodeByTable(dst, bytes) }
