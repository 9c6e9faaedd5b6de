package sqlitestore

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// generator makes certificates as a centre has them: some 5 KB each, one or two items, two or
// three standards, a few dozen issuers and manufacturers.
type generator struct {
	r *rand.Rand
	n int
}

func newGenerator(seed uint64) *generator { return &generator{r: rand.New(rand.NewPCG(seed, 7))} }

var epoch = time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)

func idOf(kind model.Kind, n int) model.ID {
	var u [16]byte
	binary.BigEndian.PutUint64(u[8:], uint64(n)*0x9e3779b97f4a7c15)
	return kind.ID(epoch.Add(time.Duration(n)*250*time.Millisecond), u)
}

const (
	issuers = 40
	makers  = 60
)

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

func (g *generator) certificate() *model.Certificate {
	r := g.r
	g.n++
	issuer := r.IntN(issuers)
	c := &model.Certificate{}
	c.ID, c.Version = idOf(model.KindCertificate, g.n), 1
	c.Origin, c.IssuerID = idOf(model.KindInstitution, issuer), idOf(model.KindInstitution, issuer)
	c.Region = model.Region(fmt.Sprintf("%d0100", 11+issuer%31))
	c.Level = model.Level("").Values()[issuer%4]
	c.Classification = pick(r, model.ClassificationPublic, model.ClassificationPublic, model.ClassificationNonPublic)
	c.Status = pick(r, model.StatusPublished, model.StatusPublished, model.StatusPublished, model.StatusRecorded)
	c.Manufacturers = []model.ID{idOf(model.KindInstitution, 100+r.IntN(makers))}
	if g.n%25000 == 3 {
		c.Manufacturers = []model.ID{idOf(model.KindInstitution, 999)} // who made 40 of 1,000,000
	}
	day := epoch.AddDate(0, 0, r.IntN(3650))
	c.Provenance = model.Provenance{Format: "DCC 3.3.0", Channel: "import", SourceName: fmt.Sprintf("dcc-%d.xml", g.n), SourceHash: g.hash(), At: day}
	c.Created = model.Stamp{At: epoch.Add(time.Duration(g.n) * time.Second), By: "importer"}
	c.Modified = c.Created
	c.Number = fmt.Sprintf("GP%02d-%d-%06d", issuer, day.Year(), r.IntN(1000000)+g.n*1000000)
	c.Discipline = pick(r, model.Discipline("").Values()...)
	c.Title = model.Text{Zh: pick(r, "数字压力计", "标准铂电阻温度计", "电子天平", "数字多用表", "声级计", "激光干涉仪") + "校准证书", En: "Calibration certificate"}
	c.DocumentType = pick(r, model.DocumentType("").Values()...)
	c.Activity = pick(r, model.Activity("").Values()...)
	c.Stage, c.SourceCategory = model.StageBasic, pick(r, model.SourceCategory("").Values()...)
	c.Customer = model.Customer{Name: model.Text{Zh: fmt.Sprintf("深圳市第%d精密仪器有限公司", r.IntN(5000))}}
	c.PerformedFrom, c.PerformedTo, c.IssuedAt = model.DateOf(day), model.DateOf(day.AddDate(0, 0, 1)), model.DateOf(day.AddDate(0, 0, 3))
	c.ValidUntil = model.DateOf(day.AddDate(1, 0, 2))
	instrument := r.IntN(g.n/3 + 10)
	c.Items = []model.Item{{InstrumentID: idOf(model.KindInstrument, instrument), Name: model.Text{Zh: strings.TrimSuffix(c.Title.Zh, "校准证书")},
		Manufacturer: pick(r, "Fluke", "Keysight", "Mettler Toledo", "Brüel & Kjær", "北京康斯特"), Model: pick(r, "8508A", "2700G-BG700K", "XPE205", "2250-L", "ConST811"),
		SerialNumber: fmt.Sprintf("%c%07d", 'A'+rune(instrument%26), instrument)}}
	for range 1 + r.IntN(2) {
		m := r.IntN(300)
		c.Methods = append(c.Methods, model.MethodUse{MethodID: idOf(model.KindMethod, 5000+m), Code: fmt.Sprintf("JJG %d-20%02d", 100+m, m%24)})
	}
	for range 1 + r.IntN(3) {
		c.Standards = append(c.Standards, model.StandardUse{InstrumentID: idOf(model.KindInstrument, 9000000+r.IntN(2000)), Name: model.Text{Zh: "标准装置"}, CertificateNumber: fmt.Sprint("ST", r.IntN(10000))})
	}
	c.Statements = []model.Statement{{Conformity: pick(r, model.Conformity("").Values()...)}}
	c.Results = []model.MeasurementResult{{Adjustment: model.AdjustmentNone, Series: []model.Series{g.series()}}}
	return c
}

func (g *generator) hash() string {
	return fmt.Sprintf("%016x%016x%016x%016x", g.r.Uint64(), g.r.Uint64(), g.r.Uint64(), g.r.Uint64())
}

func (g *generator) series() model.Series {
	s := model.Series{Name: model.Text{Zh: "示值误差"}}
	for _, role := range []model.ColumnRole{model.ColumnReferenceValue, model.ColumnIndication, model.ColumnError} {
		col := model.Column{Role: role, Label: model.Text{Zh: "值"}, QuantityKind: "pressure", Units: []model.Unit{{Text: `\mega\pascal`, UCUM: "MPa"}}}
		var u []model.Decimal
		for range 20 {
			col.Values = append(col.Values, model.Decimal(fmt.Sprintf("%.4f", g.r.Float64()*100)))
			u = append(u, model.Decimal(fmt.Sprintf("%.4f", g.r.Float64())))
		}
		col.Uncertainty = &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, Values: u, CoverageFactor: []model.Decimal{"2"}, Probability: []model.Decimal{"0.95"}}
		s.Columns = append(s.Columns, col)
	}
	return s
}

// changes makes the creation of n certificates.
func (g *generator) changes(n int) []store.Change {
	list := make([]store.Change, n)
	for i := range list {
		c := g.certificate()
		list[i] = store.Change{Record: c, Operation: store.Create, Actor: "importer", At: c.Created.At}
	}
	return list
}
