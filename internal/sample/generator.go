package sample

import (
	"strings"
	"time"

	"metrograph/model"
)

// A generator makes the records of one set of options. What is small — everything but
// certificates and environments — it makes at once.
type generator struct {
	Options
	start time.Time // of the eight years

	labs        []*lab
	persons     []*model.Person
	methods     []*model.Method
	uses        map[string][]model.MethodUse // what a certificate says of a method, by code
	since       map[string]model.Date        // from when it may be applied
	units       map[string]model.Unit
	lines       []line
	variants    map[variantKey]*variant
	plans       []*plan
	verdicts    verdicts
	files       []File
	agreements  []*model.Agreement
	collections []*collection
	reports     *collection // the data set of stability reports

	calendar
	sheet  sheet
	agenda agenda
	duty   duty
	latest occasion // the last certificate of a working instrument
	issued int64    // when the last certificate was issued, in milliseconds since 1970
}

func newGenerator(o Options) *generator {
	g := &generator{Options: o.withDefaults()}
	g.start = g.Now.AddDate(-years, 0, 0)
	g.calendar = newCalendar(g.start)
	g.units, g.variants, g.verdicts = map[string]model.Unit{}, map[variantKey]*variant{}, newVerdicts()
	g.network()
	g.hire()
	g.norms()
	g.lines = lines()
	g.equip()
	g.schedule()
	g.attach()
	g.agree()
	g.collect()
	return g
}

// records yields every record; see [Stream].
func (g *generator) records(yield func(model.Record) bool) {
	if g.masters(yield) && g.certificates(yield) {
		g.selections(yield)
	}
}

// masters yields what certificates refer to.
func (g *generator) masters(yield func(model.Record) bool) bool {
	for _, l := range g.labs {
		if !yield(copied(l.Institution)) {
			return false
		}
	}
	if !each(g.persons, yield) || !each(g.methods, yield) {
		return false
	}
	for _, p := range g.plans {
		g.recall(p)
		more := yield(copied(p.Instrument))
		p.forget()
		if !more {
			return false
		}
	}
	for _, f := range g.files {
		if !yield(f.Attachment) {
			return false
		}
	}
	return each(g.agreements, yield)
}

func each[T any, R interface {
	*T
	model.Record
}](list []R, yield func(model.Record) bool) bool {
	for _, r := range list {
		if !yield(R(copied(r))) {
			return false
		}
	}
	return true
}

// copied is a record for whoever gets it, who may change it while the generator still reads
// its own.
func copied[T any](r *T) *T {
	c := *r
	return &c
}

// head returns what every record's head has: a first version that the demo wrote.
func (g *generator) head(id model.ID, at time.Time) model.Head {
	stamp := model.Stamp{At: at, By: "demo", Reason: "demo data"}
	return model.Head{ID: id, Version: 1, Created: stamp, Modified: stamp,
		Provenance: model.Provenance{Format: "demo", Channel: "demo", Recorder: "demo", Device: "metrograph", At: at}}
}

// headOf returns the head of a public, published record that a laboratory owns.
func (g *generator) headOf(l *lab, id model.ID, at time.Time) model.Head {
	h := g.head(id, at)
	h.Origin, h.Region, h.Level = l.ID, l.Region, l.Level
	h.Classification, h.Status = model.ClassificationPublic, model.StatusPublished
	h.Provenance.Place = l.row.cityEn
	return h
}

// norms makes the methods and what certificates say of them.
func (g *generator) norms() {
	g.uses, g.since = map[string][]model.MethodUse{}, map[string]model.Date{}
	ids, starts := map[string]model.ID{}, map[string]model.Date{}
	for i, n := range norms() {
		born := g.start.Add(-300*day + time.Duration(i)*time.Minute)
		r := seeded(g.Seed, domainMethod, uint64(i))
		m := &model.Method{Head: g.headOf(g.labs[0], r.id(model.KindMethod, born), born), Code: n.code, Title: bi(n.zh, n.en),
			NormKind: normKind(n.code), Discipline: n.discipline, InForce: n.by == "", ValidFrom: n.from, SupersededBy: ids[n.by]}
		if next, ok := starts[n.by].Time(); ok {
			m.ValidUntil = model.DateOf(next.Add(-day))
		}
		ids[n.code], starts[n.code] = m.ID, n.from
		g.methods = append(g.methods, m)
		g.since[n.code] = inForce(n)
		g.uses[n.code] = []model.MethodUse{{MethodID: m.ID, Code: n.code, Name: m.Title}}
	}
}

// normKind tells the family of a document from its code.
func normKind(code string) model.NormKind {
	for _, p := range []struct {
		prefix string
		kind   model.NormKind
	}{{"JJG", model.NormJJG}, {"JJF", model.NormJJF}, {"GB", model.NormGB}, {"ISO", model.NormISO}, {"IEC", model.NormISO},
		{"OIML", model.NormOIML}, {"DL/T", model.NormLocal}} {
		if strings.HasPrefix(code, p.prefix) {
			return p.kind
		}
	}
	return model.NormOther
}

// inForce returns from when a norm may be applied: the day it came into force, or the first
// of the year after that in its code.
func inForce(n norm) model.Date {
	if n.from != "" || len(n.code) < 4 {
		return n.from
	}
	year := n.code[len(n.code)-4:]
	if t, err := time.Parse("2006", year); err == nil {
		return model.DateOf(t.AddDate(1, 0, 0))
	}
	return ""
}
