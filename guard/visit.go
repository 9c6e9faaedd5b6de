package guard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"metrograph/model"
)

// visit is what is known of the HTTP request that an operation comes with.
type visit struct {
	address  string
	fleeting bool // the answer may tell of this moment: no cache keeps it

	mu     sync.Mutex
	header http.Header // of the answer; nil where it has been sent
}

type visitKey struct{}

// visitOf returns the visit of a request; a nameless one where it came by no HTTP.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{}
}

// largeBody is the size from which on a body has to wait for a place before it is decoded, which
// takes some thirty times as much memory.
const largeBody = 64 << 10

// Handler puts the guard before a handler of GraphQL requests over HTTP: it notes where they
// come from, lets few large bodies in at once, and writes the headers of the rate limit.
func (g *Guard) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{address: addressOf(r, g.o.TrustedProxies), fleeting: r.Method != http.MethodGet && r.Method != http.MethodHead, header: w.Header()}
		if r.Header.Get("Upgrade") != "" {
			v.header, v.fleeting = nil, true // the connection is going to carry other answers
		}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		if isLarge(r) {
			leave, err := g.receive(r)
			if err != nil {
				g.o.Refuse(w, r, busy(err))
				return
			}
			defer leave()
		}
		next.ServeHTTP(w, r)
	})
}

func isLarge(r *http.Request) bool { return r.ContentLength < 0 || r.ContentLength > largeBody }

// receive waits for a place for a large body. It is read before it has one, so that a slow
// line keeps no place from others; files are read to disk by whoever takes them.
func (g *Guard) receive(r *http.Request) (leave func(), err error) {
	ctx, caller := r.Context(), callerOf(r.Context())
	if strings.HasPrefix(strings.ToLower(r.Header.Get("Content-Type")), "multipart/") {
		return g.uploads.Enter(ctx, caller, 1)
	}
	leave, err = g.reading.Enter(ctx, caller, 1)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(r.Body)
	leave()
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), broken{err}))
	return g.bodies.Enter(ctx, caller, len(body))
}

// broken is the end of a body that could not be read further, or a usual end.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	return 0, io.EOF
}

// busy is the refusal of a request that found no place, unless its own time was over.
func busy(cause error) error {
	if !errors.Is(cause, errBusy) {
		return cause
	}
	return &model.Error{Code: model.CodeLimitExceeded, Message: "the node is busy; try again in a moment", Path: "concurrency",
		RetryAfter: time.Second, Cause: cause}
}

// announce writes the headers of the rate limit (draft-ietf-httpapi-ratelimit-headers-10).
func (v *visit) announce(a Allowance, now time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.header == nil || a.Limit == 0 {
		return
	}
	v.header.Set("RateLimit-Policy", fmt.Sprintf(`"cost";q=%d;qu="cost";w=60`, a.Limit))
	v.header.Set("RateLimit", fmt.Sprintf(`"cost";r=%d;t=%d`, a.Remaining, seconds(a.Full.Sub(now))))
}

// postpone says when a refused request may come again (RFC 9110, 10.2.3).
func (v *visit) postpone(d time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.header != nil && d > 0 {
		v.header.Set("Retry-After", strconv.Itoa(seconds(d)))
	}
}

// seconds are whole seconds, rounded up.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
