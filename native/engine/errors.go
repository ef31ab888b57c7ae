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
	NoDirectory       Code = "NO_DIRECTORY"       // the root cannot be opened as a directory
	NoManifest        Code = "NO_MANIFEST"        // there is no list, or it cannot be read, or it changed meanwhile
	AmbiguousManifest Code = "AMBIGUOUS_MANIFEST" // there are several lists, and no word on which to take
	BadManifest       Code = "BAD_MANIFEST"       // the list as a whole is unusable
	AlgorithmRefused  Code = "ALGORITHM_REFUSED"  // the list has digests that the caller does not allow
	LimitExceeded     Code = "LIMIT_EXCEEDED"     // the list is larger than the caller allows
	CreateFailed      Code = "CREATE_FAILED"      // a list cannot be made or written
	Internal          Code = "INTERNAL"           // a defect of this library
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
	errStopped  = errors.New("stopped")
	errChanged  = errors.New("changed while it was read")
	errNoList   = errors.New("no such file, nor one with another usual name of a list")
	errTooLarge = errors.New("larger than the limit")
)

// statusOf is the status of a name that could not be read to its end because
// of err, and the detail that a verdict gives with it.
func statusOf(err error) (Status, string) {
	var notRegular *beneath.NotRegularError
	switch {
	case err == errChanged:
		return Changed, ""
	case err == beneath.ErrOutside:
		return Outside, ""
	case errors.As(err, &notRegular):
		return NotRegular, notRegular.Kind.String()
	case err == unix.ENOENT, err == unix.ENOTDIR:
		return Missing, ""
	}
	if name := errnoName(err); name != "" {
		return Unreadable, name
	}
	return Unreadable, err.Error()
}

// errnoName is the name of the errno that err is, such as "EACCES", or empty.
func errnoName(err error) string {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return unix.ErrnoName(errno)
	}
	return ""
}

// recoverAs turns a panic into an Internal error with the stack. Every
// goroutine defers it: a panic that leaves one would abort the host process.
func recoverAs(err *error) {
	if cause := recover(); cause != nil {
		*err = &Error{Code: Internal, Err: fmt.Errorf("panic: %v\n%s", cause, debug.Stack())}
	}
}
