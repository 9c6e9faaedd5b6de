package study

import (
	"metrograph/analysis/conformity"
	"metrograph/model"
)

// conformity judges each point that has limits, and compares with what its certificate states.
func (w *work) conformity() {
	for _, i := range w.order {
		if check := judge(&w.Readings[i], w.options.Limit); check != nil {
			w.out.Conformity = append(w.out.Conformity, *check)
		}
	}
	if len(w.out.Conformity) == 0 {
		w.note("CONFORMITY", model.Text{En: "No limit is given, and the certificates state none.", Zh: "未给定极限，证书中亦未给出。"})
	}
}

// coverage is the coverage factor of the expanded uncertainties that verdicts use: U95 of
// JJF 1094 is taken as 2·u.
const coverage = 2

// judge judges a reading by its own limits, or by one that is given; nil where there is none.
func judge(r *Dated, limit *float64) *model.ConformityCheck {
	tolerance := conformity.Tolerance{Lower: r.Lower, Upper: r.Upper}
	if limit != nil {
		tolerance = conformity.Tolerance{Lower: new(-*limit), Upper: limit}
	}
	if tolerance.Lower == nil && tolerance.Upper == nil {
		return nil
	}
	check := &model.ConformityCheck{Date: r.Date, Stated: r.Stated}
	if r.Certificate != nil {
		check.CertificateID = r.Certificate.ID
		if check.Stated == "" {
			check.Stated = statedIn(r.Certificate)
		}
	}
	if r.U > 0 {
		if g, err := conformity.Guard(r.Error, coverage*r.U, coverage, 1, tolerance); err == nil {
			check.Probability, check.Decision = given(g.Conformance), model.Conformity(g.Decision)
		}
	}
	check.Verdict = verdictOf(r, tolerance)
	check.Disagrees = disagree(check.Stated, check.Verdict)
	return check
}

// verdictOf is the verdict of JJF 1094, which is about limits on both sides of zero alike. Where
// they are not, or where no uncertainty is known, only what is beyond a limit by itself is told.
func verdictOf(r *Dated, t conformity.Tolerance) string {
	if t.Lower != nil && t.Upper != nil && -*t.Lower == *t.Upper && r.U > 0 {
		if v, err := conformity.Judge(r.Error, *t.Upper, coverage*r.U); err == nil {
			return string(v)
		}
	}
	return ""
}

// disagree tells whether a statement says the opposite of a verdict. That a verdict is open
// contradicts nothing.
func disagree(stated model.Conformity, verdict string) bool {
	switch stated {
	case model.ConformityPass, model.ConformityConditionalPass:
		return verdict == string(conformity.Unqualified)
	case model.ConformityFail, model.ConformityConditionalFail:
		return verdict == string(conformity.Qualified)
	}
	return false
}

// statedIn is the conformity that a certificate states as a whole, where that is a pass: a
// failure may be of another point.
func statedIn(c *model.Certificate) model.Conformity {
	masked, _ := model.Fields(model.KindCertificate, "statements")
	stated := model.Conformity("")
	for _, s := range c.Statements {
		if c.Masked&masked != 0 || s.Conformity == model.ConformityFail {
			return ""
		}
		if s.Conformity == model.ConformityPass {
			stated = s.Conformity
		}
	}
	return stated
}
