package policy

import (
	"slices"

	"metrograph/model"
)

// scopeKey names a scope of a grant.
type scopeKey struct {
	action, kind int
	need         model.FieldSet
}

const (
	// mostScopes bounds the cache of scopes: the needed fields come from requests.
	mostScopes = 200
	// mostCombined bounds how many combinations of rules a scope is made of.
	mostCombined = 2000
)

// Scope is the records of a kind that the caller may do the action to and see the needed
// fields of. It belongs into the query of a list, with whatever the query filters, sorts,
// groups or searches by as the needed fields: otherwise a query could tell the value of a
// field that the answer hides.
//
// A record is in the scope exactly if [Grant.Decide] allows it and shows the needed fields.
// Several rules together may show them, so there are clauses for combinations of rules too.
// A scope shares memory with others: it is not to be changed.
func (g *Grant) Scope(action model.Action, kind model.Kind, need model.FieldSet) model.Scope {
	c := g.cell(action, kind)
	if c == nil {
		return model.Scope{}
	}
	k := scopeKey{actionIndex(action), kindIndex(kind), need}
	g.mu.RLock()
	s, ok := g.scopes[k]
	g.mu.RUnlock()
	if ok {
		return s
	}
	s = c.scope(need)
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.scopes) >= mostScopes {
		clear(g.scopes)
	}
	g.scopes[k] = s
	return s
}

// scope makes the scope of the cell. A deny that no allowed record can meet is left out, and
// so is what a deny takes away whole.
func (c *cell) scope(need model.FieldSet) model.Scope {
	var s model.Scope
	denied := func(e entry) bool {
		return slices.ContainsFunc(c.deny, func(d entry) bool { return d.covers(e.clause) })
	}
	allowed := slices.DeleteFunc(covering(c.allow, need), denied)
	for _, e := range allowed {
		s.Any = append(s.Any, e.public())
	}
	for _, d := range c.deny {
		meets := func(e entry) bool {
			_, ok := e.and(d.clause)
			return ok
		}
		if slices.ContainsFunc(allowed, meets) {
			s.None = append(s.None, d.public())
		}
	}
	return s
}

// covering returns the alternatives under which all needed fields are shown: rules that show
// them by themselves, and rules that do so together, whose clauses then have to hold at once.
//
// The rules are taken one by one. A state is a set of needed fields and a clause under which
// the rules so far show them; each rule adds the state of its own and its combinations with
// those before it. Most combinations fall away at once: they show no more than one of the two
// alone, or nothing can meet both clauses, as those of two grantors of data. Should there be
// more than anybody can use, the scope becomes narrower than Decide, never wider.
func covering(allow []entry, need model.FieldSet) []entry {
	var states []entry
	for _, rule := range allow {
		rule.fields &= need
		if rule.fields == 0 && need != 0 {
			continue
		}
		fresh := []entry{rule}
		for _, s := range states {
			both := s.fields | rule.fields
			if both == s.fields || both == rule.fields || len(states)+len(fresh) > mostCombined {
				continue
			}
			if c, ok := s.and(rule.clause); ok {
				fresh = append(fresh, entry{c, both})
			}
		}
		for _, e := range fresh {
			states = fold(states, e)
		}
	}
	return slices.DeleteFunc(states, func(e entry) bool { return !e.fields.Has(need) })
}
