package rules

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/quick"

	"metrograph/model"
	"metrograph/workflow/rule"
	"metrograph/workflow/rule/ruletest"
)

func TestTheSampleCertificateIsComplete(t *testing.T) {
	e := Evaluate(ruletest.Certificate(), &ruletest.World{Records: ruletest.Records()})
	score, known := e.Quality.Score()
	if len(e.Findings) > 0 || score != 100 || !known || len(e.Quality.Lowering()) > 0 {
		t.Errorf("%v %t %+v", score, known, e.Findings)
	}
	for _, d := range dimensions() {
		if part, known := e.Quality.Of(d); part != 100 || !known {
			t.Errorf("%s: %v %t", d, part, known)
		}
	}
}

// TestIDsAreUnique also of the rules of package model, whose page they share.
func TestIDsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range model.Rules() {
		seen[r.ID] = true
	}
	for _, r := range All() {
		if seen[r.ID] {
			t.Errorf("%s twice", r.ID)
		}
		seen[r.ID] = true
	}
}

// TestNoModelRuleIsSaidAgain: what package model finds in an empty certificate, no rule here
// finds at the same place.
func TestNoModelRuleIsSaidAgain(t *testing.T) {
	empty := &model.Certificate{}
	said := map[string]bool{}
	for _, f := range empty.Validate() {
		said[f.Path] = true
	}
	for _, f := range Evaluate(empty, nil).Findings {
		if said[f.Path] {
			t.Errorf("%s is said by model too: %s", f.Path, f.Rule.ID)
		}
	}
}

// TestLaws: whatever is missing, the losses and the score are 100 together, every score is
// from 0 to 100, and a certificate that lacks more scores no better by completeness.
func TestLaws(t *testing.T) {
	law := func(seed uint64) bool {
		c := ruletest.Certificate()
		less := rand.New(rand.NewPCG(seed, 1))
		before, _ := evaluated(c).Of(model.QualityCompleteness)
		for _, cut := range []func(){
			func() { c.Title = model.Text{} }, func() { c.Place = model.Place{} }, func() { c.Customer = model.Customer{} },
			func() { c.ReceivedAt = "" }, func() { c.IssuedAt = "" }, func() { c.Personnel = nil }, func() { c.EnvironmentIDs = nil },
		} {
			if less.IntN(2) == 0 {
				continue
			}
			cut()
			q := evaluated(c)
			score, known := q.Score()
			for _, loss := range q.Lowering() {
				score += loss.Points
			}
			complete, _ := q.Of(model.QualityCompleteness)
			if !known || math.Abs(score-100) > 1e-9 || complete < 0 || complete > before {
				t.Logf("%v %t, completeness %v after %v", score, known, complete, before)
				return false
			}
			before = complete
		}
		return true
	}
	if err := quick.Check(law, nil); err != nil {
		t.Error(err)
	}
}

func evaluated(c *model.Certificate) *Quality {
	e := Evaluate(c, nil)
	return &e.Quality
}

// TestMaskedFieldsSayNothing: what a certificate has in fields that are masked makes no
// difference to what is found, and their being empty is no fault.
func TestMaskedFieldsSayNothing(t *testing.T) {
	whole, _ := model.Fields(model.KindCertificate, "customer", "customerInstitution", "personnel", "results", "standards")
	masked := func(edit func(c *model.Certificate)) string {
		c := ruletest.Certificate()
		edit(c)
		model.Keep(c, ^whole)
		e := Evaluate(c, &ruletest.World{Records: ruletest.Records()})
		var b strings.Builder
		for _, f := range e.Findings {
			b.WriteString(f.Rule.ID + " " + f.Path + "\n")
		}
		score, _ := e.Quality.Score()
		if score == 100 {
			b.WriteString("100")
		}
		return b.String()
	}
	if a, b := masked(func(*model.Certificate) {}), masked(func(c *model.Certificate) {
		c.Customer, c.Personnel, c.Results, c.Standards = model.Customer{}, nil, nil, nil
	}); a != b || a != "100" {
		t.Errorf("with %q, without %q", a, b)
	}
}

func TestQualitiesAdd(t *testing.T) {
	bare := ruletest.Certificate()
	bare.Title, bare.Place = model.Text{}, model.Place{}
	sum := Quality{}
	sum.Add(evaluated(ruletest.Certificate()))
	sum.Add(evaluated(bare))
	losses := sum.Lowering()
	if sum.Certificates != 2 || len(losses) != 2 || losses[0].Certificates != 1 || losses[0].Rule.ID != "iso17025.place" {
		t.Errorf("%+v", losses)
	}
	half, _ := sum.Of(model.QualityCompleteness)
	one, _ := evaluated(bare).Of(model.QualityCompleteness)
	if math.Abs(half-(100+one)/2) > 1e-9 {
		t.Errorf("%v is not half way from %v", half, one)
	}
}

// TestFindingsAreBounded: a table of a million faults does not make a million findings.
func TestFindingsAreBounded(t *testing.T) {
	c := ruletest.Certificate()
	column := &c.Results[0].Series[0].Columns[3]
	column.Values = make([]model.Decimal, 100_000)
	column.Uncertainty.Values = make([]model.Decimal, 100_000)
	for i := range column.Values {
		column.Values[i], column.Uncertainty.Values[i] = "0.00201", "0.004021"
	}
	counts := map[string]int{}
	for _, f := range Evaluate(c, nil).Findings {
		counts[f.Rule.ID]++
	}
	if counts["ilacp14.digits"] != rule.MaxFindings {
		t.Errorf("%v", counts)
	}
}

// BenchmarkEvaluate is the rules on the certificate alone, of eight results with three points
// each: what an import pays for each certificate.
func BenchmarkEvaluate(b *testing.B) {
	c := ruletest.Certificate()
	for len(c.Results) < 8 {
		c.Results = append(c.Results, c.Results[0])
	}
	b.ReportAllocs()
	for b.Loop() {
		if e := Evaluate(c, nil); len(e.Findings) > 0 {
			b.Fatal(e.Findings)
		}
	}
}
