package e2e_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// checkAnalyses holds the analyses of instruments, one by one and together, to the
// certificates whose results the caller may read: each is among the points, or named as left
// out, and no other one is. The guard reads what else they tell.
func (v *visit) checkAnalyses(t *testing.T) {
	t.Helper()
	var everywhere []model.ID
	for batch := range slices.Chunk(v.visible(model.KindInstrument), 25) {
		a, _ := v.aliases(t, batch, func(r *record) string {
			return fmt.Sprintf(`node(id: %q) {...on Instrument {analysis {points {value certificate {id}} certificates {id}
				excluded {reason certificate {id}} mean notes {about}}}}`, r.id)
		}, "")
		for i, r := range batch {
			used := v.analysed(t, r)
			everywhere = append(everywhere, used...)
			v.checkAnalysis(t, r.String(), at(a.Data[fmt.Sprint("a", i)], "analysis"), "points", used)
		}
	}
	a := v.client.read(t, `{population(instruments: {model: {eq: "E2E"}}) {pointCount certificates {id number} excluded {reason certificate {id}}
		members {instrument {id serialNumber} level} laboratories {institution {id name {zh}} value pointCount} notes {about}}}`, nil)
	v.checkAnalysis(t, "population", at(a.Data, "population"), "", everywhere)
}

// visible are the records of a kind that the caller sees.
func (v *visit) visible(kind model.Kind) []*record {
	return slices.DeleteFunc(slices.Clone(v.of(kind)), func(r *record) bool { return v.seen[r.id] == nil })
}

// analysed are the certificates of an instrument whose results the caller may read and that
// are not withdrawn.
func (v *visit) analysed(t *testing.T, instrument *record) (ids []model.ID) {
	t.Helper()
	for _, c := range v.of(model.KindCertificate) {
		verdict := v.oracle.of(t, c)
		if slices.Contains(c.links["items.instrument"], instrument.id) && verdict.sees(c.kind, "items") && verdict.sees(c.kind, "results") &&
			c.status != model.StatusWithdrawn {
			ids = append(ids, c.id)
		}
	}
	return ids
}

func (v *visit) checkAnalysis(t *testing.T, of string, analysis any, points string, want []model.ID) {
	t.Helper()
	var got []model.ID
	for _, c := range list(analysis, "certificates") {
		got = append(got, model.ID(at(c, "id").(string)))
	}
	slices.Sort(got)
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the analysis of %s is of other certificates (-want +got):\n%s", of, d)
	}
	if n := len(list(analysis, points)); points != "" && n != len(want) {
		t.Errorf("the analysis of %s has %d points, want %d", of, n, len(want))
	}
	for _, x := range list(analysis, "excluded") {
		if id := model.ID(at(x, "certificate", "id").(string)); v.seen[id] == nil {
			t.Errorf("the analysis of %s names %s", of, id)
		}
	}
}
