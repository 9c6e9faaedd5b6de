package resolvers

import (
	"context"
	"slices"

	"metrograph/analysis/cube"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// statisticsRequest is what a client asks of statistics.
type statisticsRequest struct {
	by       []string
	filter   map[string]any
	measures []gqlmodel.StatisticsMeasure
	date     *gqlmodel.StatisticsDate
	period   *gqlmodel.StatisticsPeriodInput
	compare  *gqlmodel.StatisticsComparison
	top      []*gqlmodel.StatisticsTopInput
	totals   *bool
	order    *gqlmodel.StatisticsOrder
}

// plain tells whether nodes that know nothing but counts can answer.
func (s *statisticsRequest) plain() bool {
	return s.measures == nil && s.period == nil && s.compare == nil && !value(s.totals)
}

// request is what the registry is asked.
func (s *statisticsRequest) request() (q registry.MeasuresRequest, err error) {
	if q.Where, err = registry.ParseFilter(model.KindCertificate, plainMap(s.filter)); err != nil {
		return q, err
	}
	for _, d := range s.by {
		q.By = append(q.By, dimension(d))
	}
	for _, m := range s.measures {
		if !slices.Contains(q.Measures, cube.Measure(m)) {
			q.Measures = append(q.Measures, cube.Measure(m))
		}
	}
	q.Date = map[gqlmodel.StatisticsDate]string{gqlmodel.StatisticsDatePerformed: "performedFrom", gqlmodel.StatisticsDateReceived: "receivedAt"}[value(s.date)]
	if s.period != nil {
		q.From, q.To = value(s.period.From), value(s.period.To)
	}
	q.Compare, q.Totals = registry.Comparison(value(s.compare)), value(s.totals)
	for _, t := range s.top {
		q.Top = append(q.Top, registry.Top{Dimension: slices.Index(s.by, t.Dimension), Keep: t.First, By: cube.Measure(value(t.By))})
	}
	if s.order != nil {
		q.Order = cube.Order{By: cube.Measure(s.order.Measure), Desc: value(s.order.Direction)}
	}
	return q, nil
}

// statistics measures certificates by dimensions.
func (r *Resolver) statistics(ctx context.Context, scope *gqlmodel.QueryScope, asked statisticsRequest) (*gqlmodel.Statistics, error) {
	request, err := asked.request()
	if err != nil {
		return nil, err
	}
	measured, report, err := r.counted(ctx, scope, &asked, request)
	if err != nil {
		return nil, err
	}
	out := &gqlmodel.Statistics{Dimensions: asked.by, Network: report, Threshold: measured.Least, Period: periodOf(&measured.Period),
		PreviousPeriod: periodOf(measured.Earlier), Buckets: []*gqlmodel.StatisticsBucket{}}
	if len(request.Measures) == 0 {
		request.Measures = []cube.Measure{cube.Count}
	}
	if operationOf(ctx).answersFor(ctx) != nil {
		return out, nil // the table comes beside it
	}
	for _, row := range measured.Table.Rows(len(asked.by), request.Order, measured.Least) {
		b := &gqlmodel.StatisticsBucket{Keys: bucketKeys(asked.by, row.Keys), Count: row.Cell.Count, Suppressed: row.Cell.Suppressed}
		if b.Suppressed {
			b.Count = 0
		}
		for _, m := range request.Measures {
			b.Values = append(b.Values, valueOf(m, row, measured.Least, measured.Earlier != nil))
		}
		out.Buckets = append(out.Buckets, b)
	}
	return out, nil
}

// counted counts within a scope. There is a report where other nodes were asked.
func (r *Resolver) counted(ctx context.Context, scope *gqlmodel.QueryScope, asked *statisticsRequest, q registry.MeasuresRequest) (*registry.Measured, *gqlmodel.NetworkReport, error) {
	wide, err := isNetwork(ctx, scope)
	switch {
	case err != nil:
		return nil, nil, err
	case wide:
		return r.gathered(ctx, asked, q)
	}
	answering := operationOf(ctx).answersFor(ctx)
	if answering != nil {
		q.Share = &registry.ShareMeasures{Salt: answering.Salt}
	}
	measured, err := r.registry.Measure(ctx, q)
	if err == nil {
		answering.noteCounts(measured.Table, len(q.By), asked.plain())
	}
	return measured, nil, err
}

func periodOf(p *cube.Period) *gqlmodel.StatisticsPeriod {
	if p == nil || p.From == cube.NoDay || p.To == cube.NoDay {
		return nil
	}
	return &gqlmodel.StatisticsPeriod{From: model.Date(p.From.String()), To: model.Date(p.To.String())}
}

// valueOf is what a bucket says to a measure, beside that of the earlier period. Where nothing is
// in the earlier bucket, what is counted was none.
func valueOf(m cube.Measure, row cube.Row, least int, compared bool) *gqlmodel.StatisticsValue {
	v := row.Cell.Value(m, least)
	out := &gqlmodel.StatisticsValue{Measure: gqlmodel.StatisticsMeasure(m), Suppressed: v.Suppressed}
	if !v.Suppressed {
		out.Of = &v.Of
	}
	if v.Error > 0 {
		out.Error = &v.Error
	}
	if v.Known {
		out.Value = &v.Number
	}
	if !compared {
		return out
	}
	earlier := row.Earlier
	if earlier == nil {
		earlier = &cube.Cell{}
	}
	before := earlier.Value(m, least)
	if before.Known {
		out.Previous = &before.Number
	}
	if v.Known && before.Known {
		change := v.Number - before.Number
		out.Change = &change
		if before.Number != 0 {
			relative := change / before.Number
			out.RelativeChange = &relative
		}
	}
	return out
}

func bucketKeys(by, values []string) []*gqlmodel.StatisticsKey {
	keys := make([]*gqlmodel.StatisticsKey, len(by))
	for i, d := range by {
		keys[i] = &gqlmodel.StatisticsKey{Dimension: d, Other: values[i] == cube.Other, Total: values[i] == cube.Total}
		if !keys[i].Other && !keys[i].Total {
			keys[i].Value = given(values[i])
		}
	}
	return keys
}

// dimension is the queryable field of certificates that a dimension groups by, or the unit of
// time; the registry refuses what is neither.
func dimension(name string) registry.Dimension {
	return map[string]registry.Dimension{
		"DISCIPLINE":       {Field: "discipline"},
		"ACTIVITY":         {Field: "activity"},
		"DOCUMENT_TYPE":    {Field: "documentType"},
		"LEVEL":            {Field: "level"},
		"CLASSIFICATION":   {Field: "classification"},
		"SOURCE_CATEGORY":  {Field: "sourceCategory"},
		"INSTITUTION":      {Field: "issuer"},
		"INSTITUTION_KIND": {Field: "issuer", Span: registry.KindOfInstitution},
		"REGION":           {Field: "region"},
		"PROVINCE":         {Field: "province"},
		"MANUFACTURER":     {Field: "manufacturer"},
		"METHOD":           {Field: "method"},
		"CATEGORY_CODE":    {Field: "categoryCode"},
		"INSTRUMENT_MODEL": {Field: "instrumentModel"},
		"YEAR":             {Span: string(cube.Year)},
		"QUARTER":          {Span: string(cube.Quarter)},
		"MONTH":            {Span: string(cube.Month)},
		"WEEK":             {Span: string(cube.Week)},
		"DAY":              {Span: string(cube.OneDay)},
		"STATUS":           {Field: "status"},
		"STAGE":            {Field: "stage"},
		"CONFORMITY":       {Field: "conformity"},
	}[name]
}

// keyRecord is the record that a bucket's key names; empty for keys that are no records.
func keyRecord(k *gqlmodel.StatisticsKey) model.ID {
	switch k.Dimension {
	case "INSTITUTION", "MANUFACTURER", "METHOD":
		return model.ID(value(k.Value))
	}
	return ""
}
