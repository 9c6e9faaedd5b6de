package resolvers

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"metrograph/model"
)

const (
	plainJSON = "application/json"
	graphJSON = "application/graphql-response+json"
)

// exchange sends a request with headers as name, value, name, value.
func exchange(t *testing.T, handler http.Handler, method, target, body string, headers ...string) (*httptest.ResponseRecorder, answer) {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, request)
	var a answer
	if err := json.Unmarshal(response.Body.Bytes(), &a); err != nil {
		t.Fatalf("%s %s: %v in %s", method, target, err, response.Body)
	}
	return response, a
}

// address is that of a GET request with parameters as name, value, name, value.
func address(parameters ...string) string {
	values := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		values.Add(parameters[i], parameters[i+1])
	}
	return "/graphql?" + values.Encode()
}

// A request that cannot be understood is refused before gqlgen sees it, with a status that
// says so in either media type.
func TestMalformedRequests(t *testing.T) {
	h := NewHandler(options(&fake{}))
	for _, c := range []struct {
		method, target, media, body string
		status                      int
		message                     string
	}{
		{"POST", "/graphql", plainJSON, ``, 400, "the body is not a GraphQL request in JSON"},
		{"POST", "/graphql", plainJSON, `{"query": <script>`, 400, "the body is not a GraphQL request in JSON"},
		{"POST", "/graphql", plainJSON, `{"query": "{me{via}}"} {}`, 400, "the body is not a GraphQL request in JSON"},
		{"POST", "/graphql", plainJSON, `null`, 400, "the body is not a GraphQL request in JSON"},
		{"POST", "/graphql", plainJSON, `"{me{via}}"`, 400, "the body is not a GraphQL request in JSON"},
		{"POST", "/graphql", plainJSON, "{\"query\": \"{me{via}} #\xff\"}", 400, "the request is not in UTF-8"},
		{"POST", "/graphql", plainJSON, ` [{"query": "{me{via}}"}]`, 400, "send one operation in a request, not a batch"},
		{"POST", "/graphql", plainJSON, `{"Query": "{me{via}}"}`, 400, "the request has no query"},
		{"POST", "/graphql", plainJSON, `{"query": null}`, 400, "the request has no query"},
		{"POST", "/graphql", plainJSON, `{"query": ""}`, 400, "the request has no query"},
		{"POST", "/graphql", plainJSON, `{"query": 0}`, 400, "query is not a text"},
		{"POST", "/graphql", plainJSON, `{"query": "{me{via}}", "operationName": ["a"]}`, 400, "operationName is not a text"},
		{"POST", "/graphql", plainJSON, `{"query": "{me{via}}", "variables": "a"}`, 400, "variables is not an object"},
		{"POST", "/graphql", plainJSON, `{"query": "{me{via}}", "extensions": []}`, 400, "extensions is not an object"},
		{"POST", "/graphql", plainJSON, `{"documentId": {}}`, 400, "documentId is not a text"},
		{"GET", "/graphql", "", "", 400, "the request has no query"},
		{"GET", "/graphql?query=%zz", "", "", 400, "the address is not encoded as that of a form is"},
		{"GET", "/graphql?query=%ff", "", "", 400, "the request is not in UTF-8"},
		{"GET", address("query", "{me{via}}", "query", "{me{via}}"), "", "", 400, "query is given more than once"},
		{"GET", address("query", "{me{via}}", "variables", "{"), "", "", 400, "variables is not an object"},
		{"GET", address("query", "{me{via}}", "extensions", "{} {}"), "", "", 400, "extensions is not an object"},
		{"GET", address("query", "mutation{publishRecord(input:{id:\"x\",version:1,reason:\"y\"}){id}}"), "", "", 405, "a mutation comes by POST"},
		{"PATCH", "/graphql", plainJSON, `{"query": "{me{via}}"}`, 405, "requests come by GET or POST"},
		{"POST", "/graphql", "", `{"query": "{me{via}}"}`, 415, ""},
		{"POST", "/graphql", "text/plain", `{"query": "{me{via}}"}`, 415, ""},
		{"POST", "/graphql", "application/x-www-form-urlencoded", `query={me{via}}`, 415, ""},
		{"POST", "/graphql", "application/graphql", `{me{via}}`, 415, ""},
		{"POST", "/graphql", "application/json; charset=gbk", `{"query": "{me{via}}"}`, 415, ""},
		{"POST", "/graphql", "application/json; charset", `{"query": "{me{via}}"}`, 415, ""},
		{"POST", "/graphql", plainJSON, `{"query": "subscription{recordChanged{id}}"}`, 406, "a subscription is answered by a stream"},
	} {
		for _, accept := range []string{plainJSON, graphJSON} {
			r, a := exchange(t, h, c.method, c.target, c.body, "Content-Type", c.media, "Accept", accept)
			if r.Code != c.status || r.Header().Get("Content-Type") != accept+"; charset=utf-8" || a.Data != nil {
				t.Errorf("%s %s %s: %d %s %s", c.method, c.target, c.body, r.Code, r.Header().Get("Content-Type"), r.Body)
			}
			if c.message == "" {
				c.message = "a request is application/json in UTF-8, or multipart/form-data with files"
			}
			a.wantError(t, model.CodeInvalid, c.message)
			if allow := r.Header().Get("Allow"); (allow != "") != (c.status == 405) || c.status == 405 && allow != map[string]string{"GET": "POST", "PATCH": "GET, HEAD, POST, PUT, DELETE"}[c.method] {
				t.Errorf("%s %s: Allow %q", c.method, c.target, allow)
			}
		}
	}
	r, a := exchange(t, h, "DELETE", "/graphql?operationId=a", "")
	if a.wantError(t, model.CodeInvalid, "an operation of a shared stream is ended with the token of the stream"); r.Code != 400 {
		t.Errorf("DELETE without a stream: %d", r.Code)
	}
	r, a = exchange(t, h, "POST", "/graphql", "", "Content-Type", plainJSON, "Content-Encoding", "gzip")
	if a.wantError(t, model.CodeInvalid, "a request is not compressed"); r.Code != 415 {
		t.Errorf("compressed: %d", r.Code)
	}
}

// What is well-formed and still at fault is 200 for clients that take any other status for
// that of a proxy, and a status of its own for the others; it never has data.
func TestStatusOfWhatIsNotExecuted(t *testing.T) {
	h := NewHandler(options(&fake{}))
	for body, code := range map[string]model.Code{
		`{"query": "{"}`:   model.CodeInvalid,
		`{"query": "{x}"}`: model.CodeInvalid,
		`{"query": "{me{via}}", "operationName": "Q"}`:                                   model.CodeInvalid,
		`{"query": "query($id: ID!){node(id:$id){id}}", "variables": {"id": null}}`:      model.CodeInvalid,
		`{"documentId": "unknown"}`:                                                      model.CodeNotFound,
		`{"query": "{` + strings.Repeat("me{via} ", 3000) + `}", "operationName": null}`: model.CodeLimitExceeded,
	} {
		for accept, status := range map[string]int{plainJSON: 200, graphJSON: 400} {
			r, a := exchange(t, h, "POST", "/graphql", body, "Content-Type", plainJSON, "Accept", accept)
			if r.Code != status || a.Data != nil || strings.Contains(r.Body.String(), `"data"`) || len(a.Errors) == 0 {
				t.Fatalf("%.60s as %s: %d %s", body, accept, r.Code, r.Body)
			}
			if a.Errors[0].Extensions["code"] != string(code) {
				t.Errorf("%.60s: %v", body, a.Errors)
			}
		}
	}
}

func TestMediaTypeOfAnswers(t *testing.T) {
	h := NewHandler(options(&fake{}))
	for accept, want := range map[string]string{"": plainJSON, "*/*": plainJSON, graphJSON: graphJSON,
		graphJSON + ", " + plainJSON + ";q=0.9": graphJSON, "multipart/mixed, " + plainJSON: plainJSON} {
		var headers []string
		if accept != "" {
			headers = []string{"Accept", accept}
		}
		r, a := exchange(t, h, "GET", address("query", "{me{via}}"), "", headers...)
		a.wantData(t, `{"me": {"via": null}}`)
		if r.Code != 200 || r.Header().Get("Content-Type") != want+"; charset=utf-8" || r.Header().Get("Vary") != "Accept" {
			t.Errorf("%s: %d %v", accept, r.Code, r.Header())
		}
	}
	r, a := exchange(t, h, "GET", address("query", "{me{via}}"), "", "Accept", "text/html")
	if a.wantError(t, model.CodeInvalid, "answers are application/graphql-response+json or application/json"); r.Code != 406 {
		t.Errorf("nothing acceptable: %d", r.Code)
	}
}

func TestParametersByEitherMethod(t *testing.T) {
	h := NewHandler(options(&fake{}))
	const query = "query A($x: Boolean = false){me{via @skip(if: $x)}} query B{__typename}"
	_, a := exchange(t, h, "GET", address("query", query, "operationName", "A", "variables", `{"x": true}`, "extensions", ""), "")
	a.wantData(t, `{"me": {}}`)
	_, a = exchange(t, h, "GET", address("query", query, "operationName", "B", "variables", ""), "")
	a.wantData(t, `{"__typename": "Query"}`)
	body, _ := json.Marshal(map[string]any{"query": query, "operationName": "A", "variables": map[string]any{"x": true}, "other": 1})
	_, a = exchange(t, h, "POST", "/graphql", string(body), "Content-Type", "application/json; charset=UTF-8")
	a.wantData(t, `{"me": {}}`)
	_, a = exchange(t, h, "POST", "/graphql", `{"query": "{me{via}}", "operationName": null, "variables": null, "extensions": null}`, "Content-Type", plainJSON)
	a.wantData(t, `{"me": {"via": null}}`)
}

// An answer with errors, one to a mutation, and one that tells of the moment is not kept.
func TestWhoMayKeepAnswers(t *testing.T) {
	known := &model.Principal{Subject: "key_1", Via: "apikey"}
	for _, c := range []struct {
		who    *model.Principal
		keep   time.Duration
		target string
		want   string
	}{
		{nil, 30 * time.Second, address("query", "{me{via}}"), "public, max-age=30"},
		{nil, 0, address("query", "{me{via}}"), "public, no-cache"},
		{known, 30 * time.Second, address("query", "{me{via}}"), "private, no-cache"},
		{nil, 30 * time.Second, address("query", "{"), ""},
		{nil, 30 * time.Second, address("query", "{explainAccess(id: \"x\") {readable}}"), ""},
		{nil, 30 * time.Second, address("query", "{...F} fragment F on Query {spent: rateLimit {limit}}"), ""},
	} {
		o := options(&fake{})
		o.Keep = c.keep
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, c.target, nil)
		if c.who != nil {
			request = request.WithContext(model.WithPrincipal(t.Context(), c.who))
		}
		for _, method := range []string{"GET", "HEAD"} {
			request.Method = method
			response := httptest.NewRecorder()
			NewHandler(o).ServeHTTP(response, request)
			if got := response.Header().Get("Cache-Control"); got != c.want {
				t.Errorf("%s %s: %q, want %q", method, c.target, got, c.want)
			}
		}
	}
	r, _ := exchange(t, NewHandler(options(&fake{})), "POST", "/graphql", `{"query": "{me{via}}"}`, "Content-Type", plainJSON)
	if got := r.Header().Get("Cache-Control"); got != "" {
		t.Errorf("POST: %q", got)
	}
}

// cut is a body that fails.
type cut struct{ err error }

func (c cut) Read([]byte) (int, error) { return 0, c.err }

func TestBodiesThatDoNotCome(t *testing.T) {
	for _, media := range []string{plainJSON, "multipart/form-data; boundary=b"} {
		for _, c := range []struct {
			err    error
			status int
			code   model.Code
		}{
			{&http.MaxBytesError{Limit: 1}, 413, model.CodeLimitExceeded},
			{io.ErrUnexpectedEOF, 400, model.CodeInvalid},
		} {
			request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", cut{c.err})
			request.Header.Set("Content-Type", media)
			response := httptest.NewRecorder()
			NewHandler(options(&fake{})).ServeHTTP(response, request)
			if response.Code != c.status || !strings.Contains(response.Body.String(), `"code":"`+string(c.code)+`"`) {
				t.Errorf("%s, %v: %d %s", media, c.err, response.Code, response.Body)
			}
		}
	}
}

// TestDeferIsAnsweredInPlace: nothing is left out for whoever would have it later.
func TestDeferIsAnsweredInPlace(t *testing.T) {
	for range 2 { // the second time from the cache
		ask(t, crowd(1), `query($id: ID!, $late: Boolean! = true) { instrument(id: $id) {
			model ... @defer(if: $late, label: "a") { certificates(first: 1) { totalCount } } ...late @defer } }
			fragment late on Instrument { ... on Instrument @defer { usedIn { totalCount } } }`,
			map[string]any{"id": id(model.KindInstrument, 0)}).
			wantData(t, `{"instrument": {"model": "M", "certificates": {"totalCount": 1}, "usedIn": {"totalCount": 1}}}`)
	}
}
