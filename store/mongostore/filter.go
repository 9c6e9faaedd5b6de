package mongostore

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"go.mongodb.org/mongo-driver/v2/bson"

	"metrograph/model"
	"metrograph/search"
	"metrograph/store"
)

// branch is a list of conditions that all have to hold. A query has branches as alternatives;
// each walks an index of its own.
type branch struct {
	conditions []bson.D

	// positive tells that one of the conditions compares a queryable value with another, so
	// that the stub of a deleted record, which has none, cannot satisfy it.
	positive bool
}

func where(field string, condition any) branch {
	return branch{conditions: []bson.D{doc(field, condition)}, positive: field != fieldID}
}

// filter writes the branch as MongoDB wants it.
func (b branch) filter() bson.D {
	switch len(b.conditions) {
	case 0:
		return doc()
	case 1:
		return b.conditions[0]
	}
	return doc("$and", b.conditions)
}

// and joins the conditions of branches.
func (b branch) and(more branch) branch {
	conditions := make([]bson.D, 0, len(b.conditions)+len(more.conditions))
	conditions = append(append(conditions, b.conditions...), more.conditions...)
	return branch{conditions, b.positive || more.positive}
}

// branches are alternatives; none is what no record satisfies.
type branches []branch

// always is what every record satisfies.
func always() branches { return branches{{}} }

// filter writes alternatives as one filter.
func (list branches) filter() bson.D {
	switch len(list) {
	case 0:
		return doc(fieldID, doc("$in", []string{}))
	case 1:
		return list[0].filter()
	}
	return doc("$or", list.filters())
}

func (list branches) filters() []bson.D {
	filters := make([]bson.D, len(list))
	for i, b := range list {
		filters[i] = b.filter()
	}
	return filters
}

// fold makes one branch of alternatives: a condition within it, that chooses no index.
func (list branches) fold() branch {
	if len(list) == 1 {
		return list[0]
	}
	folded := branch{conditions: []bson.D{list.filter()}, positive: true}
	for _, b := range list {
		folded.positive = folded.positive && b.positive
	}
	return folded
}

// not is what satisfies none of the alternatives.
func (list branches) not() branches {
	for _, b := range list {
		if len(b.conditions) == 0 {
			return nil
		}
	}
	if len(list) == 0 {
		return always()
	}
	return branches{{conditions: []bson.D{doc("$nor", list.filters())}}}
}

// mostBranches bounds the branches that joining alternatives may make.
const mostBranches = 64

// both distributes one list of alternatives over another. Where that would be too many, the
// shorter one becomes a condition within each branch of the longer.
func both(a, b branches) branches {
	if len(a)*len(b) > mostBranches {
		if len(a) > len(b) {
			b = branches{b.fold()}
		} else {
			a = branches{a.fold()}
		}
	}
	joined := make(branches, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			joined = append(joined, x.and(y))
		}
	}
	return joined
}

// compiler turns filters and scopes into conditions.
type compiler struct{ schema *store.Schema }

// query compiles a filter under a scope.
func query(kind model.Kind, f *store.Filter, scope model.Scope) (branches, error) {
	if err := store.CheckFilter(kind, f); err != nil {
		return nil, err
	}
	c := compiler{store.SchemaOf(kind)}
	wanted := always()
	if f != nil {
		wanted = c.filter(f)
	}
	seen := both(c.clauses(scope.Any), c.clauses(scope.None).not())
	return both(seen, wanted), nil
}

// clauses compiles the alternatives of a scope.
func (c compiler) clauses(list []model.Clause) branches {
	var all branches
	for _, clause := range list {
		all = append(all, c.clause(clause)...)
	}
	for _, b := range all {
		if len(b.conditions) == 0 {
			return always() // the others add nothing
		}
	}
	return all
}

func (c compiler) clause(clause model.Clause) branches {
	joined := always()
	for _, cond := range clause {
		field, known := c.schema.Field(string(cond.Attribute))
		if !known {
			return nil
		}
		joined = both(joined, equal(field, distinctTexts(cond.In)))
	}
	return joined
}

// mostValues is how many values of a field with many become alternatives of their own.
const mostValues = 8

// equal compiles the condition of having one of some values. A server can walk an index of
// single values once for each of them and keep the order; for fields with many values it is
// told to, by alternatives.
func equal[T any](field store.Field, values []T) branches {
	switch {
	case len(values) == 0:
		return nil
	case !field.Many || len(values) > mostValues:
		return branches{where(path(field.Name), anyOf(values))}
	}
	list := make(branches, len(values))
	for i, v := range values {
		list[i] = where(path(field.Name), v)
	}
	return list
}

// filter compiles a filter, which [store.CheckFilter] found to be one.
func (c compiler) filter(f *store.Filter) branches {
	switch {
	case len(f.And) > 0:
		joined := always()
		for i := range f.And {
			joined = both(joined, c.filter(&f.And[i]))
		}
		return joined
	case len(f.Or) > 0:
		var all branches
		for i := range f.Or {
			all = append(all, c.filter(&f.Or[i])...)
		}
		return all
	case f.Not != nil:
		return c.filter(f.Not).not()
	case f.Field == store.FieldText:
		return c.text(f)
	}
	return c.compare(f)
}

// text compiles a search: each part has to be answered in one of its ways, or all at once.
func (c compiler) text(f *store.Filter) branches {
	q := store.Asked(f)
	all := always()
	for _, p := range q.Parts {
		all = both(all, anyWay(p.Ways))
	}
	if len(q.Whole.Terms) > 0 {
		all = append(all, hasTerms(q.Whole.Terms))
	}
	return all
}

// anyWay compiles the ways to answer a part: each an alternative, but where many of them are
// single terms these are one.
func anyWay(ways []search.Way) branches {
	var list branches
	var single []string
	for _, w := range ways {
		if len(ways) > mostValues && len(w.Terms) == 1 && !w.Terms[0].Prefix {
			single = append(single, w.Terms[0].Text)
			continue
		}
		list = append(list, hasTerms(w.Terms))
	}
	if len(single) > 0 {
		list = append(list, where(fieldTerms, anyOf(single)))
	}
	return list
}

// hasTerms compiles the condition of having all of the terms.
func hasTerms(terms []search.Term) (b branch) {
	for _, t := range terms {
		if t.Prefix {
			b = b.and(where(fieldTerms, anyBegins(t.Text)))
		} else {
			b = b.and(where(fieldTerms, t.Text))
		}
	}
	return b
}

// longestPattern bounds the regular expressions that servers are asked for.
const longestPattern = 1000

// anyBegins is the condition that one of several values begins with a prefix. Servers walk the
// range of an anchored pattern in an index. A range of two ends would have to be an
// $elemMatch, of which engines are known that try each end on another value; it serves for
// what no pattern can hold.
func anyBegins(prefix string) bson.D {
	if len(prefix) > longestPattern || strings.ContainsRune(prefix, 0) {
		return doc("$elemMatch", prefixed(prefix))
	}
	return doc("$regex", "^"+regexp.QuoteMeta(prefix))
}

// prefixed is the range of the texts that begin with a prefix.
func prefixed(prefix string) bson.D {
	condition := doc("$gte", prefix)
	if end, bounded := beyond(prefix); bounded {
		condition = append(condition, bson.E{Key: "$lt", Value: end})
	}
	return condition
}

// beyond returns the first text after all that begin with a prefix, in the order of their
// bytes, which is that of their characters.
func beyond(prefix string) (end string, bounded bool) {
	for prefix != "" {
		last, size := utf8.DecodeLastRuneInString(prefix)
		prefix = prefix[:len(prefix)-size]
		switch last {
		case utf8.MaxRune:
			continue
		case 0xd7ff: // the surrogates follow, which no text holds
			return prefix + "\ue000", true
		}
		return prefix + string(last+1), true
	}
	return "", false
}
