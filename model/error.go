package model

import (
	"errors"
	"fmt"
	"time"
)

// Code is the kind of an error, the same at every door.
type Code string

const (
	CodeUnauthenticated   Code = "UNAUTHENTICATED"
	CodeForbidden         Code = "FORBIDDEN"
	CodeNotFound          Code = "NOT_FOUND" // missing, hidden and malformed ids alike
	CodeInvalid           Code = "INVALID"
	CodeConflict          Code = "CONFLICT"
	CodeLimitExceeded     Code = "LIMIT_EXCEEDED"
	CodeClassifiedRefused Code = "CLASSIFIED_REFUSED"
	CodePeerUnavailable   Code = "PEER_UNAVAILABLE"
	CodeInternal          Code = "INTERNAL"
)

// Error is an error that may be shown to a caller: a code, a sentence and, for the log
// only, a cause. An error without a code is INTERNAL.
type Error struct {
	Code     Code
	Message  string
	Path     string    // the place of the input that is to blame, if any
	Findings []Finding // of a refused record
	Current  int       // of a CONFLICT: the version the record has now
	Cause    error

	RetryAfter time.Duration // of a LIMIT_EXCEEDED that passes: when to try again
}

func (e *Error) Error() string {
	s := string(e.Code) + ": " + e.Message
	if e.Path != "" {
		s += " (" + e.Path + ")"
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Cause }

// Errorf returns an error with a code and a sentence for the caller.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// CodeOf returns the code of an error: INTERNAL where it has none, empty for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// NotFound is the one answer for records that are missing, hidden or misnamed: nothing in
// it tells which.
func NotFound() *Error { return Errorf(CodeNotFound, "there is no such record") }
