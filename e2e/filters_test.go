package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"metrograph/model"
)

// probe is a filter that every record of the kind meets, and the fields that it reveals: the
// list has the records of which the caller sees them all.
type probe struct {
	kind   model.Kind
	filter string
	reveal []string
	meets  func(*record) bool // nil: all
}

// probes are filters by fields that are masked for somebody, plain, negated and joined.
func (w *world) probes() []probe {
	institutions := quoted(idsOf(w.of(model.KindInstitution)))
	const customer = `customer: {contains: "顾客"}`
	either := "or: [{" + customer + "}, {classification: {in: [PUBLIC, NON_PUBLIC]}}]"
	probes := []probe{
		{kind: model.KindCertificate, filter: customer, reveal: []string{"customer"}},
		{kind: model.KindCertificate, filter: `not: {customer: {eq: "nobody"}}`, reveal: []string{"customer"}},
		{kind: model.KindCertificate, filter: either, reveal: []string{"customer", "classification"}},
		{kind: model.KindCertificate, filter: "customerInstitution: {in: " + institutions + "}", reveal: []string{"customerInstitution"}},
		{kind: model.KindInstrument, filter: "ownerInstitution: {in: " + institutions + "}", reveal: []string{"ownerInstitution"}},
	}
	for _, kind := range kinds() {
		probes = append(probes,
			probe{kind, `modifiedAt: {gte: "2000-01-01T00:00:00Z"}`, []string{"modified"}, nil},
			probe{kind, fmt.Sprintf("sourceHash: {eq: %q}", sourceHash), []string{"provenance"},
				func(r *record) bool { return r.kind != model.KindAttachment && r != w.records[0] }}, // which nobody wrote
			probe{kind, "classification: {eq: NON_PUBLIC}, status: {eq: PUBLISHED}", []string{"classification", "status"},
				func(r *record) bool {
					return r.class == model.ClassificationNonPublic && r.status == model.StatusPublished
				}})
	}
	return probes
}

func quoted[T ~string](list []T) string {
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%q ", s)
	}
	return "[" + b.String() + "]"
}

// checkFilters asks filters by masked fields: a record of which the caller does not see the
// field is not found by it, nor counted.
func (v *visit) checkFilters(t *testing.T) {
	t.Helper()
	for _, p := range v.probes() {
		l := v.ids(t, p.kind, "filter: {"+p.filter+"}")
		v.checkIDs(t, fmt.Sprintf("%ss(%s)", p.kind, clip(p.filter)), l, p.kind, func(r *record) bool {
			return (p.meets == nil || p.meets(r)) && v.oracle.of(t, r).sees(r.kind, p.reveal...)
		})
	}
}
