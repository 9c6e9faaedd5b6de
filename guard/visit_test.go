package guard

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"metrograph/model"
)

// TestLargeBodiesWait: a large body is not read before it has a place; a small one always is.
func TestLargeBodiesWait(t *testing.T) {
	var refused error
	g := New(Options{Refuse: func(_ http.ResponseWriter, _ *http.Request, err error) { refused = err }})
	served := false
	h := g.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served = true }))
	send := func(ctx context.Context, size int) {
		served, refused = false, nil
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(strings.Repeat("x", size))))
	}
	if send(t.Context(), largeBody+1); !served || refused != nil {
		t.Errorf("a large body alone: %v", refused)
	}
	leave, err := g.bodies.Enter(t.Context(), "address 192.0.2.1", 1) // whom httptest sends from
	if err != nil {
		t.Fatal(err)
	}
	if send(t.Context(), largeBody); !served {
		t.Errorf("a small body: %v", refused)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if send(gone, largeBody+1); served || !errors.Is(refused, context.Canceled) {
		t.Errorf("the second large body of a caller who does not wait: %v", refused)
	}
	leave()
	if send(t.Context(), largeBody+1); !served {
		t.Errorf("after the first: %v", refused)
	}
	g.bodies = NewQueue(QueueOptions{Places: 1, PerCaller: 1}) // where nobody may wait
	var coded *model.Error
	if send(t.Context(), largeBody+1); served || !errors.As(refused, &coded) || coded.Code != model.CodeLimitExceeded || coded.RetryAfter != time.Second {
		t.Errorf("too many wait: %v", refused)
	}
}
