package e2e_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"metrograph/model"
	"metrograph/registry"
)

// TestKill imports certificates and corrects some of them, while the process is killed at
// random moments, also while it starts. In the end everything that was acknowledged is
// there, and nothing twice.
func TestKill(t *testing.T) {
	const seed, batch, amended = 20250301, 250, 25
	size, kills := 10_000, 20
	if testing.Short() {
		size, kills = 2_000, 5
	}
	i := newImporting(t, seed)
	i.kills, i.left = kills, 2*size/batch
	for first := 0; first < size; first += batch {
		var created, corrected []change
		for n := first; n < first+batch; n++ {
			created = append(created, change{number: number(n)})
		}
		i.write(created)
		for _, c := range created[:amended] {
			if i.records[c.number].id != "" {
				corrected = append(corrected, change{c.number, true})
			}
		}
		i.write(corrected)
	}
	t.Logf("seed %d: %d kills; %d of %d requests were cut off, of which %d changes were kept", seed, i.killed, i.cut, 2*size/batch, i.lost)
	if i.killed != kills || i.cut == 0 {
		t.Errorf("%d kills, want %d; %d requests were cut off", i.killed, kills, i.cut)
	}
	i.checkKept(size)
	i.stop(t)
	i.checkJournal(size)
}

// checkKept holds what the node has to what it acknowledged.
func (i *importing) checkKept(size int) {
	i.Helper()
	reader := i.as(i.key)
	kept := map[string]*acknowledged{}
	for after := any(nil); ; {
		a := reader.read(i.T, `query($after: String) {certificates(first: 100, after: $after, orderBy: {field: NUMBER, direction: ASC})
			{totalCount edges {node {id number version}} pageInfo {hasNextPage endCursor}}}`, map[string]any{"after": after})
		if total := at(a.Data, "certificates", "totalCount"); total != float64(size) {
			i.Fatalf("totalCount %v, want %d", total, size)
		}
		for _, edge := range list(a.Data, "certificates", "edges") {
			name := at(edge, "node", "number").(string)
			if kept[name] != nil {
				i.Errorf("%s is there twice", name)
			}
			kept[name] = &acknowledged{model.ID(at(edge, "node", "id").(string)), int(at(edge, "node", "version").(float64))}
		}
		if at(a.Data, "certificates", "pageInfo", "hasNextPage") != true {
			break
		}
		after = at(a.Data, "certificates", "pageInfo", "endCursor")
	}
	var ids []model.ID
	for n := range size {
		want, got := i.records[number(n)], kept[number(n)]
		if got == nil || want.id != "" && got.id != want.id || got.version != want.version {
			i.Errorf("%s: %+v was acknowledged, %+v is there", number(n), want, got)
			continue
		}
		ids = append(ids, got.id)
	}
	i.checkByID(reader, ids)
}

func (i *importing) checkByID(reader *client, ids []model.ID) {
	i.Helper()
	for some := range slices.Chunk(ids, 100) {
		a := reader.read(i.T, `query($ids: [ID!]!) {nodes(ids: $ids) {id}}`, map[string]any{"ids": some})
		for n, node := range list(a.Data, "nodes") {
			if at(node, "id") != string(some[n]) {
				i.Errorf("%s is not there by id", some[n])
			}
		}
	}
}

// checkJournal verifies the journal: it has an entry for each change, for the node's
// institution and for the key, besides the accounts of the requests, and no more.
func (i *importing) checkJournal(size int) {
	i.Helper()
	entries := size + 2
	for _, r := range i.records {
		entries += r.version - 1
	}
	if got := written(i.T, i.data); got != entries {
		i.Errorf("the journal has %d entries, want %d", got, entries)
	}
	for _, job := range jobs(i.T, i.data) { // each request has its account, also one that was killed
		if whole := job.Tally.Read == job.Total && job.Tally.Read == job.Tally.Created+job.Tally.Amended+job.Tally.Rejected; !job.State.Ended() ||
			job.State == model.JobDone && !whole || job.State != model.JobDone && job.Failure != registry.Interrupted {
			i.Errorf("%+v", job)
		}
	}
}

// verify checks a data folder, expects no fault, and returns the number of journal entries.
func verify(t *testing.T, data string) int {
	t.Helper()
	var report struct {
		Entries int
		Faults  []string
	}
	out := succeed(t, "verify", "--json", "--data", data)
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Faults) > 0 {
		t.Error(fmt.Sprint(report.Faults))
	}
	return report.Entries
}
