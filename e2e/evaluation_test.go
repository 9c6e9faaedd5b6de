package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// desk is a centre with its own committee: keys of those who work there and of its experts.
type desk struct {
	*centre
	committee string
	persons   map[string]string // by name
	keys      map[string]string // by role or name of the person
}

// post sends a mutation that is to be carried out, and returns what the path leads to.
func (d *desk) post(t *testing.T, as, mutation string, input map[string]any) map[string]any {
	t.Helper()
	out, refusal := d.try(t, as, mutation, input)
	if refusal != "" {
		t.Fatalf("%s as %s: %s", mutation, as, refusal)
	}
	return out
}

// try sends a mutation and returns the record it answers with, or the errors.
func (d *desk) try(t *testing.T, as, mutation string, input map[string]any) (record map[string]any, refusal string) {
	t.Helper()
	typeName, field := "", ""
	for name, kind := range map[string]string{"Committee": "committee", "Review": "review", "Dataset": "dataset", "Person": "person"} {
		if strings.HasSuffix(mutation, name) || strings.HasPrefix(mutation, "newDataset") && name == "Dataset" {
			typeName, field = name, kind
		}
	}
	if mutation == "openNationalReview" || field == "" || mutation == "assignReviewers" {
		typeName, field = "Evaluation", "evaluation"
	}
	inputName := strings.ToUpper(mutation[:1]) + mutation[1:] + "Input"
	if typeName == "Evaluation" && mutation != "openEvaluation" && mutation != "openNationalReview" && mutation != "assignReviewers" {
		inputName = "MoveEvaluationInput"
	}
	fields := "id version"
	if typeName == "Evaluation" {
		fields += " state"
	}
	a := d.as(d.keys[as]).ask(t, `mutation($i: `+inputName+`!) {`+mutation+`(input: $i) {`+field+` {`+fields+`} errors {code message path findings {rule path message {en zh}}}}}`,
		map[string]any{"i": input})
	record, _ = at(a.Data, mutation, field).(map[string]any)
	if record == nil {
		return nil, a.body
	}
	return record, ""
}

// move makes a step of an evaluation from its version of now.
func (d *desk) move(t *testing.T, as, mutation, id string, more map[string]any) map[string]any {
	t.Helper()
	return d.post(t, as, mutation, d.step(t, id, more))
}

func (d *desk) step(t *testing.T, id string, more map[string]any) map[string]any {
	t.Helper()
	input := map[string]any{"id": id, "version": d.evaluation(t, "ADMINISTRATOR", id)["version"]}
	for name, value := range more {
		input[name] = value
	}
	return input
}

func (d *desk) evaluation(t *testing.T, as, id string) map[string]any {
	t.Helper()
	a := d.as(d.keys[as]).read(t, `query($id: ID!) {evaluation(id: $id) {version state status publication readers {id} disclosedAt
		nationalEvaluation {id state} assignments {givenAt} selection {record version hash} sheet {certificates lines {topic outcome}}
		decision {favourable inFavour means {criterion mean}}
		reviews {edges {node {vote author {id} created {by} scores {criterion points}}}}}}`, map[string]any{"id": id})
	e, _ := at(a.Data, "evaluation").(map[string]any)
	return e
}

// newDesk makes a centre with a committee of the tier, whose experts work elsewhere.
func newDesk(t *testing.T, tier string, experts []string, settings ...string) *desk {
	t.Helper()
	d := &desk{centre: startCentre(t, settings...), persons: map[string]string{}, keys: map[string]string{}}
	d.keys["ADMINISTRATOR"] = d.admin
	elsewhere := d.post2(t, `mutation {createInstitution(input: {institution: {name: {zh: "外部实验室", en: "Elsewhere"}, kind: THIRD_PARTY_LABORATORY, level: THIRD_PARTY, region: "330000"}}) {institution {id} errors {message}}}`, "createInstitution", "institution")
	for _, name := range append(experts, "insider") {
		employer := elsewhere
		if name == "insider" {
			employer = string(d.id)
		}
		d.persons[name] = d.post(t, "ADMINISTRATOR", "createPerson", map[string]any{"person": map[string]any{"name": map[string]any{"zh": name}, "institution": employer}})["id"].(string)
	}
	d.stop(t)
	for _, role := range []string{"RECORDER", "REVIEWER", "PUBLISHER"} {
		d.keys[role] = createKey(t, d.data, "--role", role)
	}
	for _, name := range experts {
		institution := "none"
		if tier == "NATIONAL" {
			institution = "own" // what the nation reads is read by its members
		}
		d.keys[name] = createKey(t, d.data, "--role", "EXPERT", "--person", d.persons[name], "--institution", institution)
	}
	d.start(t)
	var seats []any
	for _, name := range append(experts, "insider") {
		seats = append(seats, map[string]any{"person": d.persons[name], "from": "2020-01-01"})
	}
	d.committee = d.post(t, "REVIEWER", "createCommittee", map[string]any{"committee": map[string]any{"name": map[string]any{"zh": "专家委员会"},
		"institution": d.id, "tier": tier, "quorum": 2, "seats": seats, "decisionRule": map[string]any{"leastMean": "6", "leastShare": "0.5"}}})["id"].(string)
	return d
}

func (d *desk) post2(t *testing.T, mutation, name, field string) string {
	t.Helper()
	a := d.as(d.admin).read(t, mutation, nil)
	id, _ := at(a.Data, name, field, "id").(string)
	if id == "" {
		t.Fatal(a.body)
	}
	return id
}

// review gives the review of an expert.
func (d *desk) review(t *testing.T, expert, evaluation string, points int) {
	t.Helper()
	var scores []any
	for _, c := range []string{"MEASURED", "ACCURATE", "IMPARTIAL", "PRACTICAL", "COMPLETENESS", "TRACEABILITY"} {
		scores = append(scores, map[string]any{"criterion": c, "points": points})
	}
	d.post(t, expert, "giveReview", map[string]any{"evaluation": evaluation, "scores": scores, "vote": "IN_FAVOUR", "text": map[string]any{"zh": "同意"}})
}

func inAMonth() string { return time.Now().AddDate(0, 1, 0).Format(time.DateOnly) }

// TestEvaluation leads the data set of a provincial centre to its publication by the nation, by
// GraphQL alone, over two processes that harvest from each other.
func TestEvaluation(t *testing.T) {
	province := newDesk(t, "CENTRE", []string{"chen", "zhou"}, "--institution-name-zh", "某省计量院", "--institution-name-en", "Province",
		"--institution-kind", "LOCAL_INSTITUTE", "--institution-level", "PROVINCIAL", "--institution-region", "440000")
	nation := newDesk(t, "NATIONAL", []string{"wang", "zhao"}, national()...)
	nation.trusts(t, province.centre, "--harvest")
	province.trusts(t, nation.centre, "--harvest")

	member := province.record(t, "EV-1", "PUBLIC")
	dataset := province.post(t, "RECORDER", "createDataset", map[string]any{"dataset": map[string]any{"name": map[string]any{"zh": "压力数据", "en": "Pressure"},
		"versionLabel": "1.0", "licence": "CC-BY-4.0", "classification": "PUBLIC", "members": []any{member}}})["id"].(string)
	opened := province.post(t, "RECORDER", "openEvaluation", map[string]any{"subject": dataset, "committee": province.committee})
	id := opened["id"].(string)
	if opened["state"] != "DRAFT" {
		t.Fatalf("the evaluation begins as %v", opened["state"])
	}
	_, refusal := province.try(t, "REVIEWER", "recommendEvaluation", province.step(t, id, nil))
	if !strings.Contains(refusal, "submitEvaluation") {
		t.Errorf("a step that does not lead on is refused without those that do: %s", refusal)
	}
	province.move(t, "RECORDER", "submitEvaluation", id, nil)
	testFixed(t, province, dataset)
	testConflict(t, province, id)
	province.move(t, "REVIEWER", "assignReviewers", id, map[string]any{"dueAt": inAMonth(), "reviewers": []any{province.persons["chen"], province.persons["zhou"]}})
	testReviews(t, province, id)
	recommended := province.move(t, "REVIEWER", "recommendEvaluation", id, nil)
	if recommended["state"] != "RECOMMENDED" {
		t.Fatal(recommended)
	}
	if got := at(province.as(province.admin).read(t, `query($id: ID!) {dataset(id: $id) {status}}`, map[string]any{"id": dataset}).Data, "dataset", "status"); got != "REVIEWED" {
		t.Errorf("what was recommended is %v", got)
	}
	province.move(t, "PUBLISHER", "applyEvaluation", id, nil)

	eventually(t, "the application has reached the nation", func() bool { e := nation.evaluation(t, "REVIEWER", id); return e["state"] == "APPLIED" })
	taken := map[string]any{"basedOn": id, "committee": nation.committee}
	var national string
	eventually(t, "the selection has reached the nation", func() bool {
		e, _ := nation.try(t, "REVIEWER", "openNationalReview", taken)
		national, _ = e["id"].(string)
		return national != ""
	})
	if _, again := nation.try(t, "REVIEWER", "openNationalReview", taken); !strings.Contains(again, "already") {
		t.Errorf("an application is taken up twice: %s", again)
	}
	eventually(t, "the centre sees that it is under national review", func() bool {
		return province.evaluation(t, "REVIEWER", id)["state"] == "NATIONAL_REVIEW"
	})
	nation.move(t, "REVIEWER", "assignReviewers", national, map[string]any{"dueAt": inAMonth(), "reviewers": []any{nation.persons["wang"], nation.persons["zhao"]}})
	nation.review(t, "wang", national, 9)
	nation.review(t, "zhao", national, 8)
	published := nation.move(t, "PUBLISHER", "publishEvaluation", national, nil)
	if published["state"] != "PUBLISHED" {
		t.Fatal(published)
	}
	eventually(t, "the centre sees that it is published", func() bool {
		e := province.evaluation(t, "REVIEWER", id)
		return e["state"] == "PUBLISHED" && at(e, "nationalEvaluation", "state") == "PUBLISHED" && e["publication"] != nil
	})
	testPublished(t, province, nation, dataset, id)
	for _, d := range []*desk{nation, province} {
		d.stop(t)
		succeed(t, "verify", "--data", d.data)
	}
}

// testFixed: what is under evaluation cannot be changed, and an evaluation only by its own steps.
func testFixed(t *testing.T, d *desk, dataset string) {
	t.Helper()
	amend := `mutation($id: ID!) {amendDataset(input: {id: $id, version: 1, reason: "x", changes: {licence: "proprietary"}}) {errors {message}}}`
	if a := d.as(d.admin).ask(t, amend, map[string]any{"id": dataset}); !strings.Contains(a.body, "fixed while its evaluation is SUBMITTED") {
		t.Errorf("what is under evaluation was changed: %s", a.body)
	}
}

// testConflict: an expert of the applicant is refused, with what the conflict is.
func testConflict(t *testing.T, d *desk, id string) {
	t.Helper()
	_, refusal := d.try(t, "REVIEWER", "assignReviewers", d.step(t, id, map[string]any{"dueAt": inAMonth(), "reviewers": []any{d.persons["insider"], d.persons["chen"]}}))
	if !strings.Contains(refusal, "evaluation.conflict.institution") || !strings.Contains(refusal, "reviewers[0]") || !strings.Contains(refusal, string(d.id)) {
		t.Errorf("a conflict of interest: %s", refusal)
	}
}

// testReviews: before all reviews are given, nobody reads another's; then the applicant does,
// without the names.
func testReviews(t *testing.T, d *desk, id string) {
	t.Helper()
	d.review(t, "chen", id, 7)
	for as, want := range map[string]int{"chen": 1, "zhou": 0, "REVIEWER": 0, "RECORDER": 0, "ADMINISTRATOR": 0} {
		if got := len(list(d.evaluation(t, as, id), "reviews", "edges")); got != want {
			t.Errorf("before disclosure %s reads %d reviews, not %d", as, got, want)
		}
	}
	if _, refusal := d.try(t, "REVIEWER", "recommendEvaluation", d.step(t, id, nil)); !strings.Contains(refusal, "1 of 2 reviews are given") {
		t.Errorf("a recommendation before the reviews: %s", refusal)
	}
	if _, refusal := d.try(t, "RECORDER", "giveReview", map[string]any{"evaluation": id, "scores": []any{}, "vote": "IN_FAVOUR"}); !strings.Contains(refusal, "FORBIDDEN") {
		t.Errorf("a review of somebody who was not asked: %s", refusal)
	}
	d.review(t, "chen", id, 8) // thought better of it
	d.review(t, "zhou", id, 9)
	for as, want := range map[string]int{"chen": 2, "zhou": 2, "REVIEWER": 2, "RECORDER": 2} {
		reviews := list(d.evaluation(t, as, id), "reviews", "edges")
		if len(reviews) != want {
			t.Errorf("after disclosure %s reads %d reviews, not %d", as, len(reviews), want)
		}
		for _, r := range reviews {
			if anonymous := at(r, "node", "author") == nil && at(r, "node", "created") == nil; anonymous != (as == "RECORDER") {
				t.Errorf("%s sees who gave the review: %v", as, !anonymous)
			}
		}
	}
	if e := d.evaluation(t, "RECORDER", id); e["readers"] != nil || e["assignments"] != nil || len(list(e, "sheet", "lines")) == 0 {
		t.Errorf("the applicant sees %v", e)
	}
}

// testPublished: the publication is there on both nodes, its manifest verifies without any, the
// data set never changes again, and a next version can be made.
func testPublished(t *testing.T, province, nation *desk, dataset, id string) {
	t.Helper()
	publication := province.evaluation(t, "REVIEWER", id)["publication"]
	eventually(t, "the publication is at the centre", func() bool {
		return at(province.as("").read(t, `query($id: ID!) {publication(id: $id) {identifier}}`, map[string]any{"id": publication}).Data, "publication", "identifier") != nil
	})
	manifest, _ := at(nation.as("").read(t, `query($id: ID!) {publication(id: $id) {manifest}}`, map[string]any{"id": publication}).Data, "publication", "manifest").(string)
	file := filepath.Join(t.TempDir(), "manifest.json")
	if err := os.WriteFile(file, []byte(manifest), 0o600); err != nil {
		t.Fatal(err)
	}
	succeed(t, "manifest", "verify", file)
	if err := os.WriteFile(file, []byte(strings.Replace(manifest, `"version":`, `"version":1`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if forged := execute(t, "manifest", "verify", file); forged.code == 0 {
		t.Error("a changed manifest verifies")
	}
	status := `query($id: ID!) {dataset(id: $id) {status version}}`
	eventually(t, "the data set is published", func() bool {
		return at(province.as("").read(t, status, map[string]any{"id": dataset}).Data, "dataset", "status") == "PUBLISHED"
	})
	amend := `mutation($id: ID!, $v: Int!) {amendDataset(input: {id: $id, version: $v, reason: "x", changes: {licence: "proprietary"}}) {errors {message}}}`
	version := at(province.as("").read(t, status, map[string]any{"id": dataset}).Data, "dataset", "version")
	if a := province.as(province.admin).ask(t, amend, map[string]any{"id": dataset, "v": version}); !strings.Contains(a.body, "newDatasetVersion") {
		t.Errorf("what was published was changed: %s", a.body)
	}
	next := province.post(t, "RECORDER", "newDatasetVersion", map[string]any{"id": dataset, "versionLabel": "2.0"})
	a := province.as(province.admin).read(t, `query($id: ID!) {dataset(id: $id) {versionLabel status supersedes {id supersededBy {id}} members {id}}}`, map[string]any{"id": next["id"]})
	if at(a.Data, "dataset", "supersedes", "supersededBy", "id") != next["id"] || at(a.Data, "dataset", "status") != "DRAFT" || len(list(a.Data, "dataset", "members")) != 1 {
		t.Error(a.body)
	}
}
