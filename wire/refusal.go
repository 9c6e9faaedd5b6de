package wire

import (
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"metrograph/model"
)

// refusal is why a request is not executed: nothing that could be is in it, or not in a way
// that HTTP allows.
type refusal struct {
	status  int
	code    model.Code
	message string
	allow   string // the methods that would do, if another one is at fault
	retry   time.Duration
}

func (e *refusal) Error() string { return e.message }

func refusalf(status int, format string, args ...any) *refusal {
	return &refusal{status: status, code: model.CodeInvalid, message: fmt.Sprintf(format, args...)}
}

func notAllowed(allow, message string) *refusal {
	return &refusal{status: http.StatusMethodNotAllowed, code: model.CodeInvalid, message: message, allow: allow}
}

func tooLarge(message string) *refusal {
	return limited(http.StatusRequestEntityTooLarge, message)
}

func limited(status int, message string) *refusal {
	return &refusal{status: status, code: model.CodeLimitExceeded, message: message}
}

// unreadable finds out why a body could not be read to its end.
func unreadable(err error) *refusal {
	var limit *http.MaxBytesError
	switch {
	case errors.As(err, &limit), errors.Is(err, multipart.ErrMessageTooLarge):
		return tooLarge("the request is too large")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return limited(http.StatusRequestTimeout, "the request came too slowly")
	}
	return refusalf(http.StatusBadRequest, "the body does not come whole")
}

// refuse answers with a refusal.
func refuse(w http.ResponseWriter, media string, err error) {
	r := refusalOf(err)
	if r.allow != "" {
		w.Header().Set("Allow", r.allow)
	}
	if r.retry > 0 {
		w.Header().Set("Retry-After", seconds(r.retry))
	}
	write(w, media, r.status, &graphql.Response{Errors: errorsOf(r)})
}

// refusalOf is the refusal that an error is. What is none, nor a limit, is a fault of the node.
func refusalOf(err error) *refusal {
	var r *refusal
	var coded *model.Error
	switch {
	case errors.As(err, &r):
		return r
	case errors.As(err, &coded) && coded.Code == model.CodeLimitExceeded:
		r = limited(http.StatusTooManyRequests, coded.Message)
		r.retry = coded.RetryAfter
		return r
	}
	return &refusal{status: http.StatusInternalServerError, code: model.CodeInternal, message: "internal error"}
}

func errorsOf(err error) gqlerror.List {
	r := refusalOf(err)
	return gqlerror.List{{Message: r.message, Extensions: map[string]any{"code": r.code}}}
}
