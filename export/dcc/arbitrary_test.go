package dcc_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"time"

	"metrograph/model"
)

// arbitrary makes certificates of whatever the model allows, with the records that they refer
// to: every field of every record is set in some of them.
type arbitrary struct {
	*rand.Rand
	words []string // that texts are made of
	world *world
}

var plainWords = []string{"alpha", "β-ray", "压力表", "two words", "a<b>&\"c'", "line one\nline two", "x_y", "100%", "metrograph_role-NOMINAL", "–"}

func pick[T any](a *arbitrary, list ...T) T { return list[a.IntN(len(list))] }

func (a *arbitrary) id(kind model.Kind) model.ID {
	var u [16]byte
	for i := range u {
		u[i] = byte(a.IntN(256))
	}
	return kind.ID(time.UnixMilli(1_700_000_000_000), u)
}

var (
	someUnits = []string{`\metre`, `\kilo\pascal`, `\one`, `\percent`, "℃", "mm", "kPa", "µm/m", "rpm", "dBm", "no such unit", `\kgf`, "%", "10⁻⁶"}
	someTimes = []time.Time{{}, time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC), time.Date(2024, 5, 7, 0, 0, 0, 120_000_000, time.UTC)}
)

// fill sets a value at random.
func (a *arbitrary) fill(v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *model.Head, *model.ID, *[]model.ID:
	case *model.Decimal:
		*x = pick[model.Decimal](a, "0.10", "-1.5e-3", "+7", "1E5", ".5", "5.", "", "123456789012345678901234567890.0")
	case *model.Date:
		*x = pick[model.Date](a, "", "2024-02-29", "1999-12-31")
	case *model.Region:
		*x = pick[model.Region](a, "", "110105")
	case *time.Time:
		*x = pick(a, someTimes...)
	case *model.Text:
		*x = a.text()
	case *model.Unit:
		*x = a.unit()
	case *model.Uncertainty:
		u := a.uncertainty(1)
		if len(u.Values)+len(u.Lower)+len(u.Upper) == 0 {
			u.Values = []model.Decimal{"0.3"} // without any of them it says nothing
		}
		*x = model.Uncertainty{Kind: u.Kind, Value: first(u.Values), CoverageFactor: first(u.CoverageFactor), Probability: first(u.Probability),
			Lower: first(u.Lower), Upper: first(u.Upper), Distribution: u.Distribution, Relative: u.Relative}
	case *model.Quantity:
		a.quantity(x)
	case *model.Series:
		a.series(x)
	case *model.Contact:
		a.fields(v)
		x.Country = pick(a, "", "CN", "DE")
	case *model.Interval:
		x.Kind, x.Label = a.maybe(), a.text()
		x.Lower, x.Upper = a.end("1"), a.end("2")
	case *model.Influence:
		x.QuantityKind, x.Label, x.Description, x.RefTypes = pick(a, "temperature", "some kind"), a.text(), a.text(), a.terms()
		x.Value, x.Minimum, x.Maximum, x.RecordedAt = a.end("1.5"), a.end("1"), a.end("2"), pick(a, someTimes...)
		x.DeviceID = someID[*model.Instrument](a)
	case *model.Statement:
		a.fields(v)
		for _, said := range []model.Quantity{{Kind: "traceable", Text: "true"}, {Kind: "valid", Text: "1"}, {Kind: "period", Text: "P1Y"}, {Kind: "nonSIUnit", Text: "two words"}} {
			if a.IntN(3) == 0 {
				x.Data = append([]model.Quantity{said}, x.Data...)
			}
		}
	case *model.Identifier:
		*x = model.Identifier{Issuer: pick(a, "manufacturer", "customer", "laboratory", "certificate", "document", ""), Name: a.text(), Value: pick(a, "N 1", "n2", "4711")}
	default:
		a.fillKind(v)
	}
}

func (a *arbitrary) fillKind(v reflect.Value) {
	if values := v.MethodByName("Values"); values.IsValid() {
		list := values.Call(nil)[0]
		v.Set(list.Index(a.IntN(list.Len())))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		a.fields(v)
	case reflect.String:
		v.SetString(a.maybe())
	case reflect.Bool:
		v.SetBool(a.IntN(2) == 0)
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[[]string]() {
			v.Set(reflect.ValueOf(a.terms()))
			return
		}
		n := a.IntN(3)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			a.fill(v.Index(i))
		}
	case reflect.Pointer:
		if a.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			a.fill(v.Elem())
		}
	}
}

func (a *arbitrary) fields(v reflect.Value) {
	for i := range v.NumField() {
		a.fill(v.Field(i))
	}
}

func (a *arbitrary) word() string { return pick(a, a.words...) }

// maybe is a word, or none.
func (a *arbitrary) maybe() string {
	if a.IntN(3) == 0 {
		return ""
	}
	return a.word()
}

// terms are words without blanks in them, as codes are.
func (a *arbitrary) terms() (list []string) {
	for range a.IntN(3) {
		list = append(list, pick(a, "basic_measuredValue", "ns_其他", "#other", "gp_x"))
	}
	return list
}

func (a *arbitrary) text() (t model.Text) {
	t.Zh, t.En = a.maybe(), a.maybe()
	for _, lang := range []string{"", "de", "zh-tw"} {
		if a.IntN(4) == 0 {
			t.Other = append(t.Other, model.Localized{Lang: lang, Text: a.word()})
		}
	}
	return t
}

func (a *arbitrary) unit() model.Unit {
	u, _ := model.ParseUnit(pick(a, someUnits...))
	if a.IntN(8) == 0 {
		return model.Unit{UCUM: "Cel", Symbol: "°C"}
	}
	return u
}

func (a *arbitrary) end(value model.Decimal) *model.Quantity {
	if a.IntN(3) == 0 {
		return nil
	}
	q := &model.Quantity{}
	a.quantity(q)
	if q.Text == "" {
		q.Value = value
	}
	return q
}

func (a *arbitrary) quantity(q *model.Quantity) {
	q.Kind, q.Label = a.maybe(), a.text()
	if a.IntN(4) == 0 {
		q.Text = a.word()
	} else {
		a.fill(reflect.ValueOf(&q.Value).Elem())
	}
	if a.IntN(3) > 0 {
		q.Unit = a.unit()
	}
	if a.IntN(3) == 0 {
		q.Uncertainty = &model.Uncertainty{}
		a.fill(reflect.ValueOf(q.Uncertainty).Elem())
	}
}

func first(list []model.Decimal) model.Decimal {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// numbers makes one entry, one a row, or none.
func (a *arbitrary) numbers(rows int, of ...model.Decimal) (list []model.Decimal) {
	for range pick(a, 0, 1, rows) {
		list = append(list, pick(a, of...))
	}
	if len(list) == 1 && list[0] == "" {
		return nil // says as much
	}
	return list
}

func (a *arbitrary) uncertainty(rows int) *model.ColumnUncertainty {
	u := &model.ColumnUncertainty{Kind: pick(a, model.UncertaintyKind("").Values()...), Values: a.numbers(rows, "0.01", "2e-3", ""),
		CoverageFactor: a.numbers(rows, "2", "2.00", "0.5", "1e1", ""), Probability: a.numbers(rows, "0.95", ".9545", "1", ""),
		Distribution: pick(a, "", "normal", "half normal"), Relative: a.IntN(4) == 0}
	if a.IntN(2) == 0 {
		u.Lower, u.Upper = a.numbers(rows, "-1", ""), a.numbers(rows, "1", "")
	}
	return u
}

func (a *arbitrary) series(s *model.Series) {
	s.Name, s.RefTypes = a.text(), a.terms()
	rows := pick(a, 1, 2, 5)
	for range a.IntN(5) {
		c := model.Column{Role: pick(a, model.ColumnRole("").Values()...), Label: a.text(), QuantityKind: a.maybe(), RefTypes: a.terms()}
		n := pick(a, rows, rows, 1, 0)
		for range n {
			switch {
			case c.Role == model.ColumnConformity:
				c.Texts = append(c.Texts, string(pick(a, model.ConformityPass, model.ConformityFail, model.ConformityPass)))
			case c.Role == model.ColumnOther:
				c.Texts = append(c.Texts, a.word())
			default:
				c.Values = append(c.Values, pick[model.Decimal](a, "1", "-2.50", "", "3e-7"))
			}
		}
		for range min(n, pick(a, 0, 1, n)) {
			c.Units = append(c.Units, a.unit())
		}
		if n > 0 && a.IntN(2) == 0 {
			c.Uncertainty = a.uncertainty(n)
		}
		s.Columns = append(s.Columns, c)
	}
}

// record adds an arbitrary record to the world.
func record[R any, P interface {
	*R
	model.Record
}](a *arbitrary) {
	for {
		r := P(new(R))
		a.fields(reflect.ValueOf(r).Elem())
		if r.Base().ID = a.id(r.Kind()); !model.Grave(r.Validate()) {
			a.world.add(r)
			return
		}
	}
}

// someID is the id of a record of the world, or none.
func someID[R model.Record](a *arbitrary) model.ID {
	all := slices.Sorted(maps.Keys(records[R](a.world)))
	if len(all) == 0 || a.IntN(4) == 0 {
		return ""
	}
	return pick(a, all...)
}

// certificate makes a certificate with its world.
func (a *arbitrary) certificate() *model.Certificate {
	a.world = newWorld()
	for range 2 {
		record[model.Institution](a)
		record[model.Instrument](a)
		record[model.Person](a)
		record[model.Method](a)
		record[model.Environment](a)
	}
	for id, m := range records[*model.Method](a.world) {
		m.Code += " " + string(id[len(id)-4:]) // two methods of a node have two codes
	}
	instruments := records[*model.Instrument](a.world)
	for _, id := range slices.Sorted(maps.Keys(instruments)) {
		i := instruments[id]
		i.ManufacturerID, i.OwnerID = someID[*model.Institution](a), someID[*model.Institution](a)
	}
	c := &model.Certificate{}
	a.fields(reflect.ValueOf(c).Elem())
	c.ID, c.Number = a.id(model.KindCertificate), "No. 1"
	for c.IssuerID == "" {
		c.IssuerID = someID[*model.Institution](a)
	}
	c.ReceivedAt, c.PerformedFrom, c.PerformedTo = pick[model.Date](a, "", "2024-01-01"), pick[model.Date](a, "", "2024-02-01"), pick[model.Date](a, "", "2024-02-02")
	c.IssuedAt, c.ValidUntil = pick[model.Date](a, "", "2024-03-01"), pick[model.Date](a, "", "2025-03-01")
	c.Languages, c.CategoryCode = pick(a, nil, []string{"zh"}, []string{"en", "zh", "de"}, []string{"zh", "zh-tw"}), pick(a, "", "01210100", "0")
	if c.Stage = pick(a, model.StageRaw, model.StageBasic, model.StageDerived, ""); c.Stage == model.StageDerived {
		c.DerivedFrom = []model.ID{a.id(model.KindCertificate)}
	}
	for i := range c.Items {
		c.Items[i].InstrumentID = someID[*model.Instrument](a)
	}
	for i := range c.Standards {
		c.Standards[i].InstrumentID = someID[*model.Instrument](a)
	}
	for i := range c.Methods {
		c.Methods[i].MethodID = someID[*model.Method](a)
	}
	for i := range c.Personnel {
		c.Personnel[i].PersonID = someID[*model.Person](a)
	}
	c.EnvironmentIDs = slices.Sorted(maps.Keys(records[*model.Environment](a.world)))
	if c.Amendment != nil {
		c.Amendment.Number = fmt.Sprint("old ", a.IntN(9))
	}
	c.Provenance.Unmapped = []model.Extra{{Path: "/a/b", Line: 7, Text: a.word()}}
	return c
}
