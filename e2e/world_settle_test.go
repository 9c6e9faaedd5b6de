package e2e_test

import (
	"context"
	"path/filepath"
	"testing"

	"metrograph/blob"
	"metrograph/model"
	"metrograph/policy"
	"metrograph/registry"
	"metrograph/store/sqlitestore"
)

// settle gives records the statuses that no call of the API leads to: DRAFT and REVIEWED. It
// does so as the operator, on the data folder of the node that has stopped.
func (w *world) settle(t *testing.T) {
	t.Helper()
	r, end := openFolder(t, w.data)
	defer end()
	var writes []model.Write
	for _, rec := range w.records {
		if rec.status != model.StatusDraft && rec.status != model.StatusReviewed {
			continue
		}
		changed := rec.kind.New()
		changed.Base().ID, changed.Base().Status = rec.id, rec.status
		writes = append(writes, model.Write{Action: model.ActionAmend, Record: changed, Fields: []string{"status"},
			Version: rec.version, Reason: rec.mark("modified")})
		rec.version++
	}
	operator := model.WithPrincipal(t.Context(), &model.Principal{Subject: "operator", Via: model.ViaLocal})
	written, err := r.Write(operator, writes)
	if err != nil {
		t.Fatal(err)
	}
	for i, out := range written {
		if out.Err != nil {
			t.Fatalf("status of %s: %v", writes[i].Record.Base().ID, out.Err)
		}
	}
}

// openFolder opens the registry over a node's data folder.
func openFolder(t *testing.T, data string) (r *registry.Registry, end func()) {
	t.Helper()
	ctx := context.Background()
	s, err := sqlitestore.Open(ctx, filepath.Join(data, "metrograph.db"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.OpenDir(filepath.Join(data, "attachments"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Load(policy.Default())
	if err != nil {
		t.Fatal(err)
	}
	r, err = registry.Open(ctx, s, p, blobs, registry.Options{CursorSecret: []byte("e2e")})
	if err != nil {
		t.Fatal(err)
	}
	return r, func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		_ = blobs.Close() // nothing was written
	}
}
