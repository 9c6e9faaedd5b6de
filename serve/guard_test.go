package serve_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"metrograph/auth"
	"metrograph/model"
	"metrograph/serve"
)

// oneKey is a directory with one credential.
type oneKey struct {
	hash       string
	credential model.Credential
	err        error
}

func (d *oneKey) Credential(_ context.Context, hash string) (*model.Credential, error) {
	if d.err != nil {
		return nil, d.err
	}
	if hash != d.hash {
		return nil, model.NotFound()
	}
	return &d.credential, nil
}

func (d *oneKey) Person(context.Context, model.ID) (*model.Person, error) {
	return nil, model.NotFound()
}

func (d *oneKey) CredentialOf(context.Context, model.ID) (*model.Credential, error) {
	return &d.credential, d.err
}

func (d *oneKey) Institution(context.Context, model.ID) (*model.Institution, error) {
	return &model.Institution{Head: model.Head{Level: model.LevelNational, Region: "110000"}}, nil
}

func withKey(t *testing.T, roles ...model.Role) (*auth.Authenticator, *oneKey, string) {
	t.Helper()
	key, hash, _ := auth.NewKey()
	d := &oneKey{hash: hash, credential: model.Credential{Head: model.Head{ID: "key_1"}, InstitutionID: "inst_1", Roles: roles}}
	a, err := auth.New(d, auth.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a, d, key
}

func whoami(w http.ResponseWriter, r *http.Request) {
	p := model.PrincipalFrom(r.Context())
	_, _ = io.WriteString(w, p.Subject+" "+string(p.Level)+" "+p.Via)
}

func TestAuthentication(t *testing.T) {
	a, d, key := withKey(t)
	who := http.HandlerFunc(whoami)
	n := start(t, serve.Options{Authenticator: a, GraphQL: who, Download: who, Collect: who})
	for _, route := range [][2]string{{"POST", "/graphql"}, {"GET", "/attachments/a"}, {"PUT", "/collect/a"}} {
		send := func(headers ...string) reply { return n.send(t, route[0], route[1], nil, headers...) }
		if r := send(); r.body != "  " || r.Header.Get("Vary") != "Authorization, X-API-Key" || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: anonymous is %q %v", route, r.body, r.Header)
		}
		if r := send("Authorization", "Bearer "+key); r.body != "key_1 NATIONAL apikey" {
			t.Errorf("%s: the key is %q", route, r.body)
		}
		r := send("X-API-Key", "mg_wrong")
		r.wantError(t, 401, model.CodeUnauthenticated)
		if !strings.HasPrefix(r.Header.Get("WWW-Authenticate"), "Bearer ") {
			t.Errorf("%s: WWW-Authenticate is %q", route, r.Header.Get("WWW-Authenticate"))
		}
	}
	if r := n.get(t, "/healthz", "Authorization", "Basic x"); r.StatusCode != 200 {
		t.Errorf("health asks for a credential: %d", r.StatusCode)
	}
	d.err = errors.New("secret path of the disk")
	other, _, _ := auth.NewKey()
	r := n.get(t, "/graphql", "X-API-Key", other)
	r.wantError(t, 500, model.CodeInternal)
	if strings.Contains(r.body, "secret") {
		t.Error(r.body)
	}
}

func TestMetricsFor(t *testing.T) {
	for _, c := range []struct {
		who   serve.MetricsFor
		roles []model.Role
		anon  int
		key   int
	}{
		{serve.MetricsPublic, nil, 200, 200},
		{serve.MetricsPrivate, []model.Role{model.RoleRecorder}, 403, 403},
		{serve.MetricsPrivate, []model.Role{model.RoleAuditor}, 403, 200},
		{serve.MetricsPrivate, []model.Role{model.RoleAdministrator}, 403, 200},
		{serve.MetricsOff, []model.Role{model.RoleAdministrator}, 404, 404},
	} {
		a, _, key := withKey(t, c.roles...)
		n := start(t, serve.Options{Authenticator: a, Metrics: c.who})
		if anon, known := n.get(t, "/metrics").StatusCode, n.get(t, "/metrics", "X-API-Key", key).StatusCode; anon != c.anon || known != c.key {
			t.Errorf("%+v: got %d, %d", c, anon, known)
		}
	}
}

func TestSecurityHeaders(t *testing.T) {
	n := start(t, serve.Options{Explorer: true, GraphQL: says("x"), Download: says("x")})
	for path, policy := range map[string]string{
		"/graphql": "default-src 'none'", "/nothing": "default-src 'none'", "/": "default-src 'none'", "/healthz": "default-src 'none'",
		"/attachments/a": "sandbox", "/explorer/": "script-src 'self'",
	} {
		h := n.get(t, path).Header
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s: %v", path, h)
		}
		if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, policy) || strings.Contains(csp, "unsafe") ||
			!strings.Contains(csp, "frame-ancestors 'none'") || len(h.Values("Content-Security-Policy")) != 1 {
			t.Errorf("%s: policy %q", path, csp)
		}
	}
}

func TestCORS(t *testing.T) {
	const portal = "https://portal.example.cn"
	n := start(t, serve.Options{GraphQL: says("x"), Origins: []string{portal}})
	preflight := func(n *node, origin string) reply {
		return n.send(t, "OPTIONS", "/graphql", nil, "Origin", origin, "Access-Control-Request-Method", "POST",
			"Access-Control-Request-Headers", "authorization,content-type")
	}
	if r := preflight(n, portal); r.StatusCode != 204 || r.Header.Get("Access-Control-Allow-Origin") != portal ||
		r.Header.Get("Access-Control-Allow-Headers") != "authorization,content-type" || r.Header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("preflight: %d %v", r.StatusCode, r.Header)
	}
	r := n.send(t, "POST", "/graphql", nil, "Origin", portal, "Sec-Fetch-Site", "cross-site")
	if r.body != "x" || r.Header.Get("Access-Control-Allow-Origin") != portal || !strings.Contains(r.Header.Get("Access-Control-Expose-Headers"), "X-Request-Id") {
		t.Errorf("request: %d %v", r.StatusCode, r.Header)
	}
	// An error has to be readable by the page too.
	if r := n.get(t, "/nothing", "Origin", portal); r.Header.Get("Access-Control-Allow-Origin") != portal {
		t.Errorf("error: %v", r.Header)
	}
	for _, origin := range []string{"https://evil.example", "null", portal + ".evil.example", "http://portal.example.cn"} {
		if r := preflight(n, origin); r.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v", origin, r.Header)
		}
	}
	for _, origin := range []string{portal, "https://evil.example"} {
		if r := preflight(start(t, serve.Options{GraphQL: says("x")}), origin); r.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("no list, %s: %v", origin, r.Header)
		}
	}
}

// A page of another origin cannot make a browser change anything, nor open a WebSocket.
func TestForeignPagesAreRefused(t *testing.T) {
	const portal = "https://portal.example.cn"
	n := start(t, serve.Options{GraphQL: says("x"), Origins: []string{portal}})
	for _, c := range []struct {
		method  string
		headers []string
		refused bool
	}{
		{"POST", nil, false}, // no browser
		{"POST", []string{"Sec-Fetch-Site", "same-origin", "Origin", n.URL}, false},
		{"POST", []string{"Sec-Fetch-Site", "cross-site", "Origin", portal}, false},
		{"POST", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, true},
		{"POST", []string{"Origin", "https://evil.example"}, true},
		{"POST", []string{"Origin", "null"}, true},
		{"GET", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, false},
		{"GET", []string{"Upgrade", "websocket", "Connection", "Upgrade", "Origin", "https://evil.example"}, true},
		{"GET", []string{"Upgrade", "WebSocket", "Connection", "Upgrade", "Origin", n.URL}, false},
		{"GET", []string{"Upgrade", "websocket", "Connection", "Upgrade", "Origin", portal}, false},
		{"GET", []string{"Upgrade", "websocket", "Connection", "Upgrade"}, false},
	} {
		r := n.send(t, c.method, "/graphql", nil, c.headers...)
		if refused := r.StatusCode == 403; refused != c.refused {
			t.Errorf("%s %q: %d", c.method, c.headers, r.StatusCode)
		}
		if c.refused {
			r.wantError(t, 403, model.CodeForbidden)
		}
	}
}
