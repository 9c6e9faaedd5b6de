package serve

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"metrograph/model"
)

// observe gives a request its id, logs it and counts it.
func (s *shell) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Context().Err() != nil {
			return // over HTTP/2 a request can be taken back before anybody has looked at it
		}
		x := &exchange{id: requestID(r.Header)}
		r = withExchange(r, x)
		r.Header.Set(requestIDHeader, x.id) // so that handlers need not know this package
		w.Header().Set(requestIDHeader, x.id)
		out := newRecorder(w, s.Limits.Stall)
		r.Body = &tameBody{ReadCloser: r.Body, control: out.control, patience: patient(s.Limits.Stall)}
		begin := time.Now()
		s.metrics.inFlight.Inc()
		defer func() {
			s.metrics.inFlight.Dec()
			out.finish()
			took := time.Since(begin)
			s.metrics.count(routeOf(r), r.Method, out.code(), took)
			s.log(r, x, out, took)
		}()
		next.ServeHTTP(out, r)
	})
}

// routeOf returns the route's pattern without its method, which the router has noted in the
// request: a label with few values, unlike the path.
func routeOf(r *http.Request) string {
	_, path, found := strings.Cut(r.Pattern, " ")
	switch {
	case r.Pattern == "":
		return "other"
	case !found:
		return r.Pattern
	}
	return path
}

// log writes one line for a request. It has neither the path nor the query in it, which may
// have secrets in them, nor any header but the id.
func (s *shell) log(r *http.Request, x *exchange, out *recorder, took time.Duration) {
	level := slog.LevelInfo
	route := routeOf(r)
	if route == "/healthz" || route == "/readyz" || route == "/metrics" {
		level = slog.LevelDebug
	}
	attrs := []slog.Attr{
		slog.String("id", x.id), slog.String("method", r.Method), slog.String("route", route),
		slog.Int("status", out.code()), slog.Int64("bytes", out.bytes), slog.Duration("took", took),
		slog.String("remote", r.RemoteAddr),
	}
	if p := x.principal; p != nil && !p.Anonymous() {
		attrs = append(attrs, slog.String("subject", p.Subject), slog.String("via", p.Via),
			slog.String("institution", string(p.Institution)))
	}
	if x.err != nil {
		attrs = append(attrs, slog.Any("error", x.err))
		if problemOf(x.err).code == model.CodeInternal {
			level = slog.LevelError
		}
	}
	s.Logger.LogAttrs(context.WithoutCancel(r.Context()), level, "request", attrs...)
}
