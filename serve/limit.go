package serve

import (
	"context"
	"math"
	"net/http"
	"strings"
	"time"

	"metrograph/model"
)

// allowance is what a request of a route may use.
type allowance struct {
	body int64
	time time.Duration // 0: any
}

// query is the allowance of a GraphQL request, which is an upload when it carries files.
func (s *shell) query(r *http.Request) allowance {
	switch {
	case isForm(r):
		return s.upload(r)
	case isStream(r):
		return allowance{body: s.Limits.Body}
	}
	return allowance{body: s.Limits.Body, time: s.Limits.Deadline}
}

func (s *shell) upload(*http.Request) allowance {
	return allowance{body: s.Limits.Upload, time: s.Limits.UploadDeadline}
}

// download may last: how long depends on the client's line, which is watched.
func (s *shell) download(*http.Request) allowance { return allowance{body: s.Limits.Body} }

// resumable is the allowance of a piece of an upload: whoever takes it knows how much is left.
func (s *shell) resumable(*http.Request) allowance { return allowance{body: math.MaxInt64} }

// stream is the allowance of an answer that is written as it is found.
func (s *shell) stream(*http.Request) allowance {
	return allowance{body: s.Limits.Body, time: s.Limits.UploadDeadline}
}

// isStream tells whether the answer may be a subscription: over a WebSocket, as server-sent
// events, or in parts as Apollo's clients ask for them.
func isStream(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return isWebSocket(r) || strings.Contains(accept, "text/event-stream") || strings.Contains(accept, "subscriptionSpec")
}

// limitBody refuses a request that says it is too large, and stops reading one that is.
func limitBody(allow func(*http.Request) allowance, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := allow(r).body
		if r.ContentLength > limit {
			WriteError(w, r, &http.MaxBytesError{Limit: limit})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r)
	})
}

// limitTime gives a request its deadline, and a stream its end: when the node stops, and
// when the caller's credential expires.
func limitTime(allow func(*http.Request) allowance, stop context.Context, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		var cancel context.CancelFunc
		if limit := allow(r).time; limit > 0 {
			ctx, cancel = context.WithTimeout(ctx, limit)
		} else if expires := model.PrincipalFrom(ctx).Expires; !expires.IsZero() {
			ctx, cancel = context.WithDeadline(ctx, expires)
		} else {
			ctx, cancel = context.WithCancel(ctx)
		}
		defer cancel()
		if isStream(r) {
			defer context.AfterFunc(stop, cancel)()
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// authenticate recognises the caller. Answers depend on who asks, and caches have to know.
func (s *shell) authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store") // a handler that knows better says so
		w.Header().Add("Vary", "Authorization, X-API-Key")
		p, err := s.Authenticator.Principal(r.Context(), r)
		if err != nil {
			WriteError(w, r, err)
			return
		}
		exchangeOf(r.Context()).principal = p
		next.ServeHTTP(w, r.WithContext(model.WithPrincipal(r.Context(), p)))
	})
}
