package resolvers

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// many certificates, each with an issuer, two items and a method of its own.
func crowd(n byte) *fake {
	f := &fake{}
	for i := range n {
		c := &model.Certificate{Number: fmt.Sprintf("C-%d", i), IssuerID: id(model.KindInstitution, i%7)}
		c.ID, c.Origin = id(model.KindCertificate, i), id(model.KindInstitution, i%3)
		c.Items = []model.Item{{InstrumentID: id(model.KindInstrument, i)}, {InstrumentID: id(model.KindInstrument, n+i)}}
		c.Methods = []model.MethodUse{{MethodID: id(model.KindMethod, i)}}
		keep(f, c)
		for _, of := range []model.ID{c.Items[0].InstrumentID, c.Items[1].InstrumentID} {
			instrument := &model.Instrument{Model: "M", ManufacturerID: id(model.KindInstitution, 8)}
			instrument.ID = of
			keep(f, instrument)
		}
		method := &model.Method{Code: "JJG 1"}
		method.ID = id(model.KindMethod, i)
		keep(f, method)
	}
	for i := range byte(9) {
		institution := &model.Institution{Name: model.Text{En: "I"}}
		institution.ID = id(model.KindInstitution, i)
		keep(f, institution)
	}
	return f
}

func TestEdgesCostOneCallAKind(t *testing.T) {
	f := crowd(50)
	o := options(f)
	o.Wait = 1 // nothing hangs on how busy the machine is
	a := askWith(t, o, `{ certificates(first: 50) { edges { node { number
		issuer { name { en } } i: issuer { name { en } shortName { en } } origin { name { zh } parent { id } } manufacturers { id }
		items { instrument { model manufacturerInstitution { shortName { en } } } }
		methods { method { code } } } } } }`, nil)
	if len(a.Errors) > 0 {
		t.Fatal(a.Errors)
	}
	want := map[string]int{"List certificate": 1, "Load institution": 4, "Load instrument": 1, "Load method": 1}
	if diff := cmp.Diff(want, f.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestEdgesOfNodesCostOneCallAKind(t *testing.T) {
	f := crowd(50)
	o := options(f)
	o.Wait = 1
	var ids []model.ID
	for i := range byte(50) {
		ids = append(ids, id(model.KindCertificate, i), id(model.KindInstrument, i))
	}
	a := askWith(t, o, `query($ids: [ID!]!) { nodes(ids: $ids) { ...on Certificate { methods { method { code } } }
		...on Instrument { maker: manufacturerInstitution { name { zh } } } } }`, map[string]any{"ids": ids})
	if len(a.Errors) > 0 {
		t.Fatal(a.Errors)
	}
	if f.calls["Load method"] != 1 || f.calls["Load institution"] != 1 {
		t.Errorf("calls %v", f.calls)
	}
}

func TestConnectionsBelowRecordsCostOneCall(t *testing.T) {
	f := crowd(9)
	o := options(f)
	o.Wait = 250 * time.Millisecond
	a := askWith(t, o, `{ institutions { edges { node { certificates(first: 5) { totalCount edges { node { number } } }
		instruments { edges { node { model } } } } } } }`, nil)
	if len(a.Errors) > 0 {
		t.Fatal(a.Errors)
	}
	want := map[string]int{"List institution": 1, "List certificate": 1, "List instrument": 1}
	if diff := cmp.Diff(want, f.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if n := len(f.lists); n != 1+9+9 {
		t.Errorf("%d lists were asked for, want 19", n)
	}
}

func TestHiddenRecordsAreLeftOutOfLists(t *testing.T) {
	c := &model.Certificate{
		IssuerID:       id(model.KindInstitution, 77),
		EnvironmentIDs: []model.ID{id(model.KindEnvironment, 1), id(model.KindEnvironment, 2), "garbage"},
		AttachmentIDs:  []model.ID{},
	}
	c.ID = id(model.KindCertificate, 1)
	shown := &model.Environment{}
	shown.ID = id(model.KindEnvironment, 2)
	a := ask(t, keep(&fake{}, c, shown), `query($id: ID!) { certificate(id: $id) {
		issuer { id } environments { version } attachments { id } derivedFrom { id } } }`, map[string]any{"id": c.ID})
	a.wantData(t, `{"certificate": {"issuer": null, "environments": [{"version": 0}], "attachments": [], "derivedFrom": null}}`)
}

func TestOnlySelectedFieldsAreAskedFor(t *testing.T) {
	cases := map[string][]string{
		`{ certificates { edges { node { number } } } }`: {"id", "number"},
		`{ certificates { totalCount } }`:                {"id"},
		`{ certificates { edges { node { n: number amendedBy { totalCount } history { edges { cursor } } recordKind } } } }`:    {"id", "number"},
		`{ certificates { edges { node { ...on Record { status } ...on Node { id } ...on Certificate { issuer { id } } } } } }`: {"id", "status", "issuer"},
		`{ certificates { ...page a: edges { node { title { en } } } } } fragment page on CertificateConnection { edges { ...e } }
		 fragment e on CertificateEdge { node { ...c } } fragment c on Certificate { remarks { zh } items { instrument { id } } }`: {"id", "title", "items", "remarks"},
		`query { certificates { edges { node { number @include(if: false) stage @skip(if: true) basis } } } }`: {"id", "basis"},
	}
	for query, want := range cases {
		f := &fake{}
		if a := ask(t, f, query, nil); len(a.Errors) > 0 {
			t.Errorf("%s: %v", query, a.Errors)
			continue
		}
		if diff := cmp.Diff(want, f.lists[0].Fields.Names(model.KindCertificate)); diff != "" {
			t.Errorf("%s: fields (-want +got):\n%s", query, diff)
		}
	}
}
