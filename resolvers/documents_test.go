package resolvers

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"metrograph/graph"
	"metrograph/model"
	"metrograph/wire"
)

const someone = `query Who { me { via } }`

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func persisted(hash string) string {
	return fmt.Sprintf(`{"persistedQuery": {"version": 1, "sha256Hash": %q}}`, hash)
}

// post sends parameters as JSON.
func post(t *testing.T, h http.Handler, parameters map[string]any) answer {
	t.Helper()
	body, err := json.Marshal(parameters)
	if err != nil {
		t.Fatal(err)
	}
	_, a := exchange(t, h, "POST", "/graphql", string(body), "Content-Type", plainJSON)
	return a
}

func TestAutomaticPersistedQueries(t *testing.T) {
	h := NewHandler(options(&fake{}))
	hash := json.RawMessage(persisted(hashOf(someone)))
	alone := map[string]any{"extensions": hash}
	post(t, h, alone).wantError(t, wire.CodeNotPersisted, "PersistedQueryNotFound")
	post(t, h, map[string]any{"query": someone, "extensions": hash}).wantData(t, `{"me": {"via": null}}`)
	post(t, h, alone).wantData(t, `{"me": {"via": null}}`)
	_, a := exchange(t, h, "GET", address("extensions", string(hash)), "")
	a.wantData(t, `{"me": {"via": null}}`)
	post(t, h, map[string]any{"documentId": "sha256:" + hashOf(someone)}).wantData(t, `{"me": {"via": null}}`)

	r, _ := exchange(t, h, "GET", address("extensions", persisted(hashOf("{x}"))), "", "Accept", graphJSON)
	if r.Code != 400 || r.Header().Get("Cache-Control") != "" {
		t.Errorf("an unknown hash: %d %v", r.Code, r.Header())
	}
}

// Nobody can have a hash stand for another query than its own, nor for none.
func TestHashesStandForTheirQueryOnly(t *testing.T) {
	h := NewHandler(options(&fake{}))
	other := json.RawMessage(persisted(hashOf("{ __typename }")))
	const shape = "persistedQuery has version 1 and a sha256Hash of 64 hexadecimal digits"
	const either = "a request has a query, the documentId of one, or its hash alone"
	for _, c := range []struct {
		parameters map[string]any
		message    string
	}{
		{map[string]any{"query": someone, "extensions": other}, "sha256Hash is not that of the query"},
		{map[string]any{"query": someone, "extensions": json.RawMessage(strings.ToUpper(string(other)))}, ""},
		{map[string]any{"extensions": json.RawMessage(`{"persistedQuery": {"version": 2, "sha256Hash": "` + hashOf(someone) + `"}}`)}, shape},
		{map[string]any{"extensions": json.RawMessage(persisted("zz"))}, shape},
		{map[string]any{"extensions": json.RawMessage(`{"persistedQuery": "x"}`)}, shape},
		{map[string]any{"query": someone, "documentId": "a"}, either},
		{map[string]any{"documentId": "sha256:" + hashOf(someone), "extensions": other}, either},
		{map[string]any{"query": "{ nothing }", "extensions": json.RawMessage(persisted(hashOf("{ nothing }")))}, `Cannot query field "nothing" on type "Query".`},
	} {
		if c.message == "" {
			post(t, h, c.parameters).wantData(t, `{"me": {"via": null}}`) // an extension that is not known is ignored
			continue
		}
		post(t, h, c.parameters).wantError(t, model.CodeInvalid, c.message)
	}
	for _, text := range []string{"{ __typename }", "{ nothing }"} {
		post(t, h, map[string]any{"extensions": json.RawMessage(persisted(hashOf(text)))}).wantError(t, wire.CodeNotPersisted, "PersistedQueryNotFound")
	}
}

func TestRememberedQueriesAreBounded(t *testing.T) {
	o := options(&fake{})
	o.Documents = wire.NewDocuments(wire.DocumentsOptions{Remembered: 2, Longest: 40})
	h := NewHandler(o)
	texts := []string{"{ a: __typename }", "{ b: __typename }", "{ c: __typename }", "{ d: __typename }" + strings.Repeat(" ", 40)}
	for _, text := range texts {
		post(t, h, map[string]any{"query": text, "extensions": json.RawMessage(persisted(hashOf(text)))})
	}
	for i, known := range []bool{false, true, true, false} {
		a := post(t, h, map[string]any{"extensions": json.RawMessage(persisted(hashOf(texts[i])))})
		if (len(a.Errors) == 0) != known {
			t.Errorf("%s: %v, known %t", texts[i], a.Errors, known)
		}
	}
}

// write makes files below a folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRegisteredOperations(t *testing.T) {
	dir := write(t, map[string]string{
		"portal/who.graphql": someone,
		"relay.json":         `{"d41d8cd98f00b204e9800998ecf8427e": "query A { a: __typename } query B { b: __typename }"}`,
		"apollo.json": `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [
			{"id": "x-portal:7", "name": "C", "type": "query", "body": "query C { c: __typename }"}]}`,
		"README.md": "no operation",
	})
	operations, err := wire.LoadOperations(dir, graph.Schema(), 1000)
	if err != nil || len(operations.All()) != 3 {
		t.Fatalf("%v %v", operations.All(), err)
	}
	o := options(&fake{})
	o.Documents = wire.NewDocuments(wire.DocumentsOptions{Registered: operations})
	h := NewHandler(o)
	for _, c := range []struct {
		parameters map[string]any
		data       string
	}{
		{map[string]any{"documentId": "sha256:" + hashOf(someone)}, `{"me": {"via": null}}`},
		{map[string]any{"documentId": "d41d8cd98f00b204e9800998ecf8427e", "operationName": "B"}, `{"b": "Query"}`},
		{map[string]any{"documentId": "x-portal:7"}, `{"c": "Query"}`},
		{map[string]any{"extensions": json.RawMessage(persisted(hashOf("query C { c: __typename }")))}, `{"c": "Query"}`},
		{map[string]any{"query": "{ __typename }"}, `{"__typename": "Query"}`},
	} {
		post(t, h, c.parameters).wantData(t, c.data)
	}
	r, a := exchange(t, h, "GET", address("documentId", "x-portal:7"), "")
	if a.wantData(t, `{"c": "Query"}`); r.Header().Get("Cache-Control") == "" {
		t.Error("a document by GET is not to be kept")
	}
	o.Documents.Register(nil)
	post(t, h, map[string]any{"documentId": "x-portal:7"}).wantError(t, model.CodeNotFound, "there is no document of this documentId")
}

func TestOnlyRegisteredOperations(t *testing.T) {
	operations, err := wire.LoadOperations(write(t, map[string]string{"a.gql": someone}), graph.Schema(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	o := options(&fake{})
	o.Documents = wire.NewDocuments(wire.DocumentsOptions{Registered: operations, Restricted: (*model.Principal).Anonymous})
	h := NewHandler(o)
	ask := func(who *model.Principal, parameters map[string]any) (int, answer) {
		body, _ := json.Marshal(parameters)
		request := httptest.NewRequestWithContext(model.WithPrincipal(t.Context(), who), http.MethodPost, "/graphql", strings.NewReader(string(body)))
		request.Header.Set("Content-Type", plainJSON)
		response := httptest.NewRecorder()
		h.ServeHTTP(response, request)
		var a answer
		if err := json.Unmarshal(response.Body.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		return response.Code, a
	}
	known := &model.Principal{Subject: "key_1", Via: "apikey"}
	const other = "{ __typename }"
	hash := json.RawMessage(persisted(hashOf(other)))
	if _, a := ask(known, map[string]any{"query": other, "extensions": hash}); a.Errors != nil {
		t.Errorf("who is exempted sends what he likes: %v", a.Errors)
	}
	for _, parameters := range []map[string]any{
		{"query": other}, {"query": someone + " "}, {"query": "{ __schema { types { name } } }"}, {"query": "{"},
		{"extensions": hash}, {"query": other, "extensions": hash}, {"documentId": "sha256:" + hashOf(other)},
	} {
		status, a := ask(&model.Principal{}, parameters)
		if a.wantError(t, model.CodeForbidden, "only registered operations are answered here"); status != 403 {
			t.Errorf("%v: %d", parameters, status)
		}
	}
	for _, parameters := range []map[string]any{
		{"query": someone}, {"documentId": "sha256:" + hashOf(someone)}, {"extensions": json.RawMessage(persisted(hashOf(someone)))},
	} {
		if _, a := ask(&model.Principal{}, parameters); a.Errors != nil {
			t.Errorf("%v: %v", parameters, a.Errors)
		}
	}
}

func TestOperationsAtFault(t *testing.T) {
	for name, want := range map[string]string{
		`a.graphql {`:           "a.graphql: sha256:",
		`a.graphql { nothing }`: `Cannot query field "nothing"`,
		`a.graphql fragment F on Query { __typename }`: "",
		`a.graphql `: "there is no operation in it",
		`a.graphql { ` + strings.Repeat("__typename ", 60): "token limit",
		`a.json ["{ __typename }"]`:                        "a manifest is an object of texts by identifier",
		`a.json {"a b": "{ __typename }"}`:                 `"a b" is neither sha256:`,
		`a.json {"sha256:00": "{ __typename }"}`:           `"sha256:00" is neither sha256:`,
	} {
		file, content, _ := strings.Cut(name, " ")
		_, err := wire.LoadOperations(write(t, map[string]string{file: content}), graph.Schema(), 50)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	dir := write(t, map[string]string{"a.json": `{"a": "{ __typename }"}`, "b.json": `{"a": "{ b: __typename }"}`, "c.graphql": "{"})
	_, err := wire.LoadOperations(dir, graph.Schema(), 50)
	if err == nil || !strings.Contains(err.Error(), "a is the identifier of another document too") || !strings.Contains(err.Error(), "c.graphql") {
		t.Errorf("all faults are told at once: %v", err)
	}
	for _, path := range []string{filepath.Join(dir, "none"), write(t, map[string]string{"a.txt": ""}) + "/a.txt"} {
		if _, err := wire.LoadOperations(path, graph.Schema(), 50); err == nil {
			t.Errorf("%s is read", path)
		}
	}
}
