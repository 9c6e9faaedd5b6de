package e2e_test

import (
	"bytes"
	"context"
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

// testHarvest has a node of each institution harvest from the world: what the feed has is
// what a list shows to a member of the institution, field by field.
func testHarvest(t *testing.T, w *world, visits []*visit) {
	for i, c := range callers() {
		if c.institution == "" || c.institution == "N" || c.institution == "G" || len(c.roles) > 0 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			got := w.harvestedBy(t, w.origin(c.institution))
			want := map[model.ID]string{}
			for _, r := range w.records {
				if v := visits[i].found[r]; r.kind.Shareable() && v.readable && !r.extra {
					want[r.id] = sorted(v.masked(r.kind))
				}
				if r.kind == model.KindAgreement && r.status == model.StatusPublished && !r.extra && slices.Contains(r.links["grantee"], w.origin(c.institution).id) {
					want[r.id] = "created modified provenance" // whoever is granted something is told
				}
			}
			for id := range got {
				if r := w.byID[id]; r == nil || r.extra {
					delete(got, id) // not of the matrix
				}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("the feed differs from the list (-list +feed):\n%s", d)
			}
		})
	}
}

func sorted(names []string) string {
	return strings.Join(slices.Sorted(slices.Values(names)), " ")
}

// harvestedBy is the masked fields of each record that the feed has for the node of an
// institution.
func (w *world) harvestedBy(t *testing.T, o *origin) map[model.ID]string {
	t.Helper()
	feed := &recordedFeed{masked: map[model.ID]string{}}
	peer := openPeer(t, o, feed)
	server := httptest.NewServer(peer.Handler())
	defer server.Close()
	administer := func(path string, body any) {
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		response, err := w.as(w.keys["administrator of N"]).send(http.MethodPost, path, "application/json", bytes.NewReader(raw))
		if err != nil || response.status != http.StatusOK {
			t.Fatal(response, err)
		}
	}
	administer(federate.PathPeers, map[string]string{"endpoint": server.URL})
	administer(federate.PathPeers+"/"+string(o.id)+"/trust", federate.Terms{Fingerprint: peer.Fingerprint()})
	other, err := peer.AddPeer(context.Background(), w.URL)
	if err == nil {
		_, err = peer.TrustPeer(context.Background(), other.ID, federate.Terms{Fingerprint: other.Fingerprint()})
	}
	if err == nil {
		err = peer.Harvest(context.Background(), other.ID, "")
	}
	if err != nil {
		t.Fatal(err)
	}
	return feed.masked
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

func (f *recordedFeed) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || !strings.HasSuffix(r.URL.Path, "/changes") {
		return response, err
	}
	raw, err := io.ReadAll(response.Body)
	response.Body = io.NopCloser(bytes.NewReader(raw))
	var b federate.Batch
	if err != nil || json.Unmarshal(raw, &b) != nil {
		return response, err
	}
	for _, p := range b.Parcels {
		f.masked[p.ID] = sorted(p.Masked)
	}
	return response, nil
}
