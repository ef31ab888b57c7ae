package engine

import (
	"errors"
	"fmt"
	"runtime/debug"

	"golang.org/x/sys/unix"

	"checksig/beneath"
)

// A Code names why there is no answer. The words are part of the border to
// TypeScript (lib/errors.ts).
type Code string

const (
	NoDirectory Code = "NO_DIRECTORY" // the root cannot be opened as a directory
	NoManifest  Code = "NO_MANIFEST"  // the list cannot be opened or read
	BadManifest Code = "BAD_MANIFEST" // the list is empty, too large or in UTF-16
	Internal    Code = "INTERNAL"     // a defect of this library
)

// An Error means that there is no answer.
type Error struct {
	Code Code
	Path string // of the directory or the list
	Err  error
}

func (e *Error) Error() string {
	if e.Path == "" {
		return e.Err.Error()
	}
	return fmt.Sprintf("%q - %v", e.Path, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

var (
	errStopped = errors.New("stopped")
	errChanged = errors.New("changed while it was read")
)

// statusOf is the status of a name that could not be read to its end because
// of err, and the detail that a verdict gives with it.
func statusOf(err error) (Status, string) {
	var notRegular *beneath.NotRegularError
	var errno unix.Errno
	switch {
	case err == errChanged:
		return Changed, ""
	case err == beneath.ErrOutside:
		return Outside, ""
	case errors.As(err, &notRegular):
		return NotRegular, notRegular.Kind
	case err == unix.ENOENT, err == unix.ENOTDIR:
		return Missing, ""
	case errors.As(err, &errno):
		return Unreadable, unix.ErrnoName(errno)
	}
	return Unreadable, err.Error()
}

// recoverAs turns a panic into an Internal error with the stack. Every
// goroutine defers it: a panic that leaves one would abort the host process.
func recoverAs(err *error) {
	if cause := recover(); cause != nil {
		*err = &Error{Code: Internal, Err: fmt.Errorf("panic: %v\n%s", cause, debug.Stack())}
	}
}
