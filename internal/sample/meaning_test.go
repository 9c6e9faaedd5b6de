package sample

import (
	"math"
	"math/big"
	"testing"
	"time"

	"metrograph/model"
)

// TestResultsAddUp wants errors to be what indications and references say, rounded to the
// last digit of an uncertainty of two digits, and verdicts to follow from errors and limits.
func TestResultsAddUp(t *testing.T) {
	checked := 0
	for _, c := range usual().Certificates {
		for _, r := range c.Results {
			for _, s := range r.Series {
				for _, p := range s.Points() {
					checked += checkPoint(t, c, p)
				}
			}
		}
	}
	if checked < 10_000 {
		t.Errorf("only %d points", checked)
	}
}

func checkPoint(t *testing.T, c *model.Certificate, p model.Point) int {
	t.Helper()
	cells := map[model.ColumnRole]model.Quantity{}
	for _, cell := range p.Cells {
		cells[cell.Role] = cell.Quantity
	}
	e, measured := cells[model.ColumnError].Value.Rat()
	if _, point := cells[model.ColumnNominal]; !measured || !point {
		return 0 // a series of repeated readings, or of changes
	}
	reference, ok1 := cells[model.ColumnReferenceValue].Value.Rat()
	indication, ok2 := cells[model.ColumnIndication].Value.Rat()
	if ok1 && ok2 && new(big.Rat).Sub(indication, reference).Cmp(e) != 0 {
		t.Errorf("%s, point %d: %s - %s is not %s", c.Number, p.Index, indication, reference, e)
	}
	u := cells[model.ColumnError].Uncertainty
	if u == nil || places(u.Value) != places(cells[model.ColumnError].Value) && e.Sign() != 0 {
		t.Errorf("%s, point %d: error %s and U %v have different last digits", c.Number, p.Index, cells[model.ColumnError].Value, u)
	}
	if upper, limited := cells[model.ColumnLimitUpper].Value.Rat(); limited && c.Activity == model.ActivityVerification {
		within := new(big.Rat).Abs(e).Cmp(upper) <= 0
		if verdict := cells[model.ColumnConformity].Text; within != (verdict == string(model.ConformityPass)) {
			t.Errorf("%s, point %d: error %s of %s is %s", c.Number, p.Index, e, upper, verdict)
		}
	}
	return 1
}

// places counts the decimal places.
func places(d model.Decimal) int {
	for i := range d {
		if d[i] == '.' {
			return len(d) - i - 1
		}
	}
	return 0
}

func TestDocumentsAgreeWithTheirVerdicts(t *testing.T) {
	for _, c := range usual().Certificates {
		failed := c.Statements[0].Conformity == model.ConformityFail
		if rejected := c.DocumentType == model.DocumentRejectionNotice; c.Activity == model.ActivityVerification && rejected != failed {
			t.Errorf("%s is a %s but states %s", c.Number, c.DocumentType, c.Statements[0].Conformity)
		}
		if c.DocumentType == model.DocumentRejectionNotice && c.ValidUntil != "" {
			t.Errorf("%s is a rejection notice and valid until %s", c.Number, c.ValidUntil)
		}
		if c.ReceivedAt > c.PerformedFrom || c.PerformedFrom > c.PerformedTo || c.PerformedTo > c.IssuedAt ||
			c.ValidUntil != "" && c.ValidUntil <= c.IssuedAt {
			t.Errorf("%s: dates out of order", c.Number)
		}
		if (c.Stage == model.StageDerived) != (len(c.DerivedFrom) > 0) {
			t.Errorf("%s: %s from %d records", c.Number, c.Stage, len(c.DerivedFrom))
		}
	}
}

// TestChainsReachTheNationalStandard follows the standards of each certificate upwards: each
// had a certificate, valid on the day, and belonged to the issuer.
func TestChainsReachTheNationalStandard(t *testing.T) {
	checkChains(t, usual())
	checkChains(t, Generate(Options{Seed: 3, Instruments: 60, Certificates: 20_000}))
}

func checkChains(t *testing.T, d *Data) {
	t.Helper()
	certificates, instruments := map[model.ID]*model.Certificate{}, map[model.ID]*model.Instrument{}
	for _, i := range d.Instruments {
		instruments[i.ID] = i
	}
	depths := map[int]int{}
	depth := map[model.ID]int{}
	for _, c := range d.Certificates {
		certificates[c.ID] = c
		for _, s := range c.Standards {
			above := certificates[s.CertificateID]
			switch {
			case above == nil:
				t.Errorf("%s: standard without a certificate", c.Number)
				continue
			case above.IssuedAt > c.PerformedFrom || above.ValidUntil < c.PerformedTo || above.ValidUntil != s.ValidUntil:
				t.Errorf("%s of %s uses %s, valid from %s to %s", c.Number, c.PerformedFrom, above.Number, above.IssuedAt, above.ValidUntil)
			case above.Items[0].InstrumentID != s.InstrumentID || above.Number != s.CertificateNumber:
				t.Errorf("%s: the certificate is not that of the standard", c.Number)
			case instruments[s.InstrumentID].OwnerID != c.IssuerID:
				t.Errorf("%s: the standard is not its issuer's", c.Number)
			}
			depth[c.ID] = depth[above.ID] + 1
		}
		depths[depth[c.ID]]++
	}
	if depths[3] < 500 || depths[0] == 0 {
		t.Errorf("chain lengths %v, want many of 3", depths)
	}
}

func TestMethodsWereInForceAndPeopleQualified(t *testing.T) {
	persons, methods := map[model.ID]*model.Person{}, map[model.ID]*model.Method{}
	for _, p := range usual().Persons {
		persons[p.ID] = p
	}
	for _, m := range usual().Methods {
		methods[m.ID] = m
	}
	superseded := 0
	for _, c := range usual().Certificates {
		for _, m := range c.Methods {
			method := methods[m.MethodID]
			if method.ValidFrom > c.PerformedFrom || method.ValidUntil != "" && method.ValidUntil < c.PerformedFrom {
				t.Errorf("%s of %s by %s, in force from %q to %q", c.Number, c.PerformedFrom, m.Code, method.ValidFrom, method.ValidUntil)
			}
			if !method.InForce {
				superseded++
			}
		}
		for _, a := range c.Personnel {
			if p := persons[a.PersonID]; p.InstitutionID != c.IssuerID || lastDay(p) < c.PerformedTo {
				t.Errorf("%s: %s of %s until %s", c.Number, a.Name, p.InstitutionID, lastDay(p))
			}
		}
		if len(c.Personnel) != 3 || c.Personnel[0].PersonID == c.Personnel[1].PersonID {
			t.Errorf("%s: not performed and checked by two people: %+v", c.Number, c.Personnel)
		}
	}
	if superseded == 0 {
		t.Error("no certificate by a method that has since been superseded")
	}
}

// TestDriftIsRecovered fits a line to the errors of every instrument that was never adjusted
// or repaired, and wants the slope that was put in.
func TestDriftIsRecovered(t *testing.T) {
	g := newGenerator(Options{})
	plans := map[model.ID]*plan{}
	for _, p := range g.plans {
		g.recall(p)
		plans[p.ID] = p
	}
	histories := map[*plan][][2]float64{}
	g.certificates(func(r model.Record) bool {
		if c, ok := r.(*model.Certificate); ok && c.Amendment == nil && c.Stage != model.StageDerived {
			p := plans[c.Items[0].InstrumentID]
			histories[p] = append(histories[p], firstError(t, c, p))
		}
		return true
	})
	fitted, off := 0, 0
	for p, history := range histories {
		if p.offset != 0 || len(history) < 6 || blundered(history) {
			continue
		}
		slope, uncertainty := fit(history)
		want := float64(p.drift) / whole * float64(p.weights[0]) / 1000
		fitted++
		if math.Abs(slope-want) > 4*uncertainty+0.003 {
			off++
		}
	}
	if fitted < 200 || off > fitted/50 {
		t.Errorf("%d of %d slopes are not those put in", off, fitted)
	}
}

// firstError returns the year and the error at the first point, as a part of the limit.
func firstError(t *testing.T, c *model.Certificate, p *plan) [2]float64 {
	t.Helper()
	day, _ := c.PerformedFrom.Time()
	for _, column := range c.Results[0].Series[0].Columns {
		if column.Role == model.ColumnError {
			e, _ := column.Values[0].Float64()
			mpe, _ := decimal(p.points[0].mpe, p.points[0].places).Float64()
			return [2]float64{day.Sub(time.Unix(0, 0)).Hours() / 24 / 365.25, e / mpe}
		}
	}
	t.Errorf("%s has no errors", c.Number)
	return [2]float64{}
}

func blundered(history [][2]float64) bool {
	for i := 1; i < len(history); i++ {
		if math.Abs(history[i][1]-history[i-1][1]) > 1 {
			return true
		}
	}
	return false
}

// fit returns the slope of the least-squares line and its standard uncertainty.
func fit(points [][2]float64) (slope, uncertainty float64) {
	n := float64(len(points))
	var x, y, xx, xy, residual float64
	for _, p := range points {
		x, y = x+p[0]/n, y+p[1]/n
	}
	for _, p := range points {
		xx, xy = xx+(p[0]-x)*(p[0]-x), xy+(p[0]-x)*(p[1]-y)
	}
	slope = xy / xx
	for _, p := range points {
		d := p[1] - y - slope*(p[0]-x)
		residual += d * d
	}
	return slope, math.Sqrt(residual / (n - 2) / xx)
}

// TestHistoriesHaveEvents wants adjustments and outliers to occur, but seldom.
func TestHistoriesHaveEvents(t *testing.T) {
	adjusted, rejected := 0, 0
	for _, c := range usual().Certificates {
		if c.Results[0].Adjustment == model.AdjustmentAsFound {
			adjusted++
			if c.Results[1].Adjustment != model.AdjustmentAsLeft {
				t.Errorf("%s: as found, but not as left", c.Number)
			}
		}
		if c.DocumentType == model.DocumentRejectionNotice {
			rejected++
		}
	}
	if adjusted < 10 || adjusted > 200 || rejected < 10 || rejected > 200 {
		t.Errorf("%d adjustments and %d rejections in 3000 certificates", adjusted, rejected)
	}
}
