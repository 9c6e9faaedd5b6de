package policy

import (
	"slices"
	"strings"

	"metrograph/model"
)

// probe compares every compiled rule with what Casbin says of it, asked with that rule alone
// about records and callers that just meet its condition and that just miss it. A rule that
// the two read differently is refused: what is compiled would not be what was written.
func probe(modelText string, rows []row, rules []*rule, live *enforcer, n *notes) {
	aside, err := newEnforcer(modelText, rows)
	if err != nil {
		n.err(0, "%s", err)
		return
	}
	seen := map[string]bool{}
	for _, c := range rules {
		form := c.form()
		if seen[form] {
			continue
		}
		seen[form] = true
		if err := aside.probeRule(c, live); err != nil {
			n.err(c.line, "%s cannot become a filter: Casbin %s", clip(c.cols[colCondition]), err)
		}
	}
}

// form is what rules of agreements have in common that differ in the institutions only. One
// of a form is probed: there may be thousands, and Casbin treats one identifier as another.
func (c *rule) form() string {
	text := key(c.cols)
	if c.line > 0 {
		return text
	}
	for _, b := range c.when {
		for _, t := range b.caller {
			text = strings.ReplaceAll(text, t.in[0], "grantee")
		}
		for _, t := range b.clause.tests {
			text = strings.ReplaceAll(text, t.in[0], "grantor")
		}
	}
	return text
}

// disagreement says how Casbin's answer differs from the compiled rule's.
type disagreement string

func (d disagreement) Error() string { return string(d) }

const (
	cannotEvaluate disagreement = "cannot evaluate it"
	readsOtherwise disagreement = "reads it otherwise"
	showsOtherwise disagreement = "shows other fields"
)

func (e *enforcer) probeRule(c *rule, live *enforcer) error {
	cols := slices.Clone(c.cols)
	cols[colEffect] = "allow" // so that a deny can be seen to hold
	if err := e.only(cols); err != nil {
		return cannotEvaluate
	}
	questions := columnProbes(c)
	for _, b := range c.when {
		questions = append(questions, probesOf(c, b)...)
	}
	for _, q := range questions {
		q.subject.roles = live.close(q.subject.roles)
		have, err := e.ask(q.subject, q.action, &q.facts, "")
		if err != nil {
			return cannotEvaluate
		}
		if have != q.agrees(c) {
			return readsOtherwise
		}
	}
	return e.probeFields(c, live)
}

// columnProbes asks after every role, kind and action in turn.
func columnProbes(c *rule) []question {
	base := probesOf(c, c.when[0])[0]
	var tries []question
	for _, role := range model.Role("").Values() {
		q := base
		q.subject.roles = model.Roles(role)
		tries = append(tries, q)
	}
	for _, kind := range model.Kinds() {
		q := base
		q.facts.Kind = kind
		tries = append(tries, q)
	}
	for _, action := range model.Action("").Values() {
		q := base
		q.action = action
		tries = append(tries, q)
	}
	return tries
}

// probeFields asks for each field of a kind of the rule whether the rule shows it.
func (e *enforcer) probeFields(c *rule, live *enforcer) error {
	first := c.kindList()[0]
	base := probesOf(c, c.when[0])[0]
	base.subject.roles = live.close(base.subject.roles)
	if c.deny || !base.agrees(c) {
		return nil
	}
	base.facts.Kind = first
	for i, name := range model.FieldNames(first) {
		have, err := e.ask(base.subject, base.action, &base.facts, name)
		if err != nil {
			return cannotEvaluate
		}
		if want := c.fields[kindIndex(first)]&(1<<i) != 0; want != have {
			return showsOtherwise
		}
	}
	return nil
}

// question is one that both the compiled rule and Casbin are asked.
type question struct {
	subject subject
	action  model.Action
	facts   model.Facts
}

// agrees is the compiled rule's answer.
func (q question) agrees(c *rule) bool {
	a, k := actionIndex(q.action), kindIndex(q.facts.Kind)
	return c.roles&q.subject.roles != 0 && q.subject.actions&(1<<a) != 0 && c.concerns(a, k) && c.holds(&q.subject, &q.facts)
}

// Places and institutions that no rule is likely to name.
const (
	elsewhere    model.Region = "659001"
	someoneElse               = "inst_7zzzzzzzzzzzzzzzzzzzzzzzzz"
	someInst                  = "inst_00000000000000000000000000"
	somewhere    model.Region = "110101"
	someProvince model.Region = "110000"
	somebody                  = "pers_00000000000000000000000000"
	somebodyElse              = "pers_7zzzzzzzzzzzzzzzzzzzzzzzzz"
)

// probesOf returns a question that meets the branch, if one can, followed by others that
// differ from it in one thing each.
func probesOf(c *rule, b branch) []question {
	base := question{subject: meeting(c, b), action: firstAction(c)}
	base.facts = facts(c, b, &base.subject)
	tries := []question{base}
	vary := func(change func(*question)) {
		q := base
		q.facts.Manufacturers = slices.Clone(base.facts.Manufacturers)
		q.facts.Parties = slices.Clone(base.facts.Parties)
		change(&q)
		tries = append(tries, q)
	}
	vary(func(q *question) { q.facts.Classification = other(q.facts.Classification) })
	vary(func(q *question) { q.facts.Level = other(q.facts.Level) })
	vary(func(q *question) { q.facts.Status = other(q.facts.Status) })
	vary(func(q *question) { q.facts.Discipline = other(q.facts.Discipline) })
	vary(func(q *question) { q.facts.Origin = someoneElse })
	vary(func(q *question) { q.facts.Region = elsewhere })
	vary(func(q *question) { q.facts.Manufacturers = nil })
	vary(func(q *question) { q.facts.Manufacturers = append(q.facts.Manufacturers, someoneElse) })
	vary(func(q *question) { q.facts.Parties = nil })
	vary(func(q *question) { q.facts.Parties = append(q.facts.Parties, somebodyElse) })
	vary(func(q *question) { q.subject.person = "" })
	vary(func(q *question) { q.subject.person = somebodyElse })
	vary(func(q *question) { q.subject.serves = "" })
	vary(func(q *question) { q.subject.serves = someoneElse })
	vary(func(q *question) { q.subject.institution = "" })
	vary(func(q *question) { q.subject.institution = someoneElse })
	vary(func(q *question) { q.subject.level = string(other(model.Level(q.subject.level))) })
	vary(func(q *question) { q.subject.region, q.subject.province = "", "" })
	vary(func(q *question) { q.subject.roles ^= q.subject.roles & c.roles })
	vary(func(q *question) { q.subject.roles = model.RoleSet(1<<len(model.Role("").Values()) - 1) })
	vary(func(q *question) { q.subject.actions = 0 })
	return tries
}

// meeting is a caller whom the branch holds for.
func meeting(c *rule, b branch) subject {
	s := subject{
		roles: c.roles, actions: everyAction, institution: someInst, level: string(model.LevelNational),
		region: string(somewhere), province: string(someProvince),
		person: somebody, serves: someInst,
	}
	for _, t := range b.caller {
		switch {
		case t.of == callerRoles && t.not:
			s.roles &^= model.Roles(model.Role(t.in[0]))
		case t.of == callerRoles:
			s.roles |= model.Roles(model.Role(t.in[0]))
		case t.not:
			// the values above are hardly those that a rule excludes
		case t.of == callerInstitution:
			s.institution = t.in[0]
		case t.of == callerLevel:
			s.level = t.in[0]
		case t.of == callerRegion:
			s.region = t.in[0]
		case t.of == callerProvince:
			s.province = t.in[0]
		case t.of == callerPerson:
			s.person = t.in[0]
		case t.of == callerServes:
			s.serves = t.in[0]
		}
	}
	return s
}

// facts are those of a record that the branch holds for.
func facts(c *rule, b branch, s *subject) model.Facts {
	f := model.Facts{
		Kind: c.kindList()[0], Origin: someInst, Region: somewhere, Classification: model.ClassificationPublic,
		Level: model.LevelProvincial, Status: model.StatusReviewed, Discipline: model.DisciplineOptics,
	}
	bound, ok := s.bind(b)
	if !ok {
		return f
	}
	set := bound.enums
	f.Classification = first(f.Classification, classificationShift, set)
	f.Level = first(f.Level, levelShift, set)
	f.Status = first(f.Status, statusShift, set)
	f.Discipline = first(f.Discipline, disciplineShift, set)
	for _, t := range bound.tests {
		switch t.attr {
		case openOrigin:
			f.Origin = model.ID(t.in[0])
		case openRegion, openProvince:
			f.Region = model.Region(t.in[0])
		case openManufacturer:
			f.Manufacturers = append(f.Manufacturers, model.ID(t.in[0]))
		case openParty:
			f.Parties = append(f.Parties, model.ID(t.in[0]))
		}
	}
	return f
}

// first is the first value of an enumeration that is in the set.
func first[T values[T]](v T, shift int, set valueSet) T {
	for i, have := range v.Values() {
		if set&(1<<(shift+i)) != 0 {
			return have
		}
	}
	return v
}

// values is a type whose values are a fixed list.
type values[T any] interface {
	~string
	Values() []T
}

// other is another value of the same kind.
func other[T ~string](v T) T {
	var all []string
	switch any(v).(type) {
	case model.Classification:
		all = texts(model.Classification("").Values())
	case model.Level:
		all = texts(model.Level("").Values())
	case model.Status:
		all = texts(model.Status("").Values())
	case model.Discipline:
		all = texts(model.Discipline("").Values())
	}
	return T(all[(slices.Index(all, string(v))+1)%len(all)])
}

func firstAction(c *rule) model.Action {
	actions := model.Action("").Values()
	i := slices.IndexFunc(actions, func(a model.Action) bool { return c.actions&(1<<actionIndex(a)) != 0 })
	return actions[i]
}
