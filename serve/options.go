package serve

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"metrograph/model"
)

// Options are what the shell serves and how. The zero value serves nothing but its own
// pages; a handler that is nil has no route.
type Options struct {
	GraphQL    http.Handler // at /graphql
	Download   http.Handler // at GET /attachments/{id}
	Exported   http.Handler // at GET /exports/{id}
	Records    http.Handler // at GET /records/{content}
	Collect    http.Handler // at PUT /collect/{format}
	Uploads    http.Handler // at /uploads/, by tus
	Job        http.Handler // at GET /collect/jobs/{id}
	Rejected   http.Handler // at GET /collections/{id}/rejections/{place}
	Published  http.Handler // at GET /p/{identifier}
	Manifested http.Handler // at GET /p/{identifier}/manifest
	Contained  http.Handler // at GET /p/{identifier}/content
	Reported   http.Handler // at GET /reports/{id}/{name...}
	Federate   http.Handler // at /federate/v1/, which recognises its callers itself
	Peers      http.Handler // at /federate/v1/peers and /federate/v1/key
	Explorer   bool         // the page for trying queries, at /explorer/

	// Toll is put before what has no handler here but is public: the index, the explorer and the
	// metrics; nil for none. Whether the node is well anybody may ask at any time.
	Toll func(http.Handler) http.Handler

	// Authenticator recognises callers; without one every caller is anonymous.
	Authenticator Authenticator
	// Ready tells whether the node can answer, for /readyz; without it, always.
	Ready func(context.Context) error
	// Stop, when it is done, ends streams and makes the node unready; other requests go on.
	Stop context.Context

	Origins  []string // of web pages that may use the API, as in https://portal.example.cn
	Limits   Limits
	Metrics  MetricsFor
	Registry *prometheus.Registry // of the metrics; a new one where it is nil
	Logger   *slog.Logger         // no logs where it is nil
}

// Authenticator recognises the caller of a request. Package auth has one.
type Authenticator interface {
	Principal(ctx context.Context, r *http.Request) (*model.Principal, error)
}

// Limits are what one request may use. Zero values are replaced by the stated defaults.
type Limits struct {
	Body   int64 // bytes of a request: 1 MiB
	Upload int64 // bytes of a request that carries files: 64 MiB
	// Deadline is the time for a query: 10 s. What may be a subscription has none: whoever
	// executes it gives each operation its own.
	Deadline time.Duration
	// UploadDeadline is the time for a request that carries files: 2 min.
	UploadDeadline time.Duration
	// Stall is how long a client may leave the node waiting for it in the middle of a
	// request or an answer, all in all and beyond what a slow line needs: 30 s.
	Stall time.Duration
}

// MetricsFor says who may read the metrics.
type MetricsFor int

const (
	MetricsPublic  MetricsFor = iota
	MetricsPrivate            // administrators and auditors
	MetricsOff
)

// withDefaults fills in what is not set.
func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	if o.Toll == nil {
		o.Toll = func(h http.Handler) http.Handler { return h }
	}
	if o.Stop == nil {
		o.Stop = context.Background()
	}
	if o.Ready == nil {
		o.Ready = func(context.Context) error { return nil }
	}
	if o.Authenticator == nil {
		o.Authenticator = everybodyAnonymous{}
	}
	o.Limits = o.Limits.withDefaults()
	return o
}

func (l Limits) withDefaults() Limits {
	l.Body = cmp.Or(l.Body, 1<<20)
	l.Upload = cmp.Or(l.Upload, 64<<20)
	l.Deadline = cmp.Or(l.Deadline, 10*time.Second)
	l.UploadDeadline = cmp.Or(l.UploadDeadline, 2*time.Minute)
	l.Stall = cmp.Or(l.Stall, 30*time.Second)
	return l
}

type everybodyAnonymous struct{}

func (everybodyAnonymous) Principal(context.Context, *http.Request) (*model.Principal, error) {
	return &model.Principal{}, nil
}
