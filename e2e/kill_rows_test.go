package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// TestKillRows kills a node within a file of many rows again and again: the job goes on with
// the row that was next, and in the end has created each row once and rejected each bad one.
func TestKillRows(t *testing.T) {
	const seed, rows, bad = 20251123, 6000, 60 // one row in a hundred is rejected
	kills := 5
	if testing.Short() {
		kills = 2
	}
	folder := t.TempDir()
	for _, path := range []string{rowsAsLines(t, folder, rows), rowsAsBook(t, folder, rows)} {
		t.Run(filepath.Ext(path), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, seed))
			data := t.TempDir()
			key := createKey(t, data, append(national(), "--role", "RECORDER")...)
			n := serve(t, data)
			id, within := jobOf(t, n.as(key).collect(t, map[string]any{}, path)), 0
			for kill := range kills {
				if awaitBatches(t, data, id, kill+1) {
					time.Sleep(time.Duration(random.Int64N(int64(40 * time.Millisecond))))
					within++
				}
				n.kill(t)
				n = serve(t, data)
			}
			job := n.as(key).ended(t, id)
			for what, want := range map[string]float64{"read": rows, "created": rows - bad, "rejected": bad, "amended": 0, "unchanged": 0} {
				if got := at(job, "tally", what); got != want {
					t.Errorf("%v %s, not %v", got, what, want)
				}
			}
			if at(job, "state") != "DONE" || within < 2 {
				t.Errorf("killed %d times within the file: %v", within, job)
			}
			a := n.as(key).read(t, `{certificates(first: 1) {totalCount}}`, nil)
			if got := at(a.Data, "certificates", "totalCount"); got != float64(rows-bad) {
				t.Errorf("the node has %v certificates", got)
			}
			edges := list(n.as(key).read(t, `query($id: ID!) {collectionJob(id: $id) {rejections {edges {node {url}}}}}`, map[string]any{"id": id}).Data, "collectionJob", "rejections", "edges")
			if len(edges) != 1 {
				t.Fatalf("%v", edges)
			}
			rejected := n.as(key).get(t, at(edges[0], "node", "url").(string)).body
			if filepath.Ext(path) == ".ndjson" && strings.Count(rejected, "\n") != bad {
				t.Errorf("%d rejected rows are kept", strings.Count(rejected, "\n"))
			}
		})
	}
}

// awaitBatches waits until the account of a job has so many batches; false where it has ended.
func awaitBatches(t *testing.T, data, id string, batches int) bool {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		ledger, err := os.ReadFile(filepath.Join(data, "jobs", id, "ledger.ndjson"))
		if err == nil && strings.Count(string(ledger), "\n") >= batches {
			return true
		}
		if _, err := os.Stat(filepath.Join(data, "jobs", id, "task.json")); os.IsNotExist(err) {
			return false
		}
	}
	t.Fatalf("job %s does not come so far", id)
	return false
}

func rowsAsLines(t *testing.T, folder string, rows int) string {
	t.Helper()
	var text strings.Builder
	for i := range rows {
		fmt.Fprintf(&text, `{"number":"K-%05d","issuedAt":%q}`+"\n", i, dayOf(i))
	}
	path := filepath.Join(folder, "rows.ndjson")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func rowsAsBook(t *testing.T, folder string, rows int) string {
	t.Helper()
	book := excelize.NewFile()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows + 1 {
		cells := []any{"证书编号", "签发日期"}
		if i > 0 {
			cells = []any{fmt.Sprintf("K-%05d", i-1), dayOf(i - 1)}
		}
		cell, _ := excelize.CoordinatesToCellName(1, i+1) // which there is
		if err := sheet.SetRow(cell, cells); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, "rows.xlsx")
	if err := sheet.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// dayOf is the day of issue of a row; one in a hundred has none such.
func dayOf(i int) string {
	if i%100 == 50 {
		return "2024-13-05"
	}
	return "2024-03-05"
}
