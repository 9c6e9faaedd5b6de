package model

import "time"

// Export is a file of records that a caller asked for: those of one kind that a filter lets
// through, as the caller may see them.
type Export struct {
	Head           `bson:",inline"`
	State          JobState     `json:"state"`
	Content        Kind         `json:"content"` // the kind of the records in the file
	Format         ExportFormat `json:"format"`
	Filter         string       `json:"filter,omitempty"`   // JSON, as the filter input of the kind
	BlueBook       *BlueBook    `json:"blueBook,omitempty"` // what a blue book is of
	Language       string       `json:"language,omitempty"` // of a report on instruments: zh or en
	Requester      Requester    `json:"requester,omitzero"`
	Since          string       `json:"since,omitempty"`  // cursor: only what changed after it
	Cursor         string       `json:"cursor,omitempty"` // where the next export goes on
	Total          int          `json:"total,omitempty"`  // objects to come, as far as the caller may count
	Objects        int          `json:"objects,omitempty"`
	Size           int64        `json:"size,omitempty"` // of the file in bytes
	SHA256         string       `json:"sha256,omitempty"`
	StartedAt      time.Time    `json:"startedAt,omitzero"`
	EndedAt        time.Time    `json:"endedAt,omitzero"`
	AvailableUntil time.Time    `json:"availableUntil,omitzero"` // when the file is deleted
	Failure        string       `json:"failure,omitempty"`
}

// ExportFormat is what an export is written as.
type ExportFormat string

const (
	ExportNDJSON ExportFormat = "NDJSON"    // a JSON object a line
	ExportCSV    ExportFormat = "CSV"       // 逗号分隔表
	ExportXLSX   ExportFormat = "XLSX"      // 电子表格
	ExportDCCZip ExportFormat = "DCC_ZIP"   // 数字校准证书压缩包
	ExportBook   ExportFormat = "BLUE_BOOK" // 蓝皮书

	ExportInstrumentReport ExportFormat = "INSTRUMENT_REPORT" // 计量器具分析报告
	ExportModelReport      ExportFormat = "MODEL_REPORT"      // 型号分析报告
)

// BlueBook is what a blue book is of.
type BlueBook struct {
	Period     string     `json:"period"`               // 2025, 2025Q1, 2025-03, 2024-07..2025-06
	Discipline Discipline `json:"discipline,omitempty"` // empty for all
	Language   string     `json:"language,omitempty"`   // zh or en
}

func (b *BlueBook) check(k *checker) {
	if b == nil {
		return
	}
	k.in("blueBook")
	k.code("period", b.Period)
	k.enum("discipline", string(b.Discipline), disciplines)
	k.language("language", b.Language)
	k.out()
}

// Values lists the formats.
func (ExportFormat) Values() []ExportFormat {
	return []ExportFormat{ExportNDJSON, ExportCSV, ExportXLSX, ExportDCCZip, ExportBook, ExportInstrumentReport, ExportModelReport}
}

func (*Export) Kind() Kind         { return KindExport }
func (e *Export) Facts() Facts     { return e.facts(KindExport, "") }
func (*Export) NaturalKey() string { return "" }

// References lists the institution of whoever asked for it.
func (e *Export) References() []Reference {
	return references{}.one("requester.institution", e.Requester.Institution, KindInstitution).one("requester.person", e.Requester.Person, KindPerson)
}

// Validate checks the export by itself; see [Rules].
func (e *Export) Validate() []Finding {
	var k checker
	e.Head.check(&k, KindExport)
	k.enumRequired(ruleTaskState, "state", string(e.State), jobStates)
	k.enumRequired(ruleExportFormat, "format", string(e.Format), exportFormats)
	k.require(ruleExportKind, "content", e.Content.Shareable() && e.Content.New() != nil)
	k.prose("filter", e.Filter)
	e.BlueBook.check(&k)
	k.language("language", e.Language)
	e.Requester.check(&k)
	k.code("since", e.Since)
	k.code("cursor", e.Cursor)
	k.sha256("sha256", e.SHA256)
	k.prose("failure", e.Failure)
	return k.findings
}
