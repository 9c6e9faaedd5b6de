package sample

import (
	"strings"

	"metrograph/model"
)

// Report returns the blue book of a year, submitted, with a file that nobody has.
func Report(edits ...func(*model.Report)) *model.Report {
	r := &model.Report{
		Head: singleHead(model.KindReport), State: model.ReportUnderReview, Type: model.ReportBlueBook, Period: "2025", Discipline: model.DisciplineMechanics,
		Language: "zh", Requester: model.Requester{Subject: "reviewer", Institution: ID(model.KindInstitution, 1)}, AsOf: birth(3),
		Files:  []model.ReportFile{{Name: "bluebook.zip", MediaType: "application/zip", Size: 1, SHA256: strings.Repeat("a1", 32)}},
		SHA256: strings.Repeat("a1", 32), SubmittedAt: birth(3),
	}
	return edited(r, edits)
}
