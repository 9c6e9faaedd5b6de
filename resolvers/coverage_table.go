package resolvers

import "strings"

// explicit is the table of fields that are no data of a record by themselves, with the
// action and the kind that the policy is asked for.
func explicit(typeName, name string) string {
	switch typeName {
	case "Query":
		return queryRule(name)
	case "Mutation":
		return mutationRule(name)
	}
	switch typeName + "." + name {
	case "Subscription.recordChanged", "RecordChange.record":
		return "read, by the kind of the record, when a change is told"
	case "Subscription.collectionJobProgress":
		return "read collectionJob, when an event is told"
	case "CollectionJob.rejections":
		return "read collectionJob.findings; the documents: download collectionJob"
	case "Subscription.submissionChanged", "SubmissionChange.submission":
		return "read submission, when a change is told"
	case "Peer.institution":
		return "read institution"
	case "Dataset.supersededBy":
		return "read dataset, filtered by its field supersedes"
	case "Evaluation.nationalEvaluation":
		return "read evaluation, filtered by its field basedOn"
	case "Evaluation.reviews":
		return "read review, filtered by the edge's field"
	case "Institution.certificates", "Instrument.certificates", "Instrument.usedIn", "Method.certificates", "Certificate.amendedBy":
		return "read certificate, filtered by the edge's field"
	case "Institution.instruments", "Institution.manufacturedInstruments":
		return "read instrument, filtered by the edge's field"
	case "Certificate.publications", "Dataset.publications":
		return "read publication, filtered by the edge's field"
	case "Publication.embargoed", "Publication.citation", "Publication.dataCite", "Publication.manifest":
		return "read publication; what is masked is left out, and a manifest that is masked is null"
	case "Publication.supersededBy":
		return "read publication, filtered by publication.supersedes"
	case "Certificate.evaluation":
		return "read certificate, and what it refers to; rules that look at a masked field are left out"
	case "EvaluationSheet.subject", "SheetLine.records":
		return "read, by the kind of the identifier"
	case "SheetMember.certificate":
		return "read certificate"
	case "Institution.quality":
		return "read certificate, filtered by certificate.issuer; rules that look at a masked field are left out"
	case "Instrument.analysis":
		return "read certificate.results and what the analysis needs besides, filtered by the instrument"
	case "Instrument.traceabilityChain":
		return "read certificate.standards, read instrument"
	case "Attachment.url":
		return "read attachment; the content: download attachment"
	case "Attachment.temporaryUrl":
		return "read attachment; the content: download attachment, by the caller as they are when the URL is used"
	case "Export.url":
		return "read export; the URL: its requester alone; the content: the requester's access, as it was and as it is"
	case "Series.rows", "Series.points":
		return "read certificate.results"
	case "Text.best":
		return "part of the record's field that holds it"
	case "_Service.sdl":
		return "introspection"
	}
	return ""
}

func queryRule(name string) string {
	for _, kind := range served() {
		if name == string(kind) || name == string(kind)+"s" {
			return "read " + string(kind)
		}
	}
	switch name {
	case "node", "nodes", "_entities":
		return "read, by the kind of the identifier"
	case "search":
		return "read, of every kind searched, under the fields that the index terms reveal"
	case "searchFacets":
		return "count, of every kind searched, under the fields that the index terms and the dimensions reveal"
	case "searchSuggestions":
		return "read, of every kind searched, under the fields that the index terms reveal"
	case "statistics":
		return "count certificate, under the fields that the dimensions reveal"
	case "analyse", "compare":
		return "open: it computes what the caller brings along"
	case "population":
		return "read instrument; read certificate.results and what the analysis needs besides"
	case "instrumentHistory":
		return "read certificate, read instrument by its manufacturer, model and serial number"
	case "explainAccess":
		return "read, by the kind of the identifier: only of a readable record"
	case "peers":
		return "create or read credential of the node: for its administrators and auditors"
	case "me":
		return "open: callers know who they are"
	case "evaluationSheet":
		return "read dataset, read certificate, and what it refers to; questions about a masked field are not answered"
	case "collectionSpecification":
		return "open: it says nothing of records"
	case "rateLimit":
		return "open: callers know what they may spend"
	case "_service":
		return "introspection"
	}
	return ""
}

func mutationRule(name string) string {
	for _, kind := range served() {
		switch name {
		case "create" + kind.TypeName():
			return "create " + string(kind)
		case "amend" + kind.TypeName():
			return "amend " + string(kind)
		}
	}
	switch name {
	case "publishRecord":
		return "publish, by the kind of the identifier"
	case "withdrawRecord":
		return "withdraw, by the kind of the identifier"
	case "deleteRecord":
		return "delete, by the kind of the identifier"
	case "writeRecords":
		return "create or amend, by the kind of each record; its account: create collectionJob, left out for who may not"
	case "exportCreate":
		return "create export; what the file has: read, by the kind of the content"
	case "exportCancel":
		return "amend export"
	case "harvest", "submit":
		return "create submission"
	case "uploadAttachment":
		return "create attachment"
	case "openEvaluation", "openNationalReview":
		return "create evaluation; the roles of the transition; read subject and committee"
	case "submitEvaluation", "assignReviewers", "discloseReviews", "requestRevision", "resubmitEvaluation", "recommendEvaluation", "applyEvaluation",
		"rejectEvaluation":
		return "read and amend evaluation; the roles of the transition"
	case "publishEvaluation":
		return "read and publish evaluation; the roles of the transition"
	case "withdrawEvaluation":
		return "read and withdraw evaluation; the roles of the transition"
	case "requestReport":
		return "create report and export; the roles of the transition; what is in it: read, by the access of the requester"
	case "remakeReport", "submitReport", "approveReport", "returnReport":
		return "read and amend report; the roles of the transition"
	case "publishReport":
		return "read and publish report; the roles of the transition"
	case "withdrawReport":
		return "read and withdraw report; the roles of the transition"
	case "giveReview":
		return "create review, by the person whose credential it is, who was asked for it"
	case "newDatasetVersion":
		return "read dataset, create dataset"
	case "rotateWebhookSecret", "testWebhook":
		return "amend webhook"
	case "collectDocuments":
		return "create collectionJob; what the documents bring: create or amend, by the kind of each record"
	case "cancelCollectionJob":
		return "amend collectionJob"
	}
	return ""
}

// envelope is the rule of the types that carry answers: what they hold was decided by the
// rule of the field that they answer.
func envelope(typeName, name string) string {
	const text = "part of the answer to the field that returns it"
	switch {
	case typeName == "SearchEdge":
		return among(name, text, "cursor", "node", "score", "highlights")
	case strings.HasSuffix(typeName, "Connection"):
		return among(name, text, "edges", "pageInfo", "totalCount", "network")
	case strings.HasSuffix(typeName, "Edge"):
		return among(name, text, "cursor", "node")
	}
	if typeName == "WebhookPayload" && name == "secret" {
		return "part of the answer to whoever made the secret"
	}
	if base, ok := strings.CutSuffix(typeName, "Payload"); ok && kindOfType(base) != "" {
		return among(name, text, string(kindOfType(base)), "findings", "errors", "query")
	}
	if own := analysisFields()[typeName]; own != nil {
		return among(name, "computed from what the caller may read", own...)
	}
	return among(name, text, envelopes()[typeName]...)
}

func envelopes() map[string][]string {
	return map[string][]string{
		"PageInfo":            {"hasNextPage", "hasPreviousPage", "startCursor", "endCursor"},
		"RecordPayload":       {"id", "version", "record", "findings", "errors", "query"},
		"RecordWriteResult":   {"id", "version", "record", "findings", "errors"},
		"WriteRecordsPayload": {"results", "collectionJob", "errors", "query"},
		"WebhookTestPayload":  {"delivered", "status", "failure", "errors", "query"},
		"UserError":           {"code", "message", "messageZh", "path", "findings", "currentVersion"},
		"Revision":            {"version", "at", "by", "operation", "reason", "hash", "previousHash", "record"},
		"TraceabilityStep":    {"depth", "instrument", "certificate", "standardName", "certificateNumber", "end"},
		"CollectionRejection": {"place", "name", "format", "hash", "size", "code", "findings", "url"},
		"RecordChange":        {"cursor", "operation", "id", "recordKind", "version", "at"},
		"SubmissionChange":    {"cursor", "id", "version", "at"},
		"Peer": {"node", "name", "level", "region", "endpoint", "fingerprint", "trust", "harvest", "submit", "relay", "live", "speaksFor", "attachments", "lastSuccess",
			"lag", "failure", "received", "receivedBytes", "throughput", "withdrawn", "rejected", "ahead", "served", "submitted", "lastSubmission", "submissionFailure"},
		"Statistics":              {"dimensions", "buckets", "network", "period", "previousPeriod", "threshold"},
		"StatisticsPeriod":        {"from", "to"},
		"StatisticsValue":         {"measure", "value", "of", "suppressed", "error", "previous", "change", "relativeChange"},
		"NetworkReport":           {"complete", "nodes", "warnings"},
		"NetworkNode":             {"node", "name", "status", "latency", "rows"},
		"NetworkWarning":          {"code", "node", "message", "messageZh"},
		"StatisticsBucket":        {"keys", "count", "suppressed", "values"},
		"StatisticsKey":           {"dimension", "value", "record", "other", "total"},
		"SearchHighlight":         {"field", "text", "matchedBy", "ranges"},
		"SearchRange":             {"start", "end"},
		"SearchFacet":             {"dimension", "values", "others"},
		"SearchFacetValue":        {"value", "count"},
		"SearchSuggestions":       {"completions", "corrections"},
		"SearchCompletion":        {"text", "kind", "field"},
		"SearchCorrection":        {"text", "word", "instead"},
		"Principal":               {"subject", "institution", "level", "region", "roles", "via"},
		"Access":                  {"id", "readable", "fields", "masked", "rules", "policyVersion"},
		"CertificateEvaluation":   {"findings", "quality"},
		"Quality":                 {"certificates", "score", "completeness", "consistency", "timeliness", "traceability", "lowering"},
		"QualityFinding":          {"rule", "norm", "clause", "severity", "dimension", "path", "message", "remedy"},
		"QualityLoss":             {"rule", "dimension", "certificates", "points"},
		"EvaluationSheet":         {"certificates", "more", "lines", "members"},
		"SheetMember":             {"lines"},
		"SheetLine":               {"topic", "criteria", "norm", "clause", "asked", "outcome", "found", "value", "limit", "unit", "checked", "failing", "path"},
		"RateLimit":               {"limit", "cost", "remaining", "resetAt"},
		"AccessRule":              {"rule", "effect", "text", "fields"},
		"CollectionSpecification": {"structures", "codeLists", "units", "rules", "jsonSchema"},
		"SpecifiedStructure":      {"name", "term", "recordKind", "fields"},
		"SpecifiedField":          {"name", "term", "valueType", "list", "required", "referencedKind", "ownedByNode"},
		"SpecifiedCodeList":       {"name", "term", "codes"},
		"SpecifiedCode":           {"code", "term"},
		"SpecifiedRule":           {"rule", "severity", "clause", "message"},
	}
}
