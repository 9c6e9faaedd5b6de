package sample

import "metrograph/model"

// taskHead is the head of a record that the node wrote about its own work.
func taskHead(kind model.Kind) model.Head {
	h := singleHead(kind)
	h.Classification, h.Status = model.ClassificationNonPublic, model.StatusRecorded
	return h
}

// CollectionJob returns the account of a file of which one record was refused.
func CollectionJob(edits ...func(*model.CollectionJob)) *model.CollectionJob {
	return edited(&model.CollectionJob{
		Head: taskHead(model.KindCollectionJob), State: model.JobDone, Size: 2048, StartedAt: birth(1), EndedAt: birth(2), Seconds: "0.004", Rate: "1000.0",
		Total: 4, Tally: model.Tally{Read: 4, Created: 1, Amended: 1, Unchanged: 1, Rejected: 1}, Found: 1,
		Findings: []model.Finding{{Rule: "sha256.form", Severity: model.SeverityError, Path: "sha256", Message: bi("格式不正确", "malformed")}},
	}, edits)
}

// Export returns an export of certificates that waits to be made.
func Export(edits ...func(*model.Export)) *model.Export {
	return edited(&model.Export{
		Head: taskHead(model.KindExport), State: model.JobQueued, Content: model.KindCertificate, Format: model.ExportNDJSON,
		Filter: `{"discipline":{"eq":"MECHANICS"}}`, Requester: requester(),
	}, edits)
}

// Webhook returns an active webhook that tells of changed certificates.
func Webhook(edits ...func(*model.Webhook)) *model.Webhook {
	return edited(&model.Webhook{
		Head: taskHead(model.KindWebhook), State: model.WebhookActive, Label: "sample", URL: "https://example.org/hook",
		Query: "subscription { recordChanged(filter: {kinds: [CERTIFICATE]}) { cursor id operation } }", Requester: requester(),
	}, edits)
}

// Submission returns a submission that the manufacturer made to the institute.
func Submission(edits ...func(*model.Submission)) *model.Submission {
	return edited(&model.Submission{
		Head: taskHead(model.KindSubmission), State: model.SubmissionAcknowledged, Mode: model.SubmissionSubmit,
		SenderID: ID(model.KindInstitution, 2), ReceiverID: ID(model.KindInstitution, 1),
		Tally: model.TransferTally{Read: 2, Created: 1, Rejected: 1}, Batches: 1, Size: 4096, StartedAt: birth(1), EndedAt: birth(2),
		Changes: []model.Transferred{{Record: ID(model.KindCertificate, 1), Version: 1, Outcome: "rejected"}},
	}, edits)
}

func requester() model.Requester {
	return model.Requester{Subject: "sample", Via: "apikey", Institution: ID(model.KindInstitution, 1), Roles: []model.Role{model.RoleRecorder}}
}
