package sample

import (
	"strconv"
	"time"

	"metrograph/model"
)

// certify makes the certificate of a recalibration, and the record of the environment where
// it is the first from there on the day.
func (g *generator) certify(o occasion) (*model.Certificate, *model.Environment) {
	p := o.plan
	l := p.laboratory()
	p.issuer = l
	f := g.observe(p, o.performed)
	c := g.begin(l, p, o.at, p.occasionActivity(), f.final().worst)
	until := o.performed
	if dayOf(c.Created.At) > until && p.chance(200) {
		until++
	}
	c.ReceivedAt, c.PerformedFrom, c.PerformedTo = g.date(o.performed-p.between(1, 9)), g.date(o.performed), g.date(until)
	c.Personnel = l.team(c.Discipline, c.PerformedTo, p.index+p.done)
	c.Methods = applied(p.methodsFor(c.Activity), c.PerformedFrom)
	c.Statements = g.verdicts[p.rule][f.final().worst]
	c.Results = g.tabulate(p, &f)
	if f.count > 1 {
		c.Remarks = bi("送检时接近或超出误差限,已调整;给出调整前、后的结果。",
			"Adjusted, as it was found near or beyond its limits; results as found and as left.")
	}
	if lasts(c.DocumentType) {
		c.ValidUntil = g.date(addMonths(until, p.validity))
	}
	if p.done == 1 {
		c.AttachmentIDs = p.attachments
	}
	g.refer(p, c, o.performed)
	fresh := g.situate(p, l, c, o.performed)
	p.remember(issue{id: c.ID, number: c.Number, day: dayOf(c.Created.At), validUntil: c.ValidUntil})
	p.collection.add(c.ID)
	return c, fresh
}

// begin makes what certificates of all kinds have: head, number, title, parties and items.
func (g *generator) begin(l *lab, p *plan, at int64, activity model.Activity, worst model.Conformity) *model.Certificate {
	g.issued = max(at, g.issued+1) // ids rise strictly
	born := time.UnixMilli(g.issued).UTC()
	document := documentType(activity, worst)
	c := &model.Certificate{
		Head: g.headOf(l, p.id(model.KindCertificate, born), born), Number: l.number(born.Year(), activity),
		Title: p.titles[document], DocumentType: document, Activity: activity, Discipline: p.Discipline, CategoryCode: p.CategoryCode,
		SourceCategory: p.sourceCategory(), Stage: p.stage(activity), IssuerID: l.ID, CustomerID: p.OwnerID, Customer: p.customer,
		Items: p.items, Basis: basis(activity), IssuedAt: g.date(dayOf(born)), Languages: languages(l),
	}
	if activity == model.ActivityVerification {
		c.Mandatory, c.VerificationKind = p.traits.has(mandatory), model.VerificationSubsequent
		if p.done == 1 {
			c.VerificationKind = model.VerificationInitial
		}
	}
	c.Manufacturers = p.Manufacturers
	c.Classification, c.Status = p.classification(), g.status(p)
	return c
}

// laboratory is who measures the instrument this time: the owner of the standard that it is
// measured against, or its own owner where there is none.
func (p *plan) laboratory() *lab {
	if s := p.standard(); s != nil {
		return s.owner
	}
	return p.owner
}

func (p *plan) standard() *plan {
	if len(p.standards) == 0 {
		return nil
	}
	return p.standards[max(p.done-1, 0)%len(p.standards)]
}

// occasionActivity is the instrument's usual activity, but for the type evaluation that some
// begin with.
func (p *plan) occasionActivity() model.Activity {
	if p.prototype && p.done == 1 {
		return model.ActivityTypeEvaluation
	}
	return p.activity
}

func (p *plan) methodsFor(a model.Activity) []applicable {
	if a == model.ActivityTypeEvaluation {
		return p.evaluated
	}
	return p.methods
}

func documentType(a model.Activity, worst model.Conformity) model.DocumentType {
	switch a {
	case model.ActivityVerification:
		if worst == model.ConformityFail {
			return model.DocumentRejectionNotice
		}
		return model.DocumentVerificationCertificate
	case model.ActivityCalibration:
		return model.DocumentCalibrationCertificate
	case model.ActivityTypeEvaluation:
		return model.DocumentTypeEvaluationReport
	}
	return model.DocumentTestReport
}

// lasts tells whether documents of the type are valid for a time.
func lasts(d model.DocumentType) bool {
	return d == model.DocumentVerificationCertificate || d == model.DocumentCalibrationCertificate
}

// number takes the next number of a laboratory for a year and an activity, as
// GDMI-2021-C00042.
func (l *lab) number(year int, a model.Activity) string {
	s := serial{year, a}
	l.counts[s]++
	var text [40]byte
	b := append(text[:0], l.row.short...)
	b = append(b, '-')
	b = strconv.AppendInt(b, int64(year), 10)
	b = append(b, '-', activityLetter(a))
	for limit := int64(10000); limit > l.counts[s]; limit /= 10 {
		b = append(b, '0')
	}
	return string(strconv.AppendInt(b, l.counts[s], 10))
}

func activityLetter(a model.Activity) byte {
	switch a {
	case model.ActivityVerification:
		return 'V'
	case model.ActivityCalibration:
		return 'C'
	case model.ActivityTypeEvaluation:
		return 'P'
	}
	return 'T'
}

// sourceCategory is that of the device, or product quality.
func (p *plan) sourceCategory() model.SourceCategory {
	if p.source == "" {
		return model.SourceProductQuality
	}
	return p.source
}

func (p *plan) stage(a model.Activity) model.DataStage {
	if a == model.ActivityTesting && p.chance(400) || p.chance(40) {
		return model.StageRaw
	}
	return model.StageBasic
}

// classification follows the instrument's most of the time.
func (p *plan) classification() model.Classification {
	share := int64(130)
	if p.Classification == model.ClassificationNonPublic {
		share = 900
	}
	if p.chance(share) {
		return model.ClassificationNonPublic
	}
	return model.ClassificationPublic
}

// undecidedDays is how long a certificate may be on its way to publication.
const undecidedDays = 600

// status leaves some of the latest certificates on their way to publication, and withdraws a
// few of any age. Those of standards are all published.
func (g *generator) status(p *plan) model.Status {
	if p.tier != tierWorking {
		return model.StatusPublished
	}
	n := p.below(100)
	switch recent := g.Now.UnixMilli()-g.issued < undecidedDays*dayMs; {
	case n < 2:
		return model.StatusWithdrawn
	case recent && n < 30:
		return model.StatusDraft
	case recent && n < 56:
		return model.StatusRecorded
	case recent && n < 80:
		return model.StatusReviewed
	}
	return model.StatusPublished
}

// refer names the standard and the certificate that it had on the day.
func (g *generator) refer(p *plan, c *model.Certificate, on int64) {
	s := p.standard()
	if s == nil {
		c.Remarks = bi("国家计量标准,量值直接复现国际单位制单位。", "National standard that realizes the unit of the SI.")
		return
	}
	use := model.StandardUse{InstrumentID: s.ID, Name: s.Name, Manufacturer: s.Manufacturer, Model: s.Model, SerialNumber: s.SerialNumber,
		TraceableTo: bi("国家计量基准", "national measurement standard")}
	if i, ok := s.valid(on); ok {
		use.CertificateID, use.CertificateNumber, use.ValidUntil = i.id, i.number, i.validUntil
	}
	c.Standards = []model.StandardUse{use}
}

// situate says where the work was done: mostly in the laboratory, whose environment of the
// day is then named; else the results state the conditions themselves.
func (g *generator) situate(p *plan, l *lab, c *model.Certificate, on int64) (fresh *model.Environment) {
	n := p.below(100)
	if p.tier != tierWorking || n >= 9 {
		c.Place = l.place
		c.EnvironmentIDs, fresh = g.environment(l, on)
		return fresh
	}
	c.Place = p.site
	if n == 0 {
		c.Place.PlaceKind, c.Place.Name = model.PlaceOther, bi("移动检测车", "mobile laboratory")
	}
	conditions := []model.Quantity{{Kind: "temperature", Label: bi("温度", "temperature"), Value: decimal(p.between(170, 260), 1),
		Unit: g.unit(`\degreecelsius`), Uncertainty: expanded("1.0")}}
	for i := range c.Results {
		c.Results[i].Conditions = conditions
	}
	return nil
}
