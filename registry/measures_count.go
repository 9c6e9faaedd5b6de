package registry

import (
	"context"
	"slices"

	"metrograph/analysis/cube"
	"metrograph/store"
)

// grouping is the request as the store can group it by itself, which is several times faster than
// a scan; ok is false where it cannot.
func (m *measurement) grouping() (g store.Grouping, ok bool) {
	counts := slices.Equal(m.q.Measures, []cube.Measure{cube.Count})
	if !counts || m.read != nil || m.plan.Earlier != nil || m.plan.Totals || len(m.plan.Units) > store.MaxDimensions {
		return g, false
	}
	g = store.Grouping{Kind: m.scan.Kind, Where: m.scan.Where, Scope: m.scan.Scope}
	for i, d := range m.q.By {
		by := store.Dimension{Field: d.Field}
		field, _ := store.SchemaOf(g.Kind).Field(d.Field)
		switch unit := m.plan.Units[i]; {
		case m.renamed[i] != nil || unit != "" && m.q.Date != "issuedAt":
			return g, false
		case unit == cube.Year || unit == cube.Month:
			by = store.Dimension{Field: m.q.Date, Bucket: store.Span(unit)}
		case unit != "":
			return g, false
		case field.Many:
			for id := range m.hidden {
				by.Without = append(by.Without, id)
			}
		}
		g.By = append(g.By, by)
	}
	if m.q.Share != nil {
		g.By = append(g.By, store.Dimension{Field: originField})
	}
	return g, true
}

// grouped is the table that the store groups; nil where it has more cells than the store tells.
func (m *measurement) grouped(ctx context.Context, g store.Grouping) (*cube.Table, error) {
	buckets, err := m.store.Group(ctx, g)
	if err != nil || len(buckets) == store.MaxBuckets {
		return nil, err
	}
	t := &cube.Table{Cells: map[string]*cube.Cell{}}
	for _, b := range buckets {
		keys := make([]string, len(b.Keys))
		for i, key := range b.Keys {
			if keys[i] = keyText(key); i < len(m.q.By) && m.hidden[keys[i]] {
				keys[i] = ""
			}
		}
		joined := cube.Join(keys)
		if t.Cells[joined] == nil {
			t.Cells[joined] = &cube.Cell{}
		}
		t.Cells[joined].Count += int(b.Count)
	}
	if len(m.plan.Units) == 0 && t.Cells[""] == nil {
		t.Cells[""] = &cube.Cell{}
	}
	return t, nil
}
