package serve

import (
	"net/http"

	"metrograph/portal/explorer"
)

// shell is the options, completed, with what is made of them.
type shell struct {
	Options
	metrics *metrics
	coders  *coders
}

// New returns the handler of the whole node. A registry serves one node only.
func New(o Options) http.Handler {
	o = o.withDefaults()
	s := &shell{Options: o, metrics: newMetrics(o.Registry), coders: newCoders()}
	var h http.Handler = s.routes()
	h = s.guardOrigin(h)
	h = s.cors(h)
	h = secure(h)
	h = s.recoverPanic(h)
	return s.observe(h)
}

func (s *shell) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", s.Toll(http.HandlerFunc(s.index)))
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	s.routeMetrics(mux)
	if s.GraphQL != nil {
		mux.Handle("/graphql", s.api(s.query, guardForms(s.represent(s.GraphQL))))
	}
	if s.Download != nil {
		mux.Handle("GET /attachments/{id}", s.api(s.download, sandbox(s.Download)))
	}
	if s.Exported != nil {
		mux.Handle("GET /exports/{id}", s.api(s.download, sandbox(s.Exported)))
	}
	if s.Reported != nil {
		mux.Handle("GET /reports/{id}/{name...}", s.api(s.download, sandbox(s.Reported)))
	}
	if s.Records != nil {
		mux.Handle("GET /records/{content}", s.api(s.stream, sandbox(s.Records)))
	}
	if s.Collect != nil {
		mux.Handle("PUT /collect/{format}", problems(s.api(s.upload, s.Collect)))
	}
	if s.Uploads != nil {
		mux.Handle("/uploads/", problems(s.api(s.resumable, s.Uploads)))
	}
	if s.Job != nil {
		mux.Handle("GET /collect/jobs/{id}", problems(s.api(s.download, s.Job)))
	}
	if s.Rejected != nil {
		mux.Handle("GET /collections/{id}/rejections/{place}", s.api(s.download, sandbox(s.Rejected)))
	}
	if s.Published != nil {
		mux.Handle("GET /p/{identifier}", s.api(s.download, s.Published))
		mux.Handle("GET /p/{identifier}/manifest", s.api(s.download, s.Manifested))
		mux.Handle("GET /p/{identifier}/content", s.api(s.stream, sandbox(s.Contained)))
	}
	if s.Federate != nil {
		mux.Handle("/federate/v1/", limitBody(s.upload, limitTime(s.upload, s.Stop, s.Federate)))
	}
	if s.Peers != nil {
		peers := s.api(s.upload, s.Peers)
		mux.Handle("/federate/v1/peers", peers)
		mux.Handle("/federate/v1/peers/", peers)
		mux.Handle("/federate/v1/key", peers)
	}
	if s.Explorer {
		mux.Handle("GET /explorer/", s.Toll(http.StripPrefix("/explorer", explorer.Handler("/graphql"))))
	}
	return jsonErrors(mux)
}

// api is what every request for data passes before its handler: it is limited, then the
// caller is recognised, then its time begins.
func (s *shell) api(allow func(*http.Request) allowance, h http.Handler) http.Handler {
	return limitBody(allow, s.authenticate(limitTime(allow, s.Stop, h)))
}

// jsonErrors answers what has no route as every other error is answered, not in plain text.
func jsonErrors(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		probe := &probe{header: http.Header{}}
		handler.ServeHTTP(probe, r)
		if allow := probe.header.Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
		}
		writeProblem(w, r, noRoute(probe.status))
	})
}

// probe takes the status of an answer whose text does not matter.
type probe struct {
	header http.Header
	status int
}

func (p *probe) Header() http.Header         { return p.header }
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }
func (p *probe) WriteHeader(status int)      { p.status = status }
