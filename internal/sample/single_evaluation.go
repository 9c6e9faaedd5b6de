package sample

import (
	"strings"

	"metrograph/model"
)

// Committee returns the committee of the institute, of which its metrologist has the chair.
func Committee(edits ...func(*model.Committee)) *model.Committee {
	c := &model.Committee{Head: singleHead(model.KindCommittee), Name: bi("示例力学专家委员会", "Sample committee for mechanics"), InstitutionID: ID(model.KindInstitution, 1),
		Tier: model.TierCentre, Disciplines: []model.Discipline{model.DisciplineMechanics}, Quorum: 1,
		DecisionRule: model.DecisionRule{LeastMean: "6.0", LeastShare: "0.667"},
		Seats:        []model.CommitteeSeat{{PersonID: ID(model.KindPerson, 1), Chair: true, From: "2026-01-01", Until: "2028-12-31"}}}
	return edited(c, edits)
}

// Evaluation returns the evaluation of the data set of pressure gauges, which was submitted.
func Evaluation(edits ...func(*model.Evaluation)) *model.Evaluation {
	hash := strings.Repeat("a1", 32)
	return edited(&model.Evaluation{
		Head: taskHead(model.KindEvaluation), State: model.EvaluationUnderReview, Tier: model.TierCentre, SubjectID: ID(model.KindDataset, 1),
		ApplicantID: ID(model.KindInstitution, 1), CommitteeID: ID(model.KindCommittee, 1), Statement: bi("申请评价", "for evaluation"),
		Licence: "CC-BY-4.0", Round: 1, SubmittedAt: birth(2), Digest: hash,
		Selection:   []model.SelectedRecord{{RecordID: ID(model.KindDataset, 1), Version: 1, Hash: hash}},
		Assignments: []model.ReviewAssignment{{PersonID: ID(model.KindPerson, 1), AssignedAt: birth(3), GivenAt: birth(4)}},
		Readers:     []model.ID{ID(model.KindPerson, 1)}, DueAt: birth(5), DisclosedAt: birth(4),
	}, edits)
}

// Review returns a review of the evaluation, as it is after disclosure.
func Review(edits ...func(*model.Review)) *model.Review {
	r := &model.Review{Head: taskHead(model.KindReview), EvaluationID: ID(model.KindEvaluation, 1), Round: 1, ApplicantID: ID(model.KindInstitution, 1),
		AuthorID: ID(model.KindPerson, 1), Vote: model.VoteInFavour, Text: bi("数据完整", "The data is complete."),
		Readers: []model.ID{ID(model.KindPerson, 1)}, GivenAt: birth(4), DisclosedAt: birth(4)}
	for _, c := range model.EvaluationCriterion("").Values() {
		r.Scores = append(r.Scores, model.ReviewScore{Criterion: c, Points: 8})
	}
	return edited(r, edits)
}
