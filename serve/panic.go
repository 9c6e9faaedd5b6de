package serve

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
)

// recoverPanic turns a panic into an INTERNAL error with the request's id, and logs where it
// happened. An answer that has begun cannot be taken back: the connection is cut, so that
// the client does not take half of it for the whole.
func (s *shell) recoverPanic(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler { // a handler's way to cut the connection
				panic(v)
			}
			s.Logger.Error("panic", slog.String("id", RequestID(r.Context())), slog.Any("value", v),
				slog.String("stack", string(debug.Stack())))
			if out, ok := w.(*recorder); ok && out.started() {
				exchangeOf(r.Context()).err = fmt.Errorf("panic: %v", v)
				panic(http.ErrAbortHandler)
			}
			for _, name := range [...]string{"Content-Length", "Content-Encoding", "Content-Disposition", "ETag", "Last-Modified"} {
				w.Header().Del(name) // what the handler said of an answer that does not come
			}
			WriteError(w, r, fmt.Errorf("panic: %v", v))
		}()
		next.ServeHTTP(w, r)
	})
}
