package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// checkEdges holds the edges of every record that the caller sees to where they lead: to
// null, or to nothing in a list, where the field is masked or the target is hidden.
func (v *visit) checkEdges(t *testing.T) {
	t.Helper()
	for _, r := range v.records {
		object := v.seen[r.id]
		if object == nil {
			continue
		}
		for path, targets := range r.links {
			field, _, _ := strings.Cut(path, ".")
			want := []model.ID{}
			for _, id := range targets {
				if v.oracle.of(t, r).sees(r.kind, field) && v.oracle.of(t, v.world.byID[id]).readable {
					want = append(want, id)
				}
			}
			if d := cmp.Diff(want, follow(object, strings.Split(path, "."))); d != "" {
				t.Errorf("%s of %s (-want +got):\n%s", path, r, d)
			}
		}
	}
}

// follow collects the ids at the end of a path, through lists.
func follow(v any, path []string) []model.ID {
	ids := []model.ID{}
	switch v := v.(type) {
	case []any:
		for _, entry := range v {
			ids = append(ids, follow(entry, path)...)
		}
	case map[string]any:
		if len(path) > 0 {
			return follow(v[path[0]], path[1:])
		}
		ids = append(ids, model.ID(v["id"].(string)))
	}
	return ids
}

// reverse is a connection that leads back along an edge.
type reverse struct {
	of         model.Kind
	connection string
	kind       model.Kind
	path       string // the edge of that kind that it leads back along
}

func reverses() []reverse {
	return []reverse{
		{model.KindInstitution, "certificates", model.KindCertificate, "issuer"},
		{model.KindInstitution, "instruments", model.KindInstrument, "ownerInstitution"},
		{model.KindInstitution, "manufacturedInstruments", model.KindInstrument, "manufacturers"},
		{model.KindInstrument, "certificates", model.KindCertificate, "items.instrument"},
		{model.KindInstrument, "usedIn", model.KindCertificate, "standards.instrument"},
		{model.KindMethod, "certificates", model.KindCertificate, "methods.method"},
		{model.KindCertificate, "amendedBy", model.KindCertificate, "amendment.certificate"},
	}
}

// checkReverseEdges holds connections below records to what the caller may read at the other
// end, by fields that the caller may read there.
func (v *visit) checkReverseEdges(t *testing.T) {
	t.Helper()
	for _, e := range reverses() {
		field, _, _ := strings.Cut(e.path, ".")
		for _, r := range v.of(e.of) {
			if v.seen[r.id] == nil {
				continue
			}
			var want []model.ID
			for _, other := range v.of(e.kind) {
				if slices.Contains(other.links[e.path], r.id) && v.oracle.of(t, other).sees(other.kind, field) {
					want = append(want, other.id)
				}
			}
			v.checkReverse(t, e, r, want)
		}
	}
	v.checkChains(t)
}

func (v *visit) checkReverse(t *testing.T, e reverse, r *record, want []model.ID) {
	t.Helper()
	a := v.client.read(t, fmt.Sprintf("{node(id: %q) {...on %s {%s(first: 100) {totalCount edges {node {id}}}}}}", r.id, e.of.TypeName(), e.connection), nil)
	var got []model.ID
	for _, edge := range list(a.Data, "node", e.connection, "edges") {
		got = append(got, model.ID(at(edge, "node", "id").(string)))
	}
	slices.Sort(got)
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s of %s (-want +got):\n%s", e.connection, r, d)
	}
	if total := at(a.Data, "node", e.connection, "totalCount"); total != float64(len(want)) {
		t.Errorf("%s of %s: totalCount %v, want %d", e.connection, r, total, len(want))
	}
}

// checkChains follows the traceability of every instrument that the caller sees, for the
// guard to read: no step may name what is hidden.
func (v *visit) checkChains(t *testing.T) {
	t.Helper()
	v.client.read(t, `{instruments(first: 100) {edges {node {id traceabilityChain {depth instrument {id serialNumber}
		certificate {id number customer {name {zh}}} standardName {zh} certificateNumber end}}}}}`, nil)
}
