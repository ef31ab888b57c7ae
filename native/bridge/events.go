package bridge

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"

	"checksig/digest"
	"checksig/engine"
)

// The kinds of events, their first byte.
const (
	kindVerdict = 1
	kindEnd     = 2
)

// appendVerdict appends the event of a verdict on a file beneath root. Numbers are little-endian,
// strings are preceded by their size in bytes.
//
//	kind      uint8    1
//	status    uint8    engine.Status
//	line      uint32   0 if there is none
//	size      float64  bytes read
//	expected  uint8 + bytes
//	actual    uint8 + bytes
//	path      uint32 + bytes, as listed
//	detail    uint32 + UTF-8
//	message   uint32 + UTF-8, as in the answer of verify; empty if all is well
func appendVerdict(dst []byte, root string, v *engine.Verdict) []byte {
	dst = append(dst, kindVerdict, byte(v.Status))
	dst = binary.LittleEndian.AppendUint32(dst, uint32(v.Line))
	dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(float64(v.Size)))
	dst = appendDigest(dst, v.Expected)
	dst = appendDigest(dst, v.Actual)
	dst = appendString(dst, v.Path)
	dst = appendString(dst, v.Detail)
	message := ""
	if v.Status != engine.OK {
		message = (&engine.Failure{Root: root, Verdict: *v}).Error()
	}
	return appendString(dst, message)
}

func appendDigest(dst []byte, d digest.Value) []byte {
	return d.Append(append(dst, byte(d.Size())))
}

func appendString[T string | []byte](dst []byte, s T) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(s)))
	return append(dst, s...)
}

// appendEnd appends a job's last event: its kind, and a JSON object.
//
//	kind  uint8  2
//	end   uint32 + JSON: {"counts": {"ok": 9, …}, "bytes": 1105257,
//	                      "error": {"code": "NO_MANIFEST", "message": "…", "path": "…"}}
//
// With an error there is no answer, or not a whole one.
func appendEnd(dst []byte, report engine.Report, err error) []byte {
	type failure struct {
		Code    engine.Code `json:"code"`
		Message string      `json:"message"`
		Path    string      `json:"path,omitempty"`
	}
	end := struct {
		Counts map[string]int `json:"counts"`
		Bytes  int64          `json:"bytes"`
		Error  *failure       `json:"error,omitempty"`
	}{Counts: map[string]int{}, Bytes: report.Bytes}
	for status, count := range report.Counts {
		end.Counts[engine.Status(status).String()] = count
	}
	if err != nil {
		end.Error = &failure{Code: codeOf(err), Message: err.Error()}
		if e := (*engine.Error)(nil); errors.As(err, &e) {
			end.Error.Path = e.Path
		}
	}
	text, err := json.Marshal(end)
	if err != nil {
		panic(err) // plain strings and numbers
	}
	return appendString(append(dst, kindEnd), text)
}
