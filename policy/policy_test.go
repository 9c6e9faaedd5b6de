package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"metrograph/model"
)

// Institutions of the tests.
const (
	instA model.ID = "inst_0000000000000000000000000a"
	instB model.ID = "inst_0000000000000000000000000b"
	instC model.ID = "inst_0000000000000000000000000c"
)

const today model.Date = "2026-08-01"

func mustLoad(t testing.TB, src Source) *Policy {
	t.Helper()
	p, err := Load(src)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func share(t testing.TB, p *Policy, list ...*model.Agreement) {
	t.Helper()
	if err := p.SetAgreements(list, today); err != nil {
		t.Fatal(err)
	}
}

// rules is a policy of some lines, with the default's model.
func rules(lines ...string) Source {
	return Source{Name: "test.csv", Model: Default().Model, Rules: strings.Join(lines, "\n")}
}

func fieldsOf(t testing.TB, kind model.Kind, names ...string) model.FieldSet {
	t.Helper()
	set, ok := model.Fields(kind, names...)
	if !ok {
		t.Fatalf("no such fields: %v", names)
	}
	return set
}

func certificate(change func(*model.Facts)) *model.Facts {
	f := &model.Facts{Kind: model.KindCertificate, Classification: model.ClassificationPublic, Level: model.LevelThirdParty,
		Status: model.StatusPublished, Origin: instC, Region: "440305", Discipline: model.DisciplineLength}
	if change != nil {
		change(f)
	}
	return f
}

func memberOf(level model.Level, roles ...model.Role) *model.Principal {
	return &model.Principal{Subject: "s", Institution: instA, Level: level, Region: "110105", Granted: model.Roles(roles...)}
}

func TestUnionOfRules(t *testing.T) {
	p := mustLoad(t, rules(
		`p, ANYONE, certificate, read, r.obj.status == 'PUBLISHED', number, allow`,
		`p, ANYONE, certificate, read, r.obj.classification == 'PUBLIC', customer personnel, allow`,
		`p, ANYONE, certificate, read, r.obj.discipline == 'OPTICS', *, allow`,
		`p, ANYONE, certificate, read, r.obj.level == 'NATIONAL', *, deny`,
	))
	head := []string{"id", "version"}
	cases := []struct {
		name   string
		change func(*model.Facts)
		want   []string
	}{
		{"both", nil, append(slices.Clone(head), "number", "customer", "personnel")},
		{"one", func(f *model.Facts) { f.Classification = "" }, append(slices.Clone(head), "number")},
		{"all", func(f *model.Facts) { f.Discipline = model.DisciplineOptics }, model.FieldNames(model.KindCertificate)},
		{"none", func(f *model.Facts) { f.Classification, f.Status = "", "" }, nil},
		{"denied", func(f *model.Facts) { f.Level = model.LevelNational }, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			fields, allowed := p.For(nil).Decide(model.ActionRead, certificate(c.change))
			if allowed != (c.want != nil) {
				t.Fatalf("allowed: %v", allowed)
			}
			sorted := func(s []string) []string { return slices.Sorted(slices.Values(s)) }
			if diff := cmp.Diff(sorted(c.want), sorted(fields.Names(model.KindCertificate))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRestrictedCredential(t *testing.T) {
	p := mustLoad(t, Default())
	who := memberOf(model.LevelThirdParty, model.RoleRecorder)
	own := certificate(func(f *model.Facts) { f.Origin = instA })
	who.Actions = []model.Action{model.ActionRead}
	for _, action := range model.Action("").Values() {
		_, allowed := p.For(who).Decide(action, own)
		enforced, err := p.Enforce(who, action, own)
		if want := action == model.ActionRead; err != nil || allowed != want || enforced != want {
			t.Errorf("%s: the table says %v, Casbin %v (%v)", action, allowed, enforced, err)
		}
		if s := p.For(who).Scope(action, model.KindCertificate, 0); s.Nothing() == (action == model.ActionRead) {
			t.Errorf("%s: scope %v", action, s)
		}
	}
	trace := p.For(who).Explain(model.ActionAmend, own)
	if len(trace) != 1 || trace[0].Effect != EffectDeny || trace[0].Rule != "credential" {
		t.Errorf("%+v", trace)
	}
}

// What is not known of a caller is like nothing that is not known of a record.
func TestNothingEqualsNothing(t *testing.T) {
	p := mustLoad(t, rules(
		`p, ANYONE, certificate, read, r.obj.origin == r.sub.institution, *, allow`,
		`p, ANYONE, certificate, read, r.obj.region == r.sub.region, *, allow`,
		`p, ANYONE, certificate, read, r.obj.province == r.sub.province, *, allow`,
		`p, ANYONE, certificate, read, r.obj.level == r.sub.level, *, allow`,
		`p, ANYONE, certificate, read, r.sub.institution in r.obj.manufacturer, *, allow`,
	))
	blank := &model.Facts{Kind: model.KindCertificate, Manufacturers: []model.ID{""}}
	for _, who := range []*model.Principal{nil, {}, {Level: "NATIONAL", Region: "110105"}, {Institution: instA}, {Institution: instA, Region: "x", Level: "x"}} {
		_, allowed := p.For(who).Decide(model.ActionRead, blank)
		enforced, err := p.Enforce(who, model.ActionRead, blank)
		if allowed || enforced || err != nil {
			t.Errorf("%+v: the table says %v, Casbin %v (%v)", who, allowed, enforced, err)
		}
		g := p.For(who)
		if s := g.Scope(model.ActionRead, model.KindCertificate, 0); s.Holds(blank) {
			t.Errorf("%+v: %v", who, s)
		}
	}
}

func TestLevelIsNoOtherRole(t *testing.T) {
	p := mustLoad(t, Default())
	own := certificate(func(f *model.Facts) { f.Origin = instA })
	who := memberOf("ADMINISTRATOR")
	enforced, err := p.Enforce(who, model.ActionDelete, own)
	if _, allowed := p.For(who).Decide(model.ActionDelete, own); allowed || enforced || err != nil {
		t.Error("a level makes an administrator")
	}
	if _, allowed := p.For(who).Decide(model.ActionRead, own); !allowed {
		t.Error("a member of an institution of no known level is no member")
	}
}

// TestScopeCombinesRules shows the scope where no rule alone shows the needed fields.
func TestScopeCombinesRules(t *testing.T) {
	p := mustLoad(t, rules(
		`p, ANYONE, certificate, read, r.obj.status == 'PUBLISHED', number, allow`,
		`p, ANYONE, certificate, read, r.obj.classification == 'PUBLIC', customer, allow`,
		`p, ANYONE, certificate, read, r.obj.classification == 'NON_PUBLIC' && r.obj.status == 'DRAFT', customer personnel, allow`,
		`p, ANYONE, certificate, read, r.obj.level == 'NATIONAL', *, allow`,
		`p, ANYONE, certificate, read, r.obj.discipline == 'OPTICS', *, deny`,
		`p, ANYONE, certificate, read, r.obj.level == 'NATIONAL' && r.obj.discipline == 'RADIO', *, deny`,
	))
	is := func(attr model.Attribute, in ...string) model.Condition {
		return model.Condition{Attribute: attr, In: in}
	}
	published, national := is(model.AttrStatus, "PUBLISHED"), is(model.AttrLevel, "NATIONAL")
	public, optics := is(model.AttrClassification, "PUBLIC"), is(model.AttrDiscipline, "OPTICS")
	hidden, draft := is(model.AttrClassification, "NON_PUBLIC"), is(model.AttrStatus, "DRAFT")
	none := []model.Clause{{optics}, {national, is(model.AttrDiscipline, "RADIO")}}
	cases := []struct {
		name string
		need []string
		any  []model.Clause
	}{
		{"one", []string{"number"}, []model.Clause{{published}, {national}}},
		{"two together", []string{"number", "customer"}, []model.Clause{{national}, {public, published}}},
		{"one of two", []string{"customer"}, []model.Clause{{hidden, draft}, {public}, {national}}},
		{"never together", []string{"number", "personnel"}, []model.Clause{{national}}},
		{"nothing", nil, []model.Clause{{national}, {hidden, draft}, {published}, {public}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			have := p.For(nil).Scope(model.ActionRead, model.KindCertificate, fieldsOf(t, model.KindCertificate, c.need...))
			byText := cmpopts.SortSlices(func(a, b model.Clause) bool { return fmt.Sprint(a) < fmt.Sprint(b) })
			if diff := cmp.Diff(model.Scope{Any: c.any, None: none}, have, byText); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnknownActionAndKind(t *testing.T) {
	p := mustLoad(t, rules(`p, ANYONE, *, *, true, *, allow`))
	for _, c := range []struct {
		action model.Action
		kind   model.Kind
		want   bool
	}{{model.ActionRead, model.KindMethod, true}, {"sell", model.KindMethod, false}, {model.ActionRead, "secret", false}} {
		f := &model.Facts{Kind: c.kind}
		_, allowed := p.For(nil).Decide(c.action, f)
		enforced, err := p.Enforce(nil, c.action, f)
		scope := p.For(nil).Scope(c.action, c.kind, 0)
		if allowed != c.want || enforced != c.want || scope.Holds(f) != c.want || err != nil {
			t.Errorf("%s %s: %v, %v, %v, %v", c.action, c.kind, allowed, enforced, scope, err)
		}
	}
}

func TestRoleHierarchy(t *testing.T) {
	p := mustLoad(t, rules(
		`g, PUBLISHER, REVIEWER`,
		`g, REVIEWER, RECORDER`,
		`g, RECORDER, PUBLISHER`,
		`p, RECORDER, method, create, true, *, allow`,
		`p, EXPERT, method, amend, !('RECORDER' in r.sub.roles), *, allow`,
	))
	f := &model.Facts{Kind: model.KindMethod}
	can := func(action model.Action, roles ...model.Role) bool {
		who := &model.Principal{Granted: model.Roles(roles...)}
		_, allowed := p.For(who).Decide(action, f)
		if enforced, err := p.Enforce(who, action, f); err != nil || enforced != allowed {
			t.Errorf("%s %v: the table says %v, Casbin %v (%v)", action, roles, allowed, enforced, err)
		}
		return allowed
	}
	if !can(model.ActionCreate, model.RolePublisher) || can(model.ActionCreate, model.RoleExpert) {
		t.Error("a publisher has the rules of a recorder, an expert has not")
	}
	if !can(model.ActionAmend, model.RoleExpert) || can(model.ActionAmend, model.RoleExpert, model.RolePublisher) {
		t.Error("a publisher has the role of a recorder where a condition asks for it")
	}
}

func TestReloadFailsClosed(t *testing.T) {
	p := mustLoad(t, Default())
	share(t, p, agreement(instB, instA, nil))
	before := p.Version()
	public := certificate(nil)
	for _, bad := range []Source{{}, rules(`p, ANYONE, *, *, r.obj.level != 'NATIONAL', *, allow`), {Model: "[x]", Rules: Default().Rules}} {
		if err := p.Reload(bad); err == nil {
			t.Fatal("a bad policy was taken")
		}
		if _, allowed := p.For(nil).Decide(model.ActionRead, public); !allowed || p.Version() != before {
			t.Error("the old policy did not stay")
		}
	}
	old := p.For(memberOf(model.LevelThirdParty))
	had := old.Version()
	if err := p.Reload(rules(`p, ANYONE, method, read, true, *, allow`)); err != nil {
		t.Fatal(err)
	}
	if _, allowed := p.For(nil).Decide(model.ActionRead, public); allowed || p.Version() == before || old.Version() != had {
		t.Error("the new policy did not come")
	}
	granted := certificate(func(f *model.Facts) { f.Origin = instB })
	if _, allowed := p.For(memberOf(model.LevelThirdParty)).Decide(model.ActionRead, granted); !allowed {
		t.Error("the agreements did not stay")
	}
}

func TestConcurrentUse(t *testing.T) {
	p := mustLoad(t, Default())
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range 200 {
				g := p.For(memberOf(model.Level("").Values()[i%4]))
				f := certificate(func(f *model.Facts) { f.Origin = instA })
				fields, allowed := g.Decide(model.ActionRead, f)
				scope := g.Scope(model.ActionRead, model.KindCertificate, model.FieldSet(1)<<(i%40))
				if !allowed || fields != model.AllFields || !scope.Holds(f) {
					t.Error("one's own record is not one's own")
				}
			}
		})
	}
	wait.Go(func() {
		for range 5 {
			if err := p.Reload(Default()); err != nil {
				t.Error(err)
			}
		}
	})
	wait.Wait()
}

func TestGrantsAreBounded(t *testing.T) {
	p := mustLoad(t, rules(`p, MEMBER, method, read, true, *, allow`))
	for i := range 3 * mostGrants {
		p.For(&model.Principal{Institution: model.ID(strings.Repeat("x", i+1))})
	}
	if n := len(p.now.Load().grants); n > mostGrants {
		t.Errorf("%d grants are kept", n)
	}
	g := p.For(nil)
	for i := range 3 * mostScopes {
		g.Scope(model.ActionRead, model.KindMethod, model.FieldSet(i))
	}
	if n := len(g.scopes); n > mostScopes {
		t.Errorf("%d scopes are kept", n)
	}
}

func TestExplain(t *testing.T) {
	p := mustLoad(t, rules(
		`# comment`,
		`p, ANYONE, method, read, r.obj.status == 'PUBLISHED', * -title, allow`,
		`p, MEMBER, method, read, true, *, allow`,
		`p, MEMBER, method, read, r.obj.status == 'DRAFT', *, deny`,
	))
	names := func(traces []Trace) (out []string) {
		for _, t := range traces {
			out = append(out, t.Rule+" "+string(t.Effect)+" -"+strings.Join(t.Masked, " "))
		}
		return out
	}
	cases := []struct {
		name   string
		who    *model.Principal
		status model.Status
		want   []string
	}{
		{"masked", nil, "PUBLISHED", []string{"test.csv:2 mask -title"}},
		{"two", memberOf("NATIONAL"), "PUBLISHED", []string{"test.csv:2 mask -title", "test.csv:3 allow -"}},
		{"denied", memberOf("NATIONAL"), "DRAFT", []string{"test.csv:3 allow -", "test.csv:4 deny -"}},
		{"none", nil, "DRAFT", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			traces := p.For(c.who).Explain(model.ActionRead, &model.Facts{Kind: model.KindMethod, Status: c.status})
			if diff := cmp.Diff(c.want, names(traces)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if p.For(nil).Explain("sell", &model.Facts{Kind: model.KindMethod}) != nil {
		t.Error("an unknown action is explained")
	}
}

func TestErrorIsRefusal(t *testing.T) {
	_, err := Load(rules(`p, NOBODY, *, *, true, *, allow`))
	var refusal *Refusal
	if !errors.As(err, &refusal) || len(refusal.Findings) != 1 || refusal.Findings[0].Line != 1 {
		t.Fatalf("%#v", err)
	}
}
