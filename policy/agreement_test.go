package policy

import (
	"errors"
	"strings"
	"testing"
	"time"

	"metrograph/model"
)

// agreement is a published agreement on certificates.
func agreement(grantor, grantee model.ID, change func(*model.Agreement)) *model.Agreement {
	a := &model.Agreement{GrantorID: grantor, GranteeID: grantee, Kinds: []model.Kind{model.KindCertificate}}
	a.ID, a.Origin, a.Status = "agr_0000000000000000000000000z", grantor, model.StatusPublished
	if change != nil {
		change(a)
	}
	return a
}

func TestAgreementGrants(t *testing.T) {
	p := mustLoad(t, Default())
	secret := certificate(func(f *model.Facts) { f.Origin, f.Classification = instB, model.ClassificationNonPublic })
	who := memberOf(model.LevelThirdParty)
	need := fieldsOf(t, model.KindCertificate, "number")
	sees := func() bool {
		g := p.For(who)
		_, allowed := g.Decide(model.ActionRead, secret)
		if in := g.Scope(model.ActionRead, model.KindCertificate, need).Holds(secret); in != allowed {
			t.Errorf("scope says %v, decide %v", in, allowed)
		}
		if enforced, err := p.Enforce(who, model.ActionRead, secret); err != nil || enforced != allowed {
			t.Errorf("Casbin says %v (%v), the table %v", enforced, err, allowed)
		}
		return allowed
	}
	versions := map[string]bool{p.Version(): true}
	if sees() {
		t.Fatal("seen without an agreement")
	}
	share(t, p, agreement(instB, instA, nil))
	versions[p.Version()] = true
	if !sees() {
		t.Fatal("not seen with an agreement")
	}
	share(t, p, agreement(instB, instA, func(a *model.Agreement) { a.Disciplines = []model.Discipline{model.DisciplineOptics} }))
	versions[p.Version()] = true
	if sees() {
		t.Fatal("seen though the discipline is not shared")
	}
	share(t, p, agreement(instB, instA, func(a *model.Agreement) { a.Status = model.StatusWithdrawn }))
	if sees() {
		t.Fatal("seen though the agreement is withdrawn")
	}
	versions[p.Version()] = true
	if len(versions) != 3 {
		t.Errorf("%d versions, and the last is the first again", len(versions))
	}
}

func TestAgreementTerms(t *testing.T) {
	shared := func(f *model.Facts) { f.Origin, f.Classification = instB, model.ClassificationNonPublic }
	cases := []struct {
		name   string
		terms  func(*model.Agreement)
		record func(*model.Facts)
		who    func(*model.Principal)
		hidden string // a field that is not shown; all for no access
	}{
		{"the usual fields", nil, nil, nil, "customer"},
		{"chosen fields", func(a *model.Agreement) { a.Fields = []string{"number", "customer"} }, nil, nil, "results"},
		{"not yet", func(a *model.Agreement) { a.From = "2026-08-02" }, nil, nil, "all"},
		{"not any more", func(a *model.Agreement) { a.Until = "2026-07-31" }, nil, nil, "all"},
		{"the last day", func(a *model.Agreement) { a.Until = today }, nil, nil, "customer"},
		{"another kind", func(a *model.Agreement) { a.Kinds = []model.Kind{model.KindMethod} }, nil, nil, "all"},
		{"a draft", nil, func(f *model.Facts) { f.Status = model.StatusDraft }, nil, "all"},
		{"another's record", nil, func(f *model.Facts) { f.Origin = instC }, nil, "all"},
		{"another caller", nil, nil, func(p *model.Principal) { p.Institution = instC }, "all"},
		{"one of two disciplines", func(a *model.Agreement) { a.Disciplines = []model.Discipline{"OPTICS", "LENGTH"} }, nil, nil, "customer"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := mustLoad(t, rules(`p, ANYONE, method, read, r.obj.status == 'PUBLISHED', *, allow`))
			share(t, p, agreement(instB, instA, c.terms))
			who, f := memberOf(model.LevelThirdParty), certificate(shared)
			if c.record != nil {
				c.record(f)
			}
			if c.who != nil {
				c.who(who)
			}
			fields, allowed := p.For(who).Decide(model.ActionRead, f)
			if allowed != (c.hidden != "all") {
				t.Fatalf("allowed: %v", allowed)
			}
			if allowed && (fields.Has(fieldsOf(t, f.Kind, c.hidden)) || !fields.Has(fieldsOf(t, f.Kind, "number"))) {
				t.Errorf("shows %v", fields.Names(f.Kind))
			}
			compareFields(t, p, who, model.ActionRead, f)
		})
	}
}

// An agreement that cannot be used grants nothing and does not keep others from being
// withdrawn.
func TestUnusableAgreements(t *testing.T) {
	cases := []struct {
		name  string
		terms func(*model.Agreement)
		want  string
	}{
		{"hostile grantor", func(a *model.Agreement) { a.GrantorID = "x' || true || r.obj.origin == 'x"; a.Origin = a.GrantorID }, "no identifier"},
		{"hostile grantee", func(a *model.Agreement) { a.GranteeID = "' || 'a' == 'a" }, "no identifier"},
		{"hostile field", func(a *model.Agreement) { a.Fields = []string{"number *"} }, "no field number *"},
		{"every field", func(a *model.Agreement) { a.Fields = []string{"*"} }, "no field *"},
		{"hostile discipline", func(a *model.Agreement) { a.Disciplines = []model.Discipline{"X') || true || ('"} }, "no value of disciplines"},
		{"no kind", func(a *model.Agreement) { a.Kinds = nil }, "no kind"},
		{"every kind", func(a *model.Agreement) { a.Kinds = []model.Kind{"*"} }, "cannot be shared"},
		{"credentials", func(a *model.Agreement) { a.Kinds = []model.Kind{model.KindCredential} }, "cannot be shared"},
		{"recorded by the grantee", func(a *model.Agreement) { a.Origin = a.GranteeID }, "only the grantor"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := mustLoad(t, rules(`p, ANYONE, method, read, true, *, allow`))
			share(t, p, agreement(instC, instA, nil))
			err := p.SetAgreements([]*model.Agreement{agreement(instB, instA, c.terms)}, today)
			var unusable Unusable
			if !errors.As(err, &unusable) || len(unusable) != 1 || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "agr_") {
				t.Errorf("the error is: %v", err)
			}
			for _, origin := range []model.ID{instB, instC} {
				f := certificate(func(f *model.Facts) { f.Origin = origin })
				if _, allowed := p.For(memberOf(model.LevelNational)).Decide(model.ActionRead, f); allowed {
					t.Errorf("records of %s are shared", origin)
				}
			}
		})
	}
}

// Many agreements become one clause for their grantee, and nothing for others.
func TestManyAgreements(t *testing.T) {
	p := mustLoad(t, Default())
	var list []*model.Agreement
	for i := range 300 {
		grantor := model.KindInstitution.ID(day(t), [16]byte{15: byte(i), 14: byte(i >> 8)})
		list = append(list, agreement(grantor, instA, nil))
	}
	share(t, p, append(list, list[0])...)
	scope := p.For(memberOf(model.LevelThirdParty)).Scope(model.ActionRead, model.KindCertificate, 0)
	if len(scope.Any) != 3 {
		t.Errorf("%d clauses: %v", len(scope.Any), scope.Any)
	}
	last := certificate(func(f *model.Facts) { f.Origin, f.Classification = list[299].GrantorID, model.ClassificationNonPublic })
	if _, allowed := p.For(memberOf(model.LevelThirdParty)).Decide(model.ActionRead, last); !allowed || !scope.Holds(last) {
		t.Error("the last agreement grants nothing")
	}
	stranger := memberOf(model.LevelThirdParty)
	stranger.Institution = instC
	if g := p.For(stranger); len(g.rules) > 20 {
		t.Errorf("a stranger has %d rules", len(g.rules))
	}
}

func day(t testing.TB) time.Time {
	t.Helper()
	at, ok := today.Time()
	if !ok {
		t.Fatal("today is no day")
	}
	return at
}
