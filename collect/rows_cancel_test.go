package collect

import (
	"context"
	"strings"
	"testing"

	"metrograph/model"
)

// TestRowsCancelled: a file of rows whose job is cancelled while it runs ends between two
// batches, with counts that are those of the store; the same file handed in again adds what was
// left and nothing twice.
func TestRowsCancelled(t *testing.T) {
	const rows = 1705
	text := strings.Join(ndjsonLines(1700), "\n")
	for _, after := range []int{1, 600, 1100} {
		n := newNode(t)
		n.cancel = after
		ctx := model.WithPrincipal(context.Background(), &model.Principal{Institution: ownInstitution})
		report, err := Import(ctx, n, []Source{Bytes("a.ndjson", []byte(text))}, Options{})
		last := n.jobs[len(n.jobs)-1]
		kept := last.Tally.Created
		if err == nil || last.State != model.JobCancelled || last.Failure != "" || tallyOf(report) != last.Tally {
			t.Fatalf("cancelled after %d: %v, %+v, report %+v", after, err, last, tallyOf(report))
		}
		if last.Tally != (model.Tally{Read: kept, Created: kept}) || kept < after || kept >= rows || kept != len(n.records) {
			t.Fatalf("cancelled after %d: %+v, the store holds %d", after, last.Tally, len(n.records))
		}
		n.cancel = 0
		again := importRows(t, n, text, Options{})
		if want := (model.Tally{Read: rows, Created: rows - kept, Unchanged: kept}); tallyOf(again) != want || len(n.records) != rows {
			t.Errorf("again after %d: %+v, want %+v, the store holds %d", after, tallyOf(again), want, len(n.records))
		}
	}
}
