package bridge

import (
	"encoding/binary"
	"errors"
	"math"
	"unicode/utf8"

	"checksig/digest"
	"checksig/engine"
	"checksig/faults"
)

// The kinds of events, their first byte. Numbers are little-endian, strings
// are preceded by their size in bytes.
const (
	kindVerdict   = 1
	kindEnd       = 2
	kindProgress  = 3
	kindDigest    = 4
	kindEntry     = 5
	kindMalformed = 6
	kindText      = 7 // uint32 + bytes
	kindOK        = 8
)

// appendVerdict appends the event of a verdict on a file beneath root: that of
// an OK one is shorter, and made to be read with one look at its text.
//
//	kind       uint8    1
//	status     uint8    engine.Status
//	manifest   uint16   index of the list
//	line       uint32   0 if there is none
//	size       float64  bytes read
//	algorithm  uint8 + ASCII
//	expected   uint8 + bytes
//	actual     uint8 + bytes
//	path       uint32 + bytes, as listed
//	detail     uint32 + UTF-8
//	text       uint32 + bytes, at most manifest.MaxText
//	message    uint32 + UTF-8, as in the answer of verify
func appendVerdict(dst []byte, root string, v *engine.Verdict) []byte {
	faults.At("bridge.verdict")
	if v.Status == engine.OK {
		return appendOK(dst, v)
	}
	dst = append(dst, kindVerdict, byte(v.Status))
	dst = binary.LittleEndian.AppendUint16(dst, uint16(v.Manifest))
	dst = binary.LittleEndian.AppendUint32(dst, uint32(v.Line))
	dst = appendFloat(dst, v.Size)
	dst = appendName(dst, v.Algorithm)
	dst = appendDigest(dst, v.Expected)
	dst = appendDigest(dst, v.Actual)
	dst = appendString(dst, v.Path)
	dst = appendString(dst, v.Detail)
	dst = appendString(dst, v.Text)
	return appendString(dst, (&engine.Failure{Root: root, Verdict: *v}).Error())
}

// appendOK appends the event of an OK verdict.
//
//	kind       uint8    8
//	ascii      uint8    1 if the path is ASCII, otherwise 0
//	algorithm  uint8    bytes of its name
//	digest     uint8    hexadecimal digits of the listed digest, which is the file's
//	manifest   uint16   index of the list
//	line       uint32
//	size       float64  bytes read
//	path       uint32   bytes, as listed
//	text                the name, the digits and the path
func appendOK(dst []byte, v *engine.Verdict) []byte {
	name := v.Algorithm.Name()
	dst = append(dst, kindOK, isASCII(v.Path), byte(len(name)), byte(2*v.Expected.Size()))
	dst = binary.LittleEndian.AppendUint16(dst, uint16(v.Manifest))
	dst = binary.LittleEndian.AppendUint32(dst, uint32(v.Line))
	dst = appendFloat(dst, v.Size)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(v.Path)))
	dst = append(dst, name...)
	dst = v.Expected.AppendHex(dst)
	return append(dst, v.Path...)
}

// isASCII returns 1 if all bytes of text are below 128, otherwise 0.
func isASCII(text []byte) byte {
	for _, b := range text {
		if b >= utf8.RuneSelf {
			return 0
		}
	}
	return 1
}

// appendProgress appends the event of a check's progress.
//
//	kind                 uint8      3
//	files, of all files  2 float64
//	bytes, of all bytes  2 float64
//	path                 uint32 + bytes
func appendProgress(dst []byte, p *engine.Progress) []byte {
	dst = append(dst, kindProgress)
	dst = appendFloat(dst, int64(p.Files))
	dst = appendFloat(dst, int64(p.FilesTotal))
	dst = appendFloat(dst, p.Bytes)
	dst = appendFloat(dst, p.BytesTotal)
	return appendString(dst, p.Path)
}

// appendDigestEvent appends the event of a file's digest.
//
//	kind    uint8    4
//	status  uint8    engine.Status
//	index   uint32   of the sources
//	size    float64  bytes read
//	actual  uint8 + bytes
//	detail  uint32 + UTF-8
func appendDigestEvent(dst []byte, d *engine.FileDigest) []byte {
	dst = append(dst, kindDigest, byte(d.Status))
	dst = binary.LittleEndian.AppendUint32(dst, uint32(d.Index))
	dst = appendFloat(dst, d.Size)
	dst = appendDigest(dst, d.Actual)
	return appendString(dst, d.Detail)
}

// appendEnd appends a job's last event.
//
//	kind     uint8    2
//	code     uint8 + ASCII   why there is no answer, or not a whole one; empty if there is one
//	message  uint32 + bytes
//	path     uint32 + bytes  what the error is about; empty for nothing
//	summary  uint8           the operation's: 0 none, 1 a check's, 2 a creation's, which follows
func appendEnd(dst []byte, summary summary, err error) []byte {
	var code, message, path string
	if err != nil {
		code, message = string(codeOf(err)), err.Error()
		if e := (*engine.Error)(nil); errors.As(err, &e) {
			path = e.Path
		}
	}
	dst = append(dst, kindEnd, byte(len(code)))
	dst = append(dst, code...)
	dst = appendString(dst, message)
	dst = appendString(dst, path)
	if summary == nil {
		return append(dst, 0)
	}
	return summary.appendTo(dst)
}

// A summary is what an operation tells at its end.
type summary interface {
	// appendTo appends the summary, of which the first byte is its kind.
	appendTo(dst []byte) []byte
}

// appendTo appends the summary.
//
//	kind     uint8             1
//	counts   uint8 + float64s  of all verdicts, by engine.Status
//	bytes    float64           read
//	seconds  float64
//	lists    uint32            how many, and of each:
//	    path        uint32 + bytes
//	    entries     uint32
//	    algorithms  uint32     how many, and of each the name: uint8 + ASCII
func (s checkSummary) appendTo(dst []byte) []byte {
	dst = append(dst, 1, byte(len(s.report.Counts)))
	for _, count := range s.report.Counts {
		dst = appendFloat(dst, int64(count))
	}
	dst = appendFloat(dst, s.report.Bytes)
	dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(s.took.Seconds()))
	dst = appendLength(dst, len(s.report.Lists))
	for _, list := range s.report.Lists {
		dst = appendString(dst, list.Path)
		dst = appendLength(dst, list.Entries)
		dst = appendLength(dst, len(list.Algorithms))
		for _, algorithm := range list.Algorithms {
			dst = appendName(dst, algorithm)
		}
	}
	return dst
}

// appendTo appends the summary.
//
//	kind     uint8           2
//	path     uint32 + bytes  the list's
//	entries  uint32
//	bytes    float64         read
func (s createSummary) appendTo(dst []byte) []byte {
	dst = appendString(append(dst, 2), s.Path)
	dst = appendLength(dst, s.Entries)
	return appendFloat(dst, s.Bytes)
}

func appendFloat(dst []byte, n int64) []byte {
	return binary.LittleEndian.AppendUint64(dst, math.Float64bits(float64(n)))
}

// appendName appends an algorithm's name, which is empty for nil.
func appendName(dst []byte, a *digest.Algorithm) []byte {
	name := ""
	if a != nil {
		name = a.Name()
	}
	return append(append(dst, byte(len(name))), name...)
}

func appendDigest(dst []byte, d digest.Value) []byte {
	return d.Append(append(dst, byte(d.Size())))
}

func appendString[T string | []byte](dst []byte, s T) []byte {
	return append(appendLength(dst, len(s)), s...)
}

func appendLength(dst []byte, n int) []byte {
	return binary.LittleEndian.AppendUint32(dst, uint32(n))
}
