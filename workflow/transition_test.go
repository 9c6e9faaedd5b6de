package workflow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"metrograph/model"
	"metrograph/workflow"
)

// TestLegal: from every state, every transition is legal or refused with those that are.
func TestLegal(t *testing.T) {
	for _, state := range model.EvaluationState("").Values() {
		next := workflow.Next(state)
		for _, tr := range workflow.Transitions() {
			err := tr.Legal(state)
			if legal := slices.Contains(tr.From, state); (err == nil) != legal {
				t.Errorf("%s from %s: %v", tr.Name, state, err)
			}
			for _, name := range next {
				if err != nil && !strings.Contains(err.Error(), string(name)) {
					t.Errorf("%s from %s does not name %s: %v", tr.Name, state, name, err)
				}
			}
		}
	}
}

// TestEveryStateIsReached: whatever state there is, a transition leads to it, and those that end
// an evaluation lead nowhere but to a successor.
func TestEveryStateIsReached(t *testing.T) {
	reached := map[model.EvaluationState]bool{model.EvaluationUnderReview: true} // by assignReviewers, from SUBMITTED only
	for _, tr := range workflow.Transitions() {
		reached[tr.To] = true
	}
	for _, state := range model.EvaluationState("").Values() {
		if !reached[state] {
			t.Errorf("nothing leads to %s", state)
		}
	}
	for _, end := range []model.EvaluationState{model.EvaluationRejected, model.EvaluationWithdrawn, model.EvaluationSuperseded, model.EvaluationPublished} {
		if next := workflow.Next(end); len(next) > 0 {
			t.Errorf("%s leads callers on by %v", end, next)
		}
	}
}

var noon = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

// TestDecision: a recommendation is given exactly where every mean and the share of votes reach
// the committee's limits, counted in whole numbers.
func TestDecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &workflow.Case{At: noon, Evaluation: &model.Evaluation{State: model.EvaluationUnderReview, Round: 1},
			Committee: &model.Committee{Quorum: rapid.IntRange(1, 3).Draw(t, "quorum"), DecisionRule: model.DecisionRule{LeastMean: "6.5", LeastShare: "0.6"}}}
		least, inFavour, cast := true, 0, 0
		sums := map[model.EvaluationCriterion]int{}
		n := rapid.IntRange(1, 5).Draw(t, "reviews")
		for range n {
			r := &model.Review{Vote: rapid.SampledFrom(model.EvaluationVote("").Values()).Draw(t, "vote")}
			for _, criterion := range model.EvaluationCriterion("").Values() {
				points := rapid.IntRange(5, 10).Draw(t, "points")
				sums[criterion] += points
				r.Scores = append(r.Scores, model.ReviewScore{Criterion: criterion, Points: points})
			}
			switch r.Vote {
			case model.VoteInFavour:
				inFavour, cast = inFavour+1, cast+1
			case model.VoteAgainst:
				cast++
			}
			c.Reviews = append(c.Reviews, r)
			c.Evaluation.Assignments = append(c.Evaluation.Assignments, model.ReviewAssignment{GivenAt: noon})
		}
		for _, sum := range sums {
			least = least && 2*sum >= 13*n
		}
		want := n >= c.Committee.Quorum && least && cast > 0 && 5*inFavour >= 3*cast
		err := workflow.Find(workflow.Recommend).Do(c)
		if (err == nil) != want {
			t.Fatalf("%d reviews, %v, %d of %d votes: %v", n, sums, inFavour, cast, err)
		}
		if err == nil && (c.Evaluation.State != model.EvaluationRecommended || c.Evaluation.Status != model.StatusReviewed || !c.Evaluation.Decision.Favourable) {
			t.Fatalf("recommended, it is %+v", c.Evaluation)
		}
		if err != nil && c.Evaluation.State != model.EvaluationUnderReview {
			t.Fatal("a refused step leads on")
		}
	})
}

// TestConflicts: an expert who has a part in what is evaluated is refused, with what the part is.
func TestConflicts(t *testing.T) {
	id := func(kind model.Kind, n byte) model.ID { return kind.ID(noon, [16]byte{15: n}) }
	own, other := id(model.KindInstitution, 1), id(model.KindInstitution, 2)
	expert := &model.Person{Head: model.Head{ID: id(model.KindPerson, 1)}, InstitutionID: own}
	seats := []model.CommitteeSeat{{PersonID: expert.ID, From: "2026-01-01", Until: "2026-12-31", Disciplines: []model.Discipline{model.DisciplineThermal}}}
	tests := []struct {
		rule string
		edit func(*workflow.Case)
	}{
		{"", func(*workflow.Case) {}},
		{"institution", func(c *workflow.Case) { c.Evaluation.ApplicantID = own }},
		{"institution", func(c *workflow.Case) { c.Members[0].Origin = own }},
		{"institution", func(c *workflow.Case) { c.Members[0].Issuer = own }},
		{"personnel", func(c *workflow.Case) { c.Members[0].Personnel = []model.ID{expert.ID} }},
		{"maker", func(c *workflow.Case) { c.Members[0].Makers = []model.ID{other, own} }},
		{"seat", func(c *workflow.Case) { c.At = noon.AddDate(1, 0, 0) }},
		{"seat", func(c *workflow.Case) { c.Committee.Seats = nil }},
		{"discipline", func(c *workflow.Case) { c.Subject = []model.Discipline{model.DisciplineOptics} }},
	}
	for _, tt := range tests {
		c := &workflow.Case{At: noon, Evaluation: &model.Evaluation{State: model.EvaluationSubmitted, Tier: model.TierCentre, ApplicantID: other},
			Committee: &model.Committee{Quorum: 1, Seats: slices.Clone(seats)}, Experts: []*model.Person{expert},
			Subject: []model.Discipline{model.DisciplineThermal}, Members: []workflow.Member{{ID: id(model.KindCertificate, 1), Origin: other, Issuer: other}}}
		tt.edit(c)
		err := workflow.Find(workflow.Assign).Do(c)
		var refusal *model.Error
		switch e, is := err.(*model.Error); {
		case tt.rule == "" && err != nil, tt.rule != "" && !is:
			t.Errorf("%s: %v", tt.rule, err)
		case is:
			refusal = e
		}
		if refusal != nil && (len(refusal.Findings) == 0 || refusal.Findings[0].Rule != "evaluation.conflict."+tt.rule || refusal.Findings[0].Path != "reviewers[0]") {
			t.Errorf("%s: %v", tt.rule, refusal.Findings)
		}
	}
}
