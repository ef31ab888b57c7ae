package manifest

import "bytes"

// unescape resolves the escapes that GNU's tools write in a line which begins
// with a backslash: \\, \n and \r.
func unescape(name []byte) ([]byte, bool) {
	out := make([]byte, 0, len(name))
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c == '\\' {
			if i++; i == len(name) {
				return nil, false
			}
			switch name[i] {
			case '\\':
				c = '\\'
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			default:
				return nil, false
			}
		}
		out = append(out, c)
	}
	return out, true
}

// needsEscape reports whether GNU's tools escape name.
func needsEscape(name []byte) bool { return bytes.ContainsAny(name, "\\\n\r") }

// appendEscaped appends name with GNU's escapes to dst.
func appendEscaped(dst, name []byte) []byte {
	for _, c := range name {
		switch c {
		case '\\':
			dst = append(dst, `\\`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// percentDecode resolves %0A, %0D and %25, the only escapes of BagIt (RFC
// 8493, 2.1.3); every other '%' stands for itself.
func percentDecode(name []byte) []byte {
	if bytes.IndexByte(name, '%') < 0 {
		return name
	}
	out := make([]byte, 0, len(name))
	for len(name) > 0 {
		c, size := name[0], 1
		if c == '%' && len(name) >= 3 {
			switch string(name[1:3]) {
			case "0A", "0a":
				c, size = '\n', 3
			case "0D", "0d":
				c, size = '\r', 3
			case "25":
				size = 3
			}
		}
		out = append(out, c)
		name = name[size:]
	}
	return out
}
