package sample

import "slices"

// latestEntry is after how many years no instrument comes into service any more.
const latestEntry = 5

// firstDay is when the instruments of a tier are measured first, in days from the start: far
// enough apart that every standard has its certificate before it is used.
func firstDay(t tier) int64 { return [tiers]int64{0, 45, 90, 140}[t] }

// slack is how many days a certificate outlives the usual interval. Those of standards are
// always followed by the next in time; other owners come late now and then.
func (t tier) slack() int64 {
	if t == tierWorking {
		return 10
	}
	return 42
}

// A duty is what is due beside the recalibrations: amendments and evaluations of stability.
type duty struct {
	recalibrations, amendments, evaluations int
	done                                    int // recalibrations so far
	owedAmendments, owedEvaluations         int
}

// advance counts a recalibration: the other certificates fall due evenly among them.
func (d *duty) advance() {
	n, r := d.done, d.recalibrations
	d.owedAmendments += (n+1)*d.amendments/r - n*d.amendments/r
	d.owedEvaluations += (n+1)*d.evaluations/r - n*d.evaluations/r
	d.done++
}

// schedule plans how often and when each instrument is measured, so that the certificates
// come to the number that is wanted.
func (g *generator) schedule() {
	for _, p := range g.plans {
		g.enter(p)
	}
	n := g.Certificates
	g.duty = duty{amendments: n / 50, evaluations: n / 100}
	g.duty.recalibrations = n - g.duty.amendments - g.duty.evaluations
	if g.allot(g.duty.recalibrations) < 10*(g.duty.amendments+g.duty.evaluations) {
		g.duty = duty{recalibrations: n} // too few working instruments to amend anything
		g.allot(n)
	}
	for _, p := range g.plans {
		p.space(g.end() - p.from)
		g.invite(p)
	}
}

// end is when the last measurement may be due.
func (g *generator) end() int64 { return g.Now.UnixMilli() - 40*dayMs }

// enter chooses when an instrument is measured first. Most are in service from the start,
// and come in one after the other in the course of their first interval.
func (g *generator) enter(p *plan) {
	p.from = g.start.UnixMilli() + firstDay(p.tier)*dayMs
	if p.tier != tierWorking {
		p.from += p.below(5 * dayMs)
		return
	}
	p.from += p.below(p.usual())
	if p.chance(300) {
		p.from += p.below(latestEntry * 365 * dayMs)
	}
	p.from = min(p.from, g.end()-dayMs)
}

// usual is the interval between two measurements, as it would be without regard to the
// number of certificates.
func (p *plan) usual() int64 {
	months := p.variant.months
	switch {
	case p.tier == tierNational:
		months = 24
	case months == 0:
		months = 12
	}
	return (int64(months)*30 - p.tier.slack()) * dayMs
}

// allot gives each instrument its number of recalibrations, in proportion to how often it
// would usually have them, and returns how many working instruments have.
func (g *generator) allot(total int) (working int) {
	low, high := 0.0, float64(total+1)
	for range 60 {
		if middle := (low + high) / 2; g.allotted(middle) <= total {
			low = middle
		} else {
			high = middle
		}
	}
	left := total - g.allotted(low)
	for left > 0 {
		left = g.handOut(left)
	}
	for _, p := range g.plans {
		if p.tier == tierWorking {
			working += p.count
		}
	}
	return working
}

// allotted sets the counts for a factor on the usual frequency, and returns their sum. More
// certificates do not mean more of the standards.
func (g *generator) allotted(factor float64) int {
	sum := 0
	for _, p := range g.plans {
		often := factor
		if p.tier != tierWorking {
			often = min(1, 1.5*factor)
		}
		p.interval = max(int64(float64(p.usual())/max(often, 1e-6)), 1)
		p.count = times(g.end()-p.from, p.interval)
		sum += p.count
	}
	return sum
}

// times counts the measurements in a time of service, of which the first is at its
// beginning. In less than half an interval there is none: few certificates leave some
// instruments without.
func times(service, interval int64) int {
	if service < interval/2 {
		return 0
	}
	return int(service/interval) + 1
}

// handOut gives one more recalibration to each working instrument, or to each instrument
// where none works, until none is left.
func (g *generator) handOut(left int) int {
	standardsToo := !slices.ContainsFunc(g.plans, func(p *plan) bool { return p.tier == tierWorking })
	for _, p := range g.plans {
		if left > 0 && (p.tier == tierWorking || standardsToo) {
			p.count++
			left--
		}
	}
	return left
}

// space draws the measurements of an instrument together where it got one more, so that all
// are within its time in service, and finds the usual period of validity that covers the
// interval.
func (p *plan) space(service int64) {
	if p.count == 0 {
		return
	}
	if p.count > 1 {
		p.interval = min(p.interval, service/int64(p.count-1))
	}
	periods := []int{1, 2, 3, 6, 9, 12, 15, 18, 24, 30, 36, 48, 60}
	for _, months := range periods {
		p.validity = months
		if (int64(months)*30-p.tier.slack())*dayMs >= p.interval {
			break
		}
	}
}

// invite puts the next measurement of an instrument on the agenda, if there is one.
func (g *generator) invite(p *plan) {
	if p.done == p.count {
		return
	}
	due := min(p.from+int64(p.done)*p.interval+p.below(p.interval/40+1), g.end())
	performed := g.benchDay(due)
	issued := performed*dayMs + p.between(hourMs, 9*hourMs) // office hours in China
	if p.interval > 30*dayMs {
		issued += p.between(1, 6) * dayMs
	}
	p.done++
	g.agenda.push(occasion{at: issued, kind: recalibration, plan: p, performed: performed})
}

// benchDay returns the first day, not before a time, on which the laboratories work: with
// few certificates they work every fourth week, so that several share their environment.
func (g *generator) benchDay(at int64) int64 {
	every := int64(min(max(28*2*defaultCertificates/g.Certificates, 1), 28))
	first := dayOf(g.start)
	days := (at+dayMs-1)/dayMs - first
	return first + (days+every-1)/every*every
}
