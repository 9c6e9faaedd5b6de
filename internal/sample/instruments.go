package sample

import (
	"strings"
	"time"

	"metrograph/model"
)

// chainLength is how many instruments of a line come first: one of each tier of standards
// and some working instruments, so that even little data has whole chains.
const chainLength = 6

// equip makes the instruments: a whole chain in every line as far as they reach, then one
// after another in all lines. Standards have owners first, for their owners issue the
// certificates of what is measured against them.
func (g *generator) equip() {
	counts := make([]int, len(g.lines))
	for n := range g.Instruments {
		l := n / chainLength
		if l >= len(g.lines) {
			l = n % len(g.lines)
		}
		g.plans = append(g.plans, g.plan(l, tierOf(counts[l], l%2 == 0), counts[l]))
		counts[l]++
	}
	chains := g.chains()
	for i, p := range g.plans {
		p.index = i
		g.own(p)
	}
	for _, p := range g.plans {
		g.trace(p, chains)
		p.described = p.random
		g.describe(p)
		p.forget()
	}
	g.capable()
}

// recall describes an instrument again, as it was described first.
func (g *generator) recall(p *plan) {
	if p.description == nil {
		now := p.random
		p.random = p.described
		g.describe(p)
		p.random = now
	}
}

// forget drops the description of a working instrument: there are very many. Those of the
// standards are at hand for what is measured against them.
func (p *plan) forget() {
	if p.tier == tierWorking {
		p.description = nil
	}
}

// chains lists the instruments of each line by tier.
func (g *generator) chains() map[*line]*[tiers][]*plan {
	chains := map[*line]*[tiers][]*plan{}
	for _, p := range g.plans {
		if chains[p.line] == nil {
			chains[p.line] = new([tiers][]*plan)
		}
		c := chains[p.line]
		p.turn = len(c[p.tier])
		c[p.tier] = append(c[p.tier], p)
	}
	return chains
}

// plan begins the k-th instrument of a line.
func (g *generator) plan(lineIndex int, t tier, k int) *plan {
	l := &g.lines[lineIndex]
	r := seeded(g.Seed, domainInstrument, uint64(lineIndex)<<32|uint64(k))
	p := &plan{line: l, lineIndex: lineIndex, tier: t, random: r}
	p.behave()
	d := l.device(t, k)
	p.activity = model.ActivityCalibration
	if d.traits.has(verified) {
		p.activity = model.ActivityVerification
	}
	if t == tierWorking && p.chance(70) {
		p.activity = model.ActivityTesting
	}
	rl := ruleSimple
	if p.activity == model.ActivityCalibration {
		rl = []rule{ruleNone, ruleGuard, ruleThree}[(lineIndex+k/2)%3]
	}
	if t == tierWorking && (rl == ruleGuard || rl == ruleThree) && p.chance(600) {
		// Whoever asks for a guard band has instruments near their limits, and leaves them so.
		p.bias, p.patience = p.sign()*p.between(850_000, 1_200_000), 900
	}
	p.variant = g.variant(l, d, pick(&p.random, []int64{33, 36, 40, 45}), rl)
	for range p.points {
		p.weights = append(p.weights, p.between(700, 1000))
	}
	return p
}

// own finds the owner and the maker of an instrument.
func (g *generator) own(p *plan) {
	d := p.line.discipline
	turn := p.lineIndex + p.turn
	switch p.tier {
	case tierNational:
		p.owner = g.labs[0]
	case tierProvincial:
		p.owner = cycle(g.where(d, provincial), turn, g.labs[0])
	case tierStandard:
		p.owner = cycle(g.where(d, holder), turn, g.labs[0])
	default:
		g.ownWorking(p)
	}
	if makers := g.where(d, manufacturer); len(makers) > 0 && p.tier >= tierStandard && p.chance(650) {
		p.maker = pick(&p.random, makers)
		p.prototype = p.tier == tierWorking && p.chance(120)
	}
}

// ownWorking gives a working instrument to an institution or to a company. The hygrometers
// go to one laboratory after the other: they record its environment.
func (g *generator) ownWorking(p *plan) {
	switch {
	case p.quantity == "relativeHumidity":
		p.owner = g.labs[p.turn%len(g.labs)]
	case p.chance(350):
		p.owner = pick(&p.random, g.labs)
	default:
		list := companies()
		p.company = &list[p.below(int64(len(list)))]
	}
}

func provincial(l *lab) bool { return l.row.kind == model.InstitutionLocalInstitute }

func manufacturer(l *lab) bool { return l.row.kind == model.InstitutionManufacturer }

// holder tells whether an institution keeps working standards: all but the national
// institute and those of the provinces, which have their own.
func holder(l *lab) bool {
	return l.row.kind != model.InstitutionNationalInstitute && l.row.parent != "NDMI" || l.row.kind == model.InstitutionIndustryCentre
}

// where lists the laboratories of a kind that work in a discipline.
func (g *generator) where(d model.Discipline, is func(*lab) bool) []*lab {
	var list []*lab
	for _, l := range g.labs {
		if is(l) && l.covers(d) {
			list = append(list, l)
		}
	}
	return list
}

func cycle(list []*lab, turn int, otherwise *lab) *lab {
	if len(list) == 0 {
		return otherwise
	}
	return list[turn%len(list)]
}

// trace chooses the standards that an instrument is measured against: those one tier above,
// some working instruments those of a province. One in ten is sent to two laboratories in
// turn.
func (g *generator) trace(p *plan, chains map[*line]*[tiers][]*plan) {
	c := chains[p.line]
	above := p.tier - 1
	if p.tier == tierWorking && p.chance(300) {
		above = tierProvincial
	}
	for above > tierNational && len(c[above]) == 0 {
		above--
	}
	if p.tier == tierNational {
		return
	}
	p.standards = []*plan{pick(&p.random, c[above])}
	if p.tier == tierWorking && p.chance(100) {
		p.standards = append(p.standards, pick(&p.random, c[above]))
	}
}

// describe writes the record of an instrument.
func (g *generator) describe(p *plan) {
	born := g.start.Add(-200*day + time.Duration(p.index)*time.Second)
	d := p.variant.device
	p.description = &description{Instrument: &model.Instrument{
		Name: bi(d.zh, d.en), Model: d.model, SerialNumber: serialNumber(d.model, p.index),
		CategoryCode: categoryCode(p.line.discipline, p.lineIndex), Discipline: p.line.discipline, Role: roleOf(p),
		MeasuringIntervals: []model.Interval{interval(p.variant)}, AccuracyClass: d.class, MPE: []model.MPE{permissible(p.variant)},
	}}
	p.Head = g.headOf(p.registrar(), p.id(model.KindInstrument, born), born)
	g.parties(p)
	p.classify()
	if !d.traits.has(measure) {
		p.Resolution = &model.Quantity{Value: step(finest(p.points)), Unit: p.errUnit}
	}
	p.Identifiers = []model.Identifier{{Issuer: or(p.Owner, "owner"), Name: bi("资产编号", "asset number"),
		Value: "A-" + pad(int64(p.index+1), 6)}}
	item := model.Item{InstrumentID: p.ID, Name: p.Name, Manufacturer: p.Manufacturer, Model: p.Model, SerialNumber: p.SerialNumber,
		Identifiers: p.Identifiers, Condition: bi("外观及通电检查正常", "No visible damage, works when switched on")}
	p.items = []model.Item{item}
	if p.tier == tierWorking && p.chance(50) {
		p.items = append(p.items, model.Item{Name: bi("配套附件", "Accessory"), Manufacturer: p.Manufacturer,
			Model: p.Model + "-A", SerialNumber: p.SerialNumber + "A"})
	}
	if p.quantity == "relativeHumidity" && p.tier == tierWorking && p.owner.device == "" {
		p.owner.device = p.ID
	}
}

// parties names the owner and the maker, each as written and as an institution where it is
// one.
func (g *generator) parties(p *plan) {
	if p.maker != nil {
		p.ManufacturerID, p.Manufacturer = p.maker.ID, p.maker.Name.Zh
		p.Manufacturers = []model.ID{p.maker.ID}
	} else {
		p.Manufacturer = pick(&p.random, brands())
	}
	if p.owner != nil {
		p.OwnerID, p.Owner = p.owner.ID, p.owner.Name.Zh
		p.customer = model.Customer{Name: p.owner.Name, Contact: p.owner.Contact}
		p.site = p.owner.place
	} else {
		c := cities()[p.company.city]
		house := pad(p.between(1, 99), 1)
		address := bi(c.zh+"市示例大道"+house+"号", house+" Sample Avenue, "+c.en)
		p.Owner = p.company.zh
		p.customer = model.Customer{Name: bi(p.company.zh, p.company.en), Contact: model.Contact{Person: "示例联系人", Address: address, Country: "CN"}}
		p.site = model.Place{Name: p.customer.Name, Address: address, Region: c.region}
	}
	p.site.PlaceKind = model.PlaceCustomer
}

// registrar is the institution that owns the record: the owner, else the maker, else the
// laboratory that measures the instrument.
func (p *plan) registrar() *lab {
	switch {
	case p.owner != nil:
		return p.owner
	case p.maker != nil:
		return p.maker
	}
	return p.standards[0].owner
}

// classify makes some instruments non-public, and leaves some working ones on their way to
// publication.
func (p *plan) classify() {
	if p.chance(300) {
		p.Classification = model.ClassificationNonPublic
	}
	if p.tier != tierWorking {
		return
	}
	switch n := p.below(100); {
	case n < 1:
		p.Status = model.StatusDraft
	case n < 5:
		p.Status = model.StatusRecorded
	case n < 7:
		p.Status = model.StatusReviewed
	case n < 8:
		p.Status = model.StatusWithdrawn
	}
}

func roleOf(p *plan) model.InstrumentRole {
	switch {
	case p.variant.traits.has(material):
		return model.InstrumentReferenceMaterial
	case p.tier == tierWorking:
		return model.InstrumentWorking
	}
	return model.InstrumentStandard
}

// serialNumber invents a serial number; the index makes it unique.
func serialNumber(stem string, index int) string {
	letters, _, _ := strings.Cut(stem, "-")
	return letters + pad(int64(12+index%6), 2) + pad(int64(index+1), 5)
}

// categoryCode is a provisional code of JJF 1022-2014: two digits of the discipline, the
// collecting class 90, and two digits of our own, as it lets institutions assign them.
func categoryCode(d model.Discipline, lineIndex int) string {
	first := []string{"01", "04", "12", "15", "23", "25", "28", "33", "37", "46"}[indexOf(d)]
	return first + "90" + pad(int64(lineIndex+1), 2) + "00"
}

func interval(v *variant) model.Interval {
	first, last := v.points[0].nominal, v.points[len(v.points)-1].nominal
	return model.Interval{Kind: v.quantity, Lower: &model.Quantity{Value: first, Unit: v.unit}, Upper: &model.Quantity{Value: last, Unit: v.unit}}
}

// permissible writes the maximum permissible error: limits where they are constant, a
// formula or a list as text.
func permissible(v *variant) model.MPE {
	symbol := v.errUnit.Symbol
	limits := strings.Fields(v.mpe)
	switch {
	case strings.Contains(v.mpe, "%"):
		formula := strings.ReplaceAll(strings.ReplaceAll(v.mpe, "+", " "+symbol+" + "), "%", " % × |x|")
		return model.MPE{Text: "±(" + formula + ")"}
	case len(limits) > 1:
		return model.MPE{Text: "±(" + limits[0] + "…" + limits[len(limits)-1] + ") " + symbol}
	}
	return model.MPE{Text: "±" + v.mpe + " " + symbol, Interval: model.Interval{Kind: v.quantity,
		Lower: &model.Quantity{Value: model.Decimal("-" + v.mpe), Unit: v.errUnit},
		Upper: &model.Quantity{Value: model.Decimal(v.mpe), Unit: v.errUnit}}}
}

// finest returns the most decimal places of any point.
func finest(list []point) int {
	places := list[0].places
	for _, p := range list {
		places = max(places, p.places)
	}
	return places
}

// step is one unit of the last of so many decimal places.
func step(places int) model.Decimal { return decimal(1, places) }
