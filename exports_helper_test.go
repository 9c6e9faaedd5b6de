package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"metrograph/registry"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"metrograph/internal/sample"
	"metrograph/model"
)

// exporting is a node with a little data that makes exports, and callers who ask for them.
type exporting struct {
	*testing.T
	*node
	*httptest.Server
	keys  map[string]string
	clock *laterClock
	end   func() // stops the making of exports
}

// laterClock is the time of day, and some more.
type laterClock struct {
	mu   sync.Mutex
	more time.Duration
}

func (c *laterClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.more)
}

func (c *laterClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.more += d
}

func exportData() sample.Options { return sample.Options{Certificates: 450, Instruments: 60} }

func newExporting(t *testing.T) *exporting {
	t.Helper()
	x := &exporting{T: t, clock: &laterClock{}, keys: map[string]string{}}
	dir := t.TempDir()
	x.open(dir, demoNode(dir, exportData()))
	if _, err := x.loadDemo(t.Context(), exportData()); err != nil {
		t.Fatal(err)
	}
	callers, err := x.demoCallers(t.Context(), exportData())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range callers {
		x.keys[name] = c.Key
	}
	x.run()
	t.Cleanup(func() { x.close() })
	return x
}

func (x *exporting) open(dir string, o nodeOptions) {
	x.Helper()
	o.Registry.Clock = x.clock.now
	o.Log = slog.New(slog.NewTextHandler(x.Output(), &slog.HandlerOptions{Level: slog.LevelError})) // a failure says why
	n, err := openNode(x.Context(), o)
	if err != nil {
		x.Fatal(err)
	}
	handler, err := n.handler(handlerOptions{Config: benchConfig(), stop: x.Context()})
	if err != nil {
		x.Fatal(err)
	}
	x.node, x.Server = n, httptest.NewServer(handler)
}

// run makes exports until it is told to end.
func (x *exporting) run() {
	ctx, cancel := context.WithCancel(context.WithoutCancel(x.Context()))
	wait := runExports(ctx, x.exports)
	x.end = sync.OnceFunc(func() { cancel(); wait() })
}

// close ends the node; again does nothing.
func (x *exporting) close() {
	x.end()
	x.Server.Close()
	if err := x.node.Close(); err != nil {
		x.Error(err)
	}
}

// ask asks a query and returns its data.
func (x *exporting) ask(caller, query string) map[string]any {
	x.Helper()
	body, err := json.Marshal(map[string]any{"query": query})
	if err != nil {
		x.Fatal(err)
	}
	request, err := http.NewRequestWithContext(x.Context(), http.MethodPost, x.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		x.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	_, raw := x.send(caller, request)
	var answer struct {
		Data   map[string]any
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		x.Fatal(err)
	}
	if len(answer.Errors) > 0 {
		return map[string]any{"code": answer.Errors[0].Extensions.Code}
	}
	return answer.Data
}

func (x *exporting) send(caller string, request *http.Request) (*http.Response, []byte) {
	x.Helper()
	if key := x.keys[caller]; key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	response, err := x.Client().Do(request)
	if err != nil {
		x.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		x.Fatal(err)
	}
	return response, raw
}

func (x *exporting) get(caller, path string, headers ...string) (*http.Response, []byte) {
	x.Helper()
	request, err := http.NewRequestWithContext(x.Context(), http.MethodGet, x.URL+path, nil)
	if err != nil {
		x.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return x.send(caller, request)
}

// inside returns what a path leads to in an answer.
func inside(v any, path ...string) any {
	for _, step := range path {
		object, _ := v.(map[string]any)
		v = object[step]
	}
	return v
}

// begin begins an export and returns its id.
func (x *exporting) begin(caller, input string) string {
	x.Helper()
	payload := inside(x.ask(caller, `mutation {exportCreate(input: {`+input+`}) {export {id state} errors {code message path}}}`), "exportCreate")
	id, _ := inside(payload, "export", "id").(string)
	if id == "" {
		x.Fatalf("no export for %s: %v", input, payload)
	}
	return id
}

// refused begins an export that is refused, and returns the code of the refusal.
func (x *exporting) refused(caller, input string) string {
	x.Helper()
	data := x.ask(caller, `mutation {exportCreate(input: {`+input+`}) {export {id} errors {code message}}}`)
	if code, ok := data["code"].(string); ok {
		return code
	}
	errors, _ := inside(data, "exportCreate", "errors").([]any)
	if len(errors) == 0 {
		return ""
	}
	return inside(errors[0], "code").(string)
}

// ended waits for the end of an export.
func (x *exporting) ended(caller, id string) map[string]any {
	x.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		data := x.ask(caller, fmt.Sprintf(`{export(id: %q) {state url cursor total objects size sha256 failure availableUntil}}`, id))
		e, _ := data["export"].(map[string]any)
		if e == nil {
			x.Fatalf("export %s: %v", id, data)
		}
		if model.JobState(e["state"].(string)).Ended() {
			return e
		}
	}
	x.Fatalf("export %s does not end", id)
	return nil
}

// made makes an export and returns its record and its file.
func (x *exporting) made(caller, input string) (map[string]any, []byte) {
	x.Helper()
	e := x.ended(caller, x.begin(caller, input))
	if e["state"] != "DONE" || e["url"] == nil {
		x.Fatalf("%s: %v", input, e)
	}
	response, content := x.get("", e["url"].(string))
	if response.StatusCode != http.StatusOK {
		x.Fatalf("%s: %s", response.Status, content)
	}
	sum := sha256.Sum256(content)
	if e["sha256"] != hex.EncodeToString(sum[:]) || e["size"] != float64(len(content)) {
		x.Errorf("the file has %d bytes and the hash %x: %v", len(content), sum, e)
	}
	return e, content
}

// lines are the records of an NDJSON file by id.
func (x *exporting) lines(content []byte) map[string]map[string]any {
	x.Helper()
	all := map[string]map[string]any{}
	for raw := range bytes.Lines(content) {
		var line map[string]any
		if err := json.Unmarshal(raw, &line); err != nil {
			x.Fatalf("%v: %s", err, raw)
		}
		id, _ := line["id"].(string)
		if all[id] != nil || id == "" {
			x.Errorf("%q is there twice", id)
		}
		all[id] = line
	}
	return all
}

// listed are the ids of a list as a caller sees it.
func (x *exporting) listed(caller, field string) []string {
	x.Helper()
	var ids []string
	for after := "null"; ; {
		data := x.ask(caller, fmt.Sprintf(`{%s(first: 100, after: %s) {edges {node {id}} pageInfo {hasNextPage endCursor}}}`, field, after))
		edges, _ := inside(data, field, "edges").([]any)
		for _, edge := range edges {
			ids = append(ids, inside(edge, "node", "id").(string))
		}
		if inside(data, field, "pageInfo", "hasNextPage") != true {
			slices.Sort(ids)
			return ids
		}
		after = fmt.Sprintf("%q", inside(data, field, "pageInfo", "endCursor"))
	}
}

func sortedIDs(lines map[string]map[string]any) []string {
	ids := make([]string, 0, len(lines))
	for id := range lines {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func zipped(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range archive.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(content)
	}
	return all
}

// gone expects a file not to be given out any longer.
func (x *exporting) gone(e map[string]any, why string) {
	x.Helper()
	response, body := x.get("", e["url"].(string))
	if response.StatusCode != http.StatusGone || !bytes.Contains(body, []byte(why)) {
		x.Errorf("%s %s, want %q", response.Status, body, why)
	}
}

func (x *exporting) exportSubject(path string) (model.ID, error) {
	id, _, _ := strings.Cut(strings.TrimPrefix(path, "/exports/"), "?")
	found, err := x.Load(x.operator(x.Context()), model.KindExport, []model.ID{model.ID(id)}, 0)
	if err != nil {
		return "", err
	}
	return model.ID(found.Records[0].(*model.Export).Requester.Subject), nil
}

func (x *exporting) allCertificates() []byte {
	x.Helper()
	response, content := x.get("national", "/records/certificates")
	if response.StatusCode != http.StatusOK {
		x.Fatalf("%s %s", response.Status, content)
	}
	return content
}

// act changes a record as the operator.
func (x *exporting) act(action model.Action, r model.Record) {
	x.Helper()
	out, err := x.Write(x.operator(x.Context()), []model.Write{{Action: action, Record: r, Version: r.Base().Version, Reason: "test"}})
	if err != nil || out[0].Err != nil {
		x.Fatal(err, out)
	}
}

func (x *exporting) publishAgreement(grantee model.ID) model.ID {
	x.Helper()
	a := &model.Agreement{GrantorID: x.institution.ID, GranteeID: grantee, Kinds: []model.Kind{model.KindCertificate}}
	a.Status, a.Classification = model.StatusPublished, model.ClassificationNonPublic
	out, err := x.Write(x.operator(x.Context()), []model.Write{{Action: model.ActionCreate, Record: a}})
	if err != nil || out[0].Err != nil {
		x.Fatal(err, out[0].Err, out[0].Findings)
	}
	return out[0].ID
}

// runExports makes exports until the context ends; what it returns waits for that.
func runExports(ctx context.Context, x *registry.Exports) (wait func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		x.Run(ctx)
	}()
	return func() { <-done }
}
