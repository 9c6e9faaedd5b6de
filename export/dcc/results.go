package dcc

import (
	"strconv"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// result writes a result as a measurement result with one result in it.
func (d *document) result(r *model.MeasurementResult) {
	d.start("dcc:measurementResult")
	d.demanded("dcc:name", is(r.Name))
	d.mentions("dcc:usedMethods", "dcc:usedMethod", r.Methods)
	d.mentions("dcc:measuringEquipments", "dcc:measuringEquipment", r.Equipment)
	d.conditions(r.Conditions)
	d.start("dcc:results")
	d.start("dcc:result", attr{"refType", adjustmentTerms(r.Adjustment)})
	d.demanded("dcc:name", is(r.Name))
	d.texts("dcc:description", is(r.Description))
	d.start("dcc:data")
	for i := range r.Series {
		d.series(&r.Series[i])
	}
	if len(r.Series) == 0 {
		d.demanded("dcc:text")
	}
	d.end()
	d.end()
	d.end()
	d.end()
}

func adjustmentTerms(a model.Adjustment) string {
	term := dccterm.Make(dccterm.Adjustment, string(a))
	switch a {
	case model.AdjustmentAsFound:
		return dccterm.Join(nil, term, "basic_beforeAdjustment")
	case model.AdjustmentAsLeft:
		return dccterm.Join(nil, term, "basic_afterAdjustment")
	}
	return term
}

// noResult is the measurement result that the standard demands of a certificate without any.
func (d *document) noResult() {
	d.start("dcc:measurementResult", marked(dccterm.NotGiven))
	d.demanded("dcc:name")
	d.start("dcc:results")
	d.start("dcc:result")
	d.demanded("dcc:name")
	d.start("dcc:data")
	d.demanded("dcc:text")
	d.end()
	d.end()
	d.end()
	d.end()
}

// series writes a table as a list with a quantity a column. Verdicts go to the metadata of
// the list, where the standard has a word for each of them.
func (d *document) series(s *model.Series) {
	refType, refID := d.terms(s.RefTypes)
	d.start("dcc:list", refID, refType)
	d.texts("dcc:name", is(s.Name))
	if len(s.Columns) == 0 {
		d.emptyQuantity("dcc:quantity", []string{dccterm.Make(dccterm.NotGiven, "")})
	}
	verdicts := verdictColumns(s.Columns)
	for i := range s.Columns {
		if c := &s.Columns[i]; !verdicts[i] {
			d.column("dcc:quantity", c, c.RefTypes, roleTerms(c))
		}
	}
	if len(verdicts) > 0 {
		d.start("dcc:measurementMetaData")
		for i := range s.Columns {
			if verdicts[i] {
				d.verdicts(i, &s.Columns[i])
			}
		}
		d.end()
	}
	d.end()
}

// verdictColumns tells which columns are verdicts that the standard has words for. A list
// cannot be made of verdicts alone.
func verdictColumns(columns []model.Column) map[int]bool {
	found := map[int]bool{}
	for i := range columns {
		c := &columns[i]
		if c.Role != model.ColumnConformity || len(c.Texts) == 0 || len(c.Values)+len(c.Units) > 0 || c.Uncertainty != nil {
			continue
		}
		found[i] = true
		for _, text := range c.Texts {
			if conformityWord(model.Conformity(text)) == "" {
				delete(found, i)
				break
			}
		}
	}
	if len(found) == len(columns) {
		return nil
	}
	return found
}

func (d *document) verdicts(i int, c *model.Column) {
	own := []string{dccterm.Make(dccterm.Column, strconv.Itoa(i))}
	if c.QuantityKind != "" {
		own = append(own, dccterm.Make(dccterm.Kind, c.QuantityKind))
	}
	refType, refID := d.terms(c.RefTypes, append(own, "basic_conformity")...)
	d.start("dcc:metaData", refID, refType)
	d.texts("dcc:name", is(c.Label))
	d.words("dcc:conformityXMLList", len(c.Texts), func(i int) string { return conformityWord(model.Conformity(c.Texts[i])) })
	d.end()
}

// roleTerms say what a column is, the last of them in a word that other readers know.
func roleTerms(c *model.Column) []string {
	terms := []string{dccterm.Make(dccterm.Role, string(c.Role))}
	basic := map[model.ColumnRole]string{
		model.ColumnNominal: "basic_nominalValue", model.ColumnReferenceValue: "basic_referenceValue",
		model.ColumnIndication: "basic_indicatedValue", model.ColumnMeasuredValue: "basic_measuredValue",
		model.ColumnError: "basic_measurementError", model.ColumnCorrection: "basic_correction",
		model.ColumnLimitLower: "basic_acceptanceLimitLower", model.ColumnLimitUpper: "basic_acceptanceLimitUpper",
		model.ColumnConformity: "basic_conformity", model.ColumnInfluence: basicInfluence(c.QuantityKind),
	}[c.Role]
	if basic != "" {
		terms = append(terms, basic)
	}
	return terms
}
