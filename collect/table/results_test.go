package table

import (
	"testing"

	"metrograph/model"
)

// TestUnitsOfResults: what the model says of a unit or of a quantity is at its own cell and row.
func TestUnitsOfResults(t *testing.T) {
	c := fromCSV(t, "证书编号,签发日期,量,示值,单位\nC1,2024-03-05,pressure,1,kPa\n,,,2,flurb\n")[0]
	for _, f := range c.Record.Validate() {
		if path, line := c.Place(f.Path); f.Rule == "unit.syntax" && (path != "E3" || line != 3) {
			t.Errorf("%s: %s", f.Rule, path)
		}
	}
	for field, want := range map[string]string{"units[1]": "E3", "units": "E2", "quantityKind": "C2", "values[1]": "D3"} {
		if path, _ := c.Place("results[0].series[0].columns[0]." + field); path != want {
			t.Errorf("%s is at %s, not at %s", field, path, want)
		}
	}
}

// TestUncertaintiesBesideTheirValues: a column of factors is that of the uncertainties that stand in
// cells; what is of no value or of no uncertainty is said at its cell, and not dropped in silence.
func TestUncertaintiesBesideTheirValues(t *testing.T) {
	const header = "证书编号,签发日期,项目名称,示值,U,k,p\n"
	rows := fromCSV(t, header+"C1,2024-03-05,,10.0 ± 0.1,,2,95 %\n,,,10.1 ± 0.1,,2.1,95 %\n")
	u := rows[0].Record.(*model.Certificate).Results[0].Series[0].Columns[0].Uncertainty
	if u == nil || u.CoverageFactor[1] != "2.1" || u.Probability[0] != "0.95" || u.Values[0] != "0.1" || len(rows[0].Findings) > 0 {
		t.Errorf("%+v %v", u, rows[0].Findings)
	}
	for text, want := range map[string]struct{ rule, cell string }{
		"C1,2024-03-05,,,0.1,2,\n":               {ruleLone.ID, "E2"},
		"C1,2024-03-05,,10 ± 0.1,0.2,2,\n":       {ruleLone.ID, "E2"},
		"C1,2024-03-05,,10,,2,\n":                {ruleFactor.ID, "F2"},
		"C1,2024-03-05,,10.0021(12),,,0.95\n":    {ruleFactor.ID, "G2"},
		"C1,2024-03-05,a,10,1,2,\n,,#REF!,2,1,2": {ruleCell.ID, "C3"},
	} {
		found := fromCSV(t, header+text)[0].Findings
		if len(found) != 1 || found[0].Rule != want.rule || found[0].Path != want.cell || found[0].Message.Zh == "" {
			t.Errorf("%q: %+v", text, found)
		}
	}
}
