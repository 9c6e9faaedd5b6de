package dcc

import (
	"fmt"
	"slices"
	"strings"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// forms are the elements in which an uncertainty is stated, old style and new.
var forms = []struct {
	element string
	kind    model.UncertaintyKind
	value   []string // names of the uncertainty itself
}{
	{"expandedUnc", model.UncertaintyExpanded, []string{"uncertainty"}},
	{"coverageInterval", model.UncertaintyInterval, []string{"standardUnc", "valueStandardMU"}},
	{"standardMU", model.UncertaintyStandard, []string{"valueStandardMU"}},
	{"expandedMU", model.UncertaintyExpanded, []string{"valueExpandedMU", "uncertainty"}},
	{"coverageIntervalMU", model.UncertaintyInterval, []string{"valueStandardMU", "standardUnc"}},
}

// uncertainty takes the uncertainty of values and tells where it stands. The old style has
// it beside the values, the new one in an element around it, and a constant has only the
// number, which is a standard uncertainty.
func (r *reader) uncertainty(n *xmltree.Node, s shape, values int) (*model.ColumnUncertainty, *xmltree.Node) {
	for _, holder := range []*xmltree.Node{n, s.peek(n, "measurementUncertaintyUnivariate")} {
		for _, form := range forms {
			node := s.peek(holder, form.element)
			if node == nil {
				continue
			}
			u, ok := r.stated(node, s, values, form.kind, form.value)
			if !ok || !states(u) && r.own == nil {
				node.Forget()
				return nil, nil
			}
			holder.Mark()
			return u, node
		}
	}
	if n.Is(nsSI, "constant") {
		for _, local := range []string{"valueStandardMU", "uncertainty"} {
			if node := n.Peek(nsSI, local); node != nil {
				u, _ := r.stated(n, s, values, model.UncertaintyStandard, []string{local})
				if states(u) {
					return u, node
				}
				n.Peek(nsSI, "distribution").GiveBack() // of an exact constant
			}
		}
	}
	return nil, nil
}

// states tells whether an uncertainty says anything.
func states(u *model.ColumnUncertainty) bool {
	said := func(d model.Decimal) bool { return d != "" }
	return slices.ContainsFunc(u.Values, said) || slices.ContainsFunc(u.Lower, said) || slices.ContainsFunc(u.Upper, said)
}

// stated takes what an uncertainty element states; ok is false where it does not fit the
// values.
func (r *reader) stated(n *xmltree.Node, s shape, values int, kind model.UncertaintyKind, value []string) (u *model.ColumnUncertainty, ok bool) {
	u, ok = &model.ColumnUncertainty{Kind: kind}, true
	n.Mark()
	list := func(want *demand, locals ...string) []model.Decimal {
		for _, local := range locals {
			node := s.peek(n, local)
			if node == nil {
				continue
			}
			if !r.fits(node, len(s.tokens(node)), values) {
				ok = false
				return nil
			}
			return r.meet(node, r.decimals(node.Mark(), s), want)
		}
		return nil
	}
	u.Values = list(positive("measurement uncertainty", "不确定度"), value...)
	u.CoverageFactor = list(positive("coverage factor", "包含因子"), "coverageFactor")
	u.Probability = list(probability, "coverageProbability")
	u.Lower = list(nil, "intervalMin")
	u.Upper = list(nil, "intervalMax")
	r.checkInterval(n, u)
	// One word, or one a value; where the words differ, no one of them holds.
	node := s.peek(n, "distribution")
	if words := s.tokens(node); len(once(words)) == 1 {
		u.Distribution = words[0]
		node.Use()
	}
	return u, ok
}

// demand is what a number has to be; a number that is not is taken as missing.
type demand struct {
	ok     func(model.Decimal) bool
	en, zh string
}

func positive(en, zh string) *demand {
	return &demand{func(d model.Decimal) bool { return d.Sign() > 0 }, en, zh}
}

var probability = &demand{func(d model.Decimal) bool {
	above, _ := d.Cmp("1")
	return d.Sign() > 0 && above <= 0
}, "coverage probability", "包含概率"}

// meet empties the numbers that do not meet the demand, and leaves the text over.
func (r *reader) meet(n *xmltree.Node, list []model.Decimal, want *demand) []model.Decimal {
	for i, d := range list {
		if want != nil && d != "" && !want.ok(d) {
			f := ruleUncertainty.Finding(d, want.en)
			f.Message.Zh = fmt.Sprintf(ruleUncertainty.Zh, d, want.zh)
			r.findings.FindOnce("uncertainty\x00"+want.en+string(d), n, f)
			n.GiveBack()
			list[i] = ""
		}
	}
	return list
}

// checkInterval empties coverage intervals whose ends are the wrong way round.
func (r *reader) checkInterval(n *xmltree.Node, u *model.ColumnUncertainty) {
	for i := range min(len(u.Lower), len(u.Upper)) {
		order, ok := u.Lower[i].Cmp(u.Upper[i])
		if !ok || order <= 0 {
			continue
		}
		r.find(ruleInterval, n, u.Lower[i], u.Upper[i])
		for _, c := range n.Children {
			if strings.HasPrefix(c.Name.Local, "interval") {
				c.GiveBack()
			}
		}
		u.Lower[i], u.Upper[i] = "", ""
	}
}

// relative takes dcc:relativeUncertainty. As a plain number it is the uncertainty of a column
// that has no other; beside another, or in a unit such as percent, it is a column.
func (r *reader) relative(q *xmltree.Node, cols []column) []column {
	holder := el(q, "relativeUncertainty")
	if holder == nil || len(cols) == 0 {
		return cols
	}
	node, s := holder.Peek(nsDCC, "relativeUncertaintySingle"), shape{}
	if node == nil {
		node, s = holder.Peek(nsDCC, "relativeUncertaintyXmlList", "relativeUncertaintyXMLList"), shape{list: true}
	}
	if node == nil {
		return cols
	}
	added := r.values(node.Mark(), s, "value")
	if len(added) == 0 {
		return cols
	}
	first, rel := &cols[0], &added[0]
	if plain := len(rel.Units) == 1 && rel.Units[0].Text == `\one`; plain && first.Uncertainty == nil &&
		len(added) == 1 && rel.Uncertainty == nil && len(rel.Values) <= max(1, len(first.Values)) {
		r.find(ruleRelative, node)
		s.peek(node, "unit").GiveBack() // the model says relative, and no more
		values := r.meet(rel.node, rel.Values, positive("relative uncertainty", "相对不确定度"))
		first.Uncertainty = &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, Values: values, Relative: true}
		return cols
	}
	for i := range added {
		added[i].key, added[i].side, added[i].node = "relativeUncertainty", true, holder
		added[i].Role = model.ColumnOther
	}
	added[0].kind.GiveBack()
	added[0].QuantityKind = "relativeUncertainty"
	return append(cols, added...)
}
