package model

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestRoleSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chosen := rapid.SliceOfDistinct(rapid.SampledFrom(Role("").Values()), rapid.ID).Draw(t, "roles")
		set := Roles(chosen...)
		for _, r := range Role("").Values() {
			if set.Has(r) != slices.Contains(chosen, r) {
				t.Fatalf("%v has %s: %t", chosen, r, set.Has(r))
			}
		}
		if list := set.List(); len(list) != len(chosen) || Roles(list...) != set {
			t.Fatalf("%v is listed as %v", chosen, list)
		}
	})
	if Roles("JANITOR", "") != 0 {
		t.Error("an unknown role is a role")
	}
}

func TestPrincipalRoles(t *testing.T) {
	institute := testID(KindInstitution, 1)
	tests := []struct {
		name string
		who  Principal
		want []Role
	}{
		{"anonymous", Principal{}, []Role{RoleAnyone}},
		{"member", Principal{Institution: institute, Level: LevelProvincial}, []Role{RoleAnyone, RoleMember, RoleProvincial}},
		{"granted", Principal{Institution: institute, Level: LevelNational, Granted: Roles(RoleExpert)},
			[]Role{RoleAnyone, RoleMember, RoleNational, RoleExpert}},
		{"without institution", Principal{Level: LevelNational, Granted: Roles(RoleAuditor)}, []Role{RoleAnyone, RoleAuditor}},
		{"a level that is the name of a role", Principal{Institution: institute, Level: "ADMINISTRATOR"}, []Role{RoleAnyone, RoleMember}},
	}
	for _, tt := range tests {
		if got := tt.who.Roles().List(); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestPrincipalFrom(t *testing.T) {
	if !PrincipalFrom(context.Background()).Anonymous() {
		t.Error("a caller whom nobody named is somebody")
	}
	p := &Principal{Subject: "li"}
	if got := PrincipalFrom(WithPrincipal(context.Background(), p)); got != p || got.Anonymous() {
		t.Errorf("the caller is %+v", got)
	}
}

var testFacts = Facts{
	Kind: KindCertificate, Classification: ClassificationNonPublic, Level: LevelThirdParty, Status: StatusPublished,
	Origin: testID(KindInstitution, 1), Region: "350100", Discipline: DisciplineLength,
	Manufacturers: []ID{testID(KindInstitution, 2), testID(KindInstitution, 3)}, Parties: []ID{testID(KindPerson, 4)},
}

func TestConditionHolds(t *testing.T) {
	tests := []struct {
		attribute Attribute
		in        []string
		want      bool
	}{
		{AttrClassification, []string{"NON_PUBLIC"}, true}, {AttrClassification, []string{"PUBLIC"}, false},
		{AttrLevel, []string{"MANUFACTURER", "THIRD_PARTY"}, true}, {AttrStatus, []string{"PUBLISHED"}, true},
		{AttrOrigin, []string{string(testID(KindInstitution, 1))}, true}, {AttrOrigin, []string{""}, false},
		{AttrRegion, []string{"350000"}, false}, {AttrProvince, []string{"350000"}, true}, {AttrDiscipline, []string{"LENGTH"}, true},
		{AttrManufacturer, []string{string(testID(KindInstitution, 3))}, true}, {AttrManufacturer, []string{"x"}, false},
		{AttrLevel, nil, false}, {"colour", []string{""}, false},
	}
	for _, tt := range tests {
		if got := (Condition{tt.attribute, tt.in}).Holds(&testFacts); got != tt.want {
			t.Errorf("%s in %q: %t", tt.attribute, tt.in, got)
		}
	}
	for _, a := range Attribute("").Values() {
		if len(a.Of(&testFacts)) == 0 {
			t.Errorf("%s has no value", a)
		}
	}
}

func TestScopeHolds(t *testing.T) {
	yes, no := Condition{AttrDiscipline, []string{"LENGTH"}}, Condition{AttrDiscipline, []string{"OPTICS"}}
	tests := []struct {
		scope Scope
		want  bool
	}{
		{Scope{}, false}, {Everything(), true},
		{Scope{Any: []Clause{{no}, {yes}}}, true}, {Scope{Any: []Clause{{yes, no}}}, false}, {Scope{Any: []Clause{{yes, yes}}}, true},
		{Scope{Any: []Clause{{}}, None: []Clause{{yes}}}, false}, {Scope{Any: []Clause{{}}, None: []Clause{{no}}}, true},
		{Scope{Any: []Clause{{}}, None: []Clause{{}}}, false}, {Scope{None: []Clause{{no}}}, false},
	}
	for _, tt := range tests {
		if got := tt.scope.Holds(&testFacts); got != tt.want {
			t.Errorf("%+v holds: %t", tt.scope, got)
		}
		if tt.scope.Nothing() != (len(tt.scope.Any) == 0) || tt.scope.Nothing() && tt.want {
			t.Errorf("%+v is nothing: %t", tt.scope, tt.scope.Nothing())
		}
	}
}

func TestFieldNames(t *testing.T) {
	for _, kind := range Kinds() {
		names := FieldNames(kind)
		if len(names) > 64 || len(names) < 12 {
			t.Errorf("%s has %d fields, which have to fit a set of 64", kind, len(names))
		}
		if sorted := slices.Sorted(slices.Values(names)); len(slices.Compact(sorted)) != len(names) {
			t.Errorf("%s has two fields of one name: %q", kind, names)
		}
		all, ok := Fields(kind, names...)
		if !ok || !AllFields.Has(all) || !slices.Equal(all.Names(kind), names) || !slices.Equal(AllFields.Names(kind), names) {
			t.Errorf("%s: the set of all fields is %q", kind, all.Names(kind))
		}
		if _, ok := Fields(kind, names[0], "colour"); ok {
			t.Errorf("%s has a colour", kind)
		}
	}
	if FieldNames("rumour") != nil {
		t.Error("an unknown kind has fields")
	}
}

func TestFieldSetHas(t *testing.T) {
	both, _ := Fields(KindPerson, "name", "email")
	name, _ := Fields(KindPerson, "name")
	if !both.Has(name) || name.Has(both) || !name.Has(0) {
		t.Error("a set of fields has what it has not")
	}
}

func TestKeep(t *testing.T) {
	for _, kind := range Kinds() {
		for _, kept := range FieldNames(kind) {
			set, _ := Fields(kind, kept)
			r := complete(kind)
			Keep(r, set)
			for _, name := range FieldNames(kind) {
				want := name == kept || name == "id" || name == "version"
				if got := !field(r, name).IsZero(); got != want {
					t.Errorf("%s with only %s kept has %s: %t", kind, kept, name, got)
				}
			}
		}
		r := complete(kind)
		if Keep(r, AllFields); !cmp.Equal(r, complete(kind)) {
			t.Errorf("%s loses something when all is kept", kind)
		}
	}
}

// field is the field of a record by its JSON name.
func field(r Record, name string) reflect.Value {
	v := reflect.ValueOf(r).Elem()
	for _, f := range reflect.VisibleFields(v.Type()) {
		if jsonName(f) == name {
			return v.FieldByIndex(f.Index)
		}
	}
	panic("there is no field " + name)
}

func TestOverlay(t *testing.T) {
	for _, kind := range Kinds() {
		dst := kind.New()
		if unknown := Overlay(dst, complete(kind), FieldNames(kind)); unknown != "" || !cmp.Equal(dst, complete(kind)) {
			t.Errorf("%s: all fields but %q are copied", kind, unknown)
		}
		dst = kind.New()
		if unknown := Overlay(dst, complete(kind), []string{"status", "colour", "level"}); unknown != "colour" || !cmp.Equal(dst, kind.New()) {
			t.Errorf("%s: %q is unknown, and %+v was copied", kind, unknown, dst)
		}
	}
	dst := &Person{Email: "old@example.org", Phone: "2"}
	Overlay(dst, completePerson(), []string{"email"})
	if dst.Email != "li@example.org" || dst.Phone != "2" || dst.Name.Zh != "" {
		t.Errorf("the person is %+v", dst)
	}
}

func TestAgreementInForce(t *testing.T) {
	a := &Agreement{Head: Head{Status: StatusPublished}, From: "2026-01-01", Until: "2026-12-31"}
	for day, want := range map[Date]bool{"2025-12-31": false, "2026-01-01": true, "2026-12-31": true, "2027-01-01": false} {
		if a.InForce(day) != want {
			t.Errorf("on %s it is in force: %t", day, !want)
		}
	}
	a.Status = StatusWithdrawn
	if a.InForce("2026-06-01") || !(&Agreement{Head: Head{Status: StatusPublished}}).InForce("2026-06-01") {
		t.Error("a withdrawn agreement is in force, or one without dates is not")
	}
}

func TestErrors(t *testing.T) {
	cause := errors.New("disk full")
	err := fmt.Errorf("registry: %w", &Error{Code: CodeConflict, Message: "changed", Path: "version", Cause: cause})
	if CodeOf(err) != CodeConflict || !errors.Is(err, cause) || CodeOf(cause) != CodeInternal || CodeOf(nil) != "" {
		t.Errorf("the code of %v is %s", err, CodeOf(err))
	}
	if got := err.Error(); got != "registry: CONFLICT: changed (version): disk full" {
		t.Errorf("it reads %q", got)
	}
	if NotFound().Code != CodeNotFound || Errorf(CodeInvalid, "%d", 1).Message != "1" {
		t.Error("errors are made wrongly")
	}
}
