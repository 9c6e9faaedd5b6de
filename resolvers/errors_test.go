package resolvers

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"metrograph/model"
)

func TestFaultsOfQueriesAreInvalid(t *testing.T) {
	for query, want := range map[string]string{
		`{ certificates { edges { node { nmber } } } }`: `Cannot query field "nmber" on type "Certificate". Did you mean "number"?`,
		`{ certificates(`:        "Expected Name, found <EOF>",
		`query Q { me { via } `:  "Expected Name, found <EOF>",
		`mutation { flyRecord }`: `Cannot query field "flyRecord" on type "Mutation".`,
		`{ certificate { id } }`: `Field "certificate" argument "id" of type "ID!" is required, but it was not provided.`,
		`mutation { publishRecord(input: {id: "x", version: 1}) { id } }`: `Field "PublishRecordInput.reason" of required type "String!" was not provided.`,
	} {
		ask(t, &fake{}, query, nil).wantError(t, model.CodeInvalid, want)
	}
	ask(t, &fake{}, `query($v: Int!) { search(text: "a", first: $v) { edges { cursor } } }`, map[string]any{"v": "x"}).
		wantError(t, model.CodeInvalid, "cannot use string as Int")
}

func TestFaultsOfTheNodeSayNothing(t *testing.T) {
	var log bytes.Buffer
	o := options(&fake{err: errors.New("dial tcp 10.0.0.7: refused")})
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	a := askWith(t, o, `{ a: methods { totalCount } }`, nil)
	a.wantError(t, model.CodeInternal, "internal error")
	id, _ := a.Errors[0].Extensions["requestId"].(string)
	if id == "" || !strings.Contains(log.String(), id) || !strings.Contains(log.String(), "10.0.0.7") {
		t.Errorf("request %q, log %s", id, log.String())
	}
}

func TestPanicsAreFaultsOfTheNode(t *testing.T) {
	var log bytes.Buffer
	o := options(nil) // calls of a registry that is not there panic
	o.Registry = nil
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	askWith(t, o, `{ me { via } }`, nil).wantError(t, model.CodeInternal, "internal error")
	if !strings.Contains(log.String(), "panic") {
		t.Errorf("log %s", log.String())
	}
}

func TestIntrospectionIsSwitchedOff(t *testing.T) {
	o := options(&fake{})
	for _, query := range []string{`{ __schema { types { name } } }`, `{ __type(name: "Query") { name } }`, `{ _service { sdl } }`} {
		if a := askWith(t, o, query, nil); len(a.Errors) > 0 {
			t.Errorf("%s: %v", query, a.Errors)
		}
	}
	o.Introspectors = model.Roles(model.RoleAuditor)
	for _, who := range []*model.Principal{{}, member("inst_x", model.RoleRecorder), member("inst_x", model.RoleAuditor)} {
		a := askAs(t, o, who, `{ __type(name: "Query") { name } }`, nil)
		if open := who.Granted.Has(model.RoleAuditor); open != (len(a.Errors) == 0) {
			t.Errorf("%v: %v", who.Granted.List(), a.Errors)
		}
	}
	o.Introspection = false
	for _, query := range []string{`{ __schema { types { name } } }`, `{ __type(name: "Query") { name } }`, `{ _service { sdl } }`} {
		askWith(t, o, query, nil).wantError(t, model.CodeForbidden, "introspection is switched off here")
	}
	askWith(t, o, `{ certificates { edges { node { nmber } } } }`, nil).
		wantError(t, model.CodeInvalid, `Cannot query field "nmber" on type "Certificate".`)
	askWith(t, o, `{ __typename }`, nil).wantData(t, `{"__typename": "Query"}`)
}

func TestLimits(t *testing.T) {
	o := options(&fake{})
	o.Limits = Limits{Tokens: 30, Errors: 2}
	askWith(t, o, `{ `+strings.Repeat("me { via } ", 20)+`}`, nil).wantError(t, model.CodeLimitExceeded, "the query is too long")
	if a := askWith(t, o, `{ a b c d e f }`, nil); len(a.Errors) != 2 {
		t.Errorf("%d errors, want 2", len(a.Errors))
	}
}

func TestErrorsComeInTheOrderOfTheirPaths(t *testing.T) {
	f := &fake{err: model.Errorf(model.CodeForbidden, "no")}
	for range 20 {
		var paths []string
		for _, e := range ask(t, f, `{ d: methods { totalCount } b: persons { totalCount } a: datasets { totalCount } c: agreements { totalCount } }`, nil).Errors {
			paths = append(paths, e.Path[0].(string))
		}
		if got := strings.Join(paths, " "); got != "a b c d" {
			t.Fatalf("errors of %s", got)
		}
	}
}
