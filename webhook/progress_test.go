package webhook

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// What was flushed is there after a restart; what is damaged, half-written, or of a webhook that
// is gone, is not.
func TestLedger(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "webhooks")
	open := func() *ledger {
		l, err := openLedger(dir)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	l := open()
	want := progress{Version: 3, Cursor: "c", Delivered: 7, Failures: 1, FailedAt: time.Unix(1, 0).UTC(), Failure: "f"}
	for _, id := range []model.ID{"hook_1", "hook_2", "hook_3"} {
		l.change(id, func(p *progress) { *p = want })
	}
	if err := l.flush(); err != nil {
		t.Fatal(err)
	}
	l.change("hook_1", func(p *progress) { p.Cursor = "not flushed" })
	for name, content := range map[string]string{"hook_2.json": `{"cursor":`, "hook_4.json.new": `{"cursor":"half`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l = open()
	if err := l.keep(map[model.ID]bool{"hook_1": true}); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy")
	if err := Copy(dir, copied); err != nil {
		t.Fatal(err)
	}
	for _, dir = range []string{dir, copied} {
		if d := cmp.Diff(map[model.ID]progress{"hook_1": want}, open().known); d != "" {
			t.Errorf("%s: %s", dir, d)
		}
	}
}

// A webhook is shown with its progress, and a former revision of it as it was.
func TestProgressOfRevisions(t *testing.T) {
	w, err := New(t.TempDir(), nil, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	w.ledger.change("hook_1", func(p *progress) { p.Version, p.Delivered = 2, 5 })
	for version, want := range map[int]int{1: 1, 2: 5, 3: 5} {
		if got := w.Progress(&model.Webhook{Head: model.Head{ID: "hook_1", Version: version}, Delivered: 1}).Delivered; got != want {
			t.Errorf("version %d: %d delivered, want %d", version, got, want)
		}
	}
}
