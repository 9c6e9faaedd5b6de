package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"metrograph/federate"
	"metrograph/internal/sample"
	"metrograph/model"
)

// pressroom is a node with publications of a certificate: open, under embargo, not public,
// withdrawn, and superseded by the open one.
type pressroom struct {
	*node
	http.Handler
	keys                                               map[string]string
	open, embargoed, closed, withdrawn, old, elsewhere *model.Publication
}

func newPressroom(t *testing.T) *pressroom {
	t.Helper()
	data := sample.Options{Institutions: 6, Instruments: 20, Certificates: 30}
	n := openTwin(t, demoNode(t.TempDir(), data))
	if _, err := n.loadDemo(t.Context(), data); err != nil {
		t.Fatal(err)
	}
	p := &pressroom{node: n, keys: map[string]string{"anybody": ""}}
	institutions := institutionsOf(data)
	subject := sample.Dataset(func(d *model.Dataset) {
		d.ID, d.Origin, d.Level, d.Members = n.NewID(model.KindDataset), institutions[1].ID, institutions[1].Level, nil
		d.Classification, d.Status = model.ClassificationPublic, model.StatusPublished
		d.Description = model.Text{Zh: "说明 <b>", En: "A <b> description"}
	})
	p.make(t, subject)
	stored, err := n.Find(n.operator(t.Context()), []model.ID{subject.ID})
	if err != nil {
		t.Fatal(err)
	}
	publish := func(by int, edit func(*model.Publication)) *model.Publication {
		out := newPublication(t, n, institutions[by], stored[0])
		edit(out)
		sealPublication(t, n, out)
		p.make(t, out)
		return out
	}
	p.old = publish(1, func(*model.Publication) {})
	p.open = publish(1, func(q *model.Publication) { q.SupersedesID = p.old.ID })
	p.embargoed = publish(1, func(q *model.Publication) { q.EmbargoUntil = time.Now().Add(time.Hour).UTC().Truncate(time.Second) })
	p.closed = publish(1, func(q *model.Publication) { q.Classification = model.ClassificationNonPublic })
	p.withdrawn = publish(1, func(*model.Publication) {})
	p.write(t, model.Write{Action: model.ActionWithdraw, Record: &model.Publication{Head: model.Head{ID: p.withdrawn.ID}}, Version: 1, Reason: "wrong <data>"})
	p.elsewhere = &model.Publication{Identifier: model.PublicationIdentifier(n.NewID(model.KindPublication))}
	for name, i := range map[string]int{"national": 0, "own": 1, "other": 2} {
		if p.keys[name], err = n.createKey(t.Context(), keyRequest{Label: name, Institution: institutions[i].ID}); err != nil {
			t.Fatal(err)
		}
	}
	if p.Handler, err = n.handler(handlerOptions{Config: benchConfig(), stop: t.Context()}); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *pressroom) make(t *testing.T, r model.Record) {
	t.Helper()
	p.write(t, model.Write{Action: model.ActionCreate, Record: r})
}

func (p *pressroom) write(t *testing.T, w model.Write) {
	t.Helper()
	out, err := p.Write(p.operator(t.Context()), []model.Write{w})
	if err != nil || out[0].Err != nil {
		t.Fatalf("%v %v %v", err, out[0].Err, out[0].Findings)
	}
}

func (p *pressroom) get(path, accept, caller string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	if key := p.keys[caller]; key != "" {
		r.Header.Set("X-API-Key", key)
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w
}

// TestPublicationAccess is the matrix of the entrance: what each caller gets of each publication,
// and of its content and manifest.
func TestPublicationAccess(t *testing.T) {
	p := newPressroom(t)
	mistyped := strings.Replace(p.open.Identifier, p.open.Identifier[:1], map[bool]string{true: "2", false: "1"}[p.open.Identifier[0] == '1'], 1)
	for _, c := range []struct {
		name, identifier string
		callers          string
		want             [3]int // itself, its manifest, its content
	}{
		{"open", p.open.Identifier, "anybody national own other", [3]int{200, 200, 200}},
		{"superseded", p.old.Identifier, "anybody national own other", [3]int{200, 200, 200}},
		{"embargoed", p.embargoed.Identifier, "anybody national other", [3]int{200, 200, 403}},
		{"embargoed", p.embargoed.Identifier, "own", [3]int{200, 200, 200}},
		{"withdrawn", p.withdrawn.Identifier, "anybody national own other", [3]int{410, 410, 410}},
		{"closed", p.closed.Identifier, "national own", [3]int{200, 200, 200}},
		{"closed", p.closed.Identifier, "anybody other", [3]int{404, 404, 404}},
		{"missing", p.elsewhere.Identifier, "anybody national own other", [3]int{404, 404, 404}},
		{"mistyped", mistyped, "anybody national own other", [3]int{400, 400, 400}},
	} {
		for _, caller := range strings.Fields(c.callers) {
			for i, part := range []string{"", "/manifest", "/content"} {
				for _, accept := range []string{"text/html", "application/json, */*;q=0.1"} {
					if got := p.get("/p/"+c.identifier+part, accept, caller); got.Code != c.want[i] {
						t.Errorf("%s%s as %s for %s: %d, want %d: %.200s", c.name, part, accept, caller, got.Code, c.want[i], got.Body)
					}
				}
			}
		}
	}
	hidden, missing := p.get("/p/"+p.closed.Identifier, "text/html", "other"), p.get("/p/"+p.elsewhere.Identifier, "text/html", "other")
	if hidden.Body.String() != missing.Body.String() {
		t.Error("a hidden publication is told from a missing one")
	}
}

// TestPublicationForms: each form is there for whoever asks for it, by header or by link.
func TestPublicationForms(t *testing.T) {
	p := newPressroom(t)
	for _, c := range []struct{ accept, format, media, want string }{
		{"text/html,application/xhtml+xml,*/*;q=0.8", "html", "text/html", "<h1>"},
		{"application/ld+json", "jsonld", "application/ld+json", `"@type": "Dataset"`},
		{"application/vnd.datacite.datacite+json", "datacite-json", "application/vnd.datacite.datacite+json", `"publicationYear"`},
		{"application/vnd.datacite.datacite+xml;q=0.9, text/html;q=0.1", "datacite-xml", "application/vnd.datacite.datacite+xml", "<publicationYear>"},
		{"application/vnd.citationstyles.csl+json", "csl", "application/vnd.citationstyles.csl+json", `"type": "dataset"`},
		{"text/x-bibliography", "text", "text/x-bibliography", "[DS/OL]"},
	} {
		for _, got := range []*httptest.ResponseRecorder{p.get("/p/"+p.open.Identifier, c.accept, ""), p.get("/p/"+p.open.Identifier+"?format="+c.format, "", "")} {
			media, _, _ := strings.Cut(got.Header().Get("Content-Type"), ";")
			if got.Code != http.StatusOK || media != c.media || !strings.Contains(got.Body.String(), c.want) || !strings.Contains(got.Body.String(), "http://example.com/p/"+p.open.Identifier) {
				t.Errorf("%s: %d %s %.300s", c.accept, got.Code, media, got.Body)
			}
		}
	}
	if got := p.get("/p/"+p.open.Identifier, "image/png", ""); got.Code != http.StatusNotAcceptable {
		t.Errorf("a picture: %d", got.Code)
	}
	tombstone := p.get("/p/"+p.withdrawn.Identifier+"?lang=en", "text/html", "").Body.String()
	if !strings.Contains(tombstone, "wrong &lt;data&gt;") || strings.Contains(tombstone, "<b>") {
		t.Errorf("tombstone %s", tombstone)
	}
	if old := p.get("/p/"+p.old.Identifier, "text/html", "").Body.String(); !strings.Contains(old, "/p/"+p.open.Identifier) {
		t.Error("the superseded publication does not point to the newer one")
	}
}

// TestPublicationOverGraphQL: what the page says is there over GraphQL too.
func TestPublicationOverGraphQL(t *testing.T) {
	p := newPressroom(t)
	body, err := json.Marshal(map[string]any{"query": `query($i: String!) { publication(identifier: $i) { id embargoed supersedes { identifier supersededBy { id } }
		citation csl: citation(style: CSL_JSON) dataCite xml: dataCite(format: XML) manifest members { version sha256 record { ... on Dataset { publications { edges { node { id } } } } } } } }`,
		"variables": map[string]string{"i": strings.ToLower(p.open.Identifier)}})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	for _, want := range []string{string(p.open.ID), `"embargoed":false`, p.old.Identifier, "[DS/OL]", "kernel-4", "metrograph-manifest-1", `"sha256":"` + p.open.Members[0].SHA256, string(p.embargoed.ID)} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("there is no %s in %s", want, w.Body)
		}
	}
	if strings.Contains(w.Body.String(), string(p.closed.ID)) || strings.Contains(w.Body.String(), `"errors"`) {
		t.Errorf("answer %s", w.Body)
	}
}

// TestManifestVerify: what a node gives out is verified without it, and every change is told.
func TestManifestVerify(t *testing.T) {
	p := newPressroom(t)
	dir := t.TempDir()
	save := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	manifest := p.get("/p/"+p.open.Identifier+"/manifest", "", "").Body.String()
	content := p.get("/p/"+p.open.Identifier+"/content", "", "").Body.String()
	exported := p.get("/records/datasets", "", "own").Body.String()
	m, data := save("m.json", manifest), save("c.ndjson", content)
	line := ""
	for l := range strings.Lines(exported) {
		if strings.Contains(l, string(p.open.SubjectID)) {
			line = l
		}
	}
	fingerprint := federate.Fingerprint(p.federation.Keys().Public())
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"the signature", []string{m}, 0, "the signature is right"},
		{"the content", []string{m, data, "--key", p.open.Seal.PublicKey}, 0, "0 faults"},
		{"the content, by a fingerprint", []string{m, data, "--key", fingerprint}, 0, "0 faults"},
		{"an export", []string{m, save("export.ndjson", line)}, 0, "0 faults"},
		{"another key", []string{m, data, "--key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}, 1, "another key"},
		{"another fingerprint", []string{m, data, "--key", "0000-0000-0000"}, 1, "another key"},
		{"no key", []string{m, "--key", "x"}, 1, "neither"},
		{"a changed manifest", []string{save("changed.json", strings.Replace(manifest, "CC-BY-4.0", "CC-BY-4.1", 1))}, 1, "changed after it was signed"},
		{"a changed byte", []string{m, save("changed.ndjson", strings.Replace(content, "pressure", "prassure", 1))}, 1, "not as it was published"},
		{"a record left out", []string{m, save("less.ndjson", "")}, 1, "left out"},
		{"a record added", []string{m, save("more.ndjson", content+"{\"id\":\"x\"}\n")}, 1, "was added"},
		{"no file", []string{filepath.Join(dir, "none")}, 1, "no such file"},
	} {
		var out, errs bytes.Buffer
		code := run(t.Context(), append([]string{"manifest", "verify"}, c.args...), nil, console{out: &out, err: &errs})
		if (code == 0) != (c.code == 0) || !strings.Contains(out.String()+errs.String(), c.want) {
			t.Errorf("%s: code %d, %s%s", c.name, code, &out, &errs)
		}
	}
}
