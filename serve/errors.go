package serve

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"net/http"
	"os"
	"strconv"

	"metrograph/model"
	"metrograph/wire/accept"
)

// statusOf is the HTTP status of each code.
func statusOf(code model.Code) int {
	switch code {
	case model.CodeUnauthenticated:
		return http.StatusUnauthorized
	case model.CodeForbidden, model.CodeClassifiedRefused:
		return http.StatusForbidden
	case model.CodeNotFound:
		return http.StatusNotFound
	case model.CodeInvalid:
		return http.StatusBadRequest
	case model.CodeConflict:
		return http.StatusConflict
	case model.CodeLimitExceeded:
		return http.StatusTooManyRequests
	case model.CodePeerUnavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// problem is an error as a caller sees it.
type problem struct {
	status   int
	code     model.Code
	message  string
	path     string
	current  int
	findings []model.Finding
}

// problemOf finds what to tell the caller of an error. Limits have more statuses than codes:
// HTTP tells a large request from a slow one and from too many.
func problemOf(err error) problem {
	var tooLarge *http.MaxBytesError
	var coded *model.Error
	switch {
	case errors.As(err, &tooLarge):
		return problem{status: http.StatusRequestEntityTooLarge, code: model.CodeLimitExceeded, message: "the request is too large"}
	case errors.Is(err, os.ErrDeadlineExceeded):
		return problem{status: http.StatusRequestTimeout, code: model.CodeLimitExceeded, message: "the request came too slowly"}
	case errors.Is(err, context.DeadlineExceeded):
		return problem{status: http.StatusServiceUnavailable, code: model.CodeLimitExceeded, message: "the request took too long"}
	case errors.As(err, &coded) && statusOf(coded.Code) != http.StatusInternalServerError:
		return problem{status: statusOf(coded.Code), code: coded.Code, message: coded.Message, path: coded.Path,
			current: coded.Current, findings: coded.Findings}
	}
	return problem{status: http.StatusInternalServerError, code: model.CodeInternal,
		message: "something went wrong in the node; its log has the request id"}
}

// noRoute is the problem with an address or a method that the shell does not know.
func noRoute(status int) problem {
	if status == http.StatusMethodNotAllowed {
		return problem{status: status, code: model.CodeInvalid, message: "this address does not take this method"}
	}
	return problem{status: http.StatusNotFound, code: model.CodeNotFound, message: "there is nothing at this address"}
}

// WriteError answers a request with an error, in the one form that all errors have:
//
//	{"errors":[{"message":"…","extensions":{"code":"NOT_FOUND","requestId":"…"}}]}
//
// An error without a code is INTERNAL, and its text goes to the log only.
func WriteError(w http.ResponseWriter, r *http.Request, err error) {
	exchangeOf(r.Context()).err = err
	p := problemOf(err)
	if p.status == http.StatusUnauthorized {
		// RFC 6750, 3
		w.Header().Set("WWW-Authenticate", `Bearer realm="metrograph", error="invalid_token"`)
	}
	var coded *model.Error
	if errors.As(err, &coded) && coded.RetryAfter > 0 {
		// RFC 9110, 10.2.3
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(coded.RetryAfter.Seconds()))))
	}
	writeProblem(w, r, p)
}

// WriteStatus answers a request with an error as [WriteError] does, but with a status that
// says more than that of its code; 0 for that of the code.
func WriteStatus(w http.ResponseWriter, r *http.Request, status int, err error) {
	p := problemOf(err)
	if status == 0 || p.code == model.CodeInternal {
		WriteError(w, r, err)
		return
	}
	exchangeOf(r.Context()).err = err
	p.status = status
	writeProblem(w, r, p)
}

// problems has the errors of addresses that are not of GraphQL told as RFC 9457 has it, too.
func problems(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		exchangeOf(r.Context()).problems = true
		next.ServeHTTP(w, r)
	})
}

// Abort cuts the connection of an answer that cannot be completed, so that nobody takes it for
// whole, and logs why.
func Abort(r *http.Request, err error) {
	exchangeOf(r.Context()).err = err
	panic(http.ErrAbortHandler)
}

func writeProblem(w http.ResponseWriter, r *http.Request, p problem) {
	extensions := map[string]any{"code": p.code, "requestId": RequestID(r.Context())}
	if p.path != "" {
		extensions["path"] = p.path
	}
	if p.current != 0 {
		extensions["current"] = p.current
	}
	if len(p.findings) > 0 {
		extensions["findings"] = p.findings
	}
	w.Header().Set("Cache-Control", "no-store")
	answer := map[string]any{"errors": []any{map[string]any{"message": p.message, "extensions": extensions}}}
	media := mediaType(r)
	if exchangeOf(r.Context()).problems {
		media = "application/problem+json"
		maps.Copy(answer, extensions)
		answer["title"], answer["status"], answer["detail"] = http.StatusText(p.status), p.status, p.message
	}
	writeJSON(w, media, p.status, answer)
}

// mediaType is the one that clients of GraphQL over HTTP ask for, or plain JSON.
func mediaType(r *http.Request) string {
	if media, ok := accept.Media(r.Header.Values("Accept")); ok {
		return media
	}
	return accept.JSON
}

func writeJSON(w http.ResponseWriter, mediaType string, status int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic("serve: " + err.Error()) // only values of this package's own making come here
	}
	w.Header().Set("Content-Type", mediaType+"; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(append(data, '\n')) // nobody is left to tell when this fails
}
