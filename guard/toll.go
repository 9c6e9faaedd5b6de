package guard

import (
	"context"
	"net/http"
)

// Toll puts the guard before a handler that is not of GraphQL: each request is paid from the
// caller's bucket, as queries are, and few large bodies come in at once.
func (g *Guard) Toll(cost int, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{address: addressOf(r, g.o.TrustedProxies), header: w.Header()}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		if err := g.charge(r.Context(), &run{}, cost); err != nil {
			g.o.Refuse(w, r, err)
			return
		}
		if isLarge(r) {
			leave, err := g.uploads.Enter(r.Context(), callerOf(r.Context()), 1)
			if err != nil {
				g.o.Refuse(w, r, busy(err))
				return
			}
			defer leave()
		}
		next.ServeHTTP(w, r)
	})
}
