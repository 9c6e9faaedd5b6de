package policy

import (
	"strings"
	"testing"

	"metrograph/model"
)

// TestBadPolicies is what a centre may get wrong, and what it is told.
func TestBadPolicies(t *testing.T) {
	rule := func(condition string) string { return `p, ANYONE, certificate, read, "` + condition + `", *, allow` }
	const good = `p, ANYONE, method, read, true, *, allow`
	cases := []struct{ name, line, want string }{
		{"empty", "", "test.csv: the policy has no rule"},
		{"comments only", "# p, ANYONE", "test.csv: the policy has no rule"},
		{"not CSV", `p, ANYONE, "x`, "test.csv:1: the line is no CSV: a column with commas or quotes stands in double quotes"},
		{"quotes inside", `p, ANYONE, a"b, c`, "test.csv:1: the line is no CSV"},
		{"another policy type", `p2, ANYONE, method, read, true, *, allow`, "test.csv:1: a line begins with p (a rule)"},
		{"too few columns", `p, ANYONE, method, read, true, allow`, "test.csv:1: a rule has 7 columns (p, role, kinds, actions, condition, fields, effect), not 6"},
		{"commas not quoted", `p, ANYONE, method, read, r.obj.level in ('NATIONAL', 'PROVINCIAL'), *, allow`, "a rule has 7 columns"},
		{"too few in g", `g, ANYONE`, "test.csv:1: a line of g has 3 columns, not 2"},
		{"role", `p, NOBODY, method, read, true, *, allow`, "test.csv:1: there is no role NOBODY: there are ANYONE, MEMBER,"},
		{"two roles", `p, ANYONE|MEMBER, method, read, true, *, allow`, "there is no role ANYONE|MEMBER"},
		{"role of g", `g, ADMINISTRATOR, ROOT`, "test.csv:1: there is no role ROOT"},
		{"kind", `p, ANYONE, methods, read, true, *, allow`, "test.csv:1: there is no kind methods: there are institution, certificate,"},
		{"empty kind", `p, ANYONE, method|, read, true, *, allow`, "there is no kind "},
		{"action", `p, ANYONE, method, see, true, *, allow`, "test.csv:1: there is no action see: there are read, count,"},
		{"group as action", "g3, @k, method\np, ANYONE, @k, @k, true, *, allow", "test.csv:2: there is no action @k"},
		{"effect", `p, ANYONE, method, read, true, *, permit`, "test.csv:1: the effect is allow or deny, not permit"},
		{"field", `p, ANYONE, method, read, true, titel, allow`, "test.csv:1: there is no field titel of method"},
		{"hidden field", `p, ANYONE, method, read, true, * -customer, allow`, "test.csv:1: there is no field customer of method"},
		{"no fields", `p, ANYONE, method, read, true, , allow`, "test.csv:1: the fields column is empty: write * for every field"},
		{"minus first", `p, ANYONE, method, read, true, -title, allow`, "test.csv:1: -title takes away from nothing"},
		{"minus all", `p, ANYONE, method, read, true, * -*, allow`, "-* takes away from nothing"},
		{"hidden id", `p, ANYONE, method, read, true, * -id, allow`, "test.csv:1: the field id cannot be hidden"},
		{"unknown group", `p, ANYONE, method, read, true, * -@x, allow`, "test.csv:1: there is no group of fields @x: a line g2, @x, … makes one"},
		{"unknown kinds", `p, ANYONE, @x, read, true, *, allow`, "test.csv:1: there is no kind @x"},
		{"group name", "g2, x, title", "test.csv:1: the name of a group is @ and a word, as @parties, not x"},
		{"group member", "g2, @x, titel", "test.csv:1: there is no field titel of institution, certificate"},
		{"group of groups", "g2, @x, @x", "test.csv:1: there is no group of fields @x"},
		{"group of all", "g2, @x, *", "test.csv:1: a group of fields is a list of names"},
		{"kind of group", "g3, @x, thing", "test.csv:1: there is no kind thing"},
		{"partial deny", `p, ANYONE, method, read, true, title, deny`, "test.csv:1: a deny hides the whole record"},
		{"two faults", "p, NOBODY, *, *, true, *, allow\n\np, ANYONE, *, x, true, *, allow\n" + good, "test.csv:1: there is no role NOBODY"},

		{"no condition", rule(""), "test.csv:1: the condition is empty: write true"},
		{"negation", rule("r.obj.level != 'NATIONAL'"), "test.csv:1: != is a negation and cannot become a filter: list the values that are meant with in ('A', 'B')"},
		{"negated test", rule("!(r.obj.level == 'NATIONAL')"), "test.csv:1: a negation of the record cannot become a filter"},
		{"negated link", rule("!(r.obj.origin == r.sub.institution)"), "a negation of the record cannot become a filter"},
		{"negated group", rule("!(r.sub.level == 'NATIONAL' && true)"), "only a single test can be negated"},
		{"negated bare", rule("!true"), "true stands where a parenthesis is expected after !"},
		{"regular expression", rule("r.obj.level =~ 'N.*'"), "test.csv:1: a regular expression cannot become a filter"},
		{"not matching", rule("r.obj.level !~ 'N'"), "a regular expression cannot become a filter"},
		{"function", rule("keyMatch(r.obj.level, 'N*')"), "test.csv:1: the function keyMatch cannot become a filter"},
		{"method", rule("r.obj.level ('x')"), "the function r.obj.level cannot become a filter"},
		{"order", rule("r.obj.level > 'N'"), "test.csv:1: an order (>) cannot become a filter"},
		{"calculation", rule("r.obj.level == 'N' + 'A'"), "a calculation (+) cannot become a filter"},
		{"ternary", rule("true ? true : true"), "a calculation (?) cannot become a filter"},
		{"number", rule("r.obj.level == 1"), "1 cannot be understood"},
		{"false", rule("false"), "a rule that never holds is no rule"},
		{"double quotes", rule(`r.obj.level == ""NATIONAL""`), "texts stand in single quotes"},
		{"open text", rule("r.obj.level == 'NATIONAL"), "the text 'NATIONAL is not closed"},
		{"strange text", rule(`r.obj.level == 'NATION\AL'`), "has a character that no value of an attribute has"},
		{"control character", rule("r.obj.level == '\x1b[2J'"), "the text '\ufffd[2J' has a character"},
		{"unknown attribute", rule("r.obj.customer == 'x'"), "test.csv:1: r.obj.customer is no attribute of a record: there are classification, level,"},
		{"unknown caller", rule("r.sub.name == 'x'"), "test.csv:1: r.sub.name is no attribute of a caller: there are institution, level,"},
		{"role of the request", rule("r.act == 'read'"), "r.act is neither an attribute"},
		{"unknown value", rule("r.obj.level == 'NATIONALE'"), "test.csv:1: 'NATIONALE' is no value of r.obj.level: there are NATIONAL, PROVINCIAL"},
		{"unknown value of caller", rule("r.sub.level in ('A')"), "'A' is no value of r.sub.level"},
		{"unknown role", rule("'ROOT' in r.sub.roles"), "'ROOT' is no value of r.sub.roles"},
		{"region", rule("r.obj.region == '11'"), "'11' is no region"},
		{"province", rule("r.obj.province == '110105'"), "'110105' is no province"},
		{"institution", rule("r.obj.origin == 'A'"), "'A' is no identifier of an institution"},
		{"another id", rule("r.sub.institution == 'cert_00000000000000000000000000'"), "is no identifier of an institution"},
		{"different things", rule("r.obj.level == r.sub.region"), "r.obj.level and r.sub.region are never the same kind of thing"},
		{"two records", rule("r.obj.region == r.obj.province"), "compares no attribute with a text or with the caller"},
		{"two texts", rule("'A' == 'A'"), "compares no attribute"},
		{"manufacturer", rule("r.obj.manufacturer == r.sub.institution"), "write r.sub.institution in r.obj.manufacturer"},
		{"manufacturers", rule("r.obj.manufacturer in ('A', 'B')"), "write 'inst_…' in r.obj.manufacturer"},
		{"roles", rule("r.sub.roles == 'AUDITOR'"), "write 'ROLE' in r.sub.roles"},
		{"in one value", rule("'A' in r.obj.level"), "only r.obj.manufacturer, r.obj.party and r.sub.roles have several values"},
		{"in nothing", rule("r.obj.level in"), "a list is missing after in"},
		{"empty list", rule("r.obj.level in ()"), ") stands in a list, where only texts may"},
		{"list of attributes", rule("r.obj.level in (r.sub.level)"), "r.sub.level stands in a list"},
		{"open list", rule("r.obj.level in ('NATIONAL'"), "the end stands where a comma or a closing parenthesis is expected"},
		{"open group", rule("(true"), "the end stands where a closing parenthesis is expected"},
		{"closed group", rule("true)"), ") stands where && or || or the end is expected"},
		{"nothing after and", rule("true &&"), "the end stands where an attribute or a text is expected"},
		{"attribute alone", rule("r.obj.level"), "the end stands where == or in is expected after r.obj.level"},
		{"contradiction", rule("r.obj.level == 'NATIONAL' && r.obj.level == 'PROVINCIAL'"), "test.csv:1: the condition can never hold"},
		{"depth", rule(strings.Repeat("(", 30) + "true" + strings.Repeat(")", 30)), "nested deeper than 20"},
		{"alternatives", rule("true" + strings.Repeat(" || true", 100)), "more than 64 alternatives"},
		{"product", rule("(true || true)" + strings.Repeat(" && (true || true)", 10)), "more than 64 alternatives"},
		{"what Casbin cannot read", rule("true &&!('AUDITOR' in r.sub.roles)"), "test.csv:1: true &&!('AUDITOR' in r.sub.roles) cannot become a filter: Casbin cannot evaluate it"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, err := Load(rules(c.line))
			if err == nil || p != nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("the error is: %v", err)
			}
			if strings.Contains(err.Error(), "goroutine") || strings.ContainsRune(err.Error(), '\x1b') {
				t.Errorf("the error shows too much: %v", err)
			}
			report := Check(rules(c.line))
			if report.OK() || report.Matrix != "" || !strings.Contains(report.String(), c.want) {
				t.Errorf("the check says: %s", report)
			}
		})
	}
}

// TestBadModels is models that would not mean what the table is compiled from.
func TestBadModels(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(defaultModel, old, new, 1) }
	cases := []struct{ name, model, want string }{
		{"empty", "", "the model is no Casbin model"},
		{"garbage", "x", "the model is no Casbin model"},
		{"another request", change("r = sub, obj, act, field", "r = sub, obj, act"), "section r cannot become a table: it has to say r=sub,obj,act,field, and says r=sub,obj,act"},
		{"another policy", change("cond, fields, eft", "fields, cond, eft"), "section p cannot become a table"},
		{"allow wins", change("&& !some(where (p.eft == deny))", ""), "section e cannot become a table"},
		{"no condition", change(" && eval(p.cond)", ""), "section m cannot become a table"},
		{"no role", change("p.role in r.sub.roles && ", ""), "section m cannot become a table"},
		{"an exception", change("m = ", "m = r.sub.level == 'NATIONAL' || "), "section m cannot become a table"},
		{"a second matcher", defaultModel + "\nm2 = true", "section m cannot become a table"},
		{"no groups", change("g3 = _, _\n", ""), "section g cannot become a table"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load(Source{Model: c.model, Rules: defaultRules})
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "policy.csv: ") {
				t.Errorf("the error is: %v", err)
			}
		})
	}
	reordered := change("p.role in r.sub.roles && r.act in r.sub.actions", "r.act in r.sub.actions  &&  p.role in r.sub.roles")
	if _, err := Load(Source{Model: reordered, Rules: defaultRules}); err != nil {
		t.Errorf("a matcher in another order is refused: %v", err)
	}
}

// TestGoodPolicies is ways of writing that are to be understood.
func TestGoodPolicies(t *testing.T) {
	own := certificate(func(f *model.Facts) { f.Origin, f.Region, f.Manufacturers = instA, "110105", []model.ID{instC, instA} })
	cases := []struct{ name, condition string }{
		{"spaces", "  r.obj.level=='THIRD_PARTY'&&r.obj.status  ==  'PUBLISHED'  "},
		{"turned round", "'THIRD_PARTY' == r.obj.level && r.sub.institution == r.obj.origin"},
		{"list of one", "r.obj.level in ('THIRD_PARTY')"},
		{"list", "r.obj.level in('NATIONAL','THIRD_PARTY', 'THIRD_PARTY')"},
		{"parentheses", "((r.obj.level == 'THIRD_PARTY') && (true))"},
		{"or", "r.obj.level == 'NATIONAL' || r.obj.status == 'PUBLISHED' && r.obj.region == r.sub.region"},
		{"or inside", "(r.obj.level == 'NATIONAL' || r.obj.level == 'THIRD_PARTY') && r.obj.status == 'PUBLISHED'"},
		{"province", "r.obj.province == '110000' && r.obj.region in ('110105', '110108')"},
		{"made by", "r.sub.institution in r.obj.manufacturer && '" + string(instC) + "' in r.obj.manufacturer"},
		{"caller", "r.sub.level in ('NATIONAL', 'THIRD_PARTY') && 'RECORDER' in r.sub.roles && !(r.sub.institution == '" + string(instB) + "')"},
		{"same", "r.obj.level == r.sub.level && r.obj.province == r.sub.province"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := mustLoad(t, rules("\ufeff# comment\r", ` p ,ANYONE,certificate, read ,"`+c.condition+"\", *, allow\r", "  # more", ""))
			who := memberOf(model.LevelThirdParty, model.RoleRecorder)
			if _, allowed := p.For(who).Decide(model.ActionRead, own); !allowed {
				t.Error("not allowed")
			}
			if _, allowed := p.For(nil).Decide(model.ActionRead, &model.Facts{Kind: model.KindCertificate}); allowed {
				t.Error("allowed for a blank record")
			}
			if id := p.For(who).Explain(model.ActionRead, own)[0].Rule; id != "test.csv:2" {
				t.Errorf("the rule is %s", id)
			}
		})
	}
}

// FuzzLoad loads anything, and compares whatever can be loaded with Casbin.
func FuzzLoad(f *testing.F) {
	f.Add(defaultModel, defaultRules)
	for _, line := range strings.Split(defaultRules, "\n") {
		f.Add(defaultModel, line)
	}
	f.Add(defaultModel, "g, MEMBER, ANYONE\ng3, @k, method|*\np, MEMBER, @k, *, true || r.obj.level in ('NATIONAL'), * -title title, deny")
	f.Fuzz(func(t *testing.T, conf, lines string) {
		p, err := Load(Source{Name: "fuzz.csv", Model: conf, Rules: lines})
		if err != nil {
			if strings.Contains(err.Error(), "goroutine") {
				t.Errorf("the error shows a stack: %v", err)
			}
			return
		}
		who := memberOf(model.LevelProvincial, model.RoleRecorder)
		for _, c := range []*model.Principal{nil, who} {
			for _, status := range []model.Status{model.StatusPublished, model.StatusDraft} {
				compareFields(t, p, c, model.ActionRead, certificate(func(f *model.Facts) { f.Status = status }))
			}
		}
	})
}
