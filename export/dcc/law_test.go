package dcc_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	reader "metrograph/collect/dcc"
	"metrograph/collect/parcel"
	"metrograph/collect/xmltree"
	"metrograph/internal/sample"
	"metrograph/model"
)

func read(t testing.TB, raw []byte) *parcel.Parcel {
	t.Helper()
	p, err := reader.Read(context.Background(), "certificate.xml", raw, xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Certificate == nil {
		t.Fatalf("no certificate: %v", p.Findings)
	}
	return p
}

// worldOf is the world of an imported document.
func worldOf(p *parcel.Parcel) *world {
	w := newWorld()
	w.add(p.Records()...)
	for _, i := range p.Known {
		w.add(i)
	}
	for _, f := range p.Files {
		w.content[f.Attachment.ID] = f.Content
	}
	return w
}

// told is what a certificate tells, in a form in which two tellings can be compared:
// identifiers are replaced by what they stand for, and what belongs to the node that keeps a
// record is left out.
type told struct {
	Certificate  *model.Certificate
	Issuer       *model.Institution
	Items        []*model.Instrument
	Standards    []*model.Instrument
	Devices      []*model.Instrument
	Persons      []*model.Person
	Methods      []*model.Method
	Environments []*model.Environment
	Files        []string
}

// tell gathers it. A document says of a person no more than who it is.
func tell(w *world, original *model.Certificate) told {
	c := *original
	unmapped := slices.DeleteFunc(slices.Clone(c.Provenance.Unmapped), func(e model.Extra) bool {
		return strings.Contains(e.Path, "/supplement/derivedFrom")
	})
	c.Head = model.Head{Provenance: model.Provenance{Unmapped: unmapped}}
	c.Signature = nil // is what a node found of a document, and no document's to say
	out := told{Certificate: &c}
	d := w.document(original)
	out.Issuer = only(d.Issuer, func(i *model.Institution) {
		i.Head, i.ParentID, i.Endpoint, i.PublicKey, i.Capabilities = model.Head{}, "", "", "", nil
	})
	c.IssuerID, c.CustomerID, c.DerivedFrom = "", "", nil
	if c.Stage == model.StageDerived {
		c.Stage = "" // from what, only the node knows
	}
	c.Items, c.Standards, c.Personnel = slices.Clone(c.Items), slices.Clone(c.Standards), slices.Clone(c.Personnel)
	c.Methods, c.EnvironmentIDs, c.AttachmentIDs = slices.Clone(c.Methods), nil, nil
	for i := range c.Items {
		out.Items = append(out.Items, w.instrument(&c.Items[i].InstrumentID))
	}
	for i := range c.Standards {
		out.Standards = append(out.Standards, w.instrument(&c.Standards[i].InstrumentID))
		c.Standards[i].CertificateID = ""
	}
	for i := range c.Personnel {
		out.Persons = append(out.Persons, only(d.Persons[c.Personnel[i].PersonID], func(p *model.Person) {
			p.Head, p.InstitutionID, p.Qualifications = model.Head{}, "", nil
		}))
		c.Personnel[i].PersonID = ""
	}
	for i := range c.Methods {
		out.Methods = append(out.Methods, only(d.Methods[c.Methods[i].MethodID], func(m *model.Method) {
			m.Head, m.SupersededBy = model.Head{}, ""
		}))
		c.Methods[i].MethodID = ""
	}
	for _, e := range d.Environments {
		out.Environments = append(out.Environments, only(e, func(e *model.Environment) {
			e.Head, e.Influences = model.Head{}, slices.Clone(e.Influences)
			for i := range e.Influences {
				out.Devices = append(out.Devices, w.instrument(&e.Influences[i].DeviceID))
			}
		}))
	}
	for _, a := range d.Attachments {
		if content, ok := w.content[a.ID]; ok {
			out.Files = append(out.Files, strings.Join([]string{a.FileName, a.MediaType, a.SHA256, string(a.Role),
				a.Description.Zh, a.Description.En, string(content)}, "|"))
		}
	}
	if c.Amendment != nil {
		c.Amendment = only(c.Amendment, func(a *model.Amendment) { a.CertificateID = "" })
	}
	return out
}

// only is a copy of a record without what is not compared; nil stays nil.
func only[R any](r *R, strip func(*R)) *R {
	if r == nil {
		return nil
	}
	one := *r
	strip(&one)
	return &one
}

// instrument is the record of an id, which is emptied.
func (w *world) instrument(id *model.ID) *model.Instrument {
	i, _ := w.records[*id].(*model.Instrument)
	*id = ""
	return only(i, func(i *model.Instrument) {
		i.Head = model.Head{}
		for _, ref := range []*model.ID{&i.ManufacturerID, &i.OwnerID} {
			if known, ok := w.records[*ref].(*model.Institution); ok {
				*ref = model.ID(known.Name.In("zh"))
			} else {
				*ref = ""
			}
		}
	})
}

// comesBack says that a certificate is the same after it was written and read.
func comesBack(t *testing.T, schema rules, w *world, c *model.Certificate) {
	t.Helper()
	raw := write(t, w.document(c))
	schema.check(t, raw)
	p := read(t, raw)
	want, got := tell(w, c), tell(worldOf(p), p.Certificate)
	got.Files = got.Files[1:] // the document itself
	slices.Sort(want.Files)   // the one that people read stands at the end
	slices.Sort(got.Files)
	madeAnew(want.Items, got.Items)
	madeAnew(want.Standards, got.Standards)
	madeAnew(want.Persons, got.Persons)
	for _, i := range slices.Concat(want.Standards, got.Standards, want.Devices, got.Devices) {
		if i != nil { // the standard has no place for the owner of equipment
			i.OwnerID = ""
		}
	}
	foundByName(want.Items, got.Items)
	foundByName(want.Standards, got.Standards)
	foundByName(want.Devices, got.Devices)
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%s does not come back (-was +is):\n%s", c.Number, d)
	}
	for _, f := range p.Findings {
		if f.Severity != model.SeverityInfo && !strings.HasPrefix(f.Rule, "unit.") {
			t.Errorf("%s: %s: %s", c.Number, f.Path, f.Message.En)
		}
	}
}

// madeAnew passes over the records of those of whom there was none: an importer makes them.
func madeAnew[R any](was, is []*R) {
	for i := range min(len(was), len(is)) {
		if was[i] == nil {
			is[i] = nil
		}
	}
}

// foundByName passes over institutions that an importer looks for by a name.
func foundByName(was, is []*model.Instrument) {
	for i := range min(len(was), len(is)) {
		if was[i] != nil && is[i] != nil && was[i].ManufacturerID == "" && string(is[i].ManufacturerID) == was[i].Manufacturer {
			is[i].ManufacturerID = ""
		}
		if was[i] != nil && is[i] != nil && was[i].OwnerID == "" && string(is[i].OwnerID) == was[i].Owner {
			is[i].OwnerID = ""
		}
	}
}

// TestCertificatesComeBack is the law: what is written and read again is the same.
func TestCertificatesComeBack(t *testing.T) {
	schema := compile()
	w, certificates := demo(sample.Options{Certificates: 150, Instruments: 60})
	for _, c := range certificates {
		comesBack(t, schema, w, c)
	}
}

// TestDocumentsComeBack is the law for documents of others: the project's own, and the
// published ones where they are.
func TestDocumentsComeBack(t *testing.T) {
	schema := compile()
	var files []string
	for _, pattern := range []string{"../../collect/dcc/testdata/*.xml", "../../../shared/dcc/*.xml", "../../../shared/dcc/signed/*.xml"} {
		found, _ := filepath.Glob(pattern)
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Fatal("no documents")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p := read(t, raw)
			comesBack(t, schema, worldOf(p), p.Certificate)
		})
	}
}

// TestArbitraryCertificatesComeBack is the law for whatever the model allows.
func TestArbitraryCertificatesComeBack(t *testing.T) {
	schema := compile()
	for seed := range uint64(150) {
		a := &arbitrary{Rand: rand.New(rand.NewPCG(seed, 3)), words: plainWords}
		c := a.certificate()
		if model.Grave(c.Validate()) {
			continue
		}
		comesBack(t, schema, a.world, c)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}
