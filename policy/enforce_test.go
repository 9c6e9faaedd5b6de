package policy

import (
	"flag"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"metrograph/model"
)

var exhaustive = flag.Bool("exhaustive", false, "compare the table with Casbin in every case, which takes minutes, instead of in every n-th")

// A prime, so that sampling meets every value of every dimension with every other.
const sampling = 97

// TestTableIsEnforce compares the compiled default policy with Casbin's own answers: every
// single role and every pair of the roles given to people, at institutions of every level
// and without one; for every kind, action, classification, level, status and relation.
func TestTableIsEnforce(t *testing.T) {
	p := mustLoad(t, Default())
	share(t, p, agreement(instB, instA, func(a *model.Agreement) {
		a.Kinds = []model.Kind{model.KindCertificate, model.KindPerson, model.KindInstitution}
		a.Disciplines = []model.Discipline{model.DisciplineLength}
	}))
	callers := everyCaller()
	questions := make(chan model.Principal, len(callers))
	for _, c := range callers {
		questions <- c
	}
	close(questions)
	var asked, differ atomic.Int64
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			for who := range questions {
				asked.Add(compareCaller(t, p, who, &differ))
			}
		})
	}
	wait.Wait()
	t.Logf("%d callers, %d questions, %d differ", len(callers), asked.Load(), differ.Load())
}

// compareCaller asks both sides everything about one caller.
func compareCaller(t *testing.T, p *Policy, who model.Principal, differ *atomic.Int64) (asked int64) {
	g := p.For(&who)
	n := int(who.Granted) + len(who.Level)
	for _, kind := range model.Kinds() {
		for _, f := range everyFacts(kind) {
			for _, action := range model.Action("").Values() {
				n++
				if !*exhaustive && n%sampling != 0 {
					continue
				}
				asked++
				_, have := g.Decide(action, &f)
				want, err := p.Enforce(&who, action, &f)
				if (err != nil || have != want) && differ.Add(1) < 10 {
					t.Errorf("%v %s %+v: the table says %v, Casbin %v (%v)", name(who), action, f, have, want, err)
				}
			}
		}
	}
	return asked
}

func name(who model.Principal) string {
	return fmt.Sprintf("%v of a %q institution", who.Granted.List(), who.Level)
}

// testPerson is whose credential those of the comparison are.
const testPerson model.ID = "pers_0000000000000000000000000a"

// everyCaller is the callers of the comparison.
func everyCaller() []model.Principal {
	roles := model.Role("").Values()
	sets := []model.RoleSet{0}
	for i, r := range roles {
		sets = append(sets, model.Roles(r))
		for _, other := range roles[i+1:] {
			if !levelRole(r) && !levelRole(other) {
				sets = append(sets, model.Roles(r, other))
			}
		}
	}
	var callers []model.Principal
	for _, set := range sets {
		callers = append(callers, model.Principal{Granted: set})
		for _, level := range model.Level("").Values() {
			callers = append(callers, model.Principal{Institution: instA, Level: level, Region: "110105", Granted: set,
				Person: testPerson, Serves: instC})
		}
	}
	return callers
}

// levelRole tells whether a role comes with a level or with everybody, and need not be given.
func levelRole(r model.Role) bool {
	return knownLevel(model.Level(r)) || r == model.RoleAnyone || r == model.RoleMember
}

// everyFacts is the records of a kind of the comparison: every class, level and status in
// every relation to the caller.
func everyFacts(kind model.Kind) []model.Facts {
	relations := []model.Facts{
		{Origin: instA, Region: "110105"},
		{Origin: instA, Region: "110105", Manufacturers: []model.ID{instA}},
		{Origin: instC, Region: "110108"},
		{Origin: instC, Region: "440305"},
		{Origin: instC, Region: "440305", Manufacturers: []model.ID{instC, instA}},
		{Origin: instC, Region: "440305", Manufacturers: []model.ID{instC}},
		{Origin: instB, Region: "440305", Discipline: model.DisciplineLength},
		{Origin: instB, Region: "440305", Discipline: model.DisciplineRadio},
		{Origin: instC, Region: "440305", Parties: []model.ID{instA}},
		{Origin: instC, Region: "440305", Parties: []model.ID{instC, testPerson}},
		{},
	}
	var all []model.Facts
	for _, f := range relations {
		f.Kind = kind
		for _, f.Classification = range model.Classification("").Values() {
			for _, f.Level = range model.Level("").Values() {
				for _, f.Status = range model.Status("").Values() {
					all = append(all, f)
				}
			}
		}
	}
	return all
}

// TestFieldsAreEnforce compares the fields that the table shows with those that Casbin shows,
// by way of the access matrix.
func TestFieldsAreEnforce(t *testing.T) {
	p := mustLoad(t, Default())
	share(t, p, MatrixAgreement())
	for _, caller := range Callers() {
		for _, kind := range model.Kinds() {
			for _, s := range Samples(kind) {
				for _, action := range []model.Action{model.ActionRead, model.ActionCount, model.ActionDownload} {
					compareFields(t, p, &caller.Principal, action, &s.Facts)
				}
			}
		}
	}
}

func compareFields(t *testing.T, p *Policy, who *model.Principal, action model.Action, f *model.Facts) {
	t.Helper()
	have, allowed, _ := p.Compiled(who, action, f)
	want, enforced, err := p.Live(who, action, f)
	if err != nil || allowed != enforced || have&known(f.Kind) != want&known(f.Kind) {
		t.Errorf("%v %s %+v: the table shows %v, Casbin %v (%v)", name(*who), action, *f, have.Names(f.Kind), want.Names(f.Kind), err)
	}
}

// known is every field that a kind has.
func known(kind model.Kind) model.FieldSet { return 1<<len(model.FieldNames(kind)) - 1 }
