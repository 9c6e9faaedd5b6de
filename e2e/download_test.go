package e2e_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"testing"

	"metrograph/model"
)

// checkDownload fetches the bytes of every attachment: they come whole, or the answer is
// that to an id that nobody has.
func (v *visit) checkDownload(t *testing.T) {
	t.Helper()
	unknown := v.client.get(t, "/attachments/"+string(unknownID(model.KindAttachment)))
	if unknown.status != http.StatusNotFound {
		t.Errorf("download of an unknown attachment: status %d", unknown.status)
	}
	for _, r := range v.of(model.KindAttachment) {
		content := v.content[r.id]
		got := v.client.get(t, "/attachments/"+string(r.id))
		seen := v.found[r]
		seen.download = got.status == http.StatusOK && got.body == content
		v.found[r] = seen
		if want := v.oracle.of(t, r).download; seen.download != want {
			t.Errorf("download of %s: status %d %s; Casbin says %v", r, got.status, clip(got.body), want)
		}
		if seen.download {
			continue
		}
		digest := sha256.Sum256([]byte(content)) // who has the file already learns nothing either
		known := v.client.get(t, "/attachments/"+string(r.id), "If-None-Match", `"`+hex.EncodeToString(digest[:])+`"`)
		for _, refused := range []response{got, known} {
			if refused.status != unknown.status || refused.body != unknown.body {
				t.Errorf("download of %s: %d %s, of an unknown one: %d %s", r, refused.status, refused.body, unknown.status, unknown.body)
			}
		}
	}
	for _, path := range []string{"garbage", string(v.of(model.KindCertificate)[0].id), "att_00000000000000000000000000"} {
		if got := v.client.get(t, "/attachments/"+path); got.status != unknown.status || got.body != unknown.body {
			t.Errorf("download of %s: %d %s", path, got.status, got.body)
		}
	}
}
