package resolvers

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

func TestCreate(t *testing.T) {
	f := &fake{}
	a := ask(t, f, `mutation($c: CertificateInput!) { createCertificate(input: {certificate: $c, reason: "new"}) {
		certificate { number customerInstitution { id } } findings { rule } errors { code } } }`, map[string]any{"c": map[string]any{
		"number": "A-1", "issuer": "inst_x", "title": map[string]any{"zh": "证书"}, "mandatory": true, "issuedAt": "2025-03-01",
		"environments": []any{"env_1"}, "results": []any{map[string]any{"adjustment": "AS_LEFT", "series": []any{map[string]any{
			"columns": []any{map[string]any{"role": "ERROR", "values": []any{"0.10", nil, 3}, "units": []any{map[string]any{"text": "V", "ucum": "V"}}}}}}}},
		"amendment": map[string]any{"kind": "AMENDS", "certificate": "cert_1"}, "personnel": []any{map[string]any{"person": "pers_1", "role": "CHECKED"}},
	}})
	a.wantData(t, `{"createCertificate": {"certificate": {"number": "A-1", "customerInstitution": null}, "findings": [], "errors": []}}`)
	want := model.Write{Action: model.ActionCreate, Reason: "new", Record: &model.Certificate{
		Number: "A-1", IssuerID: "inst_x", Title: model.Text{Zh: "证书"}, Mandatory: true,
		IssuedAt: "2025-03-01", EnvironmentIDs: []model.ID{"env_1"},
		Results: []model.MeasurementResult{{Adjustment: model.AdjustmentAsLeft, Series: []model.Series{{Columns: []model.Column{{
			Role: model.ColumnError, Values: []model.Decimal{"0.10", "", "3"}, Units: []model.Unit{{Text: "V", UCUM: "V"}},
		}}}}}},
		Amendment: &model.Amendment{AmendmentKind: model.AmendmentAmends, CertificateID: "cert_1"},
		Personnel: []model.Assignment{{PersonID: "pers_1", Role: model.PersonnelChecked}},
	}}
	if diff := cmp.Diff([]model.Write{want}, f.writes); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

func TestAmendMeansTheFieldsThatAreGiven(t *testing.T) {
	instrument := id(model.KindInstrument, 1)
	head := fmt.Sprintf(`id: %q, version: 4, reason: "typo"`, instrument)
	literal := func(variables, changes string) string {
		return fmt.Sprintf(`mutation%s { amendInstrument(input: {%s, changes: {%s}}) { errors { message } } }`, variables, head, changes)
	}
	whole := `mutation($input: AmendInstrumentInput!) { amendInstrument(input: $input) { errors { message } } }`
	input := map[string]any{"id": instrument, "version": 4, "reason": "typo", "changes": map[string]any{"owner": nil, "serialNumber": "7"}}
	for _, c := range []struct {
		query     string
		variables map[string]any
		fields    []string
	}{
		{literal("", `model: "X", owner: null`), nil, []string{"model", "owner"}},
		{literal("($m: String, $d: Discipline)", `model: $m, discipline: $d`), map[string]any{"m": "Y"}, []string{"model"}},
		{literal("($m: String, $d: Discipline)", `model: $m, discipline: $d`), map[string]any{"m": nil, "d": "LENGTH"}, []string{"discipline", "model"}},
		{whole, map[string]any{"input": input}, []string{"owner", "serialNumber"}},
	} {
		f := &fake{}
		ask(t, f, c.query, c.variables).wantData(t, `{"amendInstrument": {"errors": []}}`)
		w := f.writes[0]
		if w.Action != model.ActionAmend || w.Version != 4 || w.Reason != "typo" || w.Record.Base().ID != instrument {
			t.Errorf("write %+v", w)
		}
		if diff := cmp.Diff(c.fields, w.Fields); diff != "" {
			t.Errorf("%s: fields (-want +got):\n%s", c.query, diff)
		}
	}
}

func TestAmendOfNothingIsRefused(t *testing.T) {
	f := &fake{}
	a := ask(t, f, `mutation($id: ID!) { amendPerson(input: {id: $id, version: 1, reason: "x", changes: {}}) { errors { code path } } }`,
		map[string]any{"id": id(model.KindPerson, 1)})
	a.wantData(t, `{"amendPerson": {"errors": [{"code": "INVALID", "path": "changes"}]}}`)
	if len(f.writes) > 0 {
		t.Error("something was written")
	}
}

func TestErrorsOfTheCallersMakingAreInThePayload(t *testing.T) {
	conflict := model.Errorf(model.CodeConflict, "changed meanwhile")
	conflict.Current = 7
	faulty := model.Errorf(model.CodeInvalid, "the record has faults")
	faulty.Path = "items[0]"
	faulty.Findings = []model.Finding{{Rule: "r", Severity: model.SeverityError, Message: model.Text{En: "wrong"}}}
	for _, c := range []struct {
		err  error
		want string
	}{
		{conflict, `{"code": "CONFLICT", "message": "changed meanwhile", "path": null, "currentVersion": 7, "findings": []}`},
		{fmt.Errorf("write: %w", faulty), `{"code": "INVALID", "message": "the record has faults", "path": "items[0]", "currentVersion": null,
			"findings": [{"rule": "r", "severity": "ERROR"}]}`},
		{model.NotFound(), `{"code": "NOT_FOUND", "message": "there is no such record", "path": null, "currentVersion": null, "findings": []}`},
		{model.Errorf(model.CodeClassifiedRefused, "no"), `{"code": "CLASSIFIED_REFUSED", "message": "no", "path": null, "currentVersion": null, "findings": []}`},
	} {
		f := &fake{write: func(model.Write) model.Written { return model.Written{Err: c.err} }}
		a := ask(t, f, `mutation { createMethod(input: {method: {code: "JJG 1"}}) { method { code } errors { code message path currentVersion findings { rule severity } } } }`, nil)
		a.wantData(t, `{"createMethod": {"method": null, "errors": [`+c.want+`]}}`)
	}
}

func TestOtherErrorsOfWritesAreErrors(t *testing.T) {
	query := `mutation { createMethod(input: {method: {code: "JJG 1"}}) { errors { code } } }`
	refused := func(err error) *fake {
		return &fake{write: func(model.Write) model.Written { return model.Written{Err: err} }}
	}
	ask(t, refused(model.Errorf(model.CodeUnauthenticated, "who are you?")), query, nil).wantError(t, model.CodeUnauthenticated, "who are you?")
	ask(t, refused(errors.New("disk full")), query, nil).wantError(t, model.CodeInternal, "internal error")
}

func TestAmendOfAnotherKindIsNotFound(t *testing.T) {
	f := &fake{}
	a := ask(t, f, `mutation($id: ID!) { amendPerson(input: {id: $id, version: 1, reason: "x", changes: {}}) { errors { code messageZh } } }`,
		map[string]any{"id": id(model.KindMethod, 1)})
	a.wantData(t, `{"amendPerson": {"errors": [{"code": "NOT_FOUND", "messageZh": "没有这样的记录。"}]}}`)
	if len(f.writes) > 0 {
		t.Error("something was written")
	}
}

func TestActionsOnAnyRecord(t *testing.T) {
	for name, action := range map[string]model.Action{
		"publishRecord": model.ActionPublish, "withdrawRecord": model.ActionWithdraw, "deleteRecord": model.ActionDelete,
	} {
		f := &fake{write: func(w model.Write) model.Written {
			return model.Written{ID: w.Record.Base().ID, Version: w.Version + 1}
		}}
		a := ask(t, f, fmt.Sprintf(`mutation($id: ID!) { %s(input: {id: $id, version: 2, reason: "due"}) { id version record { id } errors { code } } }`, name),
			map[string]any{"id": id(model.KindDataset, 1)})
		a.wantData(t, fmt.Sprintf(`{%q: {"id": %q, "version": 3, "record": null, "errors": []}}`, name, id(model.KindDataset, 1)))
		want := model.Write{Action: action, Record: &model.Dataset{Head: model.Head{ID: id(model.KindDataset, 1)}}, Version: 2, Reason: "due"}
		if diff := cmp.Diff([]model.Write{want}, f.writes); diff != "" {
			t.Errorf("writes (-want +got):\n%s", diff)
		}
	}
}

func TestWriteRecords(t *testing.T) {
	person := id(model.KindPerson, 1)
	f := &fake{write: func(w model.Write) model.Written {
		if w.Action == model.ActionAmend {
			return model.Written{Err: model.Errorf(model.CodeConflict, "changed meanwhile")}
		}
		return model.Written{ID: id(w.Record.Kind(), 7), Version: 1, Record: w.Record}
	}}
	writes := []any{
		map[string]any{"record": map[string]any{"method": map[string]any{"code": "JJG 1"}}},
		map[string]any{"record": map[string]any{"method": map[string]any{}, "person": map[string]any{}}},
		map[string]any{"record": map[string]any{"attachment": map[string]any{"fileName": "x"}}},
		map[string]any{"record": map[string]any{"person": map[string]any{}}, "id": person},
		map[string]any{"record": map[string]any{"person": map[string]any{"email": nil}}, "id": person, "version": 3, "reason": "left"},
	}
	a := ask(t, f, `mutation($w: [RecordWrite!]!) { writeRecords(input: {writes: $w}) { errors { code } results {
		version record { recordKind } errors { code message path } } } }`, map[string]any{"w": writes})
	a.wantData(t, `{"writeRecords": {"errors": [], "results": [
		{"version": 1, "record": {"recordKind": "METHOD"}, "errors": []},
		{"version": null, "record": null, "errors": [{"code": "INVALID", "message": "give exactly one kind of record", "path": "writes[1].record"}]},
		{"version": null, "record": null, "errors": [{"code": "INVALID", "message": "attachments are created by uploadAttachment", "path": "writes[2].record"}]},
		{"version": null, "record": null, "errors": [{"code": "INVALID", "message": "to amend a record, give its version and a reason", "path": "writes[3]"}]},
		{"version": null, "record": null, "errors": [{"code": "CONFLICT", "message": "changed meanwhile", "path": null}]}]}}`)
	if len(f.writes) != 2 || cmp.Diff([]string{"email"}, f.writes[1].Fields) != "" || f.writes[1].Record.Base().ID != person {
		t.Errorf("writes %+v", f.writes)
	}
}

func TestWriteRecordsIsBounded(t *testing.T) {
	a := ask(t, &fake{}, `mutation($w: [RecordWrite!]!) { writeRecords(input: {writes: $w}) { results { id } errors { code message } } }`,
		map[string]any{"w": repeat(map[string]any{"record": map[string]any{"method": map[string]any{}}}, 1001)})
	a.wantData(t, `{"writeRecords": {"results": [], "errors": [{"code": "LIMIT_EXCEEDED", "message": "at most 1000 records can be written at once"}]}}`)
}

func repeat(v any, n int) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = v
	}
	return list
}
