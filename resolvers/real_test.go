package resolvers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/blob"
	"metrograph/model"
	"metrograph/policy"
	"metrograph/registry"
	"metrograph/store/sqlitestore"
)

// centre is a handler over a registry, a policy and a store as they are in production.
type centre struct {
	http.Handler
	*testing.T
}

func newCentre(t *testing.T) *centre {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "node.db"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	p, err := policy.Load(policy.Default())
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = blobs.Close() })
	r, err := registry.Open(t.Context(), s, p, blobs, registry.Options{CursorSecret: []byte("secret")})
	if err != nil {
		t.Fatal(err)
	}
	return &centre{NewHandler(Options{Registry: r}), t}
}

// as asks a question as a caller.
func (c *centre) as(caller *model.Principal, query string, variables map[string]any) answer {
	c.Helper()
	body, _ := json.Marshal(map[string]any{"query": query, "variables": variables})
	request := httptest.NewRequestWithContext(model.WithPrincipal(c.Context(), caller), http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	response := httptest.NewRecorder()
	c.ServeHTTP(response, request)
	var a answer
	if err := json.Unmarshal(response.Body.Bytes(), &a); err != nil {
		c.Fatalf("%v in %s", err, response.Body)
	}
	return a
}

// write sends a mutation that has to succeed and returns the id of the record.
func (c *centre) write(caller *model.Principal, query string, variables map[string]any) (id string) {
	c.Helper()
	a := c.as(caller, query, variables)
	var data map[string]struct {
		Record struct{ ID string }
		Errors []any
	}
	if err := json.Unmarshal(a.Data, &data); err != nil || len(a.Errors) > 0 {
		c.Fatalf("%v %+v", err, a)
	}
	for _, payload := range data {
		if len(payload.Errors) > 0 {
			c.Fatalf("%s: %s", query, a.Data)
		}
		id = payload.Record.ID
	}
	return id
}

// found makes an institution and publishes it, as the operator of the node.
func (c *centre) found(name string) (id string) {
	c.Helper()
	a := c.as(operator, newInstitution, map[string]any{"name": name})
	var data struct {
		WriteRecords struct{ Results []struct{ ID string } }
	}
	if err := json.Unmarshal(a.Data, &data); err != nil || len(data.WriteRecords.Results) != 1 {
		c.Fatalf("%v %+v", err, a)
	}
	id = data.WriteRecords.Results[0].ID
	c.write(operator, publish, map[string]any{"id": id, "v": 1})
	return id
}

var (
	operator  = &model.Principal{Subject: "operator", Via: model.ViaLocal}
	anonymous = &model.Principal{}
)

func member(id string, roles ...model.Role) *model.Principal {
	return &model.Principal{Subject: "member", Institution: model.ID(id), Level: model.LevelNational, Region: "110000",
		Granted: model.Roles(roles...), Via: "apikey"}
}

const (
	newInstitution = `mutation($name: String) { writeRecords(input: {writes: [{record: {institution: {
		name: {zh: $name}, kind: NATIONAL_INSTITUTE, level: NATIONAL, region: "110000", classification: PUBLIC}}}]}) { results { id errors { code message } } } }`
	newInstrument = `mutation($maker: ID) { createInstrument(input: {instrument: {
		name: {en: "balance"}, model: "XPR", serialNumber: "7", manufacturerInstitution: $maker}}) { record: instrument { id } errors { code message findings { path message { en } } } } }`
	newCertificate = `mutation($c: CertificateInput!) { createCertificate(input: {certificate: $c}) { record: certificate { id } errors { code message findings { path message { en } } } } }`
	publish        = `mutation($id: ID!, $v: Int!) { publishRecord(input: {id: $id, version: $v, reason: "due"}) { record { id } errors { code message } } }`
)

// filled is a centre with a published certificate of an instrument.
func filled(t *testing.T) (c *centre, recorder *model.Principal, issuer, certificate string) {
	c = newCentre(t)
	issuer = c.found("院")
	maker := c.found("厂")
	recorder = member(issuer, model.RoleRecorder, model.RolePublisher)
	instrument := c.write(recorder, newInstrument, map[string]any{"maker": maker})
	certificate = c.write(recorder, newCertificate, map[string]any{"c": map[string]any{
		"number": "A-1", "documentType": "CALIBRATION_CERTIFICATE", "activity": "CALIBRATION", "discipline": "MECHANICS",
		"issuer": issuer, "classification": "PUBLIC", "issuedAt": "2025-03-01", "performedFrom": "2025-02-20", "performedTo": "2025-02-21",
		"customer": map[string]any{"name": map[string]any{"zh": "委托方"}},
		"items":    []any{map[string]any{"instrument": instrument, "name": map[string]any{"en": "balance"}}},
		"results": []any{map[string]any{"name": map[string]any{"en": "error"}, "adjustment": "NONE", "series": []any{map[string]any{"columns": []any{
			map[string]any{"role": "NOMINAL", "units": []any{map[string]any{"text": `\gram`}}, "values": []any{"100", "200"}},
			map[string]any{"role": "ERROR", "units": []any{map[string]any{"text": `\gram`}}, "values": []any{"0.010", "0.0"}}}}}}},
	}})
	c.write(recorder, publish, map[string]any{"id": certificate, "v": 1})
	return c, recorder, issuer, certificate
}

// Other graphs name records by what they are known by in the world, under the caller's access.
func TestEntitiesByNaturalKey(t *testing.T) {
	c, recorder, _, _ := filled(t)
	method := c.write(recorder, `mutation { createMethod(input: {method: {code: "JJG 99-2022", title: {en: "Weights"}, kind: JJG, classification: PUBLIC}}) {
		record: method { id } errors { code message findings { path message { en } } } } }`, nil)
	c.write(recorder, `mutation { createInstrument(input: {instrument: {name: {en: "weight"}, manufacturer: "Works", model: "F1", serialNumber: "7", classification: PUBLIC}}) {
		record: instrument { id } errors { code message findings { path message { en } } } } }`, nil)
	of := func(name string, fields ...string) map[string]any {
		r := map[string]any{"__typename": name}
		for i := 0; i < len(fields); i += 2 {
			r[fields[i]] = fields[i+1]
		}
		return r
	}
	instrument := of("Instrument", "manufacturer", "Works", "model", "F1", "serialNumber", "7")
	ask := func(who *model.Principal, representations ...any) answer {
		return c.as(who, `query($r: [_Any!]!) { _entities(representations: $r) { __typename ...on Instrument { name { en } } ...on Method { id } } }`,
			map[string]any{"r": representations})
	}
	unknown := []any{of("Method", "code", "JJG 99-2021"), of("Method", "code", ""),
		of("Instrument", "manufacturer", "Works", "model", "F1", "serialNumber", ""), of("Institution", "creditCode", "")}
	ask(recorder, append([]any{instrument, of("Method", "code", "jjg 99-2022")}, unknown...)...).wantData(t, `{"_entities": [
		{"__typename": "Instrument", "name": {"en": "weight"}}, {"__typename": "Method", "id": "`+method+`"}, null, null, null, null]}`)
	ask(anonymous, append([]any{instrument, of("Method", "code", "JJG 99-2022")}, unknown...)...).
		wantData(t, `{"_entities": [null, null, null, null, null, null]}`)
	ask(recorder, instrument, of("Instrument", "id", "x")).
		wantError(t, model.CodeInvalid, "the representations of a type must all have the same key")
}

func TestReadThroughTheRealRegistry(t *testing.T) {
	c, recorder, _, certificate := filled(t)
	query := `query($id: ID!) { certificate(id: $id) { number status customer { name { zh } } languages issuer { name { zh } }
		items { instrument { model } } results { series { points { cells { value } } } } } }`
	own := c.as(recorder, query, map[string]any{"id": certificate})
	own.wantData(t, `{"certificate": {"number": "A-1", "status": "PUBLISHED", "customer": {"name": {"zh": "委托方"}}, "languages": [],
		"issuer": {"name": {"zh": "院"}}, "items": [{"instrument": {"model": "XPR"}}],
		"results": [{"series": [{"points": [{"cells": [{"value": "100"}, {"value": "0.010"}]}, {"cells": [{"value": "200"}, {"value": "0.0"}]}]}]}]}}`)
	public := c.as(anonymous, `query($id: ID!) { certificate(id: $id) { number customer { name { zh } } personnel { name } } }`, map[string]any{"id": certificate})
	public.wantData(t, `{"certificate": {"number": "A-1", "customer": null, "personnel": null}}`)
	if got := fmt.Sprint(public.Extensions["redacted"]); got != "[Certificate.customer Certificate.personnel]" {
		t.Errorf("redacted %s", got)
	}
}

func TestAmendThroughTheRealRegistry(t *testing.T) {
	c, recorder, _, certificate := filled(t)
	amend := `mutation($id: ID!, $v: Int!) { amendCertificate(input: {id: $id, version: $v, reason: "typo", changes: {number: "A-2", performedTo: null}}) {
		certificate { version number performedTo performedFrom history { edges { node { version operation reason } } } } errors { code currentVersion } } }`
	variables := map[string]any{"id": certificate, "v": 2}
	a := c.as(recorder, amend, variables)
	a.wantData(t, `{"amendCertificate": {"errors": [], "certificate": {"version": 3, "number": "A-2", "performedTo": null, "performedFrom": "2025-02-20",
		"history": {"edges": [{"node": {"version": 3, "operation": "AMEND", "reason": "typo"}}, {"node": {"version": 2, "operation": "PUBLISH", "reason": "due"}},
		{"node": {"version": 1, "operation": "CREATE", "reason": null}}]}}}}`)
	c.as(recorder, amend, variables).
		wantData(t, `{"amendCertificate": {"certificate": null, "errors": [{"code": "CONFLICT", "currentVersion": 3}]}}`)
	c.as(anonymous, `mutation($id: ID!, $v: Int!) { amendCertificate(input: {id: $id, version: $v, reason: "x", changes: {number: "X"}}) { errors { code } } }`,
		map[string]any{"id": certificate, "v": 3}).wantData(t, `{"amendCertificate": {"errors": [{"code": "FORBIDDEN"}]}}`)
}

// TestStatisticsLeaveNothingOut groups certificates that state little: what has no value in a
// dimension is counted under null.
func TestStatisticsLeaveNothingOut(t *testing.T) {
	c, recorder, issuer, _ := filled(t)
	for _, number := range []string{"B-1", "B-2"} {
		c.write(recorder, newCertificate, map[string]any{"c": map[string]any{
			"number": number, "documentType": "CALIBRATION_CERTIFICATE", "activity": "CALIBRATION", "issuer": issuer}})
	}
	for _, d := range schema().Types["StatisticsDimension"].EnumValues {
		a := c.as(recorder, `query($d: StatisticsDimension!) { certificates { totalCount } statistics(groupBy: [$d]) { buckets { count keys { value } } } }`, map[string]any{"d": d.Name})
		var data struct {
			Certificates struct{ TotalCount int }
			Statistics   struct {
				Buckets []struct {
					Count int
					Keys  []struct{ Value *string }
				}
			}
		}
		if err := json.Unmarshal(a.Data, &data); err != nil {
			t.Fatalf("%v %+v", err, a)
		}
		sum, unstated := 0, 0
		for _, b := range data.Statistics.Buckets {
			sum += b.Count
			if b.Keys[0].Value == nil {
				unstated = b.Count
			}
		}
		want := map[string]int{"DISCIPLINE": 2, "SOURCE_CATEGORY": 3, "MANUFACTURER": 2, "METHOD": 3, "MONTH": 2, "YEAR": 2, "STAGE": 3, "CONFORMITY": 3,
			"QUARTER": 2, "WEEK": 2, "DAY": 2, "CATEGORY_CODE": 3, "INSTRUMENT_MODEL": 3}[d.Name]
		if sum != 3 || sum != data.Certificates.TotalCount || unstated != want {
			t.Errorf("by %s: %s", d.Name, a.Data)
		}
	}
}

// TestEveryFieldAnswers selects every field of every kind of record and every query without
// arguments that are required: none may be bound wrongly.
func TestEveryFieldAnswers(t *testing.T) {
	c, recorder, issuer, certificate := filled(t)
	s := schema()
	queries := []string{`me { ` + everything(s, "Principal", 3) + ` } search(text: "A") { edges { node { id } } }`}
	for _, kind := range served() { // all of them together are longer than a query may be
		first := 5
		if kind == model.KindEvaluation {
			first = 1 // its sheet is long
		}
		queries = append(queries, fmt.Sprintf("%ss(first: %d) { totalCount edges { cursor node { %s } } }", kind, first, everything(s, kind.TypeName(), 7)))
	}
	var data []byte
	for _, query := range queries {
		a := c.as(recorder, "{"+query+"}", nil)
		for _, e := range a.Errors {
			if e.Extensions["code"] == "FORBIDDEN" && e.Path[len(e.Path)-1] == "history" {
				continue // of institutions, which are not the recorder's own
			}
			t.Errorf("%v: %v %s", e.Path, e.Extensions, e.Message)
		}
		data = append(data, a.Data...)
	}
	for _, want := range []string{issuer, certificate, `"0.010"`, `"XPR"`} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("the answer lacks %s", want)
		}
	}
}

// everything selects all fields of a type, down to a depth; of records that it leads to it
// selects the id.
func everything(s *ast.Schema, typeName string, depth int) string {
	var all []string
	for _, f := range s.Types[typeName].Fields {
		target := s.Types[f.Type.Name()]
		switch {
		case strings.HasPrefix(f.Name, "__") || (depth == 0 && target.IsCompositeType()):
		case !target.IsCompositeType():
			all = append(all, f.Name)
		case target.Fields.ForName("recordKind") != nil:
			all = append(all, f.Name+" { id }")
		default:
			all = append(all, f.Name+" { "+everything(s, f.Type.Name(), depth-1)+" __typename }")
		}
	}
	return strings.Join(all, " ")
}

// TestStatisticsMeasure asks for values over HTTP: the first values of a dimension and the rest,
// totals, and a comparison with the year before.
func TestStatisticsMeasure(t *testing.T) {
	c, recorder, issuer, _ := filled(t)
	for i, x := range []struct{ received, issued, discipline string }{
		{"2024-02-25", "2024-03-01", "LENGTH"}, {"2025-03-28", "2025-04-02", "LENGTH"}, {"2025-03-30", "2025-04-09", "THERMAL"},
		{"2025-04-01", "2025-04-03", "THERMAL"}, {"2025-04-05", "2025-05-20", "OPTICS"},
	} {
		c.write(recorder, newCertificate, map[string]any{"c": map[string]any{"number": fmt.Sprint("M-", i), "documentType": "CALIBRATION_CERTIFICATE",
			"activity": "CALIBRATION", "issuer": issuer, "discipline": x.discipline, "receivedAt": x.received, "issuedAt": x.issued}})
	}
	c.as(recorder, `{ statistics(groupBy: [DISCIPLINE], filter: {number: {startsWith: "M-"}}, measures: [COUNT, MEDIAN_TURNAROUND, BACKLOG, BACKLOG_AGE],
		period: {from: "2025-03-01", to: "2025-04-30"}, compare: PREVIOUS_YEAR, top: [{dimension: DISCIPLINE, first: 1}], totals: true, orderBy: {measure: COUNT}) {
		period { from to } previousPeriod { from to }
		buckets { count suppressed keys { value other total } values { measure value of previous change relativeChange } } } }`, nil).
		wantData(t, `{"statistics": {"period": {"from": "2025-03-01", "to": "2025-04-30"}, "previousPeriod": {"from": "2024-03-01", "to": "2024-04-30"}, "buckets": [
		{"count": 2, "suppressed": false, "keys": [{"value": "THERMAL", "other": false, "total": false}], "values": [
			{"measure": "COUNT", "value": 2, "of": 2, "previous": 0, "change": 2, "relativeChange": null},
			{"measure": "MEDIAN_TURNAROUND", "value": 6, "of": 2, "previous": null, "change": null, "relativeChange": null},
			{"measure": "BACKLOG", "value": 0, "of": 0, "previous": 0, "change": 0, "relativeChange": null},
			{"measure": "BACKLOG_AGE", "value": null, "of": 0, "previous": null, "change": null, "relativeChange": null}]},
		{"count": 1, "suppressed": false, "keys": [{"value": null, "other": true, "total": false}], "values": [
			{"measure": "COUNT", "value": 1, "of": 1, "previous": 1, "change": 0, "relativeChange": 0},
			{"measure": "MEDIAN_TURNAROUND", "value": 5, "of": 1, "previous": 5, "change": 0, "relativeChange": 0},
			{"measure": "BACKLOG", "value": 1, "of": 1, "previous": 0, "change": 1, "relativeChange": null},
			{"measure": "BACKLOG_AGE", "value": 25, "of": 1, "previous": null, "change": null, "relativeChange": null}]},
		{"count": 3, "suppressed": false, "keys": [{"value": null, "other": false, "total": true}], "values": [
			{"measure": "COUNT", "value": 3, "of": 3, "previous": 1, "change": 2, "relativeChange": 2},
			{"measure": "MEDIAN_TURNAROUND", "value": 5, "of": 3, "previous": 5, "change": 0, "relativeChange": 0},
			{"measure": "BACKLOG", "value": 1, "of": 1, "previous": 0, "change": 1, "relativeChange": null},
			{"measure": "BACKLOG_AGE", "value": 25, "of": 1, "previous": null, "change": null, "relativeChange": null}]}]}}`)
	c.as(recorder, `{ statistics(groupBy: [], compare: PREVIOUS_YEAR) { threshold } }`, nil).wantError(t, model.CodeInvalid, "give the period that is compared with an earlier one, with both its ends")
}
