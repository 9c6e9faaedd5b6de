package storetest

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// birth is when the first record of a test is born; every further one is a second younger.
var birth = time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC)

// maker makes the records of a test, the same ones in each run. Ids rise in the order of
// making.
type maker struct{ n int }

// id returns the next identifier of a kind.
func (m *maker) id(kind model.Kind) model.ID {
	m.n++
	return identify(kind, m.n)
}

// identify returns the n-th identifier of a kind.
func identify(kind model.Kind, n int) model.ID {
	var u [16]byte
	binary.BigEndian.PutUint64(u[8:], uint64(n))
	return kind.ID(birth.Add(time.Duration(n)*time.Second), u)
}

// institution returns the n-th of the institutions that records refer to.
func institution(n int) model.ID { return identify(model.KindInstitution, n) }

// head returns the head of a published public record of the first institution.
func (m *maker) head(kind model.Kind) model.Head {
	id := m.id(kind)
	stamp := model.Stamp{At: birth.Add(time.Duration(m.n) * time.Second), By: "tester"}
	return model.Head{
		ID: id, Version: 1, Origin: institution(1), Region: "440300", Level: model.LevelProvincial,
		Classification: model.ClassificationPublic, Status: model.StatusPublished,
		Provenance: model.Provenance{Channel: "test", SourceHash: fmt.Sprintf("%064x", m.n)},
		Created:    stamp, Modified: stamp,
	}
}

// certificate makes a certificate with its own number, issued on the n-th day of 2024.
func (m *maker) certificate(edits ...func(*model.Certificate)) *model.Certificate {
	c := &model.Certificate{Head: m.head(model.KindCertificate)}
	c.Number = fmt.Sprintf("GP-2024-%05d", m.n)
	c.Title = model.Text{Zh: "数字压力计校准证书", En: "Calibration certificate of a digital pressure gauge"}
	c.DocumentType, c.Activity = model.DocumentCalibrationCertificate, model.ActivityCalibration
	c.Discipline, c.IssuerID = model.DisciplineMechanics, institution(1)
	c.IssuedAt = model.DateOf(time.Date(2024, 1, m.n%365, 0, 0, 0, 0, time.UTC))
	c.Items = []model.Item{{Name: model.Text{Zh: "数字压力计"}, Manufacturer: "Fluke", Model: "2700G",
		SerialNumber: fmt.Sprintf("SN%06d", m.n)}}
	for _, edit := range edits {
		edit(c)
	}
	return c
}

// instrument makes an instrument with its own serial number.
func (m *maker) instrument(edits ...func(*model.Instrument)) *model.Instrument {
	i := &model.Instrument{Head: m.head(model.KindInstrument), Name: model.Text{Zh: "数字压力计"}, Model: "2700G",
		SerialNumber: fmt.Sprintf("SN%06d", m.n), Manufacturer: "Fluke", Discipline: model.DisciplineMechanics}
	for _, edit := range edits {
		edit(i)
	}
	return i
}

// attachment makes the description of a file.
func (m *maker) attachment(size int64, edits ...func(*model.Attachment)) *model.Attachment {
	a := &model.Attachment{Head: m.head(model.KindAttachment), FileName: fmt.Sprintf("File %d.PDF", m.n),
		MediaType: "application/pdf", Size: size, SHA256: fmt.Sprintf("%064x", m.n), Role: model.AttachmentOriginal}
	for _, edit := range edits {
		edit(a)
	}
	return a
}

// change makes the change that brings a record into its present state. A first version is
// created, a later one amended.
func change(r model.Record) store.Change {
	head := r.Base()
	c := store.Change{Record: r, Operation: store.Amend, Actor: "tester", Reason: "test", At: head.Modified.At}
	if head.Version == 1 {
		c.Operation = store.Create
	}
	return c
}

// removal makes the change that deletes a record, which is at the version before the one
// it is given.
func removal(r model.Record) store.Change {
	c := change(r)
	c.Operation = store.Delete
	return c
}

// commit writes records and fails the test if one of them is refused.
func commit(t *testing.T, s store.Store, records ...model.Record) []store.Outcome {
	t.Helper()
	changes := make([]store.Change, len(records))
	for i, r := range records {
		changes[i] = change(r)
	}
	return commitAll(t, s, changes)
}

// commitAll commits changes and fails the test if one of them is refused.
func commitAll(t *testing.T, s store.Store, changes []store.Change) []store.Outcome {
	t.Helper()
	var all []store.Outcome
	for len(changes) > 0 {
		n := min(len(changes), 200)
		outcomes, err := s.Commit(t.Context(), changes[:n])
		if err != nil {
			t.Fatalf("commit: %v", err)
		}
		if len(outcomes) != n {
			t.Fatalf("commit of %d changes: %d outcomes", n, len(outcomes))
		}
		for i, o := range outcomes {
			if o.Err != nil {
				t.Fatalf("commit of %s: %v", changes[i].Record.Base().ID, o.Err)
			}
		}
		all, changes = append(all, outcomes...), changes[n:]
	}
	return all
}

// list asks for one page and fails the test on an error.
func list(t *testing.T, s store.Store, q store.Query) store.Page {
	t.Helper()
	pages, err := s.List(t.Context(), q)
	if err != nil {
		t.Fatalf("list: %v", err)
	}
	if len(pages) != 1 {
		t.Fatalf("list of one query: %d pages", len(pages))
	}
	return pages[0]
}

// ids lists the ids of documents.
func ids(documents []*store.Document) []model.ID {
	list := []model.ID{}
	for _, d := range documents {
		list = append(list, d.ID)
	}
	return list
}
