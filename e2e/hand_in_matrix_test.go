package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"metrograph/internal/golden"
	"metrograph/model"
	"metrograph/policy"
)

const handInHead = `Who hands documents in, as asked over HTTP. C a job of PUT /collect/{format}, the same for every format, B a job of writeRecords, U an upload begun
at /uploads/, the same for every format, which nobody else sees, S the collection specification; a dot: none of them.

`

// testHandIn has every caller hand documents in by every entrance: whoever may make jobs has one,
// and to the others the entrances say what the policy does.
func testHandIn(t *testing.T, w *world, p *policy.Policy) {
	var b strings.Builder
	b.WriteString(handInHead)
	for _, c := range callers() {
		v := &handing{t, w.as(w.keys[c.name]), w}
		letters := ""
		for _, entrance := range []struct {
			letter string
			opens  func() bool
		}{{"C", v.collects}, {"B", v.writes}, {"U", v.uploads}, {"S", v.specified}} {
			if entrance.opens() {
				letters += entrance.letter
			}
		}
		who, want := w.principal(c), "S"
		_, allowed, err := p.Live(who, model.ActionCreate, &model.Facts{Kind: model.KindCollectionJob, Classification: model.ClassificationNonPublic,
			Status: model.StatusRecorded, Level: who.Level, Origin: who.Institution, Region: who.Region})
		if err != nil {
			t.Fatal(err)
		}
		if allowed {
			want = "CBUS"
		}
		if letters != want {
			t.Errorf("%s: %s; Casbin says %s", c.name, letters, want)
		}
		fmt.Fprintf(&b, "%-21s %s\n", c.name, letters)
	}
	golden.Check(t, "testdata/hand_in.golden", b.String())
}

// handing is one caller who hands documents in.
type handing struct {
	*testing.T
	client *client
	world  *world
}

// collects checks a document of each format, and tells whether there is a job of it.
func (v *handing) collects() bool {
	v.Helper()
	jobs, formats := 0, []string{"dcc", "dcx", "ndjson", "json", "xlsx", "csv"}
	for _, format := range formats {
		r, err := v.client.send(http.MethodPut, "/collect/"+format+"?check=true", "application/octet-stream", strings.NewReader("zz"))
		if err != nil {
			v.Fatal(err)
		}
		place := r.header.Get("Location")
		if (place != "") != strings.Contains(r.body, `"job":"`) || strings.Contains(r.body, `"created":1`) {
			v.Errorf("%s: %d %s", format, r.status, r.body)
		}
		if place != "" && v.client.get(v.T, place).status == http.StatusOK {
			jobs++
		}
	}
	if jobs != 0 && jobs != len(formats) {
		v.Errorf("jobs of %d formats of %d", jobs, len(formats))
	}
	return jobs > 0
}

// writes asks for a change of a record that nobody has, and tells whether there is a job of it.
func (v *handing) writes() bool {
	v.Helper()
	a := v.client.read(v.T, bulkMutation, map[string]any{"writes": []any{map[string]any{"id": string(unknownID(model.KindMethod)), "version": 1, "reason": "e2e",
		"record": map[string]any{"method": map[string]any{"code": "zz"}}}}})
	if result := list(a.Data, "writeRecords", "results")[0]; at(list(result, "errors")[0], "code") != "NOT_FOUND" {
		v.Errorf("%s", a.body)
	}
	return at(a.Data, "writeRecords", "collectionJob", "id") != nil
}

// uploads begins an upload of each format, and ends it.
func (v *handing) uploads() bool {
	v.Helper()
	begun, formats := 0, []string{"dcc", "dcx", "ndjson", "json", "xlsx", "csv"}
	for _, format := range formats {
		r := v.client.begin(v.T, 10, map[string]string{"format": format})
		if r.status == http.StatusUnauthorized || r.status == http.StatusForbidden {
			continue
		}
		place := r.header.Get("Location")
		if r.status != http.StatusCreated || place == "" {
			v.Errorf("%s: %d %s", format, r.status, r.body)
			continue
		}
		begun++
		for _, other := range callers() {
			c := v.world.as(v.world.keys[other.name])
			if offset, _ := c.progress(v.T, place); (offset >= 0) != (c.key == v.client.key) {
				v.Errorf("an upload is at %d for %s", offset, other.name)
			}
		}
		if r, err := v.client.send(http.MethodDelete, place, "", nil, "Tus-Resumable", "1.0.0"); err != nil || r.status != http.StatusNoContent {
			v.Errorf("ending it: %d %v", r.status, err)
		}
	}
	if begun != 0 && begun != len(formats) {
		v.Errorf("uploads of %d formats of %d", begun, len(formats))
	}
	return begun > 0
}

// specified tells whether the caller reads what can be collected: all of it, as everybody does.
func (v *handing) specified() bool {
	v.Helper()
	const query = `{collectionSpecification {__typename}}`
	return v.client.read(v.T, query, nil).body == v.world.as(v.world.keys[everything]).read(v.T, query, nil).body
}
