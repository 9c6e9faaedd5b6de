package registry

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"metrograph/analysis/cube"
	"metrograph/model"
	"metrograph/store"
)

// MeasuresRequest asks what certificates come to, by dimensions.
type MeasuresRequest struct {
	By       []Dimension // of a dimension of time only the span: year, quarter, month, week or day
	Where    *Filter
	Measures []cube.Measure // none for the count
	Date     string         // which date a certificate is of: issuedAt, performedFrom, receivedAt; empty for the first
	From, To model.Date     // the certificates of these days, both included; empty for no such end
	Compare  Comparison     // with an earlier period: From and To have to be given
	Top      []Top
	Totals   bool
	Order    cube.Order
	Share    *ShareMeasures // for merging with the tables of other nodes
}

// ShareMeasures asks for the cells of each origin apart, in no order and with none put together.
type ShareMeasures struct{ Salt string } // what things are hashed with

// Comparison is which earlier period a period is compared with.
type Comparison string

// The comparisons.
const (
	CompareNothing  Comparison = ""
	ComparePrevious Comparison = "PREVIOUS_PERIOD"
	CompareYear     Comparison = "PREVIOUS_YEAR"
)

// Top keeps the values of a dimension that have most of a measure; the others are put together.
type Top struct {
	Dimension int // its place
	Keep      int
	By        cube.Measure
}

// Measured is the answer to a request for measures.
type Measured struct {
	Table   *cube.Table // with the origin as the last dimension where the table is shared
	Period  cube.Period
	Earlier *cube.Period
	Least   int // of records that must not be told one by one: smaller cells are suppressed
}

// maxCells bounds a table before the first values of a dimension are chosen, maxTold afterwards,
// and maxShared one for another node.
const (
	maxShared   = 20_000
	maxCells    = 200_000
	maxTold     = 10_000
	maxByAtOnce = 16
	maxMeasured = 3_000_000 // records in one table, where each has to be kept in mind
)

// Measure measures the certificates that the caller may count, by dimensions. A caller for whom
// a field is masked in a certificate that the dimensions, the filter, the period or the measures
// are made of does not count it. Cells of few records that the caller may count but not read are
// suppressed; see [cube.Table.Suppress].
func (r *Registry) Measure(ctx context.Context, q MeasuresRequest) (*Measured, error) {
	m, err := r.measuring(ctx, q)
	if err != nil {
		return nil, err
	}
	table, err := m.table(ctx)
	switch {
	case errors.Is(err, cube.ErrCells):
		return nil, tooManyCells(m.plan.MaxCells)
	case err != nil:
		return nil, inside("statistics", err)
	}
	out := &Measured{Table: table, Period: m.plan.Period, Earlier: m.plan.Earlier, Least: r.leastTold}
	if q.Share != nil {
		table.Suppress(len(m.plan.Units), r.leastTold)
		table.Withhold(m.q.Measures, r.leastTold)
		return out, nil
	}
	if err := Choose(table, len(q.By), q.Top); err != nil {
		return nil, err
	}
	table.Suppress(len(q.By), r.leastTold)
	return out, nil
}

func tooManyCells(most int) error {
	e := model.Errorf(model.CodeLimitExceeded,
		"the table would have more than %d cells; choose fewer dimensions, a larger unit of time, a period, a filter, or the first values of a dimension only", most)
	e.Path = "groupBy"
	return e
}

// Choose keeps the first values of some dimensions, and refuses a table that is too large to be
// told.
func Choose(t *cube.Table, dimensions int, top []Top) error {
	for _, x := range top {
		t.Top(x.Dimension, dimensions, x.Keep, x.By)
	}
	if t.Size() > maxTold {
		return tooManyCells(maxTold)
	}
	return nil
}

// measurement is a request in the making.
type measurement struct {
	*Registry
	q       MeasuresRequest
	plan    cube.Plan
	scan    store.Scan
	fields  map[string]int // where a field is in the cells of the scan
	read    *model.Scope   // of what may be read, where that is not all that may be counted
	hidden  map[string]bool
	renamed []map[string]string // by dimension: what its values are put under; nil for themselves
	hashes  map[string]uint64
	records int
}

// measuring checks a request and plans it.
func (r *Registry) measuring(ctx context.Context, q MeasuresRequest) (*measurement, error) {
	m := &measurement{Registry: r, q: q, fields: map[string]int{}, hidden: map[string]bool{}, hashes: map[string]uint64{}}
	if len(m.q.Measures) == 0 {
		m.q.Measures = []cube.Measure{cube.Count}
	}
	if m.q.Date == "" {
		m.q.Date = "issuedAt"
	}
	if !slices.Contains([]string{"issuedAt", "performedFrom", "receivedAt"}, m.q.Date) {
		return nil, invalid("date", "certificates have no such date to be counted by")
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	if err := m.period(); err != nil {
		return nil, err
	}
	return m, m.reads(ctx)
}

func (m *measurement) check() error {
	if len(m.q.By) > maxByAtOnce {
		return invalid("groupBy", "at most %d dimensions", maxByAtOnce)
	}
	times := 0
	for _, d := range m.q.By {
		field, known := store.SchemaOf(model.KindCertificate).Field(d.Field)
		if units := []cube.Unit{cube.Year, cube.Quarter, cube.Month, cube.Week, cube.OneDay}; d.Field == "" && slices.Contains(units, cube.Unit(d.Span)) {
			times++
		} else if !known || !field.Group {
			return invalid("groupBy", "records cannot be grouped by this field")
		}
	}
	if times > 1 && slices.ContainsFunc(m.q.Measures, cube.Measure.Waits) {
		return invalid("measures", "a backlog is that of one day: group by one unit of time at most")
	}
	for _, x := range append(slices.Clone(m.q.Measures), m.q.Order.By) {
		if x != "" && !slices.Contains(cube.Measures(), x) {
			return invalid("measures", "there is no such measure")
		}
	}
	if m.q.Order.By != "" && !slices.Contains(m.q.Measures, m.q.Order.By) {
		return invalid("orderBy", "order by one of the measures that are asked for")
	}
	for _, x := range m.q.Top {
		switch {
		case x.Dimension < 0 || x.Dimension >= len(m.q.By):
			return invalid("top", "choose the first values of one of the dimensions")
		case x.Keep < 1 || x.Keep > maxTold:
			return invalid("top", "keep 1 to %d values", maxTold)
		case !slices.Contains(m.q.Measures, x.By):
			return invalid("top", "choose by one of the measures that are asked for")
		}
	}
	return nil
}

func (m *measurement) period() error {
	p := cube.Period{From: cube.NoDay, To: cube.NoDay}
	for _, end := range []struct {
		date model.Date
		day  *cube.Day
	}{{m.q.From, &p.From}, {m.q.To, &p.To}} {
		if *end.day = cube.ParseDay(string(end.date)); end.date != "" && *end.day == cube.NoDay {
			return invalid("period", "a period is between dates such as 2025-03-01")
		}
	}
	if p.To != cube.NoDay && p.To < p.From {
		return invalid("period", "the period ends before it begins")
	}
	m.plan = cube.Plan{Totals: m.q.Totals, Measures: m.q.Measures, Period: p, Today: cube.ParseDay(string(model.DateOf(m.clock()))), MaxCells: maxCells}
	for _, d := range m.q.By {
		unit := cube.Unit("")
		if d.Field == "" {
			unit = cube.Unit(d.Span)
		}
		m.plan.Units = append(m.plan.Units, unit)
	}
	if m.q.Share != nil {
		m.plan.Units, m.plan.Apart, m.plan.MaxCells = append(m.plan.Units, ""), 1, maxShared
	}
	if m.q.Compare == CompareNothing {
		return nil
	}
	if p.From == cube.NoDay || p.To == cube.NoDay {
		return invalid("compare", "give the period that is compared with an earlier one, with both its ends")
	}
	earlier, shift := p.Before()
	if m.q.Compare == CompareYear {
		earlier, shift = p.YearBefore()
	}
	m.plan.Earlier, m.plan.Shift = &earlier, shift
	return nil
}

// reads adds up what is read of a certificate: to be scanned, and for the caller to be allowed.
func (m *measurement) reads(ctx context.Context) error {
	schema := store.SchemaOf(model.KindCertificate)
	need, err := reads(schema, m.q.Where)
	if err != nil {
		return err
	}
	for _, d := range m.q.By {
		if d.Field != "" {
			m.field(d.Field)
		}
	}
	if m.dated() {
		m.field(m.q.Date)
	}
	for _, x := range m.q.Measures {
		for _, name := range measured(x) {
			m.field(name)
		}
	}
	if m.q.Share != nil {
		m.field(originField)
	}
	for _, name := range m.scan.Fields {
		part, _ := fieldReads(schema, name)
		need |= part
	}
	where := []*Filter{m.q.Where}
	if err := m.hideIDs(ctx, where); err != nil {
		return err
	}
	m.scan.Kind, m.scan.Where = model.KindCertificate, store.All(where[0], m.between())
	m.scan.Scope = m.grant(ctx).Scope(model.ActionCount, model.KindCertificate, need)
	read := m.grant(ctx).Scope(model.ActionRead, model.KindCertificate, need)
	if m.leastTold > 1 && !reflect.DeepEqual(read, m.scan.Scope) {
		m.read = &read
		for _, name := range factNames() {
			m.field(name)
		}
	}
	return m.names(ctx)
}

// dated tells whether it matters of which day a certificate is.
func (m *measurement) dated() bool {
	return m.plan.Period != (cube.Period{From: cube.NoDay, To: cube.NoDay}) || slices.Contains(m.q.Measures, cube.MedianInterval) ||
		slices.ContainsFunc(m.q.By, func(d Dimension) bool { return d.Field == "" })
}

// between is the condition of being in the period, or the earlier one, where no other certificate
// has to be looked at.
func (m *measurement) between() *Filter {
	if slices.ContainsFunc(m.q.Measures, func(x cube.Measure) bool { return x.Waits() || x == cube.MedianInterval }) {
		return nil
	}
	from, to := m.plan.Period.From, m.plan.Period.To
	if m.plan.Earlier != nil {
		from, to = min(from, m.plan.Earlier.From), max(to, m.plan.Earlier.To)
	}
	var parts []*Filter
	if from != cube.NoDay {
		parts = append(parts, store.Where(m.q.Date, store.Gte, from.String()))
	}
	if to != cube.NoDay {
		parts = append(parts, store.Where(m.q.Date, store.Lte, to.String()), store.Where(m.q.Date, store.Present, int64(1)))
	}
	return store.All(parts...)
}

// field adds a field to what is scanned.
func (m *measurement) field(name string) {
	if _, known := m.fields[name]; !known {
		m.fields[name] = len(m.scan.Fields)
		m.scan.Fields = append(m.scan.Fields, name)
	}
}

// measured are the fields that a measure is made of.
func measured(x cube.Measure) []string {
	switch x {
	case cube.Institutions:
		return []string{"issuer"}
	case cube.Instruments:
		return []string{"instrument"}
	case cube.ConformityRate:
		return []string{"conformity"}
	case cube.RelativeUncertainty, cube.TypicalUncertainty:
		return []string{"relativeUncertainty"}
	case cube.MedianInterval:
		return []string{"instrument", "amends"}
	case cube.MedianTurnaround, cube.Backlog, cube.BacklogAge:
		return []string{"receivedAt", "issuedAt"}
	}
	return nil
}

// factNames are the fields that the facts of a certificate are made of.
func factNames() []string {
	return []string{"classification", "level", "status", originField, "region", "discipline", "manufacturer"}
}
