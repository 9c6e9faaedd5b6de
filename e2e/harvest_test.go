package e2e_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/blob"
	"metrograph/federate"
	"metrograph/model"
	"metrograph/policy"
	"metrograph/registry"
	"metrograph/store/sqlitestore"
)

// testHarvest has the world submit to a node of each institution, and one harvest from the
// world: what goes over either way is what a list shows to a member of the institution, field
// by field.
func testHarvest(t *testing.T, w *world, visits []*visit) {
	for i, c := range callers() {
		if c.institution == "" || c.institution == "N" || c.institution == "G" || len(c.roles) > 0 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			o := w.origin(c.institution)
			want := w.listed(o, visits[i])
			for way, got := range map[string]map[model.ID]string{"submitted": w.submittedTo(t, o), "harvested": w.harvestedBy(t, o)} {
				for id := range got {
					if r := w.byID[id]; r == nil || r.extra {
						delete(got, id) // not of the matrix
					}
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("what is %s differs from the list (-list +feed):\n%s", way, d)
				}
			}
		})
	}
}

// listed is what a list shows to a member of an institution of what travels, with the fields
// that are masked.
func (w *world) listed(o *origin, v *visit) map[model.ID]string {
	all := map[model.ID]string{}
	for _, r := range w.records {
		if f := v.found[r]; r.kind.Shareable() && f.readable && !r.extra {
			all[r.id] = sorted(f.masked(r.kind))
		}
		if r.kind == model.KindAgreement && r.status == model.StatusPublished && !r.extra && slices.Contains(r.links["grantee"], o.id) {
			all[r.id] = "created modified provenance" // whoever is granted something is told
		}
	}
	return all
}

func sorted(names []string) string {
	return strings.Join(slices.Sorted(slices.Values(names)), " ")
}

// harvestedBy is the masked fields of each record that the feed has for the node of an
// institution.
func (w *world) harvestedBy(t *testing.T, o *origin) map[model.ID]string {
	t.Helper()
	feed := &recordedFeed{masked: map[model.ID]string{}}
	peer := w.befriend(t, o, feed)
	if err := peer.Harvest(t.Context(), w.origin("N").id, ""); err != nil {
		t.Fatal(err)
	}
	return feed.masked
}

// submittedTo is the masked fields of each record that the world pushes to the node of an
// institution when it is asked to.
func (w *world) submittedTo(t *testing.T, o *origin) map[model.ID]string {
	t.Helper()
	feed := &recordedFeed{masked: map[model.ID]string{}}
	w.befriend(t, o, feed)
	writer := w.as(w.keys["writer of N"])
	asked := writer.read(t, `mutation($r: ID!) {submit(input: {receiver: $r}) {submission {id} errors {message}}}`, map[string]any{"r": o.id})
	id, _ := at(asked.Data, "submit", "submission", "id").(string)
	if id == "" {
		t.Fatal(asked.body)
	}
	eventually(t, "the submission has ended", func() bool {
		a := writer.read(t, `query($id: ID!) {submission(id: $id) {state failure}}`, map[string]any{"id": id})
		switch at(a.Data, "submission", "state") {
		case "FAILED":
			t.Fatal(a.body)
		case "ACKNOWLEDGED":
			return true
		}
		return false
	})
	w.administer(t, http.MethodDelete, federate.PathPeers+"/"+string(o.id), nil)
	return feed.masked
}

// administer does something to the peers of the world.
func (w *world) administer(t *testing.T, method, path string, body any) {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	response, err := w.as(w.keys["administrator of N"]).send(method, path, "application/json", bytes.NewReader(raw))
	if err != nil || response.status != http.StatusOK {
		t.Fatal(response, err)
	}
}

// befriend opens a node of an institution that the world trusts and that trusts the world; the
// feed notes what goes over to it.
func (w *world) befriend(t *testing.T, o *origin, feed *recordedFeed) *federate.Node {
	t.Helper()
	peer := openPeer(t, o, feed)
	server := httptest.NewServer(feed.handing(peer.Handler()))
	t.Cleanup(server.Close)
	w.administer(t, http.MethodPost, federate.PathPeers, map[string]string{"endpoint": server.URL})
	w.administer(t, http.MethodPost, federate.PathPeers+"/"+string(o.id)+"/trust", federate.Terms{Fingerprint: peer.Fingerprint()})
	other, err := peer.AddPeer(t.Context(), w.URL)
	if err == nil {
		_, err = peer.TrustPeer(t.Context(), other.ID, federate.Terms{Fingerprint: other.Fingerprint()})
	}
	if err != nil {
		t.Fatal(err)
	}
	return peer
}

// openPeer opens a node of an institution in this process.
func openPeer(t *testing.T, o *origin, transport http.RoundTripper) *federate.Node {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	s, err := sqlitestore.Open(t.Context(), filepath.Join(dir, "node.db"), sqlitestore.Options{})
	must(err)
	t.Cleanup(func() { s.Close() })
	p, err := policy.Load(policy.Default())
	must(err)
	blobs, err := blob.OpenDir(dir)
	must(err)
	t.Cleanup(func() { blobs.Close() })
	r, err := registry.Open(t.Context(), s, p, blobs, registry.Options{CursorSecret: []byte("peer")})
	must(err)
	self := &model.Institution{Name: model.Text{En: o.name}, InstitutionKind: o.kind}
	self.ID, self.Origin, self.Level, self.Region = o.id, o.id, o.level, o.region
	self.Classification, self.Status = model.ClassificationPublic, model.StatusPublished
	operator := model.WithPrincipal(t.Context(), &model.Principal{Subject: "operator", Via: model.ViaLocal})
	out, err := r.Write(operator, []model.Write{{Action: model.ActionCreate, Record: self}})
	must(err)
	must(out[0].Err)
	n, err := federate.Open(dir, r, self, federate.Options{Client: transport})
	must(err)
	t.Cleanup(func() { n.Close() })
	return n
}

// recordedFeed notes what the batches have that come through.
type recordedFeed struct{ masked map[model.ID]string }

// RoundTrip passes on what the node asks for, and notes what it is given.
func (f *recordedFeed) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && strings.HasSuffix(r.URL.Path, "/changes") {
		response.Body = f.noting(response.Body)
	}
	return response, err
}

// handing passes on what the node is asked, and notes what it is handed.
func (f *recordedFeed) handing(node http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/submit") {
			r.Body = f.noting(r.Body)
		}
		node.ServeHTTP(w, r)
	})
}

// noting reads a batch, notes what it has, and gives it back.
func (f *recordedFeed) noting(body io.Reader) io.ReadCloser {
	raw, err := io.ReadAll(body)
	var b federate.Batch
	if err == nil && json.Unmarshal(raw, &b) == nil {
		for _, p := range b.Parcels {
			f.masked[p.ID] = sorted(p.Masked)
		}
	}
	return io.NopCloser(bytes.NewReader(raw))
}
