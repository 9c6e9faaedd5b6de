package parcel

import (
	"testing"
	"time"

	"metrograph/model"
)

func sample() *Parcel {
	p := &Parcel{}
	lab := &model.Institution{Name: model.Plain("Lab")}
	lab.ID = p.NewID(model.KindInstitution)
	maker := &model.Institution{Name: model.Plain("Maker")}
	maker.ID = p.NewID(model.KindInstitution)
	i := &model.Instrument{ManufacturerID: maker.ID}
	i.ID = p.NewID(model.KindInstrument)
	e := &model.Environment{Influences: []model.Influence{{DeviceID: i.ID}}}
	e.ID = p.NewID(model.KindEnvironment)
	a := &model.Attachment{}
	a.ID = p.NewID(model.KindAttachment)
	c := &model.Certificate{IssuerID: lab.ID, EnvironmentIDs: []model.ID{e.ID}, AttachmentIDs: []model.ID{a.ID},
		Items: []model.Item{{InstrumentID: i.ID}}, Amendment: &model.Amendment{}}
	c.ID = p.NewID(model.KindCertificate)
	p.Institutions, p.Known = []*model.Institution{lab}, []*model.Institution{maker}
	p.Instruments, p.Environments, p.Certificate = []*model.Instrument{i}, []*model.Environment{e}, c
	p.Files = []File{{Attachment: a}}
	return p
}

func TestProvisional(t *testing.T) {
	p := &Parcel{}
	a, b := p.NewID(model.KindPerson), p.NewID(model.KindPerson)
	if a == b || !a.Valid() || a.Kind() != model.KindPerson || !Provisional(a) {
		t.Errorf("%s %s", a, b)
	}
	if Provisional(model.NewID(model.KindPerson, time.Now())) || Provisional("") || Provisional("pers_x") {
		t.Error("a real identifier is taken for a provisional one")
	}
}

// TestRename says that no provisional identifier stays anywhere.
func TestRename(t *testing.T) {
	p := sample()
	names := map[model.ID]model.ID{}
	for _, r := range p.Records() {
		names[r.Base().ID] = model.NewID(r.Kind(), time.Now())
	}
	names[p.Known[0].ID] = ""
	Rename(p.Records(), names)
	ids := map[model.ID]bool{}
	for _, r := range p.Records() {
		ids[r.Base().ID] = true
		if Provisional(r.Base().ID) {
			t.Errorf("%s keeps its identifier", r.Kind())
		}
	}
	for _, r := range p.Records() {
		for _, ref := range r.References() {
			if !ids[ref.To] {
				t.Errorf("%s: %s points to %s", r.Kind(), ref.Path(), ref.To)
			}
		}
	}
	if p.Instruments[0].ManufacturerID != "" {
		t.Error("a reference is not emptied")
	}
}

// TestOrder says that records come after those that they point to.
func TestOrder(t *testing.T) {
	p := sample()
	p.Instruments[0].ManufacturerID = ""
	before := map[model.ID]bool{}
	for _, r := range p.Records() {
		for _, ref := range r.References() {
			if !before[ref.To] {
				t.Errorf("%s comes before its %s", r.Kind(), ref.Path())
			}
		}
		before[r.Base().ID] = true
	}
}

func TestLine(t *testing.T) {
	p := &Parcel{}
	p.At("results[0]", 5)
	p.At("results[0].series[1]", 7)
	for path, want := range map[string]int{
		"results[0].series[1].columns[2].values[0]": 7, "results[0].series[2]": 5, "results[0]": 5, "results[1]": 0, "": 0, "number": 0,
	} {
		if got := p.Line(path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
}
