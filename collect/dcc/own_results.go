package dcc

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/internal/dccterm"
	"metrograph/model"
)

func (r *reader) ownMethods(list *xmltree.Node) {
	for _, n := range els(list, "usedMethod") {
		source, own := r.terms(n)
		if own.Has(dccterm.Basis) {
			leaveOver(n, source)
			r.repeats(el(n, "name"), dccterm.BasisName())
			r.cert.Basis = append(r.cert.Basis, useAll(els(n, "norm"))...)
			continue
		}
		m := model.MethodUse{Name: r.said(el(n, "name"), ""), Description: r.said(el(n, "description"), ""), RefTypes: source}
		code := mapping.Tidy(el(n, "norm").Use())
		at := len(r.cert.Methods)
		if mapping.IsDesignation(code) || r.patched(dccterm.OfMethod, at) {
			m.MethodID = r.ownMethod(at, code)
		}
		if m.Code = code; own.Has(dccterm.OfRecord) {
			m.Code = ""
		}
		r.at(n, "methods[%d]", at)
		r.cert.Methods = append(r.cert.Methods, m)
	}
}

// ownMethod is the record of a method.
func (r *reader) ownMethod(n int, code string) model.ID {
	m := &model.Method{Code: code, NormKind: mapping.NormKindOf(code)}
	patch(r, dccterm.OfMethod, n, m)
	for _, other := range r.parcel.Methods {
		if other.Code == m.Code {
			return other.ID
		}
	}
	if m.Code == "" {
		r.own.patches[dccterm.OfMethod+"/"+strconv.Itoa(n)].Forget()
		return ""
	}
	m.ID = r.parcel.NewID(model.KindMethod)
	r.parcel.Methods = append(r.parcel.Methods, m)
	return m.ID
}

// ownMentions takes names of methods or equipment, as a result states them.
func (r *reader) ownMentions(list *xmltree.Node, element string) (names []model.Text) {
	for _, n := range els(list, element) {
		r.marks(n)
		names = append(names, r.said(el(n, "name"), ""))
	}
	return names
}

func (r *reader) ownEnvironments(list *xmltree.Node) {
	for _, n := range els(list, "influenceCondition") {
		e := &model.Environment{Name: r.said(el(n, "name"), ""), Description: r.said(el(n, "description"), "")}
		r.marks(n)
		data := el(n, "data")
		r.nothingSaid(data.Peek(nsDCC, "text"))
		for _, list := range els(data, "list") {
			e.Influences = append(e.Influences, r.ownInfluence(list))
		}
		patch(r, dccterm.OfEnvironment, len(r.parcel.Environments), e)
		e.ID = r.parcel.NewID(model.KindEnvironment)
		r.parcel.Environments = append(r.parcel.Environments, e)
		r.cert.EnvironmentIDs = append(r.cert.EnvironmentIDs, e.ID)
	}
}

func (r *reader) ownInfluence(n *xmltree.Node) model.Influence {
	source, own := r.terms(n)
	i := model.Influence{RefTypes: source, QuantityKind: own.Get(dccterm.Kind), Label: r.said(el(n, "name"), ""),
		Description: r.said(el(n, "description"), "")}
	if node := n.Peek(nsDCC, "dateTime"); exactTimes([]string{node.Text()}) {
		i.RecordedAt, _ = time.Parse(time.RFC3339Nano, node.Use())
	}
	for _, node := range els(n, "quantity") {
		q, end := r.ownQuantity(node)
		switch {
		case end.Has(dccterm.NotGiven):
		case end.Has(dccterm.Value) && i.Value == nil:
			i.Value = &q
		case end.Has(dccterm.Lower) && i.Minimum == nil:
			i.Minimum = &q
		case end.Has(dccterm.Upper) && i.Maximum == nil:
			i.Maximum = &q
		default:
			node.Forget()
		}
	}
	if device := el(el(n, "measuringEquipments"), "measuringEquipment"); device != nil {
		t := r.ownThing(device)
		leaveOver(device, t.source)
		i.DeviceID = r.ownInstrument(dccterm.OfDevice, r.own.devices, t)
		r.own.devices++
	}
	return i
}

func (r *reader) ownResult(n *xmltree.Node) {
	own := r.marks(n)
	name := r.said(el(n, "name"), "")
	res := model.MeasurementResult{Name: name, Adjustment: model.AdjustmentNone,
		Methods:   r.ownMentions(el(n, "usedMethods"), "usedMethod"),
		Equipment: r.ownMentions(el(n, "measuringEquipments"), "measuringEquipment")}
	for _, c := range els(el(n, "influenceConditions"), "influenceCondition") {
		r.marks(c)
		q, _ := r.ownQuantity(el(el(c, "data"), "quantity"))
		r.repeats(el(c, "name"), q.Label)
		res.Conditions = append(res.Conditions, q)
	}
	inner := el(el(n, "results"), "result")
	r.repeats(el(inner, "name"), name)
	res.Description = r.said(el(inner, "description"), "")
	if a := model.Adjustment(r.marks(inner).Get(dccterm.Adjustment)); slices.Contains(a.Values(), a) {
		res.Adjustment = a
	}
	data := el(inner, "data")
	r.nothingSaid(data.Peek(nsDCC, "text"))
	if own.Has(dccterm.NotGiven) {
		return
	}
	for _, list := range els(data, "list") {
		r.at(list, "results[%d].series[%d]", len(r.cert.Results), len(res.Series))
		r.ownSeries(list, &res)
	}
	r.at(n, "results[%d]", len(r.cert.Results))
	r.cert.Results = append(r.cert.Results, res)
}

func (r *reader) ownSeries(n *xmltree.Node, res *model.MeasurementResult) {
	source, _ := r.terms(n)
	s := model.Series{RefTypes: source, Name: r.said(el(n, "name"), "")}
	for _, q := range els(n, "quantity") {
		c, own := r.ownColumn(q)
		if own.Has(dccterm.NotGiven) {
			continue
		}
		if c.Role = model.ColumnRole(own.Get(dccterm.Role)); !slices.Contains(c.Role.Values(), c.Role) {
			c.Role = model.ColumnOther
		}
		s.Columns = append(s.Columns, c)
	}
	for _, m := range els(el(n, "measurementMetaData"), "metaData") {
		r.ownVerdicts(m, &s)
	}
	if isAligned(&s) {
		res.Series = append(res.Series, s)
		return
	}
	t := table{name: s.Name, refTypes: s.RefTypes} // somebody changed it
	for _, c := range s.Columns {
		t.columns = append(t.columns, column{Column: c, node: n})
	}
	r.addSeries(n, t, res)
}

// isAligned tells whether the columns have as many values as there are rows, or one or none.
func isAligned(s *model.Series) bool {
	rows := s.Rows()
	return !slices.ContainsFunc(s.Columns, func(c model.Column) bool { return c.Len() > 1 && c.Len() != rows })
}

// ownVerdicts puts a column of verdicts where it was.
func (r *reader) ownVerdicts(n *xmltree.Node, s *model.Series) {
	source, own := r.terms(n)
	c := model.Column{Role: model.ColumnConformity, RefTypes: source, QuantityKind: own.Get(dccterm.Kind),
		Label: r.said(el(n, "name"), "")}
	found := r.verdicts(n)
	at, err := strconv.Atoi(own.Get(dccterm.Column))
	if err != nil || at < 0 || len(found) == 0 {
		n.Forget()
		return
	}
	c.Texts = found[0].Texts
	s.Columns = slices.Insert(s.Columns, min(at, len(s.Columns)), c)
}

// ownQuantity takes one quantity value.
func (r *reader) ownQuantity(n *xmltree.Node) (model.Quantity, dccterm.Terms) {
	c, own := r.ownColumn(n)
	if c.Len() > 1 || len(c.RefTypes) > 0 {
		n.Forget()
		return model.Quantity{}, own
	}
	return c.At(0), own
}

// ownColumn takes a column: its values or its texts, with what is said of them.
func (r *reader) ownColumn(n *xmltree.Node) (model.Column, dccterm.Terms) {
	source, own := r.terms(n)
	c := model.Column{Label: r.said(el(n, "name"), ""), QuantityKind: own.Get(dccterm.Kind), RefTypes: source}
	r.own.units = map[string]model.Unit{}
	var units []model.Unit
	for _, packed := range own[dccterm.Unit] {
		if token, u, ok := dccterm.UnpackUnit(packed); ok {
			r.own.units[token] = u
			units = append(units, u)
		}
	}
	switch node := n.Peek(nsSI, "real", "realListXMLList"); {
	case node != nil:
		r.ownValues(node, &c)
	default:
		c.Texts, c.Units = r.ownTexts(n), units
	}
	r.ownUncertainty(n, own, &c)
	return c, own
}

// ownValues takes numbers with their units and their uncertainty.
func (r *reader) ownValues(n *xmltree.Node, c *model.Column) {
	cols := r.values(n.Mark(), shape{list: n.Name.Local == "realListXMLList"}, "value")
	for i := range cols {
		if i > 0 {
			cols[i].node.Forget() // somebody added it
			continue
		}
		c.Values, c.Units, c.Uncertainty = cols[0].Values, cols[0].Units, cols[0].Uncertainty
		if len(c.Units) == 1 && c.Units[0] == (model.Unit{}) {
			c.Units = nil
		}
	}
}

// ownTexts takes texts: words of a list, or a content each.
func (r *reader) ownTexts(n *xmltree.Node) []string {
	if words := el(n, "charsXMLList"); words != nil {
		return strings.Fields(words.Use())
	}
	var texts []string
	node := el(n, "noQuantity")
	r.nothingSaid(node)
	for _, c := range node.PeekAll(nsDCC, "content") {
		if _, own := dccterm.Split(c.PeekAttr("refType")); !own.Has(dccterm.NotGiven) {
			texts = append(texts, mapping.Tidy(c.Use()))
		}
	}
	return texts
}

// ownUncertainty takes what is said of an uncertainty beside the values.
func (r *reader) ownUncertainty(n *xmltree.Node, own dccterm.Terms, c *model.Column) {
	if own.Has(dccterm.Uncertainty) {
		c.Uncertainty = &model.ColumnUncertainty{Kind: model.UncertaintyKind(own.Get(dccterm.Uncertainty)), Relative: own.Has(dccterm.Relative)}
	}
	u := c.Uncertainty
	if u == nil {
		return
	}
	if own.Has(dccterm.Distribution) {
		u.Distribution = own.Get(dccterm.Distribution)
	}
	// What the certificate does not state is NaN.
	for _, list := range []*[]model.Decimal{&u.Values, &u.CoverageFactor, &u.Probability, &u.Lower, &u.Upper} {
		if len(*list) == 1 && (*list)[0] == "" {
			*list = nil
		}
	}
	r.ownRelative(el(n, "relativeUncertainty"), u, c.Len())
	for _, m := range els(el(n, "measurementMetaData"), "metaData") {
		if !r.marks(m).Has(dccterm.Uncertainty) || !r.besides(el(el(m, "data"), "quantity"), u, c.Len()) {
			m.Forget()
		}
	}
	r.checkInterval(n, u)
}

// ownRelative takes the values of a relative uncertainty.
func (r *reader) ownRelative(n *xmltree.Node, u *model.ColumnUncertainty, rows int) {
	single, list := n.Peek(nsDCC, "relativeUncertaintySingle"), n.Peek(nsDCC, "relativeUncertaintyXmlList")
	node, s := single, shape{}
	if node == nil {
		node, s = list, shape{list: true}
	}
	value := s.peek(node, "value")
	if value == nil {
		return
	}
	numbers := r.decimals(value.Mark(), s)
	if len(numbers) == 1 && numbers[0] == "" {
		numbers = nil
	}
	if !fitting(numbers, rows, positive("", "")) {
		n.Forget()
		return
	}
	node.Mark()
	u.Values = numbers
	constant(s.peek(node, "unit"), `\one`)
}

// besides takes a list of numbers that stands beside a quantity; it returns false where it is
// none of an uncertainty.
func (r *reader) besides(n *xmltree.Node, u *model.ColumnUncertainty, rows int) bool {
	c, own := r.ownColumn(n)
	for _, known := range []struct {
		key  string
		list *[]model.Decimal
		want *demand
	}{
		{dccterm.UncertaintyValue, &u.Values, positive("", "")}, {dccterm.CoverageFactor, &u.CoverageFactor, positive("", "")},
		{dccterm.CoverageProbability, &u.Probability, probability}, {dccterm.Lower, &u.Lower, nil}, {dccterm.Upper, &u.Upper, nil},
	} {
		if own.Has(known.key) && *known.list == nil && sameText(c.Label, dccterm.UncertaintyName(known.key)) {
			if !fitting(c.Values, rows, known.want) {
				return false
			}
			*known.list = c.Values
			return true
		}
	}
	return false
}

// fitting tells whether there is one number for all values or one a value, and each is what it
// has to be.
func fitting(list []model.Decimal, rows int, want *demand) bool {
	if len(list) > 1 && len(list) != rows {
		return false
	}
	return want == nil || !slices.ContainsFunc(list, func(d model.Decimal) bool { return d != "" && !want.ok(d) })
}
