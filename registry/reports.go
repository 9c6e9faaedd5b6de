package registry

import (
	"context"
	"strings"

	"metrograph/model"
	"metrograph/store"
	"metrograph/workflow/reports"
)

// Commission asks for a report: of the period of a blue book, of an instrument or of a model.
type Commission struct {
	Type       model.ReportType
	Period     string
	Discipline model.Discipline
	Language   string // zh where it is empty
	Instrument model.ID
	Model      string
	Reason     string
}

// ReportStep asks for a step of a report.
type ReportStep struct {
	Name    reports.Name
	ID      model.ID
	Version int // that it has for the caller
	Text    string
	Reason  string
}

// RequestReport begins the making of a report in the turns and under the limits of exports, and
// keeps its draft. What is in it is what the caller may read.
func (x *Exports) RequestReport(ctx context.Context, q Commission) (model.Written, error) {
	who := model.PrincipalFrom(ctx)
	r := &model.Report{Head: headOf(who), State: model.ReportDraft, Type: q.Type, Period: q.Period, Discipline: q.Discipline,
		Language: q.Language, InstrumentID: q.Instrument, Model: q.Model}
	if r.Language == "" {
		r.Language = "zh"
	}
	c := &reports.Case{Report: r, At: x.now(), By: who}
	t := reports.Find(reports.Request)
	if err := x.mayMoveReport(ctx, t, c); err != nil {
		return model.Written{}, err
	}
	if err := t.Do(c); err != nil {
		return model.Written{}, err
	}
	if err := x.commission(ctx, r); err != nil {
		return model.Written{}, err
	}
	return x.keepOne(ctx, model.Write{Action: model.ActionCreate, Record: r, Reason: q.Reason})
}

// commission begins the export that makes the files of a report.
func (x *Exports) commission(ctx context.Context, r *model.Report) error {
	q := ExportRequest{Content: model.KindCertificate}
	blue := r.Type == model.ReportBlueBook
	switch {
	case blue && (r.InstrumentID != "" || r.Model != ""), !blue && (r.Period != "" || r.Discipline != ""),
		r.Type == model.ReportInstrument && r.Model != "", r.Type == model.ReportModel && r.InstrumentID != "":
		return invalid("type", "a blue book is of a period and perhaps a discipline, an analysis of an instrument, and a report on a model of a model")
	case blue:
		q.Format, q.Book = model.ExportBook, &model.BlueBook{Period: r.Period, Discipline: r.Discipline, Language: r.Language}
	case r.Type == model.ReportInstrument:
		q.Format, q.Lang = model.ExportInstrumentReport, &r.Language
		q.Filter = map[string]any{"instrument": map[string]any{"eq": string(r.InstrumentID)}}
	default:
		q.Format, q.Lang = model.ExportModelReport, &r.Language
		q.Filter = map[string]any{"instrumentModel": map[string]any{"eq": r.Model}}
	}
	e, err := x.CreateExport(ctx, q)
	if err != nil {
		return err
	}
	r.ExportID = e.ID
	return nil
}

// mayMoveReport refuses who may not make the step.
func (x *Exports) mayMoveReport(ctx context.Context, t reports.Transition, c *reports.Case) error {
	err := t.May(c)
	if err == nil && !x.may(ctx, t.Action, c.Report) {
		err = forbidden(t.Action)
	}
	if err == nil {
		return nil
	}
	return x.refused(ctx, Act{Action: t.Action, Kind: model.KindReport, ID: c.Report.ID}, err)
}

// MoveReport makes a step of a report that the caller may read. A step that does not lead from
// its state is refused with those that do.
func (x *Exports) MoveReport(ctx context.Context, q ReportStep) (model.Written, error) {
	x.moving.Lock()
	defer x.moving.Unlock()
	if _, err := x.one(ctx, q.ID); err != nil {
		return model.Written{}, err
	}
	r, err := stored[*model.Report](ctx, x.Registry, model.KindReport, q.ID)
	if err != nil {
		return model.Written{}, err
	}
	c := &reports.Case{Report: r, At: x.now(), By: model.PrincipalFrom(ctx), Text: strings.TrimSpace(q.Text)}
	t := reports.Find(q.Name)
	if err := x.mayMoveReport(ctx, t, c); err != nil {
		return model.Written{}, err
	}
	if q.Version != r.Version {
		return model.Written{}, store.Stale(q.ID, r.Version)
	}
	if err := t.Legal(r.State); err != nil {
		return model.Written{}, err
	}
	return x.moveReport(ctx, t, c, q.Reason)
}

func (x *Exports) moveReport(ctx context.Context, t reports.Transition, c *reports.Case, reason string) (out model.Written, err error) {
	var before []*model.Report
	switch t.Name {
	case reports.Remake:
		err = x.commission(ctx, c.Report)
	case reports.Submit:
		err = x.collectFiles(ctx, c)
	case reports.Publish:
		before, err = x.published(ctx, c.Report)
		if len(before) > 0 {
			c.Before = before[len(before)-1].ID
		}
	}
	if err == nil {
		err = t.Do(c)
	}
	if err == nil {
		out, err = x.keepReport(ctx, c.Report, reason)
	}
	for i := 0; err == nil && i < len(before); i++ {
		old := &reports.Case{Report: before[i], At: c.At, By: c.By, Next: c.Report.ID}
		if err = reports.Find(reports.Supersede).Do(old); err == nil {
			_, err = x.keepReport(ctx, old.Report, reason)
		}
	}
	return out, err
}

// published are the reports that a new one takes the place of, oldest first: one, or more where
// the node stopped before it had marked one.
func (x *Exports) published(ctx context.Context, r *model.Report) (list []*model.Report, err error) {
	where := All(Equal("origin", string(r.Origin)), Equal("state", string(model.ReportPublished)), Equal("type", string(r.Type)))
	err = each(ctx, x.Registry, model.KindReport, where, func(old *model.Report) error {
		if old.Like(r) && old.ID != r.ID {
			list = append(list, old)
		}
		return nil
	})
	return list, err
}

func (x *Exports) keepReport(ctx context.Context, r *model.Report, reason string) (model.Written, error) {
	return x.keepOne(ctx, model.Write{Action: model.ActionAmend, Record: r, Version: r.Version, Reason: reason,
		Fields: append(content(model.KindReport), "status", "classification")})
}
