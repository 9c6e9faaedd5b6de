package policy

import (
	"testing"

	"metrograph/model"
)

// benchCase is what the benchmarks decide: a manufacturer with a role and two agreements
// reads a certificate of somebody else, which several rules concern.
func benchCase(b *testing.B) (*Policy, *model.Principal, *model.Facts) {
	p := mustLoad(b, Default())
	other := agreement(instC, instA, func(a *model.Agreement) { a.Disciplines = []model.Discipline{"OPTICS"} })
	share(b, p, agreement(instB, instA, nil), other)
	f := certificate(func(f *model.Facts) {
		f.Origin, f.Classification, f.Manufacturers = instB, model.ClassificationNonPublic, []model.ID{instC, instA}
	})
	return p, memberOf(model.LevelManufacturer, model.RoleRecorder), f
}

func BenchmarkDecide(b *testing.B) {
	p, who, f := benchCase(b)
	g := p.For(who)
	b.ReportAllocs()
	for b.Loop() {
		if _, allowed := g.Decide(model.ActionRead, f); !allowed {
			b.Fatal("not allowed")
		}
	}
}

func BenchmarkDecideOwn(b *testing.B) {
	p, who, f := benchCase(b)
	f.Origin = who.Institution
	g := p.For(who)
	b.ReportAllocs()
	for b.Loop() {
		if _, allowed := g.Decide(model.ActionRead, f); !allowed {
			b.Fatal("not allowed")
		}
	}
}

func BenchmarkField(b *testing.B) {
	p, who, f := benchCase(b)
	fields, _ := p.For(who).Decide(model.ActionRead, f)
	number := fieldsOf(b, f.Kind, "number")
	b.ReportAllocs()
	for b.Loop() {
		if !fields.Has(number) {
			b.Fatal("not shown")
		}
	}
}

func BenchmarkFor(b *testing.B) {
	p, who, _ := benchCase(b)
	b.ReportAllocs()
	for b.Loop() {
		p.For(who)
	}
}

func BenchmarkForFirstTime(b *testing.B) {
	p, who, f := benchCase(b)
	t := p.now.Load()
	k := keyOf(who)
	b.ReportAllocs()
	for b.Loop() {
		t.newGrant(t.live.subjectOf(k)).Decide(model.ActionRead, f)
	}
}

func BenchmarkScope(b *testing.B) {
	p, who, f := benchCase(b)
	g := p.For(who)
	need := fieldsOf(b, f.Kind, "number", "modified")
	b.ReportAllocs()
	for b.Loop() {
		g.Scope(model.ActionRead, f.Kind, need)
	}
}

func BenchmarkScopeFirstTime(b *testing.B) {
	p, who, f := benchCase(b)
	c := p.For(who).cell(model.ActionRead, f.Kind)
	need := fieldsOf(b, f.Kind, "number", "modified")
	b.ReportAllocs()
	for b.Loop() {
		c.scope(need)
	}
}

// BenchmarkEnforce is Casbin's own answer, for comparison.
func BenchmarkEnforce(b *testing.B) {
	p, who, f := benchCase(b)
	b.ReportAllocs()
	for b.Loop() {
		if allowed, err := p.Enforce(who, model.ActionRead, f); err != nil || !allowed {
			b.Fatal(allowed, err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		mustLoad(b, Default())
	}
}

func BenchmarkThousandAgreements(b *testing.B) {
	p := mustLoad(b, Default())
	var list []*model.Agreement
	for i := range 1000 {
		grantor := model.KindInstitution.ID(day(b), [16]byte{15: byte(i), 14: byte(i >> 8)})
		list = append(list, agreement(grantor, instA, nil))
	}
	b.ReportAllocs()
	for b.Loop() {
		share(b, p, list...)
	}
}
