package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/serve"
)

// buffer is a log that may be written and read at once.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// node is a shell behind a real listener.
type node struct {
	*httptest.Server
	log *buffer
}

func start(t *testing.T, o serve.Options) *node {
	t.Helper()
	n := &node{log: &buffer{}}
	o.Logger = slog.New(slog.NewJSONHandler(n.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	n.Server = httptest.NewServer(serve.New(o))
	t.Cleanup(n.Close)
	return n
}

// reply is an answer, read to its end.
type reply struct {
	*http.Response
	body string
}

// send makes a request with headers as name, value, name, value.
func (n *node) send(t *testing.T, method, path string, body io.Reader, headers ...string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, n.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	client := *n.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{response, string(data)}
}

func (n *node) get(t *testing.T, path string, headers ...string) reply {
	t.Helper()
	return n.send(t, http.MethodGet, path, nil, headers...)
}

// failure is the form of every error.
type failure struct {
	Errors []struct {
		Message    string `json:"message"`
		Extensions struct {
			Code      model.Code      `json:"code"`
			RequestID string          `json:"requestId"`
			Path      string          `json:"path"`
			Current   int             `json:"current"`
			Findings  []model.Finding `json:"findings"`
		} `json:"extensions"`
	} `json:"errors"`
	Title  string     `json:"title"` // these where the answer is a problem of RFC 9457
	Status int        `json:"status"`
	Detail string     `json:"detail"`
	Code   model.Code `json:"code"`
}

func (r reply) wantError(t *testing.T, status int, code model.Code) failure {
	t.Helper()
	var f failure
	if err := json.Unmarshal([]byte(r.body), &f); err != nil || len(f.Errors) != 1 {
		t.Fatalf("%d %q is no error: %v", r.StatusCode, r.body, err)
	}
	if r.StatusCode != status || f.Errors[0].Extensions.Code != code || f.Errors[0].Message == "" {
		t.Errorf("got %d %s, want %d %s", r.StatusCode, r.body, status, code)
	}
	if id := f.Errors[0].Extensions.RequestID; id == "" || id != r.Header.Get("X-Request-Id") {
		t.Errorf("the error has the id %q, the header %q", id, r.Header.Get("X-Request-Id"))
	}
	switch media := r.Header.Get("Content-Type"); {
	case media == "application/json; charset=utf-8" && f.Title == "":
	case media == "application/problem+json; charset=utf-8" && f.Title != "" && f.Status == status && f.Code == code && f.Detail == f.Errors[0].Message:
	default:
		t.Errorf("%q with %s", media, r.body)
	}
	return f
}

func says(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
}

func TestRoutes(t *testing.T) {
	n := start(t, serve.Options{Explorer: true, GraphQL: says("graphql"),
		Download: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.PathValue("id")) }),
		Collect:  http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.PathValue("format")) })})
	for _, c := range []struct{ method, path, want string }{
		{"POST", "/graphql", "graphql"},
		{"GET", "/graphql?query=%7Ba%7D", "graphql"},
		{"GET", "/attachments/att_1", "att_1"},
		{"PUT", "/collect/dcc", "dcc"},
		{"GET", "/healthz", `{"status":"ok"}`},
		{"GET", "/readyz", `{"status":"ready"}`},
		{"GET", "/explorer/", "metrograph-endpoint"},
		{"GET", "/explorer/sample.graphql", "certificates"},
		{"GET", "/metrics", "go_goroutines"},
		{"GET", "/", `"path":"/graphql"`},
	} {
		if r := n.send(t, c.method, c.path, nil); r.StatusCode != 200 || !strings.Contains(r.body, c.want) {
			t.Errorf("%s %s: %d %.200q", c.method, c.path, r.StatusCode, r.body)
		}
	}
	if r := n.get(t, "/explorer"); r.StatusCode != http.StatusTemporaryRedirect && r.StatusCode != http.StatusMovedPermanently {
		t.Errorf("/explorer: %d", r.StatusCode)
	}
	if r := n.get(t, "/", "Accept", "text/html"); !strings.Contains(r.body, `<a href="/explorer/">`) {
		t.Errorf("the index is %q", r.body)
	}
}

// TestProblems: errors of addresses that are not of GraphQL are told as RFC 9457 has it.
func TestProblems(t *testing.T) {
	fails := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { serve.WriteError(w, r, model.NotFound()) })
	n := start(t, serve.Options{Collect: fails, Job: fails, Download: fails})
	for _, c := range []struct {
		method, path string
		problem      bool
	}{{"PUT", "/collect/dcc", true}, {"GET", "/collect/jobs/job_1", true}, {"GET", "/attachments/a", false}} {
		r := n.send(t, c.method, c.path, nil)
		if f := r.wantError(t, 404, model.CodeNotFound); (f.Title == "Not Found") != c.problem {
			t.Errorf("%s %s: %s", c.method, c.path, r.body)
		}
	}
}

func TestNoSuchRoute(t *testing.T) {
	n := start(t, serve.Options{GraphQL: says("graphql"), Collect: says("collect")})
	for _, path := range []string{"/nothing", "/graphql/x", "/attachments/a", "/explorer/", "/collect/", "/collect/a/b"} {
		n.get(t, path).wantError(t, 404, model.CodeNotFound)
	}
	r := n.get(t, "/collect/dcc")
	r.wantError(t, 405, model.CodeInvalid)
	if r.Header.Get("Allow") != "PUT" {
		t.Errorf("Allow is %q", r.Header.Get("Allow"))
	}
	n.send(t, "BREW", "/healthz", nil).wantError(t, 405, model.CodeInvalid)
}

func TestZeroOptions(t *testing.T) {
	server := httptest.NewServer(serve.New(serve.Options{}))
	defer server.Close()
	response, err := http.Get(server.URL + "/readyz")
	if err != nil || response.StatusCode != 200 {
		t.Error(response, err)
	}
	response.Body.Close()
}

func TestReadiness(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var err error
	n := start(t, serve.Options{Stop: ctx, Ready: func(context.Context) error { return err }})
	if r := n.get(t, "/readyz"); r.StatusCode != 200 {
		t.Errorf("ready: %d", r.StatusCode)
	}
	err = errors.New("mongodb://user:secret@host is away")
	if r := n.get(t, "/readyz"); r.StatusCode != 503 || strings.Contains(r.body, "secret") {
		t.Errorf("not ready: %d %s", r.StatusCode, r.body)
	}
	if r := n.get(t, "/healthz"); r.StatusCode != 200 {
		t.Errorf("alive: %d", r.StatusCode)
	}
	err = nil
	stop()
	if r := n.get(t, "/readyz"); r.StatusCode != 503 {
		t.Errorf("stopping: %d", r.StatusCode)
	}
}

func TestRequestID(t *testing.T) {
	n := start(t, serve.Options{GraphQL: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, serve.RequestID(r.Context())+" "+r.Header.Get("X-Request-Id"))
	})})
	for given, kept := range map[string]bool{
		"0190b6a4-1111-7abc-8def-000000000001": true, "trace.id_42": true, strings.Repeat("a", 64): true,
		"": false, "short": false, strings.Repeat("a", 65): false, "has a blank": false, `"><script>`: false, "línea-de-id": false,
	} {
		r := n.get(t, "/graphql", "X-Request-Id", given)
		id := r.Header.Get("X-Request-Id")
		if (id == given) != kept || len(id) < 8 || r.body != id+" "+id {
			t.Errorf("%q: %q, %q", given, id, r.body)
		}
	}
	if r := n.get(t, "/graphql", "X-Request-Id", "abcdefgh", "X-Request-Id", "abcdefgi"); strings.HasPrefix(r.body, "abcdefg") {
		t.Error("one of two ids was chosen")
	}
}

func TestErrors(t *testing.T) {
	finding := model.Finding{Rule: "r", Severity: model.SeverityError, Path: "p", Message: model.Text{En: "wrong"}}
	var err error
	n := start(t, serve.Options{Download: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { serve.WriteError(w, r, err) })})
	for _, c := range []struct {
		err    error
		status int
		code   model.Code
	}{
		{model.Errorf(model.CodeUnauthenticated, "m"), 401, model.CodeUnauthenticated},
		{model.Errorf(model.CodeForbidden, "m"), 403, model.CodeForbidden},
		{model.NotFound(), 404, model.CodeNotFound},
		{model.Errorf(model.CodeInvalid, "m"), 400, model.CodeInvalid},
		{model.Errorf(model.CodeConflict, "m"), 409, model.CodeConflict},
		{model.Errorf(model.CodeLimitExceeded, "m"), 429, model.CodeLimitExceeded},
		{model.Errorf(model.CodeClassifiedRefused, "m"), 403, model.CodeClassifiedRefused},
		{model.Errorf(model.CodePeerUnavailable, "m"), 503, model.CodePeerUnavailable},
		{model.Errorf(model.CodeInternal, "secret"), 500, model.CodeInternal},
		{model.Errorf("STRANGE", "secret"), 500, model.CodeInternal},
		{errors.New("secret"), 500, model.CodeInternal},
		{context.DeadlineExceeded, 503, model.CodeLimitExceeded},
		{&http.MaxBytesError{Limit: 1}, 413, model.CodeLimitExceeded},
	} {
		err = c.err
		r := n.get(t, "/attachments/a")
		r.wantError(t, c.status, c.code)
		if strings.Contains(r.body, "secret") {
			t.Errorf("%v: the caller is told %s", c.err, r.body)
		}
	}
	err = &model.Error{Code: model.CodeInvalid, Message: "m", Path: "a.b", Current: 3, Findings: []model.Finding{finding}, Cause: errors.New("secret")}
	got := n.get(t, "/attachments/a").wantError(t, 400, model.CodeInvalid).Errors[0].Extensions
	if got.Path != "a.b" || got.Current != 3 || !cmp.Equal(got.Findings, []model.Finding{finding}) {
		t.Errorf("got %+v", got)
	}
	r := n.get(t, "/attachments/a", "Accept", "application/graphql-response+json, application/json;q=0.9")
	if r.Header.Get("Content-Type") != "application/graphql-response+json; charset=utf-8" {
		t.Errorf("Content-Type is %q", r.Header.Get("Content-Type"))
	}
}

func TestPanic(t *testing.T) {
	n := start(t, serve.Options{
		GraphQL: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "3")
			w.Header().Set("ETag", `"x"`)
			panic("secret of the panic")
		}),
		Download: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "half")
			w.(http.Flusher).Flush()
			panic("late")
		}),
	})
	r := n.get(t, "/graphql")
	id := r.wantError(t, 500, model.CodeInternal).Errors[0].Extensions.RequestID
	if strings.Contains(r.body, "secret") || r.Header.Get("ETag") != "" {
		t.Errorf("got %v %s", r.Header, r.body)
	}
	if log := n.log.String(); !strings.Contains(log, id) || !strings.Contains(log, "shell_test.go") || !strings.Contains(log, "secret of the panic") {
		t.Errorf("the log is %s", log)
	}
	response, err := n.Client().Get(n.URL + "/attachments/a")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.ReadAll(response.Body); err == nil {
		t.Error("half an answer passes for a whole one")
	}
	n.get(t, "/healthz") // the node goes on
}

func TestIndexNamesOnlyWhatThereIs(t *testing.T) {
	r := start(t, serve.Options{Metrics: serve.MetricsOff}).get(t, "/")
	if strings.Contains(r.body, "graphql") || strings.Contains(r.body, "explorer") || strings.Contains(r.body, "metrics") {
		t.Error(r.body)
	}
}

// eventually waits for something that happens after an answer, such as its log line.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 200 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("not seen: " + what)
}
