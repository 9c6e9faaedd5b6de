package model

func completeCommittee() *Committee {
	return &Committee{
		Head: completeHead(KindCommittee), Name: words("专家委员会", "committee"), InstitutionID: testID(KindInstitution, 2), Tier: TierCentre,
		Disciplines: []Discipline{DisciplineThermal}, Quorum: 2, DecisionRule: DecisionRule{LeastMean: "6.0", LeastShare: "0.667"},
		Seats: []CommitteeSeat{{PersonID: testID(KindPerson, 2), Chair: true, Disciplines: []Discipline{DisciplineThermal}, From: "2026-01-01", Until: "2028-12-31"}},
	}
}

func completeEvaluation() *Evaluation {
	return &Evaluation{
		Head: completeHead(KindEvaluation), State: EvaluationUnderReview, Tier: TierNational, SubjectID: testID(KindDataset, 1),
		ApplicantID: testID(KindInstitution, 2), CommitteeID: testID(KindCommittee, 1), BasedOnID: testID(KindEvaluation, 2),
		Statement: words("申请", "application"), Licence: "CC-BY-4.0", EmbargoUntil: testTime, SupersedesID: testID(KindDataset, 2),
		Round: 2, SubmittedAt: testTime, Selection: []SelectedRecord{{RecordID: testID(KindDataset, 1), Version: 3, Hash: testHash}}, Digest: testHash,
		Sheet: &EvaluationSheet{SubjectID: testID(KindDataset, 1), Certificates: 1, More: true,
			Lines:   []SheetLine{completeSheetLine()},
			Members: []SheetMember{{CertificateID: testID(KindCertificate, 1), Lines: []SheetLine{completeSheetLine()}}}},
		Assignments: []ReviewAssignment{{PersonID: testID(KindPerson, 2), AssignedAt: testTime, GivenAt: testTime}},
		Readers:     []ID{testID(KindPerson, 2)}, DueAt: testTime, DisclosedAt: testTime,
		Requests: []RevisionRequest{{At: testTime, Round: 1, Text: words("请修改", "mend it"), Answer: words("已修改", "mended"), AnsweredAt: testTime}},
		Decision: &EvaluationDecision{Favourable: true, At: testTime, Reviews: 4, InFavour: 2, Against: 1, Abstained: 1,
			Means: []CriterionMean{{Criterion: CriterionMeasured, Mean: "8.25", Reviews: 4}}, Text: words("理由", "reasons")},
		PublicationID: testID(KindSubmission, 1),
	}
}

func completeSheetLine() SheetLine {
	return SheetLine{Topic: SheetReference, Criteria: []EvaluationCriterion{CriterionAccurate}, Norm: "n", Clause: "c",
		Asked: words("问", "asked"), Outcome: SheetAttention, Found: words("答", "found"), Value: "1.2", Limit: "1", Unit: unit(`\degreecelsius`),
		Checked: 3, Failing: 1, Path: "results[0]", Records: []ID{testID(KindCertificate, 1)}}
}

func completeReview() *Review {
	r := &Review{
		Head: completeHead(KindReview), EvaluationID: testID(KindEvaluation, 1), Round: 1, ApplicantID: testID(KindInstitution, 2),
		AuthorID: testID(KindPerson, 2), Vote: VoteInFavour, Text: words("意见", "opinion"), Readers: []ID{testID(KindPerson, 2)},
		GivenAt: testTime, DisclosedAt: testTime,
	}
	for _, c := range EvaluationCriterion("").Values() {
		r.Scores = append(r.Scores, ReviewScore{Criterion: c, Points: 8, Text: words("好", "good")})
	}
	return r
}

func brokenEvaluations() []broken {
	committee, empty, evaluation, review := completeCommittee(), &Committee{Seats: []CommitteeSeat{{}}}, completeEvaluation(), completeReview()
	committee.DecisionRule = DecisionRule{LeastMean: "10.5", LeastShare: "-0.1"}
	committee.Seats[0].Until = "2025-12-31"
	evaluation.State, evaluation.SubjectID, evaluation.ApplicantID, evaluation.CommitteeID = "", testID(KindMethod, 1), "", ""
	review.EvaluationID, review.AuthorID, review.Vote, review.Scores[0].Points, review.Scores[1].Criterion = "", "", "", MostPoints+1, CriterionMeasured
	return []broken{
		{"committee.name.required", "name", empty},
		{"committee.institution.required", "institution", empty},
		{"committee.tier.required", "tier", empty},
		{"committee.quorum", "quorum", empty},
		{"committee.seat.person.required", "seats[0].person", empty},
		{"committee.decisionRule", "decisionRule.leastMean", committee},
		{"committee.decisionRule", "decisionRule.leastShare", committee},
		{"committee.seat.dates.order", "seats[0].until", committee},
		{"evaluation.state.required", "state", evaluation},
		{"evaluation.subject.required", "subject", evaluation},
		{"evaluation.parties", "applicant", evaluation},
		{"evaluation.parties", "committee", evaluation},
		{"review.evaluation.required", "evaluation", review},
		{"review.author.required", "author", review},
		{"review.vote.required", "vote", review},
		{"review.points", "scores[0].points", review},
		{"review.scores", "scores", review},
	}
}
