package resolvers

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/registry"
)

func TestEmptyIsNull(t *testing.T) {
	c := &model.Certificate{Basis: []string{}, Items: []model.Item{{Model: "34401A"}}, Results: []model.MeasurementResult{{
		Adjustment: model.AdjustmentNone,
		Series:     []model.Series{{Columns: []model.Column{{Role: model.ColumnIndication, Values: []model.Decimal{"0.10", ""}}}}},
	}}}
	c.ID, c.Version, c.Created.At = id(model.KindCertificate, 1), 3, day
	a := ask(t, keep(&fake{}, c), `query($id: ID!) { certificate(id: $id) {
		recordKind version number title { en } activity customer { name { en } } issuedAt region place { kind }
		mandatory basis languages amendment { kind } created { at by } modified { at }
		items { name { en } model manufacturer identifiers { value } }
		results { name { zh } adjustment series { rows columns { role label { en } values } points { index cells { value text } } } }
		} }`, map[string]any{"id": c.ID})
	a.wantData(t, `{"certificate": {
		"recordKind": "CERTIFICATE", "version": 3, "number": null, "title": null, "activity": null, "customer": null,
		"issuedAt": null, "region": null, "place": null, "mandatory": false, "basis": [], "languages": null, "amendment": null,
		"created": {"at": "2025-03-01T08:00:00.123Z", "by": null}, "modified": null,
		"items": [{"name": null, "model": "34401A", "manufacturer": null, "identifiers": []}],
		"results": [{"name": null, "adjustment": "NONE", "series": [{"rows": 2,
			"columns": [{"role": "INDICATION", "label": null, "values": ["0.10", null]}],
			"points": [{"index": 0, "cells": [{"value": "0.10", "text": null}]}, {"index": 1, "cells": [{"value": null, "text": null}]}]}]}]
	}}`)
}

func TestListPassesItsArgumentsOn(t *testing.T) {
	f := &fake{}
	a := ask(t, f, `query($level: Level!, $after: DateTime) { certificates(last: 5, before: "b", orderBy: {field: NUMBER, direction: ASC}, filter: {
		issuer: {eq: "x"}, level: {in: [$level]}, mandatory: {eq: true}, number: {startsWith: "A", eq: null}, itemCount: {gt: 2},
		modifiedAt: {gte: $after}, issuedAt: {lt: "2025-01-01"}, or: [{not: {text: "scale"}}, {amends: {eq: "y"}}]
	}) { totalCount pageInfo { hasNextPage startCursor } } }`, map[string]any{"level": "NATIONAL", "after": "2025-03-01T16:00:00+08:00"})
	a.wantData(t, `{"certificates": {"totalCount": 0, "pageInfo": {"hasNextPage": false, "startCursor": null}}}`)
	want, err := registry.ParseFilter(model.KindCertificate, map[string]any{
		"issuer": map[string]any{"eq": "x"}, "level": map[string]any{"in": []any{"NATIONAL"}}, "mandatory": map[string]any{"eq": true},
		"number": map[string]any{"startsWith": "A"}, "itemCount": map[string]any{"gt": 2},
		"modifiedAt": map[string]any{"gte": time.Date(2025, 3, 1, 8, 0, 0, 0, time.UTC)}, "issuedAt": map[string]any{"lt": "2025-01-01"},
		"or": []any{map[string]any{"not": map[string]any{"text": "scale"}}, map[string]any{"amends": map[string]any{"eq": "y"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := f.lists[0]
	if diff := cmp.Diff(want, got.Where); diff != "" {
		t.Errorf("filter (-want +got):\n%s", diff)
	}
	if got.First != nil || *got.Last != 5 || *got.Before != "b" || !got.Total || got.Order != (registry.Order{Field: "number"}) {
		t.Errorf("list %+v", got)
	}
}

func TestListHasAnOrderOfItsOwn(t *testing.T) {
	for query, want := range map[string]registry.Order{
		"certificates": {Field: "issuedAt", Desc: true}, "methods": {Field: "id", Desc: true},
		"instruments(orderBy: {field: SERIAL_NUMBER, direction: DESC})": {Field: "serialNumber", Desc: true},
		"certificates(orderBy: null)":                                   {},
	} {
		f := &fake{}
		ask(t, f, fmt.Sprintf(`{ %s { totalCount } }`, query), nil)
		if f.lists[0].Order != want {
			t.Errorf("%s: order %+v", query, f.lists[0].Order)
		}
	}
}

func TestConnectionBelowARecordIsFiltered(t *testing.T) {
	f := crowd(1)
	ask(t, f, `query($id: ID!) { instrument(id: $id) { usedIn(filter: {mandatory: {eq: true}}) { totalCount } } }`,
		map[string]any{"id": id(model.KindInstrument, 0)})
	mandatory, _ := registry.ParseFilter(model.KindCertificate, map[string]any{"mandatory": map[string]any{"eq": true}})
	under := registry.Equal("standard", string(id(model.KindInstrument, 0)))
	if diff := cmp.Diff([]*registry.Filter{under, mandatory}, []*registry.Filter{f.lists[0].Under, f.lists[0].Where}); diff != "" {
		t.Errorf("filter (-want +got):\n%s", diff)
	}
}

func TestRequestsAtFaultAreInvalid(t *testing.T) {
	for query, want := range map[string]string{
		`{ certificates(filter: {issuedAt: {eq: "1.3.2025"}}) { totalCount } }`:  `this text is not a date such as 2025-03-01`,
		`{ certificates(filter: {region: {eq: "Beijing"}}) { totalCount } }`:     `this text is not a code of GB/T 2260: six digits`,
		`{ methods(filter: {modifiedAt: {gt: "yesterday"}}) { totalCount } }`:    `this text is not a time such as 2025-03-01T08:00:00Z`,
		`{ certificates(filter: {itemCount: {eq: 3000000000}}) { totalCount } }`: `this value is not an integer of 32 bits`,
	} {
		ask(t, &fake{}, query, nil).wantError(t, model.CodeInvalid, want)
	}
	ask(t, &fake{}, `query($d: StatisticsDimension!) { statistics(groupBy: [$d]) { dimensions } }`, map[string]any{"d": "month"}).
		wantError(t, model.CodeInvalid, `this text is not a dimension`)
	ask(t, &fake{}, `query($f: MethodOrderField!) { methods(orderBy: {field: $f, direction: ASC}) { totalCount } }`, map[string]any{"f": "id"}).
		wantError(t, model.CodeInvalid, `this text is not a field to order by`)
	ask(t, &fake{}, `{ _entities(representations: ["x"]) { __typename } }`, nil).
		wantError(t, model.CodeInvalid, `this text is not a representation of an entity: an object`)
	ask(t, &fake{}, `{ _entities(representations: [{__typename: "Certificate", id: 99999999999999999999}]) { __typename } }`, nil).
		wantError(t, model.CodeInvalid, "a representation needs the name of an entity's type as __typename, and the fields of one of its keys")
	ask(t, &fake{}, `mutation($f: Upload!) { uploadAttachment(input: {file: $f, role: PDF}) { errors { code } } }`, map[string]any{"f": "x"}).
		wantError(t, model.CodeInvalid, "send the file as a part of a multipart request")
	ask(t, &fake{}, `query($l: Level) { certificates(filter: {level: {eq: $l}}) { totalCount } }`, map[string]any{"l": "national"}).
		wantError(t, model.CodeInvalid, `this text is not a level`)
}

func TestFaultsOfPagesAreToldWithTheirPath(t *testing.T) {
	fault := model.Errorf(model.CodeInvalid, "first and last must be from 1 to 100")
	fault.Path = "first"
	a := ask(t, &fake{err: fault}, `{ certificates(first: 101) { totalCount } }`, nil)
	a.wantError(t, model.CodeInvalid, fault.Message)
	if a.Errors[0].Extensions["path"] != "first" || fmt.Sprint(a.Errors[0].Path) != "[certificates]" {
		t.Errorf("error %+v", a.Errors[0])
	}
}

func TestMaskedFieldsAreNamed(t *testing.T) {
	f := crowd(3)
	f.masked = []string{"Certificate.customer", "Certificate.number", "Institution.name", "Institution.contact"}
	a := ask(t, f, `{ certificates { edges { node { number stage issuer { name { en } } } } } }`, nil)
	want := []any{"Certificate.number", "Institution.name"}
	if diff := cmp.Diff(want, a.Extensions["redacted"]); diff != "" {
		t.Errorf("redacted (-want +got):\n%s", diff)
	}
	f.masked = nil
	if a = ask(t, f, `{ certificates { edges { node { number } } } }`, nil); a.Extensions["redacted"] != nil {
		t.Errorf("extensions %v", a.Extensions)
	}
}

func TestNodes(t *testing.T) {
	f := crowd(1)
	query := `query($ids: [ID!]!) { nodes(ids: $ids) { __typename ...on Certificate { number } ...on Record { recordKind } } }`
	ids := []any{id(model.KindMethod, 0), "garbage", id(model.KindCertificate, 0), id(model.KindCertificate, 200), id(model.KindCredential, 1), 5}
	ask(t, f, query, map[string]any{"ids": ids}).wantData(t, `{"nodes": [{"__typename": "Method", "recordKind": "METHOD"}, null,
		{"__typename": "Certificate", "number": "C-0", "recordKind": "CERTIFICATE"}, null, null, null]}`)
	ask(t, f, query, map[string]any{"ids": make([]string, 101)}).wantError(t, model.CodeLimitExceeded, "at most 100 ids in one request")
	ask(t, f, `{ node(id: "garbage") { id } certificate(id: "") { id } }`, nil).wantData(t, `{"node": null, "certificate": null}`)
}

func TestHistory(t *testing.T) {
	f := crowd(1)
	f.masked = []string{"Certificate.number", "Certificate.title"}
	a := ask(t, f, `query($id: ID!) { certificate(id: $id) { history { edges { cursor node { version at by operation previousHash
		record { recordKind ...on Certificate { number } } } } pageInfo { hasPreviousPage endCursor } } } }`, map[string]any{"id": id(model.KindCertificate, 0)})
	a.wantData(t, `{"certificate": {"history": {"edges": [{"cursor": "r1", "node": {"version": 1, "at": "2025-03-01T08:00:00.123Z",
		"by": "zhang", "operation": "CREATE", "previousHash": null, "record": {"recordKind": "CERTIFICATE", "number": "C-0"}}}],
		"pageInfo": {"hasPreviousPage": false, "endCursor": "r1"}}}}`)
	if diff := cmp.Diff([]any{"Certificate.number"}, a.Extensions["redacted"]); diff != "" {
		t.Errorf("redacted (-want +got):\n%s", diff)
	}
}

func TestSearch(t *testing.T) {
	f := crowd(1)
	f.masked = []string{"Certificate.number", "Institution.name", "Institution.kind"}
	a := ask(t, f, `{ search(text: "scale", kinds: [CERTIFICATE], first: 9) { edges { node { id ...on Institution { name { en } } } } } }`, nil)
	if len(a.Errors) > 0 {
		t.Error(a.Errors)
	}
	if diff := cmp.Diff([]any{"Institution.name"}, a.Extensions["redacted"]); diff != "" {
		t.Errorf("redacted (-want +got):\n%s", diff)
	}
	ask(t, f, `{ search(text: "x", kinds: [CREDENTIAL]) { edges { cursor } } }`, nil).
		wantError(t, model.CodeInvalid, `Value "CREDENTIAL" does not exist in "RecordKind!" enum.`)
}

func TestStatistics(t *testing.T) {
	f := crowd(1)
	f.buckets = []registry.Bucket{{Keys: []string{string(id(model.KindInstitution, 0)), "2025-03"}, Count: 4}, {Keys: []string{"", ""}, Count: 1}}
	a := ask(t, f, `{ statistics(groupBy: [INSTITUTION, MONTH], filter: {level: {eq: NATIONAL}}) {
		dimensions buckets { count keys { dimension value record { ...on Institution { name { en } } } } } } }`, nil)
	a.wantData(t, fmt.Sprintf(`{"statistics": {"dimensions": ["INSTITUTION", "MONTH"], "buckets": [
		{"count": 1, "keys": [{"dimension": "INSTITUTION", "value": null, "record": null}, {"dimension": "MONTH", "value": null, "record": null}]},
		{"count": 4, "keys": [{"dimension": "INSTITUTION", "value": %q, "record": {"name": {"en": "I"}}}, {"dimension": "MONTH", "value": "2025-03", "record": null}]}]}}`,
		id(model.KindInstitution, 0)))
	want := []registry.Dimension{{Field: "issuer"}, {Span: "month"}}
	if diff := cmp.Diff(want, f.asked.By); diff != "" || f.asked.Where == nil {
		t.Errorf("dimensions (-want +got):\n%s", diff)
	}
}

func TestEveryDimensionHasAField(t *testing.T) {
	for _, d := range schema().Types["StatisticsDimension"].EnumValues {
		f := &fake{}
		ask(t, f, fmt.Sprintf(`{ statistics(groupBy: [%s]) { dimensions } }`, d.Name), nil)
		if f.asked.By[0] == (registry.Dimension{}) {
			t.Errorf("%s has no field", d.Name)
		}
	}
}

func TestTraceabilityChain(t *testing.T) {
	f := crowd(1)
	standard := f.records[id(model.KindInstrument, 1)].(*model.Instrument)
	f.chain = []registry.Step{
		{Depth: 1, Instrument: standard, Use: &model.StandardUse{Name: model.Text{En: "weights"}, CertificateNumber: "S-1"}},
		{Depth: 2, Use: &model.StandardUse{}, End: registry.EndUnknown},
	}
	query := `query($id: ID!, $depth: Int) { instrument(id: $id) { traceabilityChain(depth: $depth) {
		depth instrument { model } certificate { id } standardName { en } certificateNumber end } } }`
	ask(t, f, query, map[string]any{"id": id(model.KindInstrument, 0)}).wantData(t, `{"instrument": {"traceabilityChain": [
		{"depth": 1, "instrument": {"model": "M"}, "certificate": null, "standardName": {"en": "weights"}, "certificateNumber": "S-1", "end": null},
		{"depth": 2, "instrument": null, "certificate": null, "standardName": null, "certificateNumber": null, "end": "HIDDEN_OR_UNKNOWN"}]}}`)
	if f.depth != 10 {
		t.Errorf("depth %d, want 10", f.depth)
	}
}

func TestAccess(t *testing.T) {
	f := crowd(1)
	query := `query($id: ID!) { me { subject roles via institution { id } } explainAccess(id: $id) { readable fields masked policyVersion rules { rule effect fields } } }`
	ask(t, f, query, map[string]any{"id": id(model.KindCertificate, 0)}).wantData(t, `{
		"me": {"subject": null, "roles": ["ANYONE"], "via": null, "institution": null},
		"explainAccess": {"readable": true, "fields": ["id", "number"], "masked": ["customer"], "policyVersion": "v1",
			"rules": [{"rule": "anyone-published", "effect": "allow", "fields": ["number"]}]}}`)
	for _, missing := range []model.ID{"garbage", id(model.KindCertificate, 99)} {
		ask(t, f, query, map[string]any{"id": missing}).wantError(t, model.CodeNotFound, "there is no such record")
	}
}

func TestEntities(t *testing.T) {
	f := crowd(2)
	query := `query($r: [_Any!]!) { _entities(representations: $r) { __typename ...on Certificate { number } ...on Instrument { model } } }`
	of := func(name string, id model.ID) map[string]any { return map[string]any{"__typename": name, "id": id} }
	a := ask(t, f, query, map[string]any{"r": []any{
		of("Certificate", id(model.KindCertificate, 1)), of("Instrument", id(model.KindInstrument, 0)), of("Instrument", id(model.KindCertificate, 1)),
		of("Certificate", "garbage"), of("Certificate", id(model.KindCertificate, 0)),
	}})
	a.wantData(t, `{"_entities": [{"__typename": "Certificate", "number": "C-1"}, {"__typename": "Instrument", "model": "M"}, null, null,
		{"__typename": "Certificate", "number": "C-0"}]}`)
	if diff := cmp.Diff(map[string]int{"Load certificate": 1, "Load instrument": 1}, f.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	for _, bad := range []map[string]any{of("Attachment", "x"), of("Entity", "x"), of("", "x"), {"id": "x"}, {"__typename": "Certificate"}, {"__typename": "Certificate", "id": 1}} {
		ask(t, f, query, map[string]any{"r": []any{bad}}).
			wantError(t, model.CodeInvalid, "a representation needs the name of an entity's type as __typename, and the fields of one of its keys")
	}
	ask(t, f, query, map[string]any{"r": slices.Repeat([]any{of("Certificate", "x")}, 101)}).wantError(t, model.CodeLimitExceeded, "at most 100 representations in one request")
}

func TestEveryEntityIsFound(t *testing.T) {
	for _, name := range schema().Types["_Entity"].Types {
		kind := kindOfType(name)
		record := kind.New()
		record.Base().ID = id(kind, 1)
		f := keep(&fake{}, record)
		representation := func(n byte) any { return map[string]any{"__typename": name, "id": id(kind, n)} }
		ask(t, f, `query($r: [_Any!]!) { _entities(representations: $r) { __typename ...on Node { id } } }`,
			map[string]any{"r": []any{representation(2), representation(1), representation(3), representation(1)}}).
			wantData(t, fmt.Sprintf(`{"_entities": [null, {"__typename": %[1]q, "id": %[2]q}, null, {"__typename": %[1]q, "id": %[2]q}]}`, name, record.Base().ID))
		if diff := cmp.Diff(map[string]int{"Load " + string(kind): 1}, f.calls); diff != "" {
			t.Errorf("calls for %s (-want +got):\n%s", name, diff)
		}
	}
}

func TestPanicsBelowEntitiesAreFaultsOfTheNode(t *testing.T) {
	o := options(nil)
	o.Registry = nil // whose calls panic
	a := askWith(t, o, `{ _entities(representations: [{__typename: "Certificate", id: "x"}, {__typename: "Person", id: "x"}]) { __typename } me: __typename }`, nil)
	for _, e := range a.Errors {
		if e.Message != "internal error" || fmt.Sprint(e.Path) != "[_entities]" {
			t.Errorf("error %+v", e)
		}
	}
	if got, want := compact(t, string(a.Data)), compact(t, `{"_entities": [null, null], "me": "Query"}`); len(a.Errors) == 0 || got != want {
		t.Errorf("data %s, errors %+v", got, a.Errors)
	}
}
