package storetest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// world is a set of records of few values each, so that every condition holds for some and
// not for others, and every order has ties.
type world struct {
	maker
	r *rand.Rand
}

func newWorld(seed uint64) *world { return &world{r: rand.New(rand.NewPCG(seed, 1))} }

func oneOf[T any](w *world, list ...T) T { return list[w.r.IntN(len(list))] }

// several returns none to all of a list.
func several[T any](w *world, list ...T) []T {
	var some []T
	for _, v := range list {
		if w.r.IntN(3) == 0 {
			some = append(some, v)
		}
	}
	return some
}

func (w *world) institution() model.ID { return institution(1 + w.r.IntN(4)) }

// vary gives a head values of its own.
func (w *world) vary(h *model.Head) {
	h.Origin = w.institution()
	h.Region = oneOf[model.Region](w, "440300", "440100", "110000", "", "bad")
	h.Level = oneOf(w, model.Level("").Values()...)
	h.Classification = oneOf(w, model.ClassificationPublic, model.ClassificationNonPublic)
	h.Status = oneOf(w, model.StatusPublished, model.StatusPublished, model.StatusRecorded, model.StatusDraft)
	h.Manufacturers = several(w, institution(11), institution(12), institution(13))
	h.Modified.At = birth.Add(time.Duration(w.r.IntN(4)) * time.Hour)
	h.Provenance.SourceHash = oneOf(w, "", fmt.Sprintf("%064x", w.r.IntN(3)))
}

// someCertificate makes a certificate of few values.
func (w *world) someCertificate() *model.Certificate {
	c := w.certificate()
	w.vary(&c.Head)
	c.Number = fmt.Sprintf("%s-%03d/%d", oneOf(w, "GP", "gp", "校准", "X Y", ""), w.r.IntN(20), w.n)
	c.IssuedAt = oneOf[model.Date](w, "2023-12-31", "2024-01-01", "2024-01-15", "2024-02-29", "2025-06-01", "")
	c.PerformedFrom = oneOf[model.Date](w, "2023-12-30", "2024-01-14", "2024-1", "2024", "2023-13", "")
	c.ReceivedAt, c.CategoryCode = oneOf[model.Date](w, "2023-12-01", "2024-01-14", ""), oneOf(w, "0301", "0402", "")
	c.ValidUntil = oneOf[model.Date](w, "2025-01-14", "2026-01-01", "")
	c.DocumentType, c.Activity = oneOf(w, model.DocumentType("").Values()...), oneOf(w, model.Activity("").Values()...)
	c.Discipline = oneOf(w, model.DisciplineLength, model.DisciplineThermal, "")
	c.Mandatory = w.r.IntN(2) == 0
	c.Stage, c.SourceCategory = oneOf(w, model.StageRaw, model.StageBasic, ""), oneOf(w, model.SourceEnergy, "")
	c.IssuerID, c.CustomerID = w.institution(), oneOf(w, w.institution(), "")
	c.Customer.Name = oneOf(w, model.Text{Zh: "深圳市计量质量检测研究院"}, model.Text{En: "Acme Gauges, Inc."}, model.Text{Zh: "国家字数库"}, model.Text{})
	c.Title = oneOf(w, model.Text{Zh: "数字压力计校准证书"}, model.Text{Zh: "温度计", En: "Thermometer report"}, model.Text{})
	c.Items = nil
	for i := range w.r.IntN(4) {
		c.Items = append(c.Items, model.Item{InstrumentID: oneOf(w, identify(model.KindInstrument, 1+w.r.IntN(5)), ""), Name: model.Text{Zh: oneOf(w, "压力计", "数", "")}, Model: oneOf(w, "2700G", "a \"b\\", ""),
			SerialNumber: oneOf(w, "SN-1", "sn-1", "Ａ２", "a\"b\\c", fmt.Sprintf("%d", i), "")})
	}
	for range w.r.IntN(3) {
		c.Methods = append(c.Methods, model.MethodUse{MethodID: identify(model.KindMethod, 1+w.r.IntN(3)), Code: oneOf(w, "JJG 196-2006", "GB/T 18459")})
	}
	for range w.r.IntN(3) {
		c.Standards = append(c.Standards, model.StandardUse{InstrumentID: identify(model.KindInstrument, 1+w.r.IntN(5))})
		c.Statements = append(c.Statements, model.Statement{Conformity: oneOf(w, model.Conformity("").Values()...)})
	}
	if w.r.IntN(5) == 0 {
		c.Amendment = &model.Amendment{CertificateID: identify(model.KindCertificate, 1+w.r.IntN(5))}
	}
	c.Results = make([]model.MeasurementResult, w.r.IntN(3))
	for i := range c.Results {
		c.Results[i].Series = []model.Series{{Columns: []model.Column{{Role: model.ColumnMeasuredValue, Values: []model.Decimal{oneOf[model.Decimal](w, "10", "0", "-3")},
			Uncertainty: &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, Values: []model.Decimal{"0.02"}, CoverageFactor: []model.Decimal{oneOf[model.Decimal](w, "2", "")}}}}}}
	}
	return c
}

// certificates makes many of them.
func (w *world) certificates(n int) []model.Record {
	list := make([]model.Record, n)
	for i := range list {
		list[i] = w.someCertificate()
	}
	return list
}

// others makes records of a kind that is not ordered by a date.
func (w *world) others(kind model.Kind, n int) []model.Record {
	list := make([]model.Record, n)
	for i := range list {
		switch kind {
		case model.KindInstrument:
			list[i] = w.instrument(func(x *model.Instrument) {
				x.Name = oneOf(w, model.Text{Zh: "数字压力计"}, model.Text{En: "Digital Gauge"})
				x.Model, x.Role = oneOf(w, "2700G", "a b", ""), oneOf(w, model.InstrumentRole("").Values()...)
				x.OwnerID, x.AccuracyClass = w.institution(), oneOf(w, "0.05", "1.6", "")
			})
		case model.KindAttachment:
			list[i] = w.attachment(int64(w.r.IntN(5))*1_000_000_007, func(x *model.Attachment) { x.MediaType = oneOf(w, "application/pdf", "video/mp4", "") })
		case model.KindEnvironment:
			e := &model.Environment{Head: w.head(kind), Name: model.Text{Zh: oneOf(w, "恒温室", "Lab 1", "")}}
			e.From = oneOf(w, time.Time{}, birth, birth.Add(time.Hour))
			for _, q := range several(w, "temperature", "pressure", "relativeHumidity") {
				e.Influences = append(e.Influences, model.Influence{QuantityKind: q})
			}
			list[i] = e
		case model.KindPerson:
			list[i] = &model.Person{Head: w.head(kind), Name: model.Text{Zh: oneOf(w, "王伟", "李娜", "Ångström")}, EmployeeNumber: fmt.Sprint("E", w.n), InstitutionID: w.institution()}
		default:
			panic("no records of kind " + kind)
		}
		w.vary(list[i].Base())
	}
	return list
}

// populated opens a store with records in it.
func populated(t *testing.T, open Open, records []model.Record) (Opened, naive) {
	t.Helper()
	s := open(t, Options{})
	commit(t, s, records...)
	return s, naiveOf(records...)
}

// agree checks that a store lists what it has to.
func (n naive) agree(t failing, s store.Store, q store.Query) {
	t.Helper()
	pages, err := s.List(t.Context(), q)
	if err != nil {
		t.Fatalf("list %s: %v", describe(q.Where), err)
	}
	want, more := n.page(q)
	got := pages[0]
	if !equalIDs(ids(got.Documents), want.ids()) || got.More != more {
		t.Fatalf("list %s\n scope %v\n sort %q desc %v last %v after %v before %v limit %d:\n got %v, more %v,\nwant %v, more %v",
			describe(q.Where), q.Scope, q.Sort, q.Desc, q.Last, q.After, q.Before, q.Limit, ids(got.Documents), got.More, want.ids(), more)
	}
	for i, d := range got.Documents {
		if !want[i].isIn(d) || d.Key != want[i].key(q.SortField()) {
			t.Fatalf("the document of %s is not as it was written, or its key is not: %v", d.ID, d.Key)
		}
	}
}

// agreeCount checks that a store counts what it has to.
func (n naive) agreeCount(t failing, s store.Store, q store.Query) {
	t.Helper()
	got, err := s.Count(t.Context(), q)
	if want := int64(len(n.under(q.Scope, q.Where))); err != nil || got != want {
		t.Fatalf("count %s\n scope %v: got %d, %v, want %d", describe(q.Where), q.Scope, got, err, want)
	}
}

// agreeGroup checks that a store groups as it has to.
func (n naive) agreeGroup(t failing, s store.Store, g store.Grouping) {
	t.Helper()
	got, err := s.Group(t.Context(), g)
	if err != nil {
		t.Fatalf("group %v: %v", g.By, err)
	}
	if d := differ(n.group(g), got); d != "" {
		t.Fatalf("group by %v sum %v\n of %s\n scope %v:\n%s", g.By, g.Sum, describe(g.Where), g.Scope, d)
	}
}
