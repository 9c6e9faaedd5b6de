package main

import (
	"strings"
	"testing"
	"time"

	"metrograph/internal/sample"
	"metrograph/model"
)

// evaluate records a committee of every institution of the callers, with evaluations of its
// certificates and data sets in several states, and reviews before and after disclosure.
func (w *twinWorld) evaluate(t *testing.T) {
	t.Helper()
	var records []model.Record
	for i, of := range w.institutions[:4] {
		persons, subjects := w.bornAt(t, model.KindPerson, of.ID), append(w.bornAt(t, model.KindCertificate, of.ID), w.bornAt(t, model.KindDataset, of.ID)...)
		if len(persons) < 2 || len(subjects) < 2 {
			continue
		}
		head := func(kind model.Kind) model.Head {
			return model.Head{ID: w.NewID(kind), Origin: of.ID, Level: of.Level, Region: of.Region}
		}
		committee := sample.Committee(func(c *model.Committee) {
			c.Head, c.InstitutionID = head(model.KindCommittee), of.ID
			c.Seats = []model.CommitteeSeat{{PersonID: persons[0].Base().ID, Chair: true}, {PersonID: persons[1].Base().ID}}
		})
		records = append(records, committee)
		for n, state := range []model.EvaluationState{model.EvaluationUnderReview, model.EvaluationRecommended, model.EvaluationDraft} {
			subject := subjects[(i+n)%len(subjects)].Base()
			e := sample.Evaluation(func(e *model.Evaluation) {
				e.Head, e.State, e.SubjectID, e.ApplicantID, e.CommitteeID = head(model.KindEvaluation), state, subject.ID, of.ID, committee.ID
				e.Selection = []model.SelectedRecord{{RecordID: subject.ID, Version: subject.Version, Hash: strings.Repeat("a1", 32)}}
				e.Readers = []model.ID{persons[0].Base().ID, persons[1].Base().ID}
				e.Assignments = []model.ReviewAssignment{{PersonID: e.Readers[0], AssignedAt: twinDay, GivenAt: twinDay}, {PersonID: e.Readers[1], AssignedAt: twinDay}}
				e.DueAt, e.DisclosedAt = twinDay.Add(24*time.Hour), time.Time{}
				e.Requests = []model.RevisionRequest{{At: twinDay, Round: 1, Text: model.Text{Zh: "请补充", En: "complete it"}}}
				e.Decision = &model.EvaluationDecision{At: twinDay, Reviews: 1, InFavour: 1,
					Means: []model.CriterionMean{{Criterion: model.CriterionMeasured, Mean: "8.00", Reviews: 1}}}
				e.Sheet = &model.EvaluationSheet{SubjectID: subject.ID, Certificates: 1, Lines: []model.SheetLine{{Topic: model.SheetMeasured,
					Outcome: model.SheetPassed, Records: []model.ID{subject.ID}}}}
			})
			records = append(records, e)
			for round, author := range e.Readers {
				records = append(records, sample.Review(func(r *model.Review) {
					r.Head, r.EvaluationID, r.ApplicantID, r.AuthorID = head(model.KindReview), e.ID, of.ID, author
					r.Readers, r.Status, r.Round = []model.ID{author}, model.StatusDraft, round+1
					if round == 0 {
						r.Readers, r.Status = e.Readers, model.StatusRecorded
					}
				}))
			}
		}
	}
	w.create(t, records...)
}

// bornAt are the records of a kind of an institution.
func (w *twinWorld) bornAt(t *testing.T, kind model.Kind, origin model.ID) (found []model.Record) {
	t.Helper()
	for _, r := range w.all(t, kind) {
		if r.Base().Origin == origin {
			found = append(found, r)
		}
	}
	return found
}

// expert is the person whose key the expert among the callers has; nobody for the others.
func (w *twinWorld) expert(t *testing.T, c twinCaller) model.ID {
	t.Helper()
	if c.name != "expert" {
		return ""
	}
	return w.bornAt(t, model.KindPerson, w.origins[c.institution])[0].Base().ID
}
