package resolvers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"metrograph/guard"
	"metrograph/model"
	"metrograph/registry"
)

// answerPart is one of the parts of an answer.
type answerPart struct {
	Data        json.RawMessage
	Errors      []map[string]any
	Extensions  map[string]any
	HasNext     *bool
	Incremental []struct {
		Data   any
		Path   []any
		Label  string
		Errors []map[string]any
	}
}

const inParts = "multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9" // as Apollo's client

// deferring is a request for an answer in parts.
func deferring(ctx context.Context, query string, variables map[string]any) *http.Request {
	body, _ := json.Marshal(map[string]any{"query": query, "variables": variables}) // texts always can be
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", inParts)
	return request
}

// partsOf takes an answer apart. One that is not in parts is one of one part.
func partsOf(t require, response *httptest.ResponseRecorder) (all []answerPart) {
	t.Helper()
	media, parameters, _ := mime.ParseMediaType(response.Header().Get("Content-Type"))
	if media != "multipart/mixed" {
		all = make([]answerPart, 1)
		if err := json.Unmarshal(response.Body.Bytes(), &all[0]); err != nil {
			t.Fatalf("%v in %s", err, response.Body)
		}
		return all
	}
	whole := response.Body.String()
	reader := multipart.NewReader(response.Body, parameters["boundary"])
	for {
		p, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		var one answerPart
		if err == nil {
			err = json.NewDecoder(p).Decode(&one)
		}
		if err != nil || one.HasNext == nil || p.Header.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Fatalf("%v in %s", err, whole)
		}
		all = append(all, one)
	}
	if !strings.HasSuffix(whole, "\r\n-----\r\n") || len(all) < 2 {
		t.Fatalf("the answer does not end: %s", whole)
	}
	for i, p := range all {
		if *p.HasNext != (i < len(all)-1) {
			t.Fatalf("hasNext of part %d of %d is %t", i+1, len(all), *p.HasNext)
		}
	}
	return all
}

// require is what tests and properties have in common.
type require interface {
	Helper()
	Fatalf(format string, values ...any)
}

// whole is an answer as a client has it in the end.
type whole struct {
	Data       any
	Errors     []map[string]any
	Extensions map[string]any
}

// merge puts parts together, as clients do. A part has to belong to what is there already, and
// what it brings must not be there, unless it is the same.
func merge(t require, parts []answerPart) (w whole) {
	t.Helper()
	if err := json.Unmarshal(parts[0].Data, &w.Data); err != nil && len(parts[0].Errors) == 0 {
		t.Fatalf("%v in %s", err, parts[0].Data)
	}
	for _, p := range parts {
		w.Errors = append(w.Errors, p.Errors...)
		for _, piece := range p.Incremental {
			at := w.Data
			for _, step := range piece.Path {
				switch step := step.(type) {
				case string:
					at = at.(map[string]any)[step]
				case float64:
					at = at.([]any)[int(step)]
				}
			}
			lay(t, at.(map[string]any), piece.Data)
			w.Errors = append(w.Errors, piece.Errors...)
		}
		if p.Extensions != nil {
			w.Extensions = p.Extensions
		}
	}
	slices.SortStableFunc(w.Errors, func(a, b map[string]any) int {
		return strings.Compare(fmt.Sprint(a["path"]), fmt.Sprint(b["path"]))
	})
	return w
}

func lay(t require, onto map[string]any, data any) {
	t.Helper()
	object, _ := data.(map[string]any)
	for name, value := range object {
		onto[name] = laid(t, onto[name], value)
	}
}

func laid(t require, old, value any) any {
	t.Helper()
	switch old := old.(type) {
	case map[string]any:
		lay(t, old, value)
		return old
	case []any:
		for i, entry := range value.([]any) {
			old[i] = laid(t, old[i], entry)
		}
		return old
	case nil:
		return value
	}
	if !cmp.Equal(old, value) {
		t.Fatalf("%v was told and %v is", old, value)
	}
	return old
}

func (w whole) String() string {
	raw, _ := json.MarshalIndent(w, "", " ") // it came as JSON
	return string(raw)
}

// fragments are places where a query may say @defer, each as # with what is below it.
var deferrable = []string{
	`{ #{ me { via } } certificates { # totalCount edges #Edge{ node #Certificate{ # id number #Certificate{ title { en } customer { name { zh } } personnel { name } }
		issuer #Institution{ # id name { #LocalText{ zh } } } #Certificate{ issuer { kind region } status } items { name { en } #Item{ instrument { model } } } } } } }`,
	`query($id: ID!) { certificate(id: $id) #Certificate{ # number origin { id } #Certificate{ number remarks { zh } issuer { name { zh } } }
		#Certificate{ issuer { shortName { zh } certificates(first: 1) { # totalCount edges { node { #Certificate{ number results { series { points { cells { value } } } } } } } } } } history { edges { node { operation } } } } }`,
	`query($id: ID!) { node(id: $id) { # __typename id #Certificate{ number environments { id } attachments { id } } #Record{ status level origin { name { zh } } } } }`,
	`query($id: ID!) { nodes(ids: [$id, "garbage", $id]) #Node{ id ...f ...f } } fragment f on Certificate { # number #Certificate{ #Record{ version } issuer #Institution{ name { zh } ...g } } } fragment g on Record { #Record{ manufacturers { id } createdAt status } }`,
	`query($id: ID!) { certificate(id: $id) { #Certificate{ items { instrument { certificates(first: 200) { totalCount } # manufacturerInstitution { name { zh } } } } } } }`, // with a fault
}

// places writes @defer into some places of a query, and a fragment without it into others.
func places(t *rapid.T, query string) string {
	var b strings.Builder
	for i, piece := range strings.Split(query, "#") {
		if i == 0 {
			b.WriteString(piece)
			continue
		}
		word := piece[:strings.IndexAny(piece, "{ ")]
		how := rapid.SampledFrom([]string{"", "@defer ", `@defer(label: "` + fmt.Sprint("l", i) + `") `, "@defer(if: false) ", "@include(if: true) @defer "}).Draw(t, "defer")
		if piece[len(word)] == '{' {
			if before := strings.TrimRight(b.String(), " "); !strings.HasSuffix(before, "{") && strings.HasSuffix(before, ")") || word == "Edge" || word == "Institution" || word == "LocalText" {
				// the selection of a field: the fragment is in it
				b.WriteString(piece[len(word):])
				continue
			}
			on := ""
			if word != "" {
				on = "on " + word + " "
			}
			b.WriteString("... " + on + how + piece[len(word):])
			continue
		}
		b.WriteString("... " + how + "{ __typename }" + piece)
	}
	return b.String()
}

// TestPartsAreTheWhole: an answer in parts comes to the one in place, for whoever asks.
func TestPartsAreTheWhole(t *testing.T) {
	c, recorder, issuer, certificate := filled(t)
	callers := []*model.Principal{recorder, anonymous, operator, member(issuer), {Subject: "other", Via: "apikey"}}
	variables := map[string]any{"id": certificate}
	late := 0
	rapid.Check(t, func(t *rapid.T) {
		caller := rapid.SampledFrom(callers).Draw(t, "caller")
		query := places(t, rapid.SampledFrom(deferrable).Draw(t, "query"))
		ctx := model.WithPrincipal(c.Context(), caller)
		answers := [2]whole{}
		for i, accept := range []string{plainJSON, inParts} {
			request := deferring(ctx, query, variables)
			request.Header.Set("Accept", accept)
			request.Header.Set("X-Request-Id", "00000000")
			response := httptest.NewRecorder()
			c.ServeHTTP(response, request)
			parts := partsOf(t, response)
			answers[i] = merge(t, parts)
			late += len(parts) - 1
			if i == 0 && len(parts) > 1 || strings.Contains(response.Body.String(), "!type") {
				t.Fatalf("%s", response.Body)
			}
		}
		if diff := cmp.Diff(answers[0].String(), answers[1].String()); diff != "" {
			t.Fatalf("%s\n(-in place +in parts):\n%s", query, diff)
		}
	})
	if late == 0 {
		t.Error("nothing came late")
	}
}

// TestDeferredFieldsAreLeftOut: they come with their label and their place, whole, and nothing
// stands for them before.
func TestDeferredFieldsAreLeftOut(t *testing.T) {
	h := NewHandler(options(crowd(1)))
	response := httptest.NewRecorder()
	h.ServeHTTP(response, deferring(t.Context(), `query($id: ID!) { instrument(id: $id) { ...now ... on Instrument @defer(label: "late") {
		m: model serialNumber certificates(first: 1) { totalCount } } } } fragment now on Instrument { id ... @defer(if: false) { model } }`,
		map[string]any{"id": id(model.KindInstrument, 0)}))
	body := response.Body.String()
	_, body, _ = strings.Cut(body, "\r\n\r\n")
	first, rest, _ := strings.Cut(body, "\r\n---\r\n")
	if want := `{"data":{"instrument":{"id":"` + string(id(model.KindInstrument, 0)) + `","model":"M"}},`; !strings.HasPrefix(first, want) {
		t.Errorf("%s, want %s", first, want)
	}
	if want := `{"data":{"m":"M","serialNumber":null,"certificates":{"totalCount":1}},"path":["instrument"],"label":"late"}`; !strings.Contains(rest, want) {
		t.Errorf("%s, want %s", rest, want)
	}
	if response.Code != 200 || !response.Flushed || response.Header().Get("Content-Type") != `multipart/mixed; boundary="-"; deferSpec=20220824` ||
		response.Header().Get("Cache-Control") != "" || response.Header().Get("Vary") != "Accept" {
		t.Errorf("%d %v", response.Code, response.Header())
	}
}

// TestWhoGetsParts: who names them and wants nothing else rather, where something is late.
func TestWhoGetsParts(t *testing.T) {
	const deferred = `{ institutions { edges { node { ... @defer { instruments { totalCount } } } } } }`
	for _, c := range []struct {
		accept, query, want string
	}{
		{"multipart/mixed", deferred, "multipart/mixed"},
		{inParts, deferred, "multipart/mixed"},
		{"application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed", deferred, "multipart/mixed"}, // as urql
		{"multipart/mixed;q=0.9, application/json", deferred, plainJSON},
		{"multipart/mixed;q=0, */*", deferred, plainJSON},
		{"*/*", deferred, plainJSON},
		{"multipart/*", deferred, ""},
		{"multipart/mixed;deferSpec=20990101, application/json", deferred, plainJSON},
		{"multipart/mixed;incrementalSpec=v0.2, application/json", deferred, plainJSON},
		{"multipart/mixed;subscriptionSpec=1.0, application/json", deferred, plainJSON},
		{inParts, `{ me { via } }`, graphJSON},
		{inParts, `{ me { ... @defer(if: false) { via } } }`, graphJSON},
		{inParts, `{ institutions { edges { node { ... on Institution @skip(if: true) @defer { id } } } } }`, graphJSON},
		{inParts, `mutation { deleteRecord(input: {id: "x", version: 1, reason: "r"}) { ... @defer { errors { code } } } }`, graphJSON},
		{inParts, `{ certificate(id: "cert_none") { ... @defer { number } } }`, graphJSON},
		{inParts, `{ nothing }`, graphJSON},
		{"multipart/mixed", `{ me { via } }`, plainJSON},
	} {
		request := deferring(t.Context(), c.query, nil)
		request.Header.Set("Accept", c.accept)
		response := httptest.NewRecorder()
		NewHandler(options(crowd(1))).ServeHTTP(response, request)
		if media, _, _ := mime.ParseMediaType(response.Header().Get("Content-Type")); media != c.want && (c.want != "" || response.Code != 406) {
			t.Errorf("%s %s: %d %s", c.accept, c.query, response.Code, media)
		}
		if c.want != "multipart/mixed" && strings.Contains(response.Body.String(), "hasNext") {
			t.Errorf("%s %s: %s", c.accept, c.query, response.Body)
		}
	}
}

// late is a registry whose totals take as long as the test wants.
type late struct {
	*fake
	hold func(context.Context) error
}

func (l late) List(ctx context.Context, requests ...registry.ListRequest) ([]registry.Page, error) {
	if requests[0].Under != nil {
		if err := l.hold(ctx); err != nil {
			return nil, err
		}
	}
	return l.fake.List(ctx, requests...)
}

const totals = `{ institutions { edges { node { id ... @defer(label: "x") { instruments { totalCount } } } } } }`

// TestFirstPartDoesNotWait: the first part is there while the rest is being looked up.
func TestFirstPartDoesNotWait(t *testing.T) {
	told := make(chan struct{})
	o := options(nil)
	o.Registry = late{crowd(2), func(ctx context.Context) error {
		select {
		case <-told:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}}
	server := httptest.NewServer(NewHandler(o))
	defer server.Close()
	body, _ := json.Marshal(map[string]string{"query": totals})
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", inParts)
	response, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	reader := multipart.NewReader(response.Body, "-")
	first, err := reader.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(first) // it ends before the next one begins
	if err != nil || !strings.Contains(string(raw), `"node":{"id":`) || strings.Contains(string(raw), "instruments") {
		t.Fatalf("%v %s", err, raw)
	}
	close(told)
	if second, err := reader.NextPart(); err != nil {
		t.Fatal(err)
	} else if raw, err := io.ReadAll(second); err != nil || !strings.Contains(string(raw), `{"data":{"instruments":{"totalCount":4}},"path":["institutions","edges",`) {
		t.Fatalf("%v %s", err, raw)
	}
}

// TestPartsEndInTime: the limits of an answer hold for all of its parts together.
func TestPartsEndInTime(t *testing.T) {
	waiting := func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	}
	g := guard.New(guard.Options{Deadline: 50 * time.Millisecond})
	h := g.Handler(NewHandler(Options{Registry: late{crowd(2), waiting}, Guard: g}))
	response := httptest.NewRecorder()
	h.ServeHTTP(response, deferring(t.Context(), totals, nil))
	w := merge(t, partsOf(t, response))
	if len(w.Errors) == 0 || w.Errors[0]["message"] != "the answer took too long; ask for less" {
		t.Errorf("%s", w)
	}
}

func TestPartsAreBounded(t *testing.T) {
	f := crowd(50)
	for _, r := range f.records {
		if c, ok := r.(*model.Certificate); ok {
			c.Number = strings.Repeat("9", 1000)
		}
	}
	ask := func(query string) whole {
		g := guard.New(guard.Options{Limits: guard.Limits{Response: 10_000}})
		response := httptest.NewRecorder()
		g.Handler(NewHandler(Options{Registry: f, Guard: g})).ServeHTTP(response, deferring(t.Context(), query, nil))
		if response.Body.Len() > 25_000 || strings.Contains(response.Body.String(), `"certificates":null`) {
			t.Errorf("%d bytes: %.2000s", response.Body.Len(), response.Body)
		}
		return merge(t, partsOf(t, response))
	}
	for _, query := range []string{
		`{ certificates { edges { node { id ... @defer { number } } } } }`,
		`{ institutions { edges { node { id ... @defer { certificates { edges { node { number } } } } } } } }`,
		`{ instruments { edges { node { ... @defer(label: "` + strings.Repeat("l", 1000) + `") { __typename } } } } }`,
		`{ instruments { edges { node { id ` + strings.Repeat(`... @defer { model } `, 90) + ` } } } }`,
	} {
		w := ask(query)
		if !slices.ContainsFunc(w.Errors, func(e map[string]any) bool { return e["extensions"].(map[string]any)["path"] == "response" }) {
			t.Errorf("%s: %.2000s", query, w)
		}
	}
}

// TestWhoLeavesWaitsForNobody: nothing goes on for a client that has left.
func TestWhoLeavesWaitsForNobody(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	begun := make(chan struct{}, 100)
	hold := func(ctx context.Context) error {
		begun <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}
	g := guard.New(guard.Options{Deadline: time.Hour})
	h := g.Handler(NewHandler(Options{Registry: late{crowd(2), hold}, Guard: g}))
	go func() { <-begun; leave() }()
	h.ServeHTTP(httptest.NewRecorder(), deferring(ctx, totals, nil)) // it returns
}
