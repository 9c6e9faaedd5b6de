package storetest

import (
	"pgregory.net/rapid"

	"metrograph/model"
	"metrograph/store"
)

// randomScope draws a scope over the facts of some records.
func randomScope(r *rapid.T, n naive) model.Scope {
	clause := func(label string) model.Clause {
		var c model.Clause
		for range rapid.IntRange(0, 3).Draw(r, label) {
			attribute := rapid.SampledFrom(model.Attribute("").Values()).Draw(r, "attribute")
			var values []string
			for range rapid.IntRange(0, 3).Draw(r, "values") {
				facts := rapid.SampledFrom(n).Draw(r, "record").record.Facts()
				values = append(values, attribute.Of(&facts)...)
			}
			c = append(c, model.Condition{Attribute: attribute, In: values})
		}
		return c
	}
	var s model.Scope
	for range rapid.IntRange(0, 4).Draw(r, "any") {
		s.Any = append(s.Any, clause("conditions"))
	}
	for range rapid.IntRange(0, 2).Draw(r, "none") {
		s.None = append(s.None, clause("conditions"))
	}
	return s
}

// randomFilter draws a filter; nil for no condition.
func randomFilter(r *rapid.T, n naive, depth int) *store.Filter {
	shape := rapid.SampledFrom([]string{"none", "one", "one", "one", "and", "or", "not"}).Draw(r, "shape")
	switch {
	case shape == "none" && depth == 3:
		return nil
	case depth == 0 || shape == "one" || shape == "none":
		return randomComparison(r, n)
	case shape == "not":
		return &store.Filter{Not: randomFilter(r, n, depth-1)}
	}
	parts := make([]store.Filter, rapid.IntRange(1, 3).Draw(r, "parts"))
	for i := range parts {
		parts[i] = *randomFilter(r, n, depth-1)
	}
	if shape == "and" {
		return &store.Filter{And: parts}
	}
	return &store.Filter{Or: parts}
}

// randomComparison draws a comparison, mostly with values that some records have.
func randomComparison(r *rapid.T, n naive) *store.Filter {
	fields := store.SchemaOf(n[0].record.Kind()).Fields
	at := rapid.IntRange(0, len(fields)).Draw(r, "field")
	if at == len(fields) {
		words := []string{"压力", "数", "计 196", "gauge", "GP", "Thermometer", "no such word", "", "书"}
		return store.Where(store.FieldText, store.Contains, rapid.SampledFrom(words).Draw(r, "words"))
	}
	return rapid.SampledFrom(n.comparisons(fields[at])).Draw(r, "comparison")
}

// randomPage draws an order and a page in it.
func randomPage(r *rapid.T, n naive) store.Query {
	var sorts []string
	for _, f := range store.SchemaOf(n[0].record.Kind()).Fields {
		if f.Sort {
			sorts = append(sorts, f.Name)
		}
	}
	q := store.Query{
		Sort: rapid.SampledFrom(sorts).Draw(r, "sort"), Desc: rapid.Bool().Draw(r, "desc"),
		Last: rapid.Bool().Draw(r, "last"), Limit: rapid.IntRange(1, 12).Draw(r, "limit"),
	}
	place := func(label string) *store.Key {
		at := rapid.IntRange(-len(n), len(n)-1).Draw(r, label)
		if at < 0 {
			return nil
		}
		k := n[at].key(q.Sort)
		return &k
	}
	q.After, q.Before = place("after"), place("before")
	return q
}

// randomGrouping draws dimensions and sums.
func randomGrouping(r *rapid.T, kind model.Kind, lacks Caps) store.Grouping {
	g := store.Grouping{Kind: kind}
	var by, sums []store.Field
	for _, f := range store.SchemaOf(kind).Fields {
		if f.Group {
			by = append(by, f)
		}
		if f.Sum {
			sums = append(sums, f)
		}
	}
	for range rapid.IntRange(0, 3).Draw(r, "dimensions") {
		f := rapid.SampledFrom(by).Draw(r, "dimension")
		d := store.Dimension{Field: f.Name}
		if f.Type == store.Code && f.Sort && !lacks.Spans {
			d.Bucket = rapid.SampledFrom([]store.Span{store.Whole, store.Month, store.Year}).Draw(r, "span")
		}
		g.By = append(g.By, d)
	}
	if len(sums) > 0 && !lacks.MultiSum {
		for range rapid.IntRange(0, 2).Draw(r, "sums") {
			g.Sum = append(g.Sum, rapid.SampledFrom(sums).Draw(r, "sum").Name)
		}
	}
	if rapid.Bool().Draw(r, "limited") {
		g.Limit = rapid.IntRange(1, 9).Draw(r, "limit")
	}
	return g
}
