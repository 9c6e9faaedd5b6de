package guard

import "net/http"

// Stream puts the guard before a handler that answers with many records, beside GraphQL: it
// is paid for as by [Guard.Toll], and few of them run at once. They have a queue of their own,
// as they take as long as the line is slow.
func (g *Guard) Stream(cost int, next http.Handler) http.Handler {
	return g.Toll(cost, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leave, err := g.records.Enter(r.Context(), callerOf(r.Context()), 1)
		if err != nil {
			g.o.Refuse(w, r, busy(err))
			return
		}
		defer leave()
		next.ServeHTTP(w, r)
	}))
}
