package dcczip_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"metrograph/collect/dcc"
	"metrograph/collect/xmltree"
	"metrograph/export"
	"metrograph/export/dcczip"
	"metrograph/internal/sample"
	"metrograph/model"
)

// The archive has a document for each certificate, which the importer reads, and a manifest
// that names them all with their hashes.
func TestArchive(t *testing.T) {
	var out bytes.Buffer
	w, err := dcczip.Format{}.New(&out, export.Options{Kind: model.KindCertificate, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	related := export.Related{}
	for _, r := range []model.Record{sample.Institution(), sample.Instrument(), sample.Person(), sample.Method()} {
		related[r.Base().ID] = r
	}
	for n := range 3 {
		c := sample.Certificate(func(c *model.Certificate) {
			c.ID, c.Number = sample.ID(model.KindCertificate, n+1), string(rune('A'+n))
		})
		if err := w.Write(c, related); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Finish(), w.Close()); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	content := map[string][]byte{}
	for _, f := range archive.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if content[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	var manifest struct {
		Certificates []struct{ ID, Number, File, SHA256 string }
	}
	if err := json.Unmarshal(content["manifest.json"], &manifest); err != nil {
		t.Fatal(err)
	}
	if len(manifest.Certificates) != 3 || len(content) != 4 {
		t.Fatalf("%d files, manifest %+v", len(content), manifest)
	}
	for n, e := range manifest.Certificates {
		document := content[e.File]
		sum := sha256.Sum256(document)
		if e.Number != string(rune('A'+n)) || e.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("%+v", e)
		}
		parcel, err := dcc.Read(t.Context(), e.File, document, xmltree.Limits{})
		if err != nil || parcel.Certificate == nil || parcel.Certificate.Number != e.Number {
			t.Errorf("the importer reads %+v, %v", parcel, err)
		}
	}
}
