package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"metrograph/model"
)

// Small pools, so that things meet.
var (
	poolInstitutions = []model.ID{instA, instB, instC}
	poolPersons      = []model.ID{"pers_0000000000000000000000000a", "pers_0000000000000000000000000b"}
	poolRegions      = []model.Region{"110105", "110108", "440305"}
	poolKinds        = []model.Kind{model.KindCertificate, model.KindInstrument, model.KindMethod}
	poolActions      = []model.Action{model.ActionRead, model.ActionCount, model.ActionAmend}
	poolRoles        = []model.Role{model.RoleAnyone, model.RoleMember, model.RoleNational, model.RoleThirdParty, model.RoleRecorder, model.RoleAuditor}
	poolFields       = []string{"number", "customer", "personnel", "title", "name", "owner", "code", "modified"}
)

// TestScopeIsDecide holds three answers together for random policies, callers and records:
// the table's, Casbin's, and the scope's for a random set of needed fields. A record is in
// the scope exactly if it may be read and the needed fields are shown.
func TestScopeIsDecide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPolicy(t)
		for range 4 {
			who := drawCaller(t)
			g := p.For(who)
			for range 6 {
				f := drawFacts(t)
				action := rapid.SampledFrom(poolActions).Draw(t, "action")
				checkAlike(t, p, g, who, action, f)
			}
		}
	})
}

func checkAlike(t *rapid.T, p *Policy, g *Grant, who *model.Principal, action model.Action, f *model.Facts) {
	fields, allowed := g.Decide(action, f)
	enforced, err := p.Enforce(who, action, f)
	if err != nil || allowed != enforced {
		t.Fatalf("%s %+v: the table says %v, Casbin %v (%v)", action, *f, allowed, enforced, err)
	}
	need := drawFields(t, f.Kind)
	for _, name := range need.Names(f.Kind) {
		shown, err := p.EnforceField(who, action, f, name)
		if bit := knownFields(f.Kind, []string{name}); err != nil || shown != (allowed && fields.Has(bit)) {
			t.Fatalf("%s %+v: the table shows %v, Casbin shows %s: %v (%v)", action, *f, fields.Names(f.Kind), name, shown, err)
		}
	}
	scope := g.Scope(action, f.Kind, need)
	if in := scope.Holds(f); in != (allowed && fields.Has(need)) {
		t.Fatalf("%s %+v needing %v: in the scope %v, decided %v %v\n%+v", action, *f, need.Names(f.Kind), in, allowed, fields.Names(f.Kind), scope)
	}
	traces := g.Explain(action, f)
	denied := slices.ContainsFunc(traces, func(t Trace) bool { return t.Effect == EffectDeny })
	if allowed != (len(traces) > 0 && !denied) {
		t.Fatalf("%s %+v: allowed %v, explained by %+v", action, *f, allowed, traces)
	}
}

func drawFields(t *rapid.T, kind model.Kind) model.FieldSet {
	names := rapid.SliceOfN(rapid.SampledFrom(poolFields), 0, 4).Draw(t, "need")
	return knownFields(kind, names)
}

func drawFacts(t *rapid.T) *model.Facts {
	return &model.Facts{
		Kind:           rapid.SampledFrom(poolKinds).Draw(t, "kind"),
		Classification: rapid.SampledFrom([]model.Classification{"PUBLIC", "NON_PUBLIC", ""}).Draw(t, "classification"),
		Level:          rapid.SampledFrom([]model.Level{"NATIONAL", "THIRD_PARTY", "MANUFACTURER", "?"}).Draw(t, "level"),
		Status:         rapid.SampledFrom([]model.Status{"PUBLISHED", "DRAFT"}).Draw(t, "status"),
		Discipline:     rapid.SampledFrom([]model.Discipline{"LENGTH", "OPTICS", ""}).Draw(t, "discipline"),
		Origin:         rapid.SampledFrom(append([]model.ID{""}, poolInstitutions...)).Draw(t, "origin"),
		Region:         rapid.SampledFrom(append([]model.Region{"", "11", "11010x"}, poolRegions...)).Draw(t, "region"),
		Manufacturers:  rapid.SliceOfN(rapid.SampledFrom(poolInstitutions), 0, 3).Draw(t, "manufacturers"),
		Parties:        rapid.SliceOfN(rapid.SampledFrom(append(poolInstitutions, poolPersons...)), 0, 3).Draw(t, "parties"),
	}
}

func drawCaller(t *rapid.T) *model.Principal {
	p := &model.Principal{
		Institution: rapid.SampledFrom(append([]model.ID{""}, poolInstitutions...)).Draw(t, "institution"),
		Level:       rapid.SampledFrom([]model.Level{"NATIONAL", "THIRD_PARTY", "MANUFACTURER", "", "?"}).Draw(t, "callerLevel"),
		Region:      rapid.SampledFrom(append([]model.Region{"", "11"}, poolRegions...)).Draw(t, "callerRegion"),
		Person:      rapid.SampledFrom(append([]model.ID{""}, poolPersons...)).Draw(t, "person"),
		Serves:      rapid.SampledFrom(append([]model.ID{""}, poolInstitutions...)).Draw(t, "serves"),
		Granted:     model.Roles(rapid.SliceOfN(rapid.SampledFrom(poolRoles), 0, 2).Draw(t, "roles")...),
	}
	if rapid.IntRange(0, 5).Draw(t, "restricted") == 0 {
		p.Actions = rapid.SliceOfN(rapid.SampledFrom(poolActions), 1, 2).Draw(t, "actions")
	}
	return p
}

// drawPolicy draws a policy of the grammar. Rules that can never hold are left out, as they
// would be refused.
func drawPolicy(t *rapid.T) *Policy {
	lines := []string{"g2, @some, number title", "g3, @k, certificate|method", "p, ANYONE, certificate, read, true, number, allow"}
	for range rapid.IntRange(0, 2).Draw(t, "links") {
		lines = append(lines, fmt.Sprintf("g, %s, %s", rapid.SampledFrom(poolRoles).Draw(t, "has"), rapid.SampledFrom(poolRoles).Draw(t, "other")))
	}
	for range rapid.IntRange(1, 9).Draw(t, "rules") {
		if line, ok := drawRule(t); ok {
			lines = append(lines, line)
		}
	}
	p, err := Load(rules(lines...))
	if err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(lines, "\n"))
	}
	return p
}

func drawRule(t *rapid.T) (line string, ok bool) {
	condition := drawCondition(t, 2)
	if _, err := parseCondition(condition); err != nil {
		return "", false
	}
	kinds := rapid.SampledFrom([]string{"*", "certificate", "certificate|instrument", "@k", "@k|instrument", "method"}).Draw(t, "kinds")
	actions := rapid.SampledFrom([]string{"*", "read", "read|count", "count|amend"}).Draw(t, "actions")
	fields, effect := "*", "deny"
	if rapid.IntRange(0, 4).Draw(t, "deny") > 0 {
		fields, effect = drawColumn(t), "allow"
	}
	c, err := compileRule(row{cols: []string{"ANYONE", kinds, actions, condition, fields, effect}}, drawGroups)
	if err != nil || c == nil {
		return "", false
	}
	return fmt.Sprintf("p, %s, %s, %s, \"%s\", %s, %s", rapid.SampledFrom(poolRoles).Draw(t, "role"), kinds, actions, condition, fields, effect), true
}

var drawGroups = &enforcer{
	fields: map[string][]string{"@some": {"number", "title"}},
	kinds:  map[string][]string{"@k": {"certificate", "method"}},
}

func drawColumn(t *rapid.T) string {
	word := rapid.SampledFrom(append([]string{"@some"}, poolFields...))
	words := []string{rapid.SampledFrom([]string{"*", "number", "@some", "customer"}).Draw(t, "first")}
	for range rapid.IntRange(0, 3).Draw(t, "words") {
		words = append(words, rapid.SampledFrom([]string{"", "-"}).Draw(t, "sign")+word.Draw(t, "word"))
	}
	return strings.Join(words, " ")
}

// drawCondition draws a condition nested so deep.
func drawCondition(t *rapid.T, depth int) string {
	if depth > 0 {
		switch rapid.IntRange(0, 4).Draw(t, "shape") {
		case 0:
			return "(" + drawCondition(t, depth-1) + ") && " + drawCondition(t, depth-1)
		case 1:
			return drawCondition(t, depth-1) + " || " + drawCondition(t, depth-1)
		case 2:
			return drawCondition(t, depth-1) + " && " + drawCondition(t, depth-1) + " || " + drawTest(t)
		case 3:
			return drawTest(t) + " && (" + drawCondition(t, depth-1) + " || " + drawTest(t) + ")"
		}
	}
	return drawTest(t)
}

func drawTest(t *rapid.T) string {
	institution := "'" + string(rapid.SampledFrom(poolInstitutions).Draw(t, "inst")) + "'"
	return rapid.SampledFrom([]string{
		"true",
		"r.obj.classification == 'PUBLIC'",
		"r.obj.classification in ('PUBLIC', 'NON_PUBLIC')",
		"r.obj.level in ('NATIONAL', 'THIRD_PARTY')",
		"r.obj.level == r.sub.level",
		"'PUBLISHED' == r.obj.status",
		"r.obj.discipline in ('LENGTH')",
		"r.obj.origin == r.sub.institution",
		"r.obj.origin == " + institution,
		"r.obj.origin in (" + institution + ", '" + string(instB) + "')",
		"r.sub.region == r.obj.region",
		"r.obj.region in ('110105', '440305')",
		"r.obj.province == r.sub.province",
		"r.obj.province == '110000'",
		"r.sub.institution in r.obj.manufacturer",
		institution + " in r.obj.manufacturer",
		"r.sub.institution in r.obj.party",
		"r.sub.person in r.obj.party",
		"'" + string(poolPersons[0]) + "' in r.obj.party",
		"r.obj.origin == r.sub.serves",
		"r.sub.person == '" + string(poolPersons[1]) + "'",
		"r.sub.institution == " + institution,
		"r.sub.level == 'NATIONAL'",
		"!(r.sub.level == 'NATIONAL')",
		"'AUDITOR' in r.sub.roles",
		"!('RECORDER' in r.sub.roles)",
		"r.sub.province in ('110000')",
	}).Draw(t, "test")
}

// TestClausesCombine holds the algebra of clauses against their meaning.
func TestClausesCombine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawClause(t), drawClause(t)
		both, possible := a.and(b)
		either, one := a.or(b)
		for range 20 {
			f := drawFacts(t)
			code := encode(f)
			inA, inB := a.holds(f, code), b.holds(f, code)
			if a.public().Holds(f) != inA {
				t.Fatalf("%+v is published as %+v, on %+v", a, a.public(), *f)
			}
			if a.covers(b) && inB && !inA {
				t.Fatalf("%+v does not cover %+v on %+v", a, b, *f)
			}
			if (possible && both.holds(f, code)) != (inA && inB) {
				t.Fatalf("%+v and %+v is not %+v on %+v", a, b, both, *f)
			}
			if one && either.holds(f, code) != (inA || inB) {
				t.Fatalf("%+v or %+v is not %+v on %+v", a, b, either, *f)
			}
		}
	})
}

func drawClause(t *rapid.T) clause {
	c := always()
	for range rapid.IntRange(0, 3).Draw(t, "tests") {
		branches, err := parseCondition(drawTest(t))
		if err != nil {
			t.Fatal(err)
		}
		if narrowed, ok := c.and(branches[0].clause); ok {
			c = narrowed
		}
	}
	return c
}
