package dcx

import (
	"slices"
	"strconv"
	"strings"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// column is a column in the making, with what DCX says of it.
type column struct {
	model.Column
	node                     *xmltree.Node
	scope, of, quantity, def string // attributes; of is the category that it says something of
	unit, category           string
}

// isoPrefix marks the term of a column that is the number of its quantity in ISO 80000.
const isoPrefix = "ISO80000:"

// columns maps the columns of a table. Uncertainties, coverage factors and probabilities go
// with the column that they are of.
func (r *reader) columns(table *xmltree.Node) []column {
	var all, sides []column
	for _, n := range els(table, "column") {
		c, ok := r.column(n, rowsOf(table))
		switch {
		case !ok:
		case c.category == "expandedUncertainty", strings.HasPrefix(c.category, "uncertaintyCoverage"):
			sides = append(sides, c)
		default:
			all = append(all, c)
		}
	}
	// The uncertainties first: a factor goes with the uncertainty.
	slices.SortStableFunc(sides, func(a, b column) int { return strings.Compare(a.category, b.category) })
	for _, side := range sides {
		if !attachTo(all, side) {
			r.Find(ruleUncertainty, side.node, side.category, side.scope, side.quantity, side.unit)
			all = append(all, side)
		}
	}
	return all
}

// rowsOf is the number of rows of a table: what it says itself, or that of its longest column.
func rowsOf(table *xmltree.Node) int {
	rows, err := strconv.Atoi(table.PeekAttr("numRows"))
	if err == nil && rows > 0 && rows <= maxRows {
		return rows
	}
	rows = 0
	for _, n := range table.PeekAll(ns, "column") {
		for _, data := range n.Children {
			for _, row := range data.PeekAll(ns, "row") {
				if i, err := strconv.Atoi(row.PeekAttr("idx")); err == nil && i <= maxRows {
					rows = max(rows, i)
				}
			}
		}
	}
	return rows
}

// maxRows bounds what a row number can make of a table.
const maxRows = 100_000

// column maps one column; ok is false where there is nothing in it.
func (r *reader) column(n *xmltree.Node, rows int) (c column, ok bool) {
	var data *xmltree.Node
	for _, child := range n.Children {
		if child.Name.Space == ns && child.Name.Local != "heading" && len(child.PeekAll(ns, "row")) > 0 {
			data = child
			break
		}
	}
	if data == nil || rows == 0 {
		n.Forget()
		return c, false
	}
	c = column{node: n, category: data.Mark().Name.Local, scope: n.Attr("scope"), of: n.Attr("dataCategoryRef"),
		quantity: n.Attr("quantity"), def: n.Attr("quantityUnitDefRef"), unit: n.Attr("unit")}
	data.Attr("dataCategory")
	c.Label = texts(n, "heading")
	r.describe(&c)
	if isText(c.category) {
		c.Texts = rowTexts(r, data, rows)
	} else {
		c.Values = r.numbers(data, rows)
	}
	return c, true
}

// describe says what the values of a column are.
func (r *reader) describe(c *column) {
	for _, term := range []string{c.scope, c.category, c.of} {
		if says(term) && !slices.Contains(c.RefTypes, term) {
			c.RefTypes = append(c.RefTypes, term)
		}
	}
	parts := strings.Split(c.quantity, "|")
	switch {
	case c.quantity == "quantityUnitDefRef":
		r.defined(c)
	case len(parts) == 3:
		c.QuantityKind, c.RefTypes = parts[1], append(c.RefTypes, isoPrefix+parts[0])
	case says(c.quantity):
		c.QuantityKind = c.quantity
	}
	if says(c.unit) && c.unit != "quantityUnitDefRef" {
		unit, finding := model.ParseUnit(c.unit)
		if finding != nil {
			r.FindOnce("unit\x00"+c.unit, c.node, *finding)
		}
		c.Units = []model.Unit{unit}
	}
	c.Role = r.role(c)
}

// defined takes the quantity and the unit from the document's own definition.
func (r *reader) defined(c *column) {
	n := r.target(c.node, c.def)
	if n == nil {
		return
	}
	c.RefTypes = append(c.RefTypes, "#"+c.def)
	c.QuantityKind = peekTexts(n, "heading").In("en")
	if c.unit == "quantityUnitDefRef" {
		c.unit = n.Peek(ns, "unitUsed").Text()
	}
}

// roles by category, for those that say it alone; that of a value is by its scope.
var roles = map[string]model.ColumnRole{
	"targetValue": model.ColumnNominal, "correction": model.ColumnCorrection, "conformity": model.ColumnConformity,
	"toleranceLimitLower": model.ColumnLimitLower, "acceptanceLimitLower": model.ColumnLimitLower,
	"toleranceLimitUpper": model.ColumnLimitUpper, "acceptanceLimitUpper": model.ColumnLimitUpper,
}

// scopes by which a value is something of its own. A bias is indication less reference.
var scopes = map[string]model.ColumnRole{
	"reference": model.ColumnReferenceValue, "indication": model.ColumnIndication, "bias": model.ColumnError,
	"environment": model.ColumnInfluence,
}

// others are categories whose columns say something of the rows.
var others = []string{"value", "statStd", "statMin", "statMax", "correlation", "rowTag", "approachToTarget", "hysteresis",
	"instrumentResolution", "calibrationFactor", "relativeToIndicationValue", "other", "expandedUncertainty",
	"uncertaintyCoverageFactor_k", "uncertaintyCoverageProbability"}

func (r *reader) role(c *column) model.ColumnRole {
	if role, known := roles[c.category]; known {
		return role
	}
	if role, known := scopes[c.scope]; known && c.category == "value" {
		return role
	}
	if !slices.Contains(others, c.category) && !strings.HasSuffix(c.category, "Ref") {
		r.Find(ruleCategory, c.node, c.category)
	}
	return model.ColumnOther
}

// isText tells whether the rows of a category are texts.
func isText(category string) bool {
	switch category {
	case "rowTag", "conformity", "approachToTarget", "other":
		return true
	}
	return strings.HasSuffix(category, "Ref")
}

// attachTo adds an uncertainty, or a factor of one, to the column that it is of: of the same
// scope and quantity, in the same unit, and of the category that it names.
func attachTo(all []column, side column) bool {
	best := -1
	for i := range all {
		c := &all[i]
		if c.scope != side.scope || c.quantity != side.quantity || c.def != side.def || c.unit != side.unit || len(c.Values) == 0 {
			continue
		}
		if c.category == side.of {
			best = i
			break
		}
		// Without a category it is of what was measured; a correction is named as a value too.
		if best < 0 && (c.category == "value" || c.category == "correction") {
			best = i
		}
	}
	if best < 0 {
		return false
	}
	u := all[best].Uncertainty
	switch {
	case side.category == "expandedUncertainty" && u == nil && absent(side.Values) == 0:
		all[best].Uncertainty = &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, Values: side.Values}
	case side.category == "uncertaintyCoverageFactor_k" && u != nil && u.CoverageFactor == nil:
		u.CoverageFactor = once(side.Values)
	case side.category == "uncertaintyCoverageProbability" && u != nil && u.Probability == nil:
		u.Probability = once(side.Values)
	default:
		return false
	}
	return true
}

func absent(list []model.Decimal) (n int) {
	for _, d := range list {
		if d == "" {
			n++
		}
	}
	return n
}

// once is one entry for all where all are the same.
func once(list []model.Decimal) []model.Decimal {
	for _, d := range list {
		if d != list[0] {
			return list
		}
	}
	return list[:1]
}

// numbers takes the rows as numbers, each at its place.
func (r *reader) numbers(data *xmltree.Node, rows int) []model.Decimal {
	list := make([]model.Decimal, rows)
	r.rows(data, rows, func(n *xmltree.Node, at int) bool {
		d, ok := model.ParseDecimal(n.Text())
		if !ok {
			if says(n.Text()) {
				r.Find(ruleNumber, n, n.Text())
			}
			return false
		}
		list[at] = d
		return true
	})
	return list
}

// rowTexts takes the rows as texts, and verdicts as those of the model.
func rowTexts(r *reader, data *xmltree.Node, rows int) []string {
	list := make([]string, rows)
	r.rows(data, rows, func(n *xmltree.Node, at int) bool {
		list[at] = n.Text()
		if data.Name.Local != "conformity" {
			return true
		}
		verdict, known := verdicts[n.Text()]
		if !known && says(n.Text()) {
			r.Find(ruleVerdict, n, n.Text())
		}
		list[at] = string(verdict)
		return known
	})
	return list
}

// rows gives each row to a function, which tells whether it took it.
func (r *reader) rows(data *xmltree.Node, rows int, take func(n *xmltree.Node, at int) bool) {
	seen := make([]bool, rows)
	for _, n := range data.PeekAll(ns, "row") {
		i, err := strconv.Atoi(n.PeekAttr("idx"))
		if err != nil || i < 1 || i > rows || seen[i-1] {
			r.Find(ruleRow, n, n.PeekAttr("idx"))
			continue
		}
		if seen[i-1] = true; take(n, i-1) {
			n.Use()
			n.Attr("idx")
		}
	}
}
