package registry

import (
	"context"
	"maps"
	"slices"

	"metrograph/analysis/cube"
	"metrograph/model"
	"metrograph/store"
)

// table scans the certificates into a table, unless the store can count them by itself.
func (m *measurement) table(ctx context.Context) (*cube.Table, error) {
	if g, ok := m.grouping(); ok {
		if t, err := m.grouped(ctx, g); t != nil || err != nil {
			return t, err
		}
	}
	b := cube.NewBuilder(m.plan)
	fact := cube.Fact{Keys: make([][]string, len(m.plan.Units))}
	kept := make([][]string, len(m.plan.Units))
	err := m.store.Scan(ctx, m.scan, func(cells []store.Cell) error {
		if m.records++; m.records > maxMeasured {
			e := model.Errorf(model.CodeLimitExceeded, "more than %d certificates would be measured; choose some by a filter", maxMeasured)
			e.Path = "filter"
			return e
		}
		m.fact(&fact, cells, kept)
		return b.Add(&fact)
	})
	if err != nil {
		return nil, err
	}
	return b.Table()
}

// fact is what the table needs of a certificate.
func (m *measurement) fact(f *cube.Fact, cells []store.Cell, kept [][]string) {
	for i, d := range m.q.By {
		if d.Field != "" {
			kept[i] = m.keys(i, cells[m.fields[d.Field]], kept[i][:0])
			f.Keys[i] = kept[i]
		}
	}
	if m.q.Share != nil {
		last := len(f.Keys) - 1
		f.Keys[last] = append(f.Keys[last][:0], m.text(cells, originField))
	}
	f.Day, f.Received, f.Issued = m.day(cells, m.q.Date), m.day(cells, "receivedAt"), m.day(cells, "issuedAt")
	f.Institution, f.Renewal = 0, m.text(cells, "amends") != ""
	if issuer := m.text(cells, "issuer"); issuer != "" && !m.hidden[issuer] {
		f.Institution = m.hash(issuer)
	}
	f.Instruments = f.Instruments[:0]
	for _, id := range m.cell(cells, "instrument").Texts {
		f.Instruments = append(f.Instruments, m.hash(id))
	}
	f.Judged, f.Conforming = judged(m.cell(cells, "conformity").Texts)
	f.Decades = m.cell(cells, "relativeUncertainty").Number
	f.Relative = store.OfDecades(f.Decades)
	f.Veiled = m.read != nil && !m.read.Holds(m.facts(cells))
}

// judged tells whether a certificate states conformity or its opposite, and whether it states
// nothing but conformity.
func judged(verdicts []string) (judged, conforming bool) {
	conforming = true
	for _, v := range verdicts {
		switch model.Conformity(v) {
		case model.ConformityPass, model.ConformityConditionalPass:
			judged = true
		case model.ConformityFail, model.ConformityConditionalFail:
			judged, conforming = true, false
		}
	}
	return judged, judged && conforming
}

// cell is that of a field; an empty one for a field that is not scanned.
func (m *measurement) cell(cells []store.Cell, field string) store.Cell {
	if at, scanned := m.fields[field]; scanned {
		return cells[at]
	}
	return store.Cell{}
}

func (m *measurement) text(cells []store.Cell, field string) string {
	if texts := m.cell(cells, field).Texts; len(texts) > 0 {
		return texts[0]
	}
	return ""
}

func (m *measurement) day(cells []store.Cell, field string) cube.Day {
	if text := m.text(cells, field); text != "" {
		return cube.ParseDay(text)
	}
	return cube.NoDay
}

// hash is that of a record's identifier.
func (m *measurement) hash(id string) uint64 {
	h, known := m.hashes[id]
	if !known {
		salt := ""
		if m.q.Share != nil {
			salt = m.q.Share.Salt
		}
		h = cube.HashOf(salt, id)
		m.hashes[id] = h
	}
	return h
}

func (m *measurement) facts(cells []store.Cell) *model.Facts {
	f := &model.Facts{Kind: model.KindCertificate, Classification: model.Classification(m.text(cells, "classification")),
		Level: model.Level(m.text(cells, "level")), Status: model.Status(m.text(cells, "status")), Origin: model.ID(m.text(cells, originField)),
		Region: model.Region(m.text(cells, "region")), Discipline: model.Discipline(m.text(cells, "discipline"))}
	for _, id := range m.cell(cells, "manufacturer").Texts {
		f.Manufacturers = append(f.Manufacturers, model.ID(id))
	}
	return f
}

// keys are the values of a dimension, without those that name records which the caller may not
// read, and by their other names.
func (m *measurement) keys(i int, c store.Cell, into []string) []string {
	for _, v := range c.Texts {
		if m.renamed[i] != nil {
			v = m.renamed[i][v]
		}
		if v != "" && !m.hidden[v] && !slices.Contains(into, v) {
			into = append(into, v)
		}
	}
	return into
}

// KindOfInstitution is the span of a dimension of institutions that are put together by their
// kind.
const KindOfInstitution = "kind"

// names finds out, of the dimensions whose values are records, which the caller may not read,
// and what others are called.
func (m *measurement) names(ctx context.Context) error {
	m.renamed = make([]map[string]string, len(m.q.By))
	named := map[string]bool{}
	for i, d := range m.q.By {
		if field, _ := store.SchemaOf(model.KindCertificate).Field(d.Field); !slices.Contains([]string{"issuer", "manufacturer", "method"}, field.Name) {
			continue
		}
		named[d.Field] = true
		if d.Span == KindOfInstitution {
			m.renamed[i] = map[string]string{}
		}
	}
	if slices.Contains(m.q.Measures, cube.Institutions) {
		named["issuer"] = true
	}
	for _, field := range slices.Sorted(maps.Keys(named)) {
		if err := m.name(ctx, field); err != nil {
			return err
		}
	}
	return nil
}

// name looks at the records that are values of a field.
func (m *measurement) name(ctx context.Context, field string) error {
	buckets, err := m.store.Group(ctx, store.Grouping{Kind: m.scan.Kind, Where: m.scan.Where, Scope: m.scan.Scope, By: []store.Dimension{{Field: field}}})
	if err != nil {
		return inside("statistics", err)
	}
	if len(buckets) == store.MaxBuckets {
		return tooManyCells(store.MaxBuckets)
	}
	var ids []model.ID
	for _, b := range buckets {
		if id := model.ID(keyText(b.Keys[0])); id.Valid() {
			ids = append(ids, id)
		}
	}
	for part := range slices.Chunk(ids, store.MaxPage) {
		kind := part[0].Kind()
		need := factFields(kind)
		if kind == model.KindInstitution {
			more, _ := model.Fields(kind, "kind")
			need |= more
		}
		loaded, err := m.Load(ctx, kind, part, need)
		if err != nil {
			return err
		}
		for i, record := range loaded.Records {
			if record == nil {
				m.hidden[string(part[i])] = true
			} else if institution, is := record.(*model.Institution); is {
				m.kinds(field, string(part[i]), string(institution.InstitutionKind))
			}
		}
	}
	return nil
}

func (m *measurement) kinds(field, id, kind string) {
	for i, d := range m.q.By {
		if d.Field == field && m.renamed[i] != nil {
			m.renamed[i][id] = kind
		}
	}
}
