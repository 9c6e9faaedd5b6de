package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/internal/golden"
	"metrograph/model"
	"metrograph/policy"
)

// TestAccess asks every entrance as every caller, and compares what they show with each
// other, with the policy asked live, and with the golden matrix.
func TestAccess(t *testing.T) {
	w := newWorld(t)
	p := mustLoadPolicy(t)
	visits := make([]*visit, len(callers()))
	t.Run("caller", func(t *testing.T) {
		whole := w.whole(t, p.Live)
		for i, c := range callers() {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				v := w.visit(p.Live, c)
				v.walk(t, whole)
				visits[i] = v
			})
		}
	})
	t.Run("golden", func(t *testing.T) { compareMatrices(t, w, p, visits) })
	t.Run("harvest", func(t *testing.T) { testHarvest(t, w, visits) })
	t.Run("network", func(t *testing.T) { testNetwork(t, w, p) })
	w.stop(t)
	w.node = serve(t, w.data) // as it comes
	t.Run("small cells", func(t *testing.T) { testSmallCells(t, w, p) })
	t.Run("agreement", func(t *testing.T) { testAgreement(t, w) })
	t.Run("natural keys", func(t *testing.T) { testNaturalKeys(t, w) })
	t.Run("jobs", func(t *testing.T) { testJobs(t, w, p) })
	t.Run("submissions", func(t *testing.T) { testSubmissions(t, w, p) })
	t.Run("reports", func(t *testing.T) { testReportMatrix(t, w, p) })
	t.Run("handing in", func(t *testing.T) { testHandIn(t, w, p) })
	t.Run("facts", func(t *testing.T) { testFacts(t, w) })
	t.Run("references", func(t *testing.T) { testReferences(t, w) })
	t.Run("webhooks", func(t *testing.T) { testWebhooks(t, w) })
}

func mustLoadPolicy(t *testing.T) *policy.Policy {
	t.Helper()
	p, err := policy.Load(policy.Default())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// compareMatrices writes the matrix three times: from what HTTP showed, from live answers of
// Casbin, and from the compiled table.
func compareMatrices(t *testing.T, w *world, p *policy.Policy, visits []*visit) {
	if slices.Contains(visits, nil) {
		t.Skip("a caller did not get through")
	}
	overHTTP := w.matrix(func(i int, r *record) string { return visits[i].found[r].letters(r.kind) })
	live := w.matrix(func(i int, r *record) string { return visits[i].oracle.of(t, r).letters(r.kind) })
	compiled := w.matrix(func(i int, r *record) string {
		return newOracle(w, p.Compiled, visits[i].oracle.who).of(t, r).letters(r.kind)
	})
	if d := cmp.Diff(live, overHTTP); d != "" {
		t.Errorf("HTTP shows otherwise than Casbin says (-said +shown):\n%s", d)
	}
	if d := cmp.Diff(live, compiled); d != "" {
		t.Errorf("the compiled table says otherwise than Casbin (-Casbin +table):\n%s", d)
	}
	golden.Check(t, "testdata/matrix.golden", overHTTP)
}

const matrixHead = `The access matrix, as asked over HTTP: what a caller sees of a record. It is the same at every entrance, or the
test fails: by id, list, node, nodes, in parts, _entities by id and by natural key, edges in both directions, explainAccess, counts, statistics, analyses, search,
filters and orders by masked fields, cursors of other callers, history, download, streams and exports of records, the feed that a peer harvests or is handed,
lists and statistics of the network (where roles are left behind, and members of N are nobody), and the errors for what is hidden. Webhooks deliver, byte for byte, what a subscription tells the same caller.

R read, C counted in statistics, H history, D download; a dot: nothing, as if it were not there.
Behind R what is masked: p the parties (contact, customer, customerInstitution, owner, ownerInstitution),
s personnel (staff), v provenance, t the stamps (created, modified).
Columns are the origins of the records; +M are those about instruments that the manufacturer M made.

N the national institute (110000)     P a provincial centre (440000)     Q one of another province (330000)
T a third party in P's province (440300)     M a manufacturer in Q's province (330100)
`

// matrix writes a row for each caller, kind, class and status.
func (w *world) matrix(letters func(caller int, r *record) string) string {
	cells := map[cell]*record{}
	for _, r := range w.records {
		if !r.extra {
			cells[r.cell] = r
		}
	}
	var b strings.Builder
	b.WriteString(matrixHead)
	for i, c := range callers() {
		for _, kind := range kinds() {
			w.block(&b, c.name, kind, func(key cell) string { return letters(i, cells[key]) })
		}
	}
	return b.String()
}

func (w *world) block(b *strings.Builder, caller string, kind model.Kind, letters func(cell) string) {
	row := func(label string, columns []string) {
		line := fmt.Sprintf("  %-21s", label)
		for _, column := range columns {
			line += fmt.Sprintf(" %-7s", column)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	columns := w.columns(kind)
	var names []string
	for _, c := range columns {
		name := c.origin.name
		if c.made {
			name += "+M"
		}
		names = append(names, name)
	}
	fmt.Fprintf(b, "\n%s: %s\n", caller, kind)
	row("", names)
	for _, class := range model.Classification("").Values() {
		for _, status := range model.Status("").Values() {
			var found []string
			for _, c := range columns {
				c.class, c.status = class, status
				found = append(found, letters(c))
			}
			row(string(class)+" "+string(status), found)
		}
	}
}

// columns are the cells of a row, without class and status.
func (w *world) columns(kind model.Kind) []cell {
	var columns []cell
	for _, made := range []bool{false, true} {
		for _, o := range w.origins {
			if !made || kind == model.KindCertificate || kind == model.KindInstrument {
				columns = append(columns, cell{kind: kind, origin: o, made: made})
			}
		}
	}
	return columns
}
