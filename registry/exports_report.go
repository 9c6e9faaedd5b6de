package registry

import (
	"context"
	"encoding/json"

	"metrograph/export"
	"metrograph/model"
	"metrograph/report/instrument"
)

// subjectField is the field of certificates by which a filter names what a report is of; empty
// for formats that are no report on instruments.
func subjectField(format model.ExportFormat) string {
	switch format {
	case model.ExportInstrumentReport:
		return "instrument"
	case model.ExportModelReport:
		return "instrumentModel"
	}
	return ""
}

// subjectOf is what a filter says that a report is of.
func subjectOf(field string, filter map[string]any) string {
	condition, _ := filter[field].(map[string]any)
	switch eq := condition["eq"].(type) {
	case string:
		return eq
	case *string:
		if eq != nil {
			return *eq
		}
	case model.ID:
		return string(eq)
	}
	return ""
}

// checkReport refuses a report on instruments that does not say on which, and a language
// where there is none to choose.
func checkReport(q ExportRequest) error {
	field := subjectField(q.Format)
	switch {
	case field == "" && q.Lang == nil:
		return nil
	case field == "":
		return invalid("language", "this is for the formats INSTRUMENT_REPORT and MODEL_REPORT")
	case subjectOf(field, q.Filter) == "":
		return invalid("content.certificates."+field, "say of which: {%s: {eq: \"…\"}} beside other conditions; it is made with exportCreate", field)
	case q.Since != nil:
		return invalid("since", "a report is of all certificates that its filter finds")
	case q.Lang != nil && *q.Lang != "zh" && *q.Lang != "en":
		return invalid("language", "reports are written in zh and en")
	}
	return nil
}

// options are what the file of an export is about.
func (m *maker) options() export.Options {
	o := export.Options{Kind: m.e.Content, Dir: m.temporary(), Book: m.e.BlueBook, Publisher: m.publisher(), Language: m.e.Language}
	if field := subjectField(m.e.Format); field != "" {
		var filter map[string]any
		_ = json.Unmarshal([]byte(m.e.Filter), &filter) // it was read for the list of the export already
		o.Subject = subjectOf(field, filter)
	}
	return o
}

// ReportRequest asks for a report on an instrument or a model.
type ReportRequest struct {
	instrument.Options
	Needs    []export.Need // that the report has of the certificates, see export.Format
	Progress func(done, total int)
}

// InstrumentReport makes a report on an instrument or a model of the certificates that the
// caller may read.
func (r *Registry) InstrumentReport(ctx context.Context, q ReportRequest) (*instrument.Collector, error) {
	where := Equal("instrument", q.Subject)
	if q.OfModel {
		where = Equal("instrumentModel", q.Subject)
	}
	c := instrument.New(q.Options)
	list := &scan{Registry: r, request: ListRequest{Kind: model.KindCertificate, Where: where}, size: exportPage}
	for done := 0; ; {
		records, err := list.next(ctx)
		if err != nil || len(records) == 0 {
			return c, err
		}
		related, err := r.linked(ctx, records, q.Needs)
		if err != nil {
			return nil, err
		}
		for _, record := range records {
			if err := c.Add(record.(*model.Certificate), related); err != nil {
				return nil, err
			}
		}
		if done += len(records); q.Progress != nil {
			q.Progress(done, done)
		}
	}
}
