package sample

import (
	"time"

	"metrograph/model"
)

// certificates yields the certificates by time of issue, each after the environment that it
// was measured in when that is new.
func (g *generator) certificates(yield func(model.Record) bool) bool {
	for len(g.agenda) > 0 {
		if !g.attend(g.agenda.pop(), yield) {
			return false
		}
	}
	return true
}

// attend issues the certificate of one occasion.
func (g *generator) attend(o occasion, yield func(model.Record) bool) bool {
	g.recall(o.plan)
	defer o.plan.forget()
	switch o.kind {
	case amendment, replacement:
		return yield(g.amend(o))
	case evaluation:
		return yield(g.evaluate(o))
	}
	c, fresh := g.certify(o)
	if fresh != nil && !yield(fresh) {
		return false
	}
	g.invite(o.plan)
	g.assign(o, c)
	return yield(c)
}

// assign lets a working instrument's certificate be amended, or its stability be evaluated,
// where that is owed. What is still owed after the last certificate is done there.
func (g *generator) assign(o occasion, c *model.Certificate) {
	d := &g.duty
	d.advance()
	current := o.plan.tier == tierWorking
	if current {
		g.latest = occasion{at: o.at, plan: o.plan, earlier: copied(c), lab: o.plan.issuer}
	}
	if g.latest.plan == nil {
		return
	}
	last := d.done == d.recalibrations
	for d.owedAmendments > 0 && (current || last) {
		d.owedAmendments--
		kind := amendment
		if current && d.owedAmendments == 0 && d.done%2 == 0 {
			kind, c.Status = replacement, model.StatusWithdrawn
		}
		g.follow(kind, 5, 20)
	}
	for d.owedEvaluations > 0 && (current && o.plan.recent[2].id != "" || last) {
		d.owedEvaluations--
		g.follow(evaluation, 1, 4)
	}
}

// follow puts a certificate that follows the latest on the agenda, some days later.
func (g *generator) follow(kind occasionKind, from, to int64) {
	o := g.latest
	o.kind = kind
	o.at = min(max(o.at, g.issued)+o.plan.between(from, to)*dayMs, g.Now.UnixMilli()-hourMs)
	g.agenda.push(o)
}

// amend issues a certificate anew: to replace one under its number, with a revision, or to
// amend it by a certificate of its own.
func (g *generator) amend(o occasion) *model.Certificate {
	p, earlier := o.plan, o.earlier
	g.issued = max(o.at, g.issued+1)
	born := time.UnixMilli(g.issued).UTC()
	c := *earlier
	c.ID, c.Status = p.id(model.KindCertificate, born), model.StatusPublished
	c.Created.At, c.Modified.At, c.Provenance.At = born, born, born
	c.IssuedAt = g.date(dayOf(born))
	c.Amendment = &model.Amendment{AmendmentKind: model.AmendmentAmends, CertificateID: earlier.ID, Number: earlier.Number,
		Reason: bi("更正封面印刷错误", "Correction of a misprint on the cover")}
	if o.kind == replacement {
		c.Amendment.AmendmentKind, c.Revision = model.AmendmentReplaces, "2"
		c.Amendment.Reason = bi("更正封面印刷错误,原证书收回", "Correction of a misprint on the cover; the earlier certificate is withdrawn")
	} else {
		c.Number = o.lab.number(born.Year(), c.Activity)
	}
	return &c
}

// evaluate issues the report on an instrument's stability, which is derived from its last
// certificates.
func (g *generator) evaluate(o occasion) *model.Certificate {
	p, l := o.plan, o.lab
	c := g.begin(l, p, o.at, model.ActivityTesting, model.ConformityNone)
	c.Stage, c.Title = model.StageDerived, bi(p.Name.Zh+"稳定性评价报告", "Stability report: "+p.Name.En)
	for _, i := range p.recent {
		if i.id != "" {
			c.DerivedFrom = append(c.DerivedFrom, i.id)
		}
	}
	today := dayOf(c.Created.At)
	c.PerformedFrom, c.PerformedTo, c.Place = g.date(today), g.date(today), l.place
	c.Methods, c.Basis = g.uses["JJF 1094-2002"], uncertaintyBasis
	c.Personnel = l.team(c.Discipline, c.PerformedTo, p.index)
	c.Statements = g.verdicts[ruleNone][model.ConformityNone]
	c.Results = []model.MeasurementResult{{Name: bi("稳定性", "Stability"), Adjustment: model.AdjustmentNone,
		Series: []model.Series{{Columns: g.change(p)}}}}
	g.reports.derive(c)
	return c
}

// change is the table of how much the errors changed between the last two certificates.
func (g *generator) change(p *plan) []model.Column {
	units := []model.Unit{p.errUnit}
	change := column(model.ColumnOther, p.quantity, units)
	change.Label = bi("相邻两次校准示值误差之差", "change of the error between the last two certificates")
	for j, at := range p.points {
		change.Values = append(change.Values, decimal(p.change[j], at.places))
	}
	return []model.Column{p.columns[0], change}
}
