package bridge

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime/debug"

	"checksig/digest"
	"checksig/engine"
	"checksig/manifest"
)

// A parseRequest says how to read a list.
type parseRequest struct{ manifest.Options }

// set reads a field.
//
//	algorithm  a name, of lines that do not say theirs
//	name       the list's file name
func (r *parseRequest) set(name string, value []byte) (err error) {
	switch name {
	case "algorithm":
		r.Algorithm, err = algorithmOf(value)
	case "name":
		r.Name = string(value)
	default:
		err = unknownField(value)
	}
	return err
}

// Parse reads the list in data, which it does not keep, as the request says,
// which has fields and no operation. The answer are events like a job's: an
// entry or a malformed line for each line that is not skipped, and an end
// without a summary.
func Parse(request, data []byte) (events []byte) {
	var r parseRequest
	if err := readFields(request, r.set); err != nil {
		return appendEnd(nil, nil, err)
	}
	list, err := manifest.Parse(
		manifest.Bytes(data),
		r.Options,
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
	form    manifest.Form
	entries []manifest.Entry
}

// set reads a field.
//
//	form   "gnu" or "bsd"
//	entry  for each entry its algorithm's name, its digest in hexadecimal digits
//	       and its path, with spaces between them
func (r *formatRequest) set(name string, value []byte) (err error) {
	switch name {
	case "form":
		r.form, err = formOf(value)
	case "entry":
		algorithm, rest, _ := bytes.Cut(value, []byte{' '})
		digits, path, _ := bytes.Cut(rest, []byte{' '})
		entry := manifest.Entry{Name: path}
		if entry.Algorithm, err = algorithmOf(algorithm); err != nil {
			return err
		}
		var ok bool
		if entry.Want, ok = digest.FromHex(digits); !ok || entry.Want.Size() != entry.Algorithm.Size() {
			return fmt.Errorf("found %q, expected a digest of %s", digits, entry.Algorithm.Name())
		}
		r.entries = append(r.entries, entry)
	default:
		err = unknownField(value)
	}
	return err
}

// Format writes a list of what the request says, which has fields and no
// operation. The answer are events: the text as one, and an end.
func Format(request []byte) (events []byte) {
	var r formatRequest
	if err := readFields(request, r.set); err != nil {
		return appendEnd(nil, nil, err)
	}
	var text []byte
	for _, entry := range r.entries {
		text = manifest.AppendEntry(text, r.form, entry)
	}
	return appendEnd(appendString(append(events, kindText), text), nil, nil)
}

func formOf(value []byte) (manifest.Form, error) {
	switch string(value) {
	case "gnu":
		return manifest.GNU, nil
	case "bsd":
		return manifest.BSD, nil
	}
	return 0, fmt.Errorf("unknown form %q", value)
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
