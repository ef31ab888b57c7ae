package bridge

import (
	"encoding/binary"
	"errors"
	"fmt"
	"runtime/debug"

	"checksig/digest"
	"checksig/engine"
	"checksig/manifest"
)

// A parseRequest says how to read a list.
type parseRequest struct {
	Algorithm algorithm `json:"algorithm"` // of lines that do not say theirs
	Name      string    `json:"name"`      // the list's file name
}

// Parse reads the list in data, which it does not keep, as the request says.
// The answer are events like a job's: an entry or a malformed line for each
// line that is not skipped, and an end without a summary.
func Parse(request, data []byte) (events []byte) {
	var r parseRequest
	if err := decode(request, &r); err != nil {
		return appendEnd(nil, nil, err)
	}
	list, err := manifest.Parse(
		manifest.Bytes(data),
		manifest.Options{Algorithm: r.Algorithm.Algorithm, Name: r.Name},
		func(entry *manifest.Entry) { events = appendEntry(events, entry) },
	)
	if errors.Is(err, manifest.ErrEmpty) {
		return appendEnd(nil, nil, nil)
	}
	if err != nil {
		return appendEnd(nil, nil, &engine.Error{Code: engine.BadManifest, Err: err})
	}
	for _, line := range list.Malformed() {
		events = appendMalformed(events, line)
	}
	return appendEnd(events, nil, nil)
}

// A formatRequest is what to write a list of.
type formatRequest struct {
	Form    string `json:"form"` // "gnu" or "bsd"
	Entries []struct {
		Path      path      `json:"path"`
		Algorithm algorithm `json:"algorithm"`
		Digest    string    `json:"digest"` // in hexadecimal digits
	} `json:"entries"`
}

// Format writes a list. The answer are events: the text as one, and an end.
func Format(request []byte) (events []byte) {
	var r formatRequest
	if err := decode(request, &r); err != nil {
		return appendEnd(nil, nil, err)
	}
	var text []byte
	for i, entry := range r.Entries {
		want, ok := digest.FromHex([]byte(entry.Digest))
		if a := entry.Algorithm.Algorithm; !ok || a == nil || a.Size() != want.Size() {
			return appendEnd(nil, nil, badRequest(fmt.Errorf("entry %d has no digest of its algorithm", i)))
		}
		text = manifest.AppendEntry(text, formOf(r.Form), manifest.Entry{
			Name: []byte(entry.Path), Want: want, Algorithm: entry.Algorithm.Algorithm,
		})
	}
	return appendEnd(appendString(append(events, kindText), text), nil, nil)
}

func formOf(name string) manifest.Form {
	if name == "bsd" {
		return manifest.BSD
	}
	return manifest.GNU
}

// RecoverEnd turns a panic into events that are an end with an error. It is
// deferred.
func RecoverEnd(events *[]byte) {
	if cause := recover(); cause != nil {
		*events = appendEnd(nil, nil, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
	}
}

// appendEntry appends the event of an entry of a list.
//
//	kind       uint8   5
//	line       uint32
//	algorithm  uint8 + ASCII
//	digest     uint8 + bytes
//	path       uint32 + bytes
func appendEntry(dst []byte, entry *manifest.Entry) []byte {
	dst = append(dst, kindEntry)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(entry.Line))
	dst = appendName(dst, entry.Algorithm)
	dst = appendDigest(dst, entry.Want)
	return appendString(dst, entry.Name)
}

// appendMalformed appends the event of a line that is no entry.
//
//	kind    uint8   6
//	line    uint32
//	text    uint32 + bytes, at most manifest.MaxText
//	reason  uint32 + UTF-8
func appendMalformed(dst []byte, line *manifest.SyntaxError) []byte {
	dst = append(dst, kindMalformed)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(line.Line))
	dst = appendString(dst, line.Text)
	return appendString(dst, line.Reason)
}
