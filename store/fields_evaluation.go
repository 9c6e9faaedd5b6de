package store

import (
	"metrograph/model"
	"metrograph/search"
)

func committees() Schema {
	type C = *model.Committee
	return Schema{
		Kind:  model.KindCommittee,
		Paths: commonPaths([]string{"institution"}),
		Fields: []Field{
			one("name", Text, "name", func(c C) Value { return c.Name.In("zh") }).sorts(),
			one("institution", Code, "institution", func(c C) Value { return string(c.InstitutionID) }).groups(),
			one("tier", Code, "tier", func(c C) Value { return string(c.Tier) }).groups(),
		},
		TermReads: []string{"name"},
		said:      func(r model.Record) []search.Text { return inAll(nil, "name", search.Name, r.(C).Name) },
	}
}

func evaluations() Schema {
	type E = *model.Evaluation
	return Schema{
		Kind:  model.KindEvaluation,
		Paths: commonPaths([]string{"party"}, []string{"state"}),
		Fields: []Field{
			one("state", Code, "state", func(e E) Value { return string(e.State) }).groups(),
			one("tier", Code, "tier", func(e E) Value { return string(e.Tier) }).groups(),
			one("subject", Code, "subject", func(e E) Value { return string(e.SubjectID) }),
			one("applicant", Code, "applicant", func(e E) Value { return string(e.ApplicantID) }).groups(),
			one("committee", Code, "committee", func(e E) Value { return string(e.CommitteeID) }).groups(),
			one("basedOn", Code, "basedOn", func(e E) Value { return string(e.BasedOnID) }),
		},
		terms: func(model.Record) []string { return nil },
	}
}

func reviews() Schema {
	type R = *model.Review
	return Schema{
		Kind:  model.KindReview,
		Paths: commonPaths([]string{"party"}),
		Fields: []Field{
			one("evaluation", Code, "evaluation", func(r R) Value { return string(r.EvaluationID) }),
			one("round", Int, "round", func(r R) Value { return int64(r.Round) }),
			one("vote", Code, "vote", func(r R) Value { return string(r.Vote) }).groups(),
		},
		terms: func(model.Record) []string { return nil },
	}
}
