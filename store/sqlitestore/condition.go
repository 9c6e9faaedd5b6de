package sqlitestore

import (
	"slices"

	"metrograph/model"
	"metrograph/store"
)

// condition is a condition on records: a comparison, or conditions joined. Where a query has
// filters and scopes, the rest of this package has conditions.
type condition struct {
	join  join
	parts []*condition
	test  *store.Filter // a comparison, its values folded as the column's are
	on    *column       // nil for the index terms
}

type join byte

const (
	comparison join = iota
	all             // every part holds; with no parts: always
	some            // any part holds; with no parts: never
	not             // the one part does not hold
)

var (
	always = &condition{join: all}
	never  = &condition{join: some}
)

// filter makes the condition of a filter that was checked; nil is no condition.
func (l *layout) filter(f *store.Filter) *condition {
	switch {
	case f == nil:
		return always
	case f.Not != nil:
		return negate(l.filter(f.Not))
	case len(f.And) > 0:
		return conjunction(l.filters(f.And)...)
	case len(f.Or) > 0:
		return disjunction(l.filters(f.Or)...)
	}
	return l.comparison(f)
}

func (l *layout) filters(list []store.Filter) []*condition {
	conditions := make([]*condition, len(list))
	for i := range list {
		conditions[i] = l.filter(&list[i])
	}
	return conditions
}

// comparison makes the condition of a comparison.
func (l *layout) comparison(f *store.Filter) *condition {
	c := &condition{test: f, on: l.column(f.Field)}
	if f.Op == store.In && len(f.Values) == 0 {
		return never
	}
	if c.on == nil || c.on.Type != store.Text || f.Op == store.Present || f.Op == store.Contains {
		return c
	}
	folded := *f
	folded.Values = make([]store.Value, len(f.Values))
	for i, v := range f.Values {
		folded.Values[i] = store.Fold(v.(string))
	}
	c.test = &folded
	return c
}

// clause makes the condition of one clause of a scope.
func (l *layout) clause(clause model.Clause) *condition {
	parts := make([]*condition, len(clause))
	for i, c := range clause {
		values := make([]store.Value, len(c.In))
		for k, v := range c.In {
			values[k] = v
		}
		parts[i] = l.comparison(&store.Filter{Field: string(c.Attribute), Op: store.In, Values: values})
	}
	return conjunction(parts...)
}

// hidden makes the condition of being in none of the clauses that a scope excludes.
func (l *layout) hidden(scope model.Scope) *condition {
	parts := make([]*condition, len(scope.None))
	for i, clause := range scope.None {
		parts[i] = l.clause(clause)
	}
	return negate(disjunction(parts...))
}

// scoped makes the condition of a filter under a scope.
func (l *layout) scoped(scope model.Scope, where *store.Filter) *condition {
	var seen []*condition
	for _, clause := range distinct(scope.Any) {
		seen = append(seen, l.clause(clause))
	}
	return conjunction(disjunction(seen...), l.hidden(scope), l.filter(where))
}

// conjunction joins conditions, those that always hold left out.
func conjunction(parts ...*condition) *condition {
	c := &condition{join: all}
	for _, p := range parts {
		switch {
		case p.never():
			return never
		case p.join == all:
			c.parts = append(c.parts, p.parts...)
		default:
			c.parts = append(c.parts, p)
		}
	}
	if len(c.parts) == 1 {
		return c.parts[0]
	}
	return c
}

// disjunction joins conditions of which one is enough.
func disjunction(parts ...*condition) *condition {
	c := &condition{join: some}
	for _, p := range parts {
		switch {
		case p.always():
			return always
		case p.join == some:
			c.parts = append(c.parts, p.parts...)
		default:
			c.parts = append(c.parts, p)
		}
	}
	if len(c.parts) == 1 {
		return c.parts[0]
	}
	return c
}

func negate(c *condition) *condition {
	switch {
	case c.always():
		return never
	case c.never():
		return always
	case c.join == not:
		return c.parts[0]
	}
	return &condition{join: not, parts: []*condition{c}}
}

func (c *condition) always() bool { return c.join == all && len(c.parts) == 0 }
func (c *condition) never() bool  { return c.join == some && len(c.parts) == 0 }

// conjuncts lists the conditions that all have to hold.
func (c *condition) conjuncts() []*condition {
	if c.join == all {
		return c.parts
	}
	return []*condition{c}
}

// distinct leaves out clauses that say no more than another one.
func distinct(clauses []model.Clause) []model.Clause {
	var kept []model.Clause
	for i, a := range clauses {
		covered := func(k int, b model.Clause) bool {
			return k != i && implies(a, b) && (k < i || !implies(b, a))
		}
		redundant := false
		for k, b := range clauses {
			redundant = redundant || covered(k, b)
		}
		if !redundant {
			kept = append(kept, a)
		}
	}
	return kept
}

// implies tells whether what the first clause holds for, the second holds for too, as far as
// can be seen from the one condition after the other.
func implies(a, b model.Clause) bool {
	for _, want := range b {
		if !slices.ContainsFunc(a, func(have model.Condition) bool {
			return have.Attribute == want.Attribute && !slices.ContainsFunc(have.In, func(v string) bool { return !slices.Contains(want.In, v) })
		}) {
			return false
		}
	}
	return true
}
