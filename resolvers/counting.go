package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// statistics counts certificates by dimensions.
func (r *Resolver) statistics(ctx context.Context, scope *gqlmodel.QueryScope, by []string, filter map[string]any) (*gqlmodel.Statistics, error) {
	where, err := registry.ParseFilter(model.KindCertificate, plainMap(filter))
	if err != nil {
		return nil, err
	}
	request := registry.StatisticsRequest{Kind: model.KindCertificate, Where: where}
	for _, d := range by {
		request.By = append(request.By, dimension(d))
	}
	buckets, report, err := r.counted(ctx, scope, request)
	if err != nil {
		return nil, err
	}
	out := &gqlmodel.Statistics{Dimensions: by, Network: report, Buckets: make([]*gqlmodel.StatisticsBucket, len(buckets))}
	for i, b := range buckets {
		out.Buckets[i] = &gqlmodel.StatisticsBucket{Keys: bucketKeys(by, b), Count: b.Count}
	}
	return out, nil
}

// counted counts within a scope. There is a report where other nodes were asked.
func (r *Resolver) counted(ctx context.Context, scope *gqlmodel.QueryScope, q registry.StatisticsRequest) ([]registry.Bucket, *gqlmodel.NetworkReport, error) {
	wide, err := isNetwork(ctx, scope)
	switch {
	case err != nil:
		return nil, nil, err
	case wide:
		return r.gathered(ctx, q)
	}
	answering := operationOf(ctx).answersFor(ctx)
	q.Share = answering != nil
	buckets, err := r.registry.Statistics(ctx, q)
	answering.noteCounts(buckets)
	return buckets, nil, err
}

func bucketKeys(by []string, b registry.Bucket) []*gqlmodel.StatisticsKey {
	keys := make([]*gqlmodel.StatisticsKey, len(by))
	for i, d := range by {
		keys[i] = &gqlmodel.StatisticsKey{Dimension: d, Value: given(b.Keys[i])}
	}
	return keys
}

// dimension is the queryable field of certificates that a dimension groups by; the registry
// refuses the empty one of an unknown name.
func dimension(name string) registry.Dimension {
	return map[string]registry.Dimension{
		"DISCIPLINE":      {Field: "discipline"},
		"ACTIVITY":        {Field: "activity"},
		"DOCUMENT_TYPE":   {Field: "documentType"},
		"LEVEL":           {Field: "level"},
		"CLASSIFICATION":  {Field: "classification"},
		"SOURCE_CATEGORY": {Field: "sourceCategory"},
		"INSTITUTION":     {Field: "issuer"},
		"REGION":          {Field: "region"},
		"MANUFACTURER":    {Field: "manufacturer"},
		"METHOD":          {Field: "method"},
		"MONTH":           {Field: "issuedAt", Span: "month"},
		"YEAR":            {Field: "issuedAt", Span: "year"},
		"STATUS":          {Field: "status"},
		"STAGE":           {Field: "stage"},
		"CONFORMITY":      {Field: "conformity"},
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
