package upload_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/upload"
)

// taker takes everything, unless it is told to fail.
type taker struct {
	failures int
	took     []string
	noted    []string
}

func (*taker) May(context.Context, map[string]string, int64) error { return nil }

func (k *taker) Take(_ context.Context, t *upload.Ticket, content io.ReadSeeker) (string, error) {
	k.noted = append(k.noted, t.Noted)
	if err := t.Note("noted"); err != nil {
		return "", err
	}
	if k.failures > 0 {
		k.failures--
		return "", errors.New("the disk at /srv is full")
	}
	raw, err := io.ReadAll(content)
	k.took = append(k.took, string(raw))
	return "/taken", err
}

type world struct {
	*testing.T
	store *upload.Store
	*taker
	handler http.Handler
	now     time.Time
}

func start(t *testing.T, dir string, k *taker) *world {
	t.Helper()
	w := &world{T: t, taker: k, now: time.Now()}
	s, err := upload.Open(dir, k, upload.Options{Size: 1 << 20, Space: 3 << 20, Most: 4, Keep: time.Hour, Clock: func() time.Time { return w.now }})
	if err != nil {
		t.Fatal(err)
	}
	w.store = s
	if w.handler, err = s.Handler("/uploads/"); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) send(institution model.ID, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	w.Helper()
	ctx := model.WithPrincipal(w.Context(), &model.Principal{Subject: "key of " + string(institution), Via: "apikey", Institution: institution})
	r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(body))
	r.Header.Set("Tus-Resumable", "1.0.0")
	if method == http.MethodPatch {
		r.Header.Set("Content-Type", "application/offset+octet-stream")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	return answer
}

func (w *world) begin(institution model.ID, size string) (place string, status int) {
	w.Helper()
	r := w.send(institution, http.MethodPost, "/uploads/", "", "Upload-Length", size)
	return strings.TrimPrefix(r.Header().Get("Location"), "http://example.com"), r.Code
}

// TestBounds: no institution takes the places of all, and all together have not more room than
// there is; what has expired or ended makes room.
func TestBounds(t *testing.T) {
	dir := t.TempDir()
	w := start(t, dir, &taker{})
	var places []string
	for i, c := range []struct {
		institution model.ID
		size        string
		status      int
	}{{"a", "10", 201}, {"a", "10", 201}, {"a", "10", 201}, {"a", "10", 201}, {"a", "10", 429}, {"b", "1048576", 201}, {"b", "1048577", 413},
		{"b", "1048576", 201}, {"b", "1048576", 429}} {
		place, status := w.begin(c.institution, c.size)
		if status != c.status {
			t.Errorf("upload %d: %d", i, status)
		}
		places = append(places, place)
	}
	if r := w.send("b", http.MethodDelete, places[0], ""); r.Code != http.StatusNotFound {
		t.Errorf("another institution ends an upload: %d", r.Code)
	}
	w.send("a", http.MethodDelete, places[0], "")
	if _, status := w.begin("a", "10"); status != 201 {
		t.Errorf("after one has ended: %d", status)
	}
	w = start(t, dir, w.taker) // another process
	if _, status := w.begin("a", "10"); status != 429 {
		t.Errorf("after a restart: %d", status)
	}
	w.now = w.now.Add(59 * time.Minute)
	w.send("a", http.MethodPatch, places[1], "01234", "Upload-Offset", "0")
	w.now = w.now.Add(2 * time.Minute)
	w.store.Expire(t.Context())
	for i, want := range map[int]int{1: 200, 2: 404, 5: 404} {
		who := model.ID("a")
		if i == 5 {
			who = "b"
		}
		if r := w.send(who, http.MethodHead, places[i], ""); r.Code != want {
			t.Errorf("upload %d after an hour: %d", i, r.Code)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}

// TestTaking: a file that could not be taken over is taken over when its client asks how far
// it is, with what was noted; it is taken once, and nobody is told of the node's inside.
func TestTaking(t *testing.T) {
	dir := t.TempDir()
	w := start(t, dir, &taker{failures: 2})
	place, _ := w.begin("a", "10")
	w.send("a", http.MethodPatch, place, "01234", "Upload-Offset", "0")
	if r := w.send("a", http.MethodPatch, place, "56789", "Upload-Offset", "5"); r.Code != 500 || strings.Contains(r.Body.String(), "srv") {
		t.Errorf("%d %s", r.Code, r.Body)
	}
	w = start(t, dir, w.taker)
	if r := w.send("a", http.MethodHead, place, ""); r.Code != 500 {
		t.Errorf("%d", r.Code)
	}
	for range 2 {
		if r := w.send("a", http.MethodHead, place, ""); r.Code != 200 || r.Header().Get("Upload-Offset") != "10" {
			t.Errorf("%d %v", r.Code, r.Header())
		}
	}
	if len(w.took) != 1 || w.took[0] != "0123456789" || strings.Join(w.noted, ",") != ",noted,noted" {
		t.Errorf("took %q with %q", w.took, w.noted)
	}
	content, err := filepath.Glob(filepath.Join(dir, "*", "content"))
	if err != nil || len(content) > 0 {
		t.Errorf("%v, %v", content, err)
	}
	if place, status := w.begin("a", "0"); status != 201 {
		t.Errorf("of an empty file: %d %s", status, place)
	}
	if len(w.took) != 2 {
		t.Errorf("took %q", w.took)
	}
}

// FuzzAddress: an address that was not given out leads nowhere.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"A.B", "../x.AAAA", ".", "AAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%2e%2e"} {
		f.Add(seed)
	}
	s, err := upload.Open(f.TempDir(), &taker{}, upload.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if _, err := s.GetUpload(t.Context(), id); err == nil {
			t.Errorf("an upload at %q", id)
		}
	})
}

// TestTakenUploadsLeaveRoom: what was taken over is told of for as long as it is kept, and counts
// as nothing that is under way, also after a restart.
func TestTakenUploadsLeaveRoom(t *testing.T) {
	dir, k := t.TempDir(), &taker{}
	w := start(t, dir, k)
	var last string
	for i := range 12 { // three times as many as may be under way
		if i == 6 {
			w = start(t, dir, k)
		}
		place, status := w.begin("inst_a", "4")
		if status != http.StatusCreated {
			t.Fatalf("the upload %d: %d", i+1, status)
		}
		if r := w.send("inst_a", http.MethodPatch, place, "abcd", "Upload-Offset", "0"); r.Code != http.StatusNoContent {
			t.Fatalf("%d %s", r.Code, r.Body)
		}
		last = place
	}
	if r := w.send("inst_a", http.MethodHead, last, ""); r.Code != http.StatusOK || r.Header().Get("Upload-Offset") != "4" {
		t.Errorf("the last one: %d %v", r.Code, r.Header())
	}
}
