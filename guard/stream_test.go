package guard_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"metrograph/guard"
	"metrograph/model"
)

// A stream costs what it is said to cost of the caller's rate; who has spent that is told when
// to come again.
func TestStreamsArePaidFor(t *testing.T) {
	var refusal *model.Error
	g := guard.New(guard.Options{Rates: guard.Rates{Anonymous: 100}, Refuse: func(w http.ResponseWriter, _ *http.Request, err error) {
		errors.As(err, &refusal)
		w.WriteHeader(http.StatusTooManyRequests)
	}})
	h := g.Stream(60, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	ask := func(address string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/records/methods", nil)
		r.RemoteAddr = address
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	if w := ask("192.0.2.1:1"); w.Code != http.StatusOK || w.Header().Get("RateLimit") == "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if w := ask("192.0.2.1:2"); w.Code != http.StatusTooManyRequests || refusal == nil || refusal.RetryAfter <= 0 {
		t.Errorf("%d %v", w.Code, refusal)
	}
	if w := ask("192.0.2.2:1"); w.Code != http.StatusOK {
		t.Errorf("another caller: %d", w.Code)
	}
}

// One caller has two streams at once; the next one waits, and whoever else asks does not.
func TestStreamsOfOneCallerWait(t *testing.T) {
	g := guard.New(guard.Options{})
	running, leave := make(chan string), make(chan struct{})
	h := g.Stream(1, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		running <- r.RemoteAddr
		<-leave
	}))
	begin := func(ctx context.Context, address string) (done chan int) {
		done = make(chan int, 1)
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/records/methods", nil)
		r.RemoteAddr = address
		w := httptest.NewRecorder()
		go func() { h.ServeHTTP(w, r); done <- w.Code }()
		return done
	}
	begin(t.Context(), "192.0.2.1:1")
	begin(t.Context(), "192.0.2.1:1")
	<-running
	<-running
	ctx, cancel := context.WithCancel(t.Context())
	third := begin(ctx, "192.0.2.1:1")
	begin(t.Context(), "192.0.2.2:1")
	if who := <-running; who != "192.0.2.2:1" {
		t.Errorf("%s runs as the third", who)
	}
	cancel()
	if code := <-third; code == http.StatusOK {
		t.Error("the third has run")
	}
	close(leave)
}
