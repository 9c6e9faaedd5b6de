package serve

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// readyWithin bounds the time of a readiness check.
const readyWithin = 2 * time.Second

// healthz says that the process answers, and nothing of what it depends on.
func (s *shell) healthz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, "application/json", http.StatusOK, map[string]string{"status": "ok"})
}

// readyz says whether the node can do its work. Why it cannot is in the log.
func (s *shell) readyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if err := s.ready(r.Context()); err != nil {
		exchangeOf(r.Context()).err = err
		writeJSON(w, "application/json", http.StatusServiceUnavailable, map[string]string{"status": "unavailable"})
		return
	}
	writeJSON(w, "application/json", http.StatusOK, map[string]string{"status": "ready"})
}

func (s *shell) ready(ctx context.Context) error {
	if s.Stop.Err() != nil {
		return errors.New("the node is stopping")
	}
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	return s.Ready(ctx)
}
