package model

import "time"

// Report is a blue book, or a report on an instrument or a model, that an institution had made
// and leads from its draft to its publication. Its states and who leads from one to the next are
// in the package workflow/reports. What it says is in its files, which are kept by their hash.
type Report struct {
	Head           `bson:",inline"`
	State          ReportState    `json:"state"`
	Type           ReportType     `json:"type"`
	Period         string         `json:"period,omitempty"`     // of a blue book: 2025, 2025Q1, 2025-03, 2024-07..2025-06
	Discipline     Discipline     `json:"discipline,omitempty"` // of a blue book; empty for all
	Language       string         `json:"language,omitempty"`   // zh or en
	InstrumentID   ID             `json:"instrument,omitempty"` // that an analysis is of
	Model          string         `json:"model,omitempty"`      // that a report on a model is of
	Requester      Requester      `json:"requester,omitzero"`
	ExportID       ID             `json:"export,omitempty"` // the job that makes the files
	AsOf           time.Time      `json:"asOf,omitzero"`    // when the data was read
	Files          []ReportFile   `json:"files,omitempty"`  // the archive of all first; from the submission on
	SHA256         string         `json:"sha256,omitempty"` // of the archive
	SubmittedAt    time.Time      `json:"submittedAt,omitzero"`
	Remarks        []ReportRemark `json:"remarks,omitempty"` // with which it was returned
	ReviewedAt     time.Time      `json:"reviewedAt,omitzero"`
	ReviewedBy     string         `json:"reviewedBy,omitempty"` // subject of the reviewer who approved it
	PublishedAt    time.Time      `json:"publishedAt,omitzero"`
	SupersedesID   ID             `json:"supersedes,omitempty"`
	SupersededByID ID             `json:"supersededBy,omitempty"`
	Withdrawal     Withdrawal     `json:"withdrawal,omitzero"`
}

// ReportFile is a file of a report: the archive, the page for browsers, the PDF, or the numbers
// of a figure or table.
type ReportFile struct {
	Name      string `json:"name"` // its path in the archive
	MediaType string `json:"mediaType"`
	Size      int64  `json:"size"` // in bytes
	SHA256    string `json:"sha256"`
}

// ReportRemark is what a reviewer wants to be mended.
type ReportRemark struct {
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"` // subject of the reviewer
	Text string    `json:"text"`
}

// ReportType is what a report is of.
type ReportType string

const (
	ReportBlueBook   ReportType = "BLUE_BOOK"           // 蓝皮书
	ReportInstrument ReportType = "INSTRUMENT_ANALYSIS" // 计量器具分析报告
	ReportModel      ReportType = "MODEL_REPORT"        // 型号分析报告
)

// Values lists the types.
func (ReportType) Values() []ReportType {
	return []ReportType{ReportBlueBook, ReportInstrument, ReportModel}
}

// ReportState is how far a report has come.
type ReportState string

const (
	ReportDraft       ReportState = "DRAFT"        // 草稿
	ReportUnderReview ReportState = "UNDER_REVIEW" // 审核中
	ReportPublished   ReportState = "PUBLISHED"    // 已发布
	ReportWithdrawn   ReportState = "WITHDRAWN"    // 已撤回
	ReportSuperseded  ReportState = "SUPERSEDED"   // 已被取代
)

// Values lists the states.
func (ReportState) Values() []ReportState {
	return []ReportState{ReportDraft, ReportUnderReview, ReportPublished, ReportWithdrawn, ReportSuperseded}
}

func (*Report) Kind() Kind         { return KindReport }
func (r *Report) Facts() Facts     { return r.facts(KindReport, r.Discipline) }
func (*Report) NaturalKey() string { return "" }

// Like tells whether another report is of the same subject, period and language, so that the
// later one takes the place of the earlier.
func (r *Report) Like(o *Report) bool {
	return r.Origin == o.Origin && r.Type == o.Type && r.Period == o.Period && r.Discipline == o.Discipline && r.Language == o.Language &&
		r.InstrumentID == o.InstrumentID && r.Model == o.Model
}

// File returns a file by its name; nil for none.
func (r *Report) File(name string) *ReportFile {
	for i := range r.Files {
		if r.Files[i].Name == name {
			return &r.Files[i]
		}
	}
	return nil
}

// References lists what the report is of, who asked for it, and its neighbours.
func (r *Report) References() []Reference {
	return references{}.one("instrument", r.InstrumentID, KindInstrument).one("requester.institution", r.Requester.Institution, KindInstitution).
		one("requester.person", r.Requester.Person, KindPerson).one("supersedes", r.SupersedesID, KindReport).one("supersededBy", r.SupersededByID, KindReport)
}

// Validate checks the report by itself; see [Rules].
func (r *Report) Validate() []Finding {
	var k checker
	r.Head.check(&k, KindReport)
	k.enumRequired(ruleTaskState, "state", string(r.State), reportStates)
	k.enumRequired(ruleReportSubject, "type", string(r.Type), reportTypes)
	r.subject(&k)
	k.language("language", r.Language)
	r.Requester.check(&k)
	k.id("export", r.ExportID, KindExport)
	k.limit("files", len(r.Files), maxEntries)
	for i := range r.Files {
		k.at("files", i)
		k.code("name", r.Files[i].Name)
		k.code("mediaType", r.Files[i].MediaType)
		k.sha256("sha256", r.Files[i].SHA256)
		k.out()
	}
	k.sha256("sha256", r.SHA256)
	k.limit("remarks", len(r.Remarks), maxEntries)
	for i := range r.Remarks {
		k.at("remarks", i)
		k.code("by", r.Remarks[i].By)
		k.prose("text", r.Remarks[i].Text)
		k.out()
	}
	k.code("reviewedBy", r.ReviewedBy)
	k.ref("supersedes", r.SupersedesID, KindReport)
	k.ref("supersededBy", r.SupersededByID, KindReport)
	k.in("withdrawal")
	k.prose("reason", r.Withdrawal.Reason)
	k.out()
	return k.findings
}

// subject checks what the report is of.
func (r *Report) subject(k *checker) {
	k.code("period", r.Period)
	k.enum("discipline", string(r.Discipline), disciplines)
	k.ref("instrument", r.InstrumentID, KindInstrument)
	k.code("model", r.Model)
	switch r.Type {
	case ReportBlueBook:
		k.require(ruleReportSubject, "period", r.Period != "")
	case ReportInstrument:
		k.require(ruleReportSubject, "instrument", r.InstrumentID != "")
	case ReportModel:
		k.require(ruleReportSubject, "model", r.Model != "")
	}
}
