package e2e_test

import (
	"strings"
	"testing"
)

// testimony is a text that a step wants.
func testimony(text string) map[string]any {
	return map[string]any{"text": map[string]any{"zh": text}}
}

// dataset makes a data set of a new public certificate.
func (d *desk) dataset(t *testing.T, number string) string {
	t.Helper()
	return d.post(t, "RECORDER", "createDataset", map[string]any{"dataset": map[string]any{"name": map[string]any{"zh": "数据集 " + number},
		"versionLabel": "1.0", "licence": "CC-BY-4.0", "classification": "PUBLIC", "members": []any{d.record(t, number, "PUBLIC")}}})["id"].(string)
}

// submit opens an evaluation before a committee and submits it.
func (d *desk) submit(t *testing.T, subject, committee string) string {
	t.Helper()
	id := d.post(t, "RECORDER", "openEvaluation", map[string]any{"subject": subject, "committee": committee})["id"].(string)
	d.move(t, "RECORDER", "submitEvaluation", id, nil)
	return id
}

// judge has the experts give their reviews.
func (d *desk) judge(t *testing.T, id string, experts ...string) {
	t.Helper()
	var persons []any
	for _, name := range experts {
		persons = append(persons, d.persons[name])
	}
	d.move(t, "REVIEWER", "assignReviewers", id, map[string]any{"dueAt": inAMonth(), "reviewers": persons})
	for _, name := range experts {
		d.review(t, name, id, 8)
	}
}

// nationally leads what its own committee recommends to the publication by the nation, and returns
// the nation's evaluation.
func (d *desk) nationally(t *testing.T, id string, experts ...string) string {
	t.Helper()
	d.move(t, "REVIEWER", "recommendEvaluation", id, nil)
	d.move(t, "PUBLISHER", "applyEvaluation", id, nil)
	national := d.post(t, "REVIEWER", "openNationalReview", map[string]any{"basedOn": id, "committee": d.committee})["id"].(string)
	d.judge(t, national, experts...)
	d.move(t, "PUBLISHER", "publishEvaluation", national, nil)
	return national
}

// amendable tells whether a recorder can amend a data set.
func (d *desk) amendable(t *testing.T, dataset string) bool {
	t.Helper()
	version := at(d.as(d.admin).read(t, `query($id: ID!) {dataset(id: $id) {version}}`, map[string]any{"id": dataset}).Data, "dataset", "version")
	_, refusal := d.try(t, "RECORDER", "amendDataset", map[string]any{"id": dataset, "version": version, "reason": "mended", "changes": map[string]any{"licence": "CC-BY-4.0"}})
	return refusal == ""
}

// TestEvaluationsOfTheNationsOwn leads data sets of the national centre itself to the other ends of
// an evaluation: revised and published, superseded, rejected, withdrawn.
func TestEvaluationsOfTheNationsOwn(t *testing.T) {
	d := newDesk(t, "NATIONAL", []string{"wang", "zhao"}, national()...)
	seats := []any{map[string]any{"person": d.persons["wang"], "from": "2020-01-01"}, map[string]any{"person": d.persons["zhao"], "from": "2020-01-01"}}
	own := d.post(t, "REVIEWER", "createCommittee", map[string]any{"committee": map[string]any{"name": map[string]any{"zh": "本中心专家委员会"},
		"institution": d.id, "tier": "CENTRE", "quorum": 2, "seats": seats, "decisionRule": map[string]any{"leastMean": "6", "leastShare": "0.5"}}})["id"].(string)

	t.Run("revised", func(t *testing.T) {
		dataset := d.dataset(t, "EV-R")
		id := d.submit(t, dataset, own)
		d.judge(t, id, "wang", "zhao")
		if _, refusal := d.try(t, "REVIEWER", "requestRevision", d.step(t, id, nil)); !strings.Contains(refusal, "say what is to be mended") {
			t.Errorf("a revision is requested without a reason: %s", refusal)
		}
		d.move(t, "REVIEWER", "requestRevision", id, testimony("补充不确定度评定"))
		if !d.amendable(t, dataset) {
			t.Error("what is to be revised cannot be amended")
		}
		d.move(t, "RECORDER", "resubmitEvaluation", id, testimony("已补充"))
		if d.amendable(t, dataset) {
			t.Error("what was submitted again can be amended")
		}
		d.judge(t, id, "wang", "zhao")
		if reviews := list(d.evaluation(t, "REVIEWER", id), "reviews", "edges"); len(reviews) != 4 {
			t.Errorf("%d reviews of two rounds", len(reviews))
		}
		first := d.nationally(t, id, "wang", "zhao")
		publication := d.evaluation(t, "REVIEWER", first)["publication"]

		next := d.post(t, "RECORDER", "newDatasetVersion", map[string]any{"id": dataset, "versionLabel": "2.0"})["id"].(string)
		id = d.submit(t, next, own)
		d.judge(t, id, "wang", "zhao")
		second := d.nationally(t, id, "wang", "zhao")
		if state := d.evaluation(t, "REVIEWER", first)["state"]; state != "SUPERSEDED" {
			t.Errorf("the evaluation of the version before is %v", state)
		}
		a := d.as("").read(t, `query($id: ID!) {publication(id: $id) {identifier status citation supersededBy {id}}}`, map[string]any{"id": publication})
		if at(a.Data, "publication", "supersededBy", "id") != d.evaluation(t, "REVIEWER", second)["publication"] || at(a.Data, "publication", "citation") == "" {
			t.Errorf("the version before does not lead to the new one: %s", a.body)
		}
	})
	t.Run("rejected", func(t *testing.T) {
		dataset := d.dataset(t, "EV-J")
		id := d.submit(t, dataset, own)
		d.judge(t, id, "wang", "zhao")
		if got := d.move(t, "REVIEWER", "rejectEvaluation", id, testimony("数据不完整")); got["state"] != "REJECTED" || !d.amendable(t, dataset) {
			t.Errorf("rejected, it is %v and can be amended: %v", got["state"], d.amendable(t, dataset))
		}
		if _, refusal := d.try(t, "REVIEWER", "recommendEvaluation", d.step(t, id, nil)); !strings.Contains(refusal, "REJECTED") {
			t.Errorf("what was rejected is recommended: %s", refusal)
		}
	})
	t.Run("withdrawn", func(t *testing.T) {
		dataset := d.dataset(t, "EV-W")
		id := d.submit(t, dataset, own)
		if got := d.move(t, "RECORDER", "withdrawEvaluation", id, map[string]any{"reason": "有误"}); got["state"] != "WITHDRAWN" || !d.amendable(t, dataset) {
			t.Errorf("withdrawn, it is %v and can be amended: %v", got["state"], d.amendable(t, dataset))
		}
	})
	d.stop(t)
	succeed(t, "verify", "--data", d.data)
}
