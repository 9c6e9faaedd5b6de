package serve

import (
	"context"
	"crypto/rand"
	"net/http"

	"metrograph/model"
)

// exchange is what is known of a request beside the request: for its log line, and for the
// id in its errors.
type exchange struct {
	id        string
	principal *model.Principal
	err       error // why it failed, for the log
	problems  bool  // its errors are told as RFC 9457 has it
}

type exchangeKey struct{}

// withExchange adds the exchange to the request.
func withExchange(r *http.Request, x *exchange) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
}

// exchangeOf returns the exchange of a request; a nameless one outside of the shell.
func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{}
}

// RequestID returns the id of the request that is being answered. It is also in the header
// X-Request-Id of the request, and of the answer.
func RequestID(ctx context.Context) string { return exchangeOf(ctx).id }

const requestIDHeader = "X-Request-Id"

// requestID returns the id that the client or a proxy gave, when it is one that can be
// logged and searched for, or else a new one.
func requestID(h http.Header) string {
	if given := h.Values(requestIDHeader); len(given) == 1 && wellFormedID(given[0]) {
		return given[0]
	}
	return rand.Text()
}

// wellFormedID accepts what is in use as an id: UUIDs, ULIDs, base64url, trace ids.
func wellFormedID(id string) bool {
	if len(id) < 8 || len(id) > 64 {
		return false
	}
	for i := range len(id) {
		c := id[i]
		alphanumeric := '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !alphanumeric && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}
