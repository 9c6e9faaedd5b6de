package policy

import (
	"slices"

	"metrograph/model"
)

// clause is a conjunction of conditions on a record, in a form that is quick to hold against
// facts and easy to combine: what is asked of enumerated attributes is one set of bits.
type clause struct {
	enums valueSet // the values allowed; all bits of an attribute that does not matter
	tests []idTest // of open values, ascending by attribute
}

// idTest holds for a record one of whose values of the attribute is in the list.
type idTest struct {
	attr openAttribute
	in   []string // ascending
}

// openAttribute is an attribute whose values are not enumerated.
type openAttribute uint8

const (
	openOrigin openAttribute = iota
	openRegion
	openProvince
	openManufacturer
	openParty
)

// openAttributes are the names of the open attributes.
var openAttributes = []model.Attribute{
	openOrigin:       model.AttrOrigin,
	openRegion:       model.AttrRegion,
	openProvince:     model.AttrProvince,
	openManufacturer: model.AttrManufacturer,
	openParty:        model.AttrParty,
}

// always is the clause that holds for every record.
func always() clause { return clause{enums: everyValue} }

// holds tells whether the clause holds for the facts, whose bits are code.
func (c *clause) holds(f *model.Facts, code valueSet) bool {
	if code&^c.enums != 0 {
		return false
	}
	for i := range c.tests {
		if !c.tests[i].holds(f) {
			return false
		}
	}
	return true
}

func (t *idTest) holds(f *model.Facts) bool {
	switch t.attr {
	case openOrigin:
		return contains(t.in, string(f.Origin))
	case openRegion:
		return contains(t.in, string(f.Region))
	case openProvince:
		return inProvince(f.Region, t.in)
	case openManufacturer:
		return meets(t.in, f.Manufacturers)
	case openParty:
		return meets(t.in, f.Parties)
	}
	return false
}

// meets tells whether any of the ids is in an ascending list.
func meets(list []string, ids []model.ID) bool {
	for _, id := range ids {
		if contains(list, string(id)) {
			return true
		}
	}
	return false
}

// contains searches an ascending list, which is short but where many agreements meet.
func contains(list []string, s string) bool {
	if len(list) > 16 {
		_, found := slices.BinarySearch(list, s)
		return found
	}
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}

// covers tells whether the clause holds wherever the other does. A false answer may be
// wrong, which only leaves a clause that is not needed.
func (c clause) covers(other clause) bool {
	if other.enums&^c.enums != 0 {
		return false
	}
	for _, t := range c.tests {
		narrower := func(o idTest) bool { return o.attr == t.attr && subset(o.in, t.in) }
		if !slices.ContainsFunc(other.tests, narrower) {
			return false
		}
	}
	return true
}

// and is the conjunction of two clauses; ok is false when nothing can be in both.
func (c clause) and(other clause) (both clause, ok bool) {
	both.enums = c.enums & other.enums
	for _, e := range enumerations {
		if both.enums&e.all() == 0 {
			return both, false
		}
	}
	both.tests = slices.Clone(c.tests)
	for _, t := range other.tests {
		if both.tests, ok = narrow(both.tests, t); !ok {
			return both, false
		}
	}
	return both, true
}

// narrow adds a test to a list of them. A record has one origin, region and province, so two
// lists of these come to what is in both; of manufacturers and parties it may have several.
func narrow(tests []idTest, t idTest) ([]idTest, bool) {
	i := slices.IndexFunc(tests, func(have idTest) bool {
		return have.attr == t.attr && (!openAttributes[t.attr].Several() || subset(have.in, t.in) || subset(t.in, have.in))
	})
	if i < 0 {
		tests = append(tests, t)
		slices.SortStableFunc(tests, func(a, b idTest) int {
			return cmpTests(a, b)
		})
		return tests, true
	}
	common := intersect(tests[i].in, t.in)
	tests[i].in = common
	return tests, len(common) > 0
}

func cmpTests(a, b idTest) int {
	if a.attr != b.attr {
		return int(a.attr) - int(b.attr)
	}
	return slices.Compare(a.in, b.in)
}

// or is one clause for two that differ in the values of one attribute only; ok is false when
// they differ in more.
func (c clause) or(other clause) (either clause, ok bool) {
	if len(c.tests) != len(other.tests) {
		return either, false
	}
	differing, attributes := valueSet(0), 0
	for _, e := range enumerations {
		if (c.enums^other.enums)&e.all() != 0 {
			differing = e.all()
			attributes++
		}
	}
	place := -1
	for i, t := range c.tests {
		if o := other.tests[i]; t.attr != o.attr || !slices.Equal(t.in, o.in) {
			if t.attr != o.attr {
				return either, false
			}
			place = i
			attributes++
		}
	}
	if attributes > 1 {
		return either, false
	}
	either = clause{enums: c.enums | other.enums&differing, tests: slices.Clone(c.tests)}
	if place >= 0 {
		either.tests[place].in = union(c.tests[place].in, other.tests[place].in)
	}
	return either, true
}

// public is the clause as the store has it.
func (c clause) public() model.Clause {
	out := model.Clause{}
	for _, e := range enumerations {
		if c.enums&e.all() != e.all() {
			out = append(out, model.Condition{Attribute: e.attr, In: e.list(c.enums)})
		}
	}
	for _, t := range c.tests {
		out = append(out, model.Condition{Attribute: openAttributes[t.attr], In: slices.Clone(t.in)})
	}
	return out
}

// subset, intersect and union are of ascending lists.
func subset(small, large []string) bool {
	i := 0
	for _, s := range small {
		for i < len(large) && large[i] < s {
			i++
		}
		if i == len(large) || large[i] != s {
			return false
		}
	}
	return true
}

func intersect(a, b []string) []string {
	var out []string
	for _, s := range a {
		if _, found := slices.BinarySearch(b, s); found {
			out = append(out, s)
		}
	}
	return out
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// entry is a clause and the fields that it shows.
type entry struct {
	clause
	fields model.FieldSet
}

// fold adds an entry to a list of alternatives, so that the list stays short: what another
// entry says already is left out, and two that differ in one attribute become one.
func fold(list []entry, e entry) []entry {
	for {
		if slices.ContainsFunc(list, func(have entry) bool { return have.fields.Has(e.fields) && have.covers(e.clause) }) {
			return list
		}
		list = slices.DeleteFunc(list, func(have entry) bool { return e.fields.Has(have.fields) && e.covers(have.clause) })
		i := slices.IndexFunc(list, func(have entry) bool { return mergeable(have, e) })
		if i < 0 {
			return append(list, e)
		}
		e.clause, _ = list[i].or(e.clause)
		list = slices.Delete(list, i, i+1)
	}
}

func mergeable(a, b entry) bool {
	if a.fields != b.fields {
		return false
	}
	_, ok := a.or(b.clause)
	return ok
}
