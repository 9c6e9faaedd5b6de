package main

import (
	"testing"

	"metrograph/model"
	"metrograph/publication"
)

// publish records publications of every institution: of certificates of whatever class, and of
// data sets, each second one in place of the one before.
func (w *twinWorld) publish(t *testing.T) {
	t.Helper()
	var before model.ID
	subjects := append(w.all(t, model.KindDataset), w.all(t, model.KindCertificate)[:16]...)
	for i, subject := range subjects {
		p := newPublication(t, w.node, w.institutions[i%4], subject)
		if i%2 == 1 {
			p.SupersedesID = before
		}
		sealPublication(t, w.node, p)
		w.create(t, p)
		before = p.ID
	}
}

// newPublication is the publication of a record, or of a data set with its members.
func newPublication(t *testing.T, n *node, by *model.Institution, subject model.Record) *model.Publication {
	t.Helper()
	head := subject.Base()
	p := &model.Publication{SubjectID: head.ID, SubjectVersion: head.Version, Title: model.Text{Zh: "发布", En: "Publication of " + string(head.ID)},
		Licence: "CC-BY-4.0", Publisher: by.Name, Creators: []model.Creator{{InstitutionID: head.Origin, Name: by.Name}}, Discipline: subject.Facts().Discipline}
	p.ID, p.Origin, p.Level, p.Region = n.NewID(model.KindPublication), by.ID, by.Level, by.Region
	p.Identifier = model.PublicationIdentifier(p.ID)
	p.Classification, p.Status, p.PublishedAt = model.ClassificationPublic, model.StatusPublished, head.Created.At
	ids := []model.ID{head.ID}
	if d, ok := subject.(*model.Dataset); ok {
		ids = append(ids, d.Members[:min(len(d.Members), 20)]...)
	}
	records, err := n.Find(n.operator(t.Context()), ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		content, err := publication.Content(r)
		if err != nil {
			t.Fatal(err)
		}
		p.Members = append(p.Members, model.PublishedMember{RecordID: r.Base().ID, Version: r.Base().Version, SHA256: publication.Digest(content)})
	}
	return p
}

func sealPublication(t *testing.T, n *node, p *model.Publication) {
	t.Helper()
	keys := n.federation.Keys()
	if err := publication.Seal(p, keys.Public(), keys.Sign); err != nil {
		t.Fatal(err)
	}
}
