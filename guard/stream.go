package guard

import (
	"context"
	"errors"
	"net/http"

	"metrograph/model"
)

// Stream puts the guard before a handler that answers with many records, beside GraphQL: each
// request costs the same of the caller's rate, and few of them run at once. They have a queue
// of their own, as they take as long as the line is slow.
func (g *Guard) Stream(cost int, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{address: addressOf(r, g.o.TrustedProxies), header: w.Header()}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		if err := g.charge(r.Context(), &run{}, cost); err != nil {
			g.refuse(w, r, err)
			return
		}
		leave, err := g.streams.Enter(r.Context(), callerOf(r.Context()), 1)
		if err != nil {
			g.refuse(w, r, busy(err))
			return
		}
		defer leave()
		next.ServeHTTP(w, r)
	})
}

func (g *Guard) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var coded *model.Error
	if errors.As(err, &coded) {
		visitOf(r.Context()).postpone(coded.RetryAfter)
	}
	g.o.Refuse(w, r, err)
}
