package resolvers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/guard"
	"metrograph/model"
)

// guarded sends a request through the guard's handler, as in production.
func guarded(t *testing.T, f Registry, o guard.Options, request *http.Request) (answer, http.Header) {
	t.Helper()
	g := guard.New(o)
	h := g.Handler(NewHandler(Options{Registry: f, Guard: g, Introspection: true}))
	return asked(t, h, request)
}

func asked(t *testing.T, h http.Handler, request *http.Request) (answer, http.Header) {
	t.Helper()
	response := httptest.NewRecorder()
	h.ServeHTTP(response, request)
	var a answer
	if err := json.Unmarshal(response.Body.Bytes(), &a); err != nil {
		t.Fatalf("%v in %s", err, response.Body)
	}
	response.Header().Set("status", fmt.Sprint(response.Code))
	return a, response.Header()
}

func postOf(t *testing.T, query string) *http.Request {
	t.Helper()
	body, _ := json.Marshal(map[string]string{"query": query}) // texts always can be
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(string(body)))
	request.Header.Set("Content-Type", "application/json")
	return request
}

// TestLimitsOfQueries refuses what is over each limit, before anything is looked up, and says
// what was over.
func TestLimitsOfQueries(t *testing.T) {
	f := crowd(3)
	many := func(n int, each string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(each, "#", fmt.Sprint(i)) + " ")
		}
		return b.String()
	}
	bomb := `{ ...f0 } ` + many(26, `fragment f# on Query { ...g# ...g# } fragment g# on Query { ...f# }`)
	for i := range 26 {
		bomb = strings.Replace(bomb, fmt.Sprintf("fragment g%d on Query { ...f%d }", i, i), fmt.Sprintf("fragment g%d on Query { ...f%d }", i, i+1), 1)
	}
	for _, c := range []struct{ name, query, over string }{
		{"deep", `{ certificates { edges { node { ` + strings.Repeat("amendment { certificate { ", 9) + "id" + strings.Repeat(" } }", 9) + ` } } } }`, "depth"},
		{"a bomb of fragments", bomb + `fragment f26 on Query { me { via } }`, "fields"},
		{"aliases", `{ ` + many(501, "a#: me { via }") + `}`, "aliases"},
		{"the same field again and again", `{ ` + many(102, "me { via }") + `}`, "duplicates"},
		{"the same field in inline fragments", `{ ` + many(102, "... { me { via } }") + `}`, "duplicates"},
		{"directives", `{ me { via ` + many(101, "@include(if: true)") + `} }`, "directives"},
		{"fragments", `{ ` + many(401, "...a") + `}`, "fragments"},
		{"variables", `query(` + many(201, "$a#: Int") + `) { me { via } }`, "variables"},
		{"the schema in itself", `{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }`, "introspection"},
		{"records of records", `{ certificates(first: 100) { edges { node { issuer { certificates(first: 100) { edges { node { issuer { instruments { edges { node { id } } } } } } } } } } } }`, "fanout"},
		{"many records", `{ ` + many(110, "a#: certificates(first: 100) { edges { node { id } } }") + `}`, "cost"},
		{"many counts", `{ certificates(first: 100) { edges { node { issuer { instruments(first: 1) { totalCount } certificates(first: 1) { totalCount } } } } } ` +
			many(11, "a#: certificates(first: 100) { edges { node { issuer { instruments(first: 1) { totalCount } certificates(first: 1) { totalCount } } } } }") + `}`, "cost"},
	} {
		a := ask(t, f, c.query, nil)
		if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "LIMIT_EXCEEDED" || a.Errors[0].Extensions["path"] != c.over ||
			!strings.HasPrefix(a.Errors[0].Message, "the query is too large: ") {
			t.Errorf("%s: %+v, want %s", c.name, a.Errors, c.over)
		}
	}
	cycle := `{ ...a } fragment a on Query { me { via } ...b } fragment b on Query { ...a }`
	ask(t, f, cycle, nil).wantError(t, model.CodeInvalid, "a fragment of the query spreads itself")
	if len(f.calls) != 0 {
		t.Errorf("the registry was asked: %v", f.calls)
	}
}

// TestIntrospectionIsNotTooLarge sends what tools send to read the schema.
func TestIntrospectionIsNotTooLarge(t *testing.T) {
	kind := `kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } }`
	a := ask(t, &fake{}, `{ __schema { description queryType { name } mutationType { name } subscriptionType { name } types { ...t } directives { name description locations args(includeDeprecated: true) { ...i } } } }
		fragment t on __Type { kind name description fields(includeDeprecated: true) { name description args { ...i } type { ...r } isDeprecated deprecationReason }
			inputFields { ...i } interfaces { ...r } enumValues(includeDeprecated: true) { name description } possibleTypes { ...r } }
		fragment i on __InputValue { name description type { ...r } defaultValue } fragment r on __Type { `+kind+` }`, nil)
	if len(a.Errors) > 0 || !strings.Contains(string(a.Data), `"listSize"`) || !strings.Contains(string(a.Data), `"cost"`) {
		t.Errorf("%+v", a.Errors)
	}
}

// TestCost: what is requested depends on the query alone, and what is hidden does not show in
// what was answered.
func TestCost(t *testing.T) {
	const query = `query($id: ID!) { node(id: $id) { id } nodes(ids: [$id, "x"]) { id } certificates(first: 7) { totalCount edges { node { id } } } }`
	f := crowd(3)
	for _, c := range []struct {
		id     model.ID
		actual float64
	}{{certificateID(1), 7 + 7 + 1 + 10 + 3*8}, {certificateID(200), 1 + 10 + 3*8}, {"nonsense", 1 + 10 + 3*8}} {
		a := ask(t, f, query, map[string]any{"id": c.id})
		want := map[string]any{"requested": float64(7 + 2*7 + 1 + 10 + 7*8), "actual": c.actual}
		if diff := cmp.Diff(want, a.Extensions["cost"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.id, diff)
		}
	}
	if a := ask(t, f, `{ nothing }`, nil); a.Extensions["cost"] == nil {
		t.Error("a query with a fault has no cost")
	}
}

func certificateID(n byte) model.ID { return id(model.KindCertificate, n) }

// TestRateLimit spends what a caller has in a minute: by then each answer says what is left,
// and the refusal says when to come again.
func TestRateLimit(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	g := guard.New(guard.Options{Now: func() time.Time { return now }, Rates: guard.Rates{Anonymous: 60, Other: 900}})
	h := g.Handler(NewHandler(Options{Registry: crowd(3), Guard: g, Introspection: true}))
	send := func(request *http.Request) (answer, http.Header) { t.Helper(); return asked(t, h, request) }

	a, header := send(postOf(t, `{ rateLimit { limit cost remaining resetAt } certificates(first: 3) { edges { node { id } } } }`))
	a.wantData(t, `{"rateLimit": {"limit": 60, "cost": 25, "remaining": 35, "resetAt": "2026-01-01T00:00:25.000Z"},
		"certificates": {"edges": [{"node": {"id": "`+string(certificateID(0))+`"}}, {"node": {"id": "`+string(certificateID(1))+`"}}, {"node": {"id": "`+string(certificateID(2))+`"}}]}}`)
	want := map[string]any{"requested": 25.0, "actual": 25.0, "available": 35.0, "resetAt": "2026-01-01T00:00:25.000Z"}
	if diff := cmp.Diff(want, a.Extensions["cost"]); diff != "" {
		t.Errorf("extensions.cost (-want +got):\n%s", diff)
	}
	if header.Get("RateLimit") != `"cost";r=35;t=25` || header.Get("RateLimit-Policy") != `"cost";q=60;qu="cost";w=60` || header.Get("Retry-After") != "" {
		t.Errorf("headers %v", header)
	}
	a, header = send(postOf(t, `{ certificates(first: 5) { edges { node { id } } } }`))
	a.wantError(t, model.CodeLimitExceeded, "the rate limit is reached: the request costs 41, and 35 are left of 60 a minute; try again in 6 s")
	if header.Get("status") != "429" || header.Get("Retry-After") != "6" || a.Errors[0].Extensions["retryAfter"] != 6.0 {
		t.Errorf("refused with %v %+v", header, a.Errors)
	}
	if a, _ = send(postOf(t, `{ certificates(first: 2) { edges { node { id } } } }`)); len(a.Errors) > 0 {
		t.Errorf("what is left does not pay for a smaller request: %+v", a.Errors)
	}
	known := postOf(t, `{ rateLimit { limit } certificates(first: 100) { edges { node { id } } } }`)
	known = known.WithContext(model.WithPrincipal(known.Context(), &model.Principal{Subject: "key_1"}))
	if a, _ = send(known); len(a.Errors) > 0 {
		t.Errorf("a caller with a key pays from the bucket of the anonymous: %+v", a.Errors)
	}
	elsewhere := postOf(t, `{ me { via } }`)
	elsewhere.RemoteAddr = "[2001:db8::1]:5"
	if _, header = send(elsewhere); header.Get("RateLimit") != `"cost";r=59;t=1` {
		t.Errorf("another address has %s", header.Get("RateLimit"))
	}
	now = now.Add(time.Minute)
	if a, _ = send(postOf(t, `{ certificates(first: 5) { edges { node { id } } } }`)); len(a.Errors) > 0 {
		t.Errorf("a minute later: %+v", a.Errors)
	}
}

// TestCacheableAnswersSayNothingOfTheMoment: a cache may keep what is asked for with GET.
func TestCacheableAnswersSayNothingOfTheMoment(t *testing.T) {
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?query=%7Bme%7Bvia%7D%7D", nil)
	a, header := guarded(t, crowd(1), guard.Options{Rates: guard.Rates{Anonymous: 60}}, request)
	if diff := cmp.Diff(map[string]any{"requested": 1.0, "actual": 1.0}, a.Extensions["cost"]); diff != "" || header.Get("RateLimit") == "" {
		t.Errorf("%v (-want +got):\n%s", header, diff)
	}
}

func TestWithoutRateLimit(t *testing.T) {
	a, header := guarded(t, crowd(1), guard.Options{}, postOf(t, `{ rateLimit { limit } }`))
	a.wantData(t, `{"rateLimit": null}`)
	if header.Get("RateLimit") != "" {
		t.Errorf("headers %v", header)
	}
}

// TestAnswersAreBounded asks for little that is large.
func TestAnswersAreBounded(t *testing.T) {
	f := crowd(50)
	for _, r := range f.records {
		if c, ok := r.(*model.Certificate); ok {
			c.Number = strings.Repeat("9", 1000)
		}
	}
	a, _ := guarded(t, f, guard.Options{Limits: guard.Limits{Response: 10_000}}, postOf(t, `{ certificates { edges { node { id number } } } }`))
	if len(a.Errors) != 1 || a.Errors[0].Extensions["path"] != "response" || string(a.Data) != "" {
		t.Errorf("%+v %.100s", a.Errors, a.Data)
	}
}

// slow is a registry that answers when the request's time is over.
type slow struct{ *fake }

func (s slow) Me(ctx context.Context) (*model.Principal, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestDeadlinesReachTheRegistry(t *testing.T) {
	a, _ := guarded(t, slow{&fake{}}, guard.Options{Deadline: time.Millisecond}, postOf(t, `{ me { via } }`))
	a.wantError(t, model.CodeLimitExceeded, "the answer took too long; ask for less")
}
