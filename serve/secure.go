package serve

import (
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/rs/cors"

	"metrograph/model"
)

// secureHeaders keep browsers from doing with an answer what it is not meant for. A page
// with scripts sets a content policy of its own.
func secureHeaders(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
}

func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secureHeaders(w.Header())
		next.ServeHTTP(w, r)
	})
}

// sandbox keeps a file that somebody attached, were it shown as a page, from acting as one
// of this node's.
func sandbox(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
		next.ServeHTTP(w, r)
	})
}

// cors lets the pages of the listed origins use the API. Without a list there is no CORS at
// all: the library would take an empty one for every origin. Credentials of the browser's
// are never allowed, since callers are recognised by headers only.
func (s *shell) cors(next http.Handler) http.Handler {
	if len(s.Origins) == 0 {
		return next
	}
	return cors.New(cors.Options{
		AllowedOrigins: s.Origins,
		AllowedMethods: []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete},
		AllowedHeaders: append([]string{"Accept", "Accept-Language", "Authorization", "Content-Type", "If-None-Match", "Range", "Prefer",
			"Tus-Resumable", "Upload-Length", "Upload-Metadata", "Upload-Offset",
			"X-API-Key", "X-GraphQL-Event-Stream-Token", requestIDHeader}, preflightHeaders[:]...),
		ExposedHeaders: []string{requestIDHeader, "ETag", "Retry-After", "RateLimit", "RateLimit-Policy",
			"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "WWW-Authenticate", "Content-Disposition",
			"Location", "Content-Location", "Tus-Resumable", "Upload-Length", "Upload-Metadata", "Upload-Offset"},
		MaxAge:               600,
		OptionsSuccessStatus: http.StatusNoContent,
	}).Handler(next)
}

// guardOrigin refuses what a page of another origin sends without being listed: changes,
// which browsers send even where they keep the answer from the page, and WebSockets, to
// which CORS does not apply.
func (s *shell) guardOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked := r
		if isWebSocket(r) {
			asked = r.Clone(r.Context())
			asked.Method = http.MethodPost // the protection lets every GET pass
		}
		if err := protection.Check(asked); err != nil && !slices.Contains(s.Origins, r.Header.Get("Origin")) {
			WriteError(w, r, &model.Error{Code: model.CodeForbidden,
				Message: "this origin's pages may not use the API", Cause: err})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// preflightHeaders are what a page can send to another origin only after a preflight, which
// CORS answers. That they are there is what counts.
var preflightHeaders = [...]string{"GraphQL-Require-Preflight", "GraphQL-Preflight", "Apollo-Require-Preflight", "X-Requested-With"}

// guardForms refuses uploads that any page's form could send: a request with a form's media
// type has to have a header that no form has. It holds where a browser says nothing of the
// origin as well. The other media types of forms are refused by the API itself.
func guardForms(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isForm(r) && !slices.ContainsFunc(preflightHeaders[:], func(name string) bool { return r.Header.Get(name) != "" }) {
			WriteError(w, r, model.Errorf(model.CodeForbidden, "an upload needs the header %s: 1", preflightHeaders[0]))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isForm(r *http.Request) bool {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return media == "multipart/form-data"
}

func isWebSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}
