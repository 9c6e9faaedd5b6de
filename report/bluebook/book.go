package bluebook

import (
	"math"
	"time"

	"metrograph/analysis/study"
	"metrograph/model"
	"metrograph/workflow/rules"
)

// Options are what a blue book may be told beyond its period. The zero value works.
type Options struct {
	Discipline   model.Discipline // empty for all
	Lang         string           // zh where empty
	K            int              // fewer records than this that are not public are not told of; 5 where zero
	Organisation model.Text       // who answers for it
}

// Book gathers certificates. It is not safe for concurrent use.
type Book struct {
	o          Options
	period     Period
	before     Period
	window     Period // all that is looked at, for courses over time
	now, prev  side
	quarters   map[int]*quarter
	centres    map[model.ID]*centre
	models     map[modelKey]*modelTally
	read, left int // certificates looked at, and those without a date in the window
}

// side is the sums of one period.
type side struct {
	all, open                                       tally
	level, region, discipline, activity, source     counts
	issuers, instruments                            map[model.ID]bool
	judged, passed                                  counts // by discipline
	judgedAll, passedAll                            tally
	uncertainty                                     map[string][]float64
	measured                                        counts              // certificates behind uncertainties
	alike                                           map[alike][]float64 // uncertainties of what can be compared with another period
	alikeClosed                                     map[alike]int       // of these, those of certificates that are not public
	withResults, withUncertainty, withStandards     int
	withEnvironment, withMethod, withSourceCategory int
}

func newSide() side {
	return side{level: counts{}, region: counts{}, discipline: counts{}, activity: counts{}, source: counts{}, issuers: map[model.ID]bool{},
		instruments: map[model.ID]bool{}, judged: counts{}, passed: counts{}, uncertainty: map[string][]float64{}, measured: counts{}, alike: map[alike][]float64{}, alikeClosed: map[alike]int{}}
}

// quarter is the course of scale and conformity.
type quarter struct{ all, judged, passed tally }

// centre is what an institution issued in the period.
type centre struct {
	certificates tally
	quality      rules.Quality
	turnaround   []float64 // days from the last measurement to the issue
	delay        []float64 // days from the issue until the node had it
}

type modelKey struct{ maker, model string }

// modelTally is a model of instruments over the whole window.
type modelTally struct {
	name        model.Text
	maker       model.ID // where it is a known institution
	discipline  model.Discipline
	period      tally
	judged      tally
	passed      tally
	observed    tally // over the whole window
	instruments map[model.ID][]observation
}

// observation is how much of its limits an instrument used at a calibration.
type observation struct {
	day    model.Date
	used   float64 // the largest |error| / limit of the certificate
	closed bool
}

// windowYears is how far back courses over time and stability look.
const windowYears = 5

// New begins a blue book.
func New(p Period, o Options) *Book {
	if o.K == 0 {
		o.K = 5
	}
	if o.Lang == "" {
		o.Lang = "zh"
	}
	from := min(p.Previous().From, dateOf(p.to().AddDate(-windowYears, 0, 1)))
	return &Book{o: o, period: p, before: p.Previous(), window: Period{from, p.To}, now: newSide(), prev: newSide(),
		quarters: map[int]*quarter{}, centres: map[model.ID]*centre{}, models: map[modelKey]*modelTally{}}
}

// Window is the days of issue of the certificates that it wants.
func (b *Book) Window() Period { return b.window }

// Fields are what it looks at in certificates.
func Fields() []string {
	return []string{"classification", "status", "level", "region", "manufacturers", "created", "discipline", "activity", "sourceCategory", "documentType", "issuer", "items",
		"methods", "environments", "receivedAt", "performedFrom", "performedTo", "issuedAt", "standards", "results", "statements", "replica"}
}

// Wanted tells whether the quality of a certificate is wanted.
func (b *Book) Wanted(c *model.Certificate) bool { return b.period.Has(c.IssuedAt) }

// Named tells whether a book for the public may name an institution.
func Named(i *model.Institution) bool {
	return i.Classification == model.ClassificationPublic && i.Status == model.StatusPublished
}

// Where is the certificates that it wants, as a filter of the API has them.
func (b *Book) Where() map[string]any {
	where := map[string]any{"status": map[string]any{"eq": string(model.StatusPublished)},
		"issuedAt": map[string]any{"gte": string(b.window.From), "lte": string(b.window.To)}}
	if b.o.Discipline != "" {
		where["discipline"] = map[string]any{"eq": string(b.o.Discipline)}
	}
	return where
}

// Add takes a certificate in, and its quality where that was wanted.
func (b *Book) Add(c *model.Certificate, quality *rules.Quality) {
	b.read++
	if c.Status != model.StatusPublished || !b.window.Has(c.IssuedAt) || b.o.Discipline != "" && c.Discipline != b.o.Discipline {
		b.left++
		return
	}
	closed := c.Classification != model.ClassificationPublic
	judged, passed := verdict(c)
	q := b.quarters[quarterOf(c.IssuedAt)]
	if q == nil {
		q = &quarter{}
		b.quarters[quarterOf(c.IssuedAt)] = q
	}
	q.all.add(closed)
	if judged {
		q.judged.add(closed)
	}
	if passed {
		q.passed.add(closed)
	}
	readings := study.Readings(c)
	b.model(c, readings, closed, judged, passed)
	switch {
	case b.period.Has(c.IssuedAt):
		b.now.add(c, readings, closed, judged, passed)
		b.centre(c, quality, closed)
	case b.before.Has(c.IssuedAt):
		b.prev.add(c, readings, closed, judged, passed)
	}
}

func (s *side) add(c *model.Certificate, readings []study.Reading, closed, judged, passed bool) {
	d := string(c.Discipline)
	s.all.add(closed)
	if !closed {
		s.open.add(false)
	}
	for key, in := range map[string]counts{string(c.Level): s.level, d: s.discipline, string(c.Activity): s.activity, string(c.SourceCategory): s.source} {
		in.of(key).add(closed)
	}
	s.region.of(string(c.Region.Province())).add(closed)
	if c.IssuerID != "" {
		s.issuers[c.IssuerID] = true
	}
	for _, id := range c.InstrumentIDs() {
		s.instruments[id] = true
	}
	if judged {
		s.judged.of(d).add(closed)
		s.judgedAll.add(closed)
	}
	if passed {
		s.passed.of(d).add(closed)
		s.passedAll.add(closed)
	}
	if u := relative(readings); u > 0 {
		s.uncertainty[d] = append(s.uncertainty[d], u)
		s.measured.of(d).add(closed)
		s.withUncertainty++
	}
	s.compare(c, readings, closed)
	s.coverage(c)
}

// coverage counts what certificates have of what analysis needs.
func (s *side) coverage(c *model.Certificate) {
	for _, has := range []struct {
		it bool
		n  *int
	}{{len(c.Results) > 0, &s.withResults}, {len(c.Standards) > 0, &s.withStandards}, {len(c.EnvironmentIDs) > 0, &s.withEnvironment},
		{len(c.Methods) > 0, &s.withMethod}, {c.SourceCategory != "", &s.withSourceCategory}} {
		if has.it {
			*has.n++
		}
	}
}

// verdict is whether a certificate decides on conformity, and whether it passes: a notice of
// rejection fails, else the worst of its statements counts.
func verdict(c *model.Certificate) (judged, passed bool) {
	if c.DocumentType == model.DocumentRejectionNotice {
		return true, false
	}
	passed = true
	for _, s := range c.Statements {
		switch s.Conformity {
		case model.ConformityPass, model.ConformityConditionalPass:
			judged = true
		case model.ConformityFail, model.ConformityConditionalFail:
			return true, false
		}
	}
	if !judged && c.DocumentType == model.DocumentVerificationCertificate {
		judged = true
	}
	return judged, judged && passed
}

func (b *Book) centre(c *model.Certificate, quality *rules.Quality, closed bool) {
	one := b.centres[c.IssuerID]
	if one == nil {
		one = &centre{}
		b.centres[c.IssuerID] = one
	}
	one.certificates.add(closed)
	if quality != nil {
		one.quality.Add(quality)
	}
	if c.PerformedTo.Valid() && c.IssuedAt >= c.PerformedTo {
		one.turnaround = append(one.turnaround, days(c.PerformedTo, c.IssuedAt))
	}
	arrived := c.Created.At
	if !c.Replica.ReceivedAt.IsZero() {
		arrived = c.Replica.ReceivedAt
	}
	if !arrived.IsZero() {
		one.delay = append(one.delay, max(0, days(c.IssuedAt, dateOf(arrived.UTC()))))
	}
}

func days(from, to model.Date) float64 {
	a, errA := time.Parse(time.DateOnly, string(from))
	z, errZ := time.Parse(time.DateOnly, string(to))
	if errA != nil || errZ != nil {
		return 0
	}
	return z.Sub(a).Hours() / 24
}

// model notes how much of its limits an instrument used, as it was found.
func (b *Book) model(c *model.Certificate, readings []study.Reading, closed, judged, passed bool) {
	if len(c.Items) != 1 || c.Items[0].Model == "" {
		return
	}
	item := &c.Items[0]
	key := modelKey{item.Manufacturer, item.Model}
	m := b.models[key]
	if m == nil {
		m = &modelTally{name: item.Name, discipline: c.Discipline, instruments: map[model.ID][]observation{}}
		b.models[key] = m
	}
	if len(c.Manufacturers) == 1 {
		m.maker = c.Manufacturers[0]
	}
	if b.period.Has(c.IssuedAt) {
		m.period.add(closed)
		if judged {
			m.judged.add(closed)
		}
		if passed {
			m.passed.add(closed)
		}
	}
	if used, ok := usedOf(readings); ok && item.InstrumentID != "" {
		m.observed.add(closed)
		m.instruments[item.InstrumentID] = append(m.instruments[item.InstrumentID], observation{c.IssuedAt, used, closed})
	}
}

func usedOf(readings []study.Reading) (used float64, ok bool) {
	for i := range readings {
		r := &readings[i]
		limit := r.Limit()
		if r.Adjustment == model.AdjustmentAsLeft || limit <= 0 {
			continue
		}
		used, ok = max(used, math.Abs(r.Error)/limit), true
	}
	return used, ok
}
