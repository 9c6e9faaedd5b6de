package dcc

import (
	"cmp"
	"slices"
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// conditions is what the influence conditions of a measurement result are to its results.
type conditions struct {
	quantities []model.Quantity
	status     model.Adjustment // what the conditions say of the results
	adjusted   bool             // there are results from before an adjustment
}

// conditions maps influence conditions to environments. A condition that is a table of results
// from before an adjustment is a result.
func (r *reader) conditions(list *xmltree.Node) conditions {
	out := conditions{status: model.AdjustmentNone}
	common := &model.Environment{}
	statuses := map[model.Adjustment]bool{}
	for _, n := range els(list, "influenceCondition") {
		status := adjustmentOf(n.Peek(nsDCC, "status").Text())
		if isResultTable(n) {
			r.adjustmentResult(n, status)
			out.adjusted = out.adjusted || status == model.AdjustmentAsFound
			continue
		}
		if status != model.AdjustmentNone {
			statuses[status] = true
		}
		out.quantities = append(out.quantities, r.condition(n, common)...)
	}
	r.addEnvironment(common)
	if len(statuses) == 1 {
		for status := range statuses {
			out.status = status
		}
	}
	return out
}

// condition maps one influence condition. One that states several influence quantities is
// an environment of its own, with the condition's name.
func (r *reader) condition(n *xmltree.Node, common *model.Environment) []model.Quantity {
	name, description := r.text(el(n, "name")), r.riches(els(n, "description"))
	terms := append(refTypes(n), useAll(els(n, "status"))...)
	data := el(n, "data")
	found := r.influences(data, name, terms, &description)
	if len(found) == 0 {
		n.Forget()
		return nil
	}
	for _, t := range els(data, "text") {
		mapping.AddText(&description, r.rich(t))
	}
	if !allCalled(found, name) {
		own := &model.Environment{Name: name, Description: description, Influences: found}
		r.addEnvironment(own)
		return influenceQuantities(found)
	}
	for i := range found {
		found[i].Description = cloneText(description)
	}
	common.Influences = append(common.Influences, found...)
	return influenceQuantities(found)
}

// allCalled tells whether every influence has the name.
func allCalled(list []model.Influence, name model.Text) bool {
	return !slices.ContainsFunc(list, func(i model.Influence) bool { return mapping.Flat(i.Label) != mapping.Flat(name) })
}

func (r *reader) addEnvironment(e *model.Environment) {
	if len(e.Influences) == 0 {
		return
	}
	e.ID = r.parcel.NewID(model.KindEnvironment)
	e.Place.PlaceKind = r.cert.Place.PlaceKind
	r.parcel.Environments = append(r.parcel.Environments, e)
	r.cert.EnvironmentIDs = append(r.cert.EnvironmentIDs, e.ID)
}

// influenceQuantities lists the values of influences, for the result that they belong to.
func influenceQuantities(list []model.Influence) []model.Quantity {
	var all []model.Quantity
	for _, i := range list {
		for _, q := range []*model.Quantity{i.Value, i.Minimum, i.Maximum} {
			if q == nil {
				continue
			}
			one := *q
			if one.Label.IsZero() {
				one.Label = i.Label
			} else {
				one.Label = mapping.JoinText(i.Label, one.Label, " – ")
			}
			all = append(all, one)
		}
	}
	return all
}

func anyCalled(list []model.Influence, name model.Text) bool {
	return slices.ContainsFunc(list, func(i model.Influence) bool { return mapping.Flat(i.Label) == mapping.Flat(name) })
}

// influences maps the quantities in a container, and those in its lists, to influence
// quantities. Least and greatest values beside each other are one. The name of a list of
// lists goes to the notes.
func (r *reader) influences(n *xmltree.Node, label model.Text, terms []string, notes *model.Text) []model.Influence {
	var out []model.Influence
	quantities := els(n, "quantity")
	ends := map[int]int{} // where the interval of each representation is in out
	for _, q := range quantities {
		name := peekText(q.Peek(nsDCC, "name"))
		whole := endOf(strings.Fields(q.PeekAttr("refType")), name)
		for _, one := range r.quantities(q, whole == 0) {
			end := cmp.Or(whole, one.end)
			all := append(terms[:len(terms):len(terms)], one.terms...)
			if one.stated == "" || len(one.terms) > 0 {
				one.Kind = influenceKind(all, one.Unit, label, name)
			}
			i := model.Influence{QuantityKind: one.Kind, Label: label, RefTypes: all, RecordedAt: one.at}
			if end == 0 {
				if i.Value = &one.Quantity; len(quantities) > 1 && !name.IsZero() {
					i.Label = name
				}
				out = append(out, i)
				continue
			}
			at, known := ends[one.representation]
			if !known || taken(&out[at], end) || crossed(&out[at], end, one.Quantity) {
				at = len(out)
				ends[one.representation] = at
				out = append(out, i)
			}
			setEnd(&out[at], end, one)
		}
	}
	for _, list := range els(n, "list") {
		inner, name := label, r.text(el(list, "name"))
		if list.Peek(nsDCC, "quantity") != nil && !name.IsZero() {
			inner = name
		}
		found := r.influences(list, inner, append(terms[:len(terms):len(terms)], refTypes(list)...), notes)
		if len(found) == 0 {
			list.Forget()
		} else if !anyCalled(found, name) {
			mapping.AddText(notes, name)
		}
		out = append(out, found...)
	}
	return out
}

// endOf tells which end of an interval a quantity is: -1 for the least value, +1 for the
// greatest, 0 for neither.
func endOf(terms []string, name model.Text) int {
	for _, t := range terms {
		switch {
		case strings.HasSuffix(t, "Min"):
			return -1
		case strings.HasSuffix(t, "Max"):
			return +1
		}
	}
	for _, part := range name.All() {
		if end, known := endNames[strings.ToLower(part.Text)]; known {
			return end
		}
	}
	return 0
}

// areEnds tells whether labels of values, as D-SI 1.0 has them, say which end of an interval each
// value is.
func areEnds(labels []string) bool {
	return len(labels) == 2 && endNames[strings.ToLower(labels[0])]*endNames[strings.ToLower(labels[1])] == -1
}

// endNames are whole names, as from is a part of many.
var endNames = map[string]int{
	"from": -1, "von": -1, "min": -1, "minimum": -1, "从": -1, "最小值": -1, "下限": -1,
	"to": +1, "bis": +1, "max": +1, "maximum": +1, "至": +1, "到": +1, "最大值": +1, "上限": +1,
}

func taken(i *model.Influence, end int) bool {
	return end < 0 && i.Minimum != nil || end > 0 && i.Maximum != nil
}

// crossed tells whether the quantity would be on the wrong side of the other end.
func crossed(i *model.Influence, end int, q model.Quantity) bool {
	other := i.Minimum
	if end < 0 {
		other = i.Maximum
	}
	if other == nil || other.Unit != q.Unit {
		return false
	}
	order, ok := q.Value.Cmp(other.Value)
	return ok && order*end < 0
}

func setEnd(i *model.Influence, end int, one reading) {
	if end < 0 {
		i.Minimum = &one.Quantity
	} else {
		i.Maximum = &one.Quantity
	}
	for _, t := range one.terms {
		if !slices.Contains(i.RefTypes, t) {
			i.RefTypes = append(i.RefTypes, t)
		}
	}
}

// influenceColumns maps an influence condition of a table to columns.
func (r *reader) influenceColumns(n *xmltree.Node, res *model.MeasurementResult) []column {
	name := r.text(el(n, "name"))
	terms := append(refTypes(n), useAll(els(n, "status"))...)
	mapping.AddText(&res.Description, r.riches(els(n, "description")))
	cols := r.influenceData(el(n, "data"), name, terms)
	if len(cols) == 0 {
		n.Forget()
	}
	return cols
}

func (r *reader) influenceData(n *xmltree.Node, name model.Text, terms []string) []column {
	var cols []column
	for _, q := range els(n, "quantity") {
		for _, c := range r.columns(q) {
			if !c.side {
				c.Role = model.ColumnInfluence
				c.RefTypes = append(terms[:len(terms):len(terms)], c.RefTypes...)
				if c.kind == nil {
					c.QuantityKind = influenceKind(c.RefTypes, model.Unit{Text: unitText(c.Units)}, name, c.Label)
				}
			}
			c.Label = mapping.JoinText(name, c.Label, " – ")
			cols = append(cols, c)
		}
	}
	for _, list := range els(n, "list") {
		inner := mapping.JoinText(name, r.text(el(list, "name")), " – ")
		found := r.influenceData(list, inner, append(terms[:len(terms):len(terms)], refTypes(list)...))
		if len(found) == 0 {
			list.Forget()
		}
		cols = append(cols, found...)
	}
	return cols
}

func unitText(units []model.Unit) string {
	if len(units) == 0 {
		return ""
	}
	return units[0].Text
}
