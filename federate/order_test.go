package federate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// TestInstitutionsComeFirst: the feed has each record at the place of its newest revision, so that
// the institution that a record belongs to can stand after the record. It is there all the same.
func TestInstitutionsComeFirst(t *testing.T) {
	_, nation, lab := twoNodes(t)
	branch := lab.create(lab.operator(), &model.Institution{Name: model.Text{Zh: "分院", En: "Branch"}, InstitutionKind: model.InstitutionOther,
		Head: model.Head{Classification: model.ClassificationPublic, Status: model.StatusPublished, Level: lab.self.Level, Region: lab.self.Region}})
	of := func(c *model.Certificate) { c.Origin = branch.Base().ID }
	lab.certificate("B-1", of)
	lab.certificate("B-2", of)
	lab.change(model.ActionAmend, &model.Institution{Head: model.Head{ID: branch.Base().ID}, Name: model.Text{Zh: "分院", En: "The branch"}}, "name")
	nation.mustHarvest(lab)
	if diff := cmp.Diff([]string{"B-1", "B-2"}, nation.numbers(member(nation.self))); diff != "" {
		t.Errorf("%s\n%+v", diff, lastSubmission(t, nation).Changes)
	}
	lab.certificate("B-3", of)
	lab.change(model.ActionAmend, &model.Institution{Head: model.Head{ID: branch.Base().ID}, Name: model.Text{Zh: "分院", En: "A branch"}}, "name")
	nation.mustHarvest(lab)
	if held := nation.load(member(nation.self), branch.Base().ID).(*model.Institution); held.Name.En != "A branch" || len(nation.numbers(member(nation.self))) != 3 {
		t.Errorf("%+v", held)
	}
}

// TestNumbersThatChangeHands: a number that one certificate had and another one has now comes in
// whatever order the two stand in the feed.
func TestNumbersThatChangeHands(t *testing.T) {
	_, nation, lab := twoNodes(t)
	first := lab.certificate("N-1")
	nation.mustHarvest(lab)
	lab.change(model.ActionAmend, &model.Certificate{Head: model.Head{ID: first.ID}, Number: "N-2"}, "number")
	lab.certificate("N-1")
	lab.change(model.ActionAmend, &model.Certificate{Head: model.Head{ID: first.ID}, Remarks: model.Text{En: "later"}}, "remarks")
	nation.mustHarvest(lab)
	if diff := cmp.Diff([]string{"N-1", "N-2"}, nation.numbers(member(nation.self))); diff != "" {
		t.Errorf("%s\n%+v", diff, lastSubmission(t, nation).Changes)
	}
}

// TestNumbersThatAreSwapped: two certificates exchange their numbers.
func TestNumbersThatAreSwapped(t *testing.T) {
	_, nation, lab := twoNodes(t)
	a, b := lab.certificate("N-1"), lab.certificate("N-2")
	nation.mustHarvest(lab)
	for _, step := range []struct {
		of     model.ID
		number string
	}{{a.ID, "N-3"}, {b.ID, "N-1"}, {a.ID, "N-2"}} {
		lab.change(model.ActionAmend, &model.Certificate{Head: model.Head{ID: step.of}, Number: step.number}, "number")
	}
	nation.mustHarvest(lab)
	for id, want := range map[model.ID]string{a.ID: "N-2", b.ID: "N-1"} {
		if got, held := nation.load(member(nation.self), id).(*model.Certificate); !held || got.Number != want {
			t.Errorf("%s has the number %v, want %s", id, got, want)
		}
	}
	if s := lastSubmission(t, nation); s.Tally.Rejected > 0 {
		t.Errorf("%+v", s.Changes)
	}
}

// TestRecordsWaitForTheirInstitution: what a peer would reject, since it may not know the institution,
// comes when it may.
func TestRecordsWaitForTheirInstitution(t *testing.T) {
	_, nation, lab := twoNodes(t)
	branch := lab.create(lab.operator(), &model.Institution{Name: model.Text{Zh: "分院", En: "Branch"}, InstitutionKind: model.InstitutionOther,
		Head: model.Head{Classification: model.ClassificationPublic, Status: model.StatusRecorded, Level: lab.self.Level, Region: lab.self.Region}})
	lab.certificate("B-1", func(c *model.Certificate) { c.Origin = branch.Base().ID })
	lab.certificate("L-1")
	nation.mustHarvest(lab)
	if diff := cmp.Diff([]string{"L-1"}, nation.numbers(member(nation.self))); diff != "" || lastSubmission(t, nation).Tally.Rejected > 0 {
		t.Errorf("%s\n%+v", diff, lastSubmission(t, nation))
	}
	lab.change(model.ActionPublish, &model.Institution{Head: model.Head{ID: branch.Base().ID}})
	nation.mustHarvest(lab)
	if diff := cmp.Diff([]string{"B-1", "L-1"}, nation.numbers(member(nation.self))); diff != "" {
		t.Errorf("%s\n%+v", diff, lastSubmission(t, nation))
	}
	if s := lastSubmission(t, nation); s.Tally.Created != 2 || s.Tally.Read != 2 {
		t.Errorf("more came than the institution and what waited for it: %+v", s.Tally)
	}
}
