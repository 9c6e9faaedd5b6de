package dcc_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"testing"

	"metrograph/export/dcc"
	"metrograph/internal/sample"
	"metrograph/model"
)

// world is all records that a certificate may refer to, by their ids.
type world struct {
	records map[model.ID]model.Record
	content map[model.ID][]byte
}

func newWorld() *world {
	return &world{map[model.ID]model.Record{}, map[model.ID][]byte{}}
}

func (w *world) add(records ...model.Record) {
	for _, r := range records {
		w.records[r.Base().ID] = r
	}
}

// demo is the demo data as a world, with its certificates.
func demo(o sample.Options) (*world, []*model.Certificate) {
	w, d := newWorld(), sample.Generate(o)
	for r := range d.All() {
		w.add(r)
	}
	for _, f := range d.Attachments {
		w.add(f.Attachment)
		w.content[f.Attachment.ID] = f.Content
	}
	return w, d.Certificates
}

// attach adds an attachment with its content to a certificate.
func (w *world) attach(c *model.Certificate, a *model.Attachment, content []byte) {
	sum := sha256.Sum256(content)
	a.Size, a.SHA256 = int64(len(content)), hex.EncodeToString(sum[:])
	w.add(a)
	w.content[a.ID] = content
	if !slices.Contains(c.AttachmentIDs, a.ID) {
		c.AttachmentIDs = append(c.AttachmentIDs, a.ID)
	}
}

func records[R model.Record](w *world) map[model.ID]R {
	all := map[model.ID]R{}
	for id, r := range w.records {
		if r, ok := r.(R); ok {
			all[id] = r
		}
	}
	return all
}

// document gathers what the document of a certificate is made of.
func (w *world) document(c *model.Certificate) *dcc.Certificate {
	out := &dcc.Certificate{Certificate: c, Institutions: records[*model.Institution](w), Instruments: records[*model.Instrument](w),
		Persons: records[*model.Person](w), Methods: records[*model.Method](w), Certificates: records[*model.Certificate](w)}
	out.Issuer = out.Institutions[c.IssuerID]
	environments, attachments := records[*model.Environment](w), records[*model.Attachment](w)
	for _, id := range c.EnvironmentIDs {
		if e := environments[id]; e != nil {
			out.Environments = append(out.Environments, e)
		}
	}
	for _, id := range c.AttachmentIDs {
		if a := attachments[id]; a != nil {
			out.Attachments = append(out.Attachments, a)
		}
	}
	out.Files = func(id model.ID) (io.ReadCloser, error) {
		content, ok := w.content[id]
		if !ok {
			return nil, nil
		}
		return io.NopCloser(bytes.NewReader(content)), nil
	}
	return out
}

func write(t testing.TB, c *dcc.Certificate) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := dcc.Write(&out, c); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
