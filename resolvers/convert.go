package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// anyOne returns a record of whatever kind; nil where there is none that the caller may
// read.
func anyOne(ctx context.Context, id model.ID) (model.Record, error) {
	if id == "" {
		return nil, nil
	}
	kind := kindOf(id)
	return operationOf(ctx).load(ctx, recordsKey{kind, selected(ctx, kind)}, id)()
}

// explained is what the caller may see of a record.
func explained(a registry.Access) *gqlmodel.Access {
	out := &gqlmodel.Access{
		ID: a.ID, Readable: len(a.Readable) > 0, Fields: a.Readable, Masked: a.Masked, PolicyVersion: a.PolicyVersion,
	}
	for _, rule := range a.Rules {
		out.Rules = append(out.Rules, &gqlmodel.AccessRule{Rule: rule.Rule, Effect: rule.Effect, Text: rule.Text, Fields: rule.Fields})
	}
	return out
}

// defaultDepth of a traceability chain.
const defaultDepth = 10

func chainDepth(depth *int) int {
	if depth == nil {
		return defaultDepth
	}
	return *depth
}

// chain is the steps of a traceability chain.
func chain(steps []registry.Step) []*gqlmodel.TraceabilityStep {
	out := make([]*gqlmodel.TraceabilityStep, len(steps))
	for i, s := range steps {
		step := &gqlmodel.TraceabilityStep{
			Depth: s.Depth, Instrument: s.Instrument, Certificate: s.Certificate, End: given(gqlmodel.TraceabilityEnd(s.End)),
		}
		if s.Use != nil {
			step.CertificateNumber = given(s.Use.CertificateNumber)
		}
		if s.Use != nil && !s.Use.Name.IsZero() {
			step.StandardName = &s.Use.Name
		}
		out[i] = step
	}
	return out
}
