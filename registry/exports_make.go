package registry

import (
	"context"
	"errors"
	"reflect"
	"time"

	"metrograph/export"
	"metrograph/model"
	"metrograph/store"
)

const (
	exportPage     = 200             // records that are read at once
	exportProgress = 5 * time.Second // between two notes of how far an export has come
	exportAttempts = 3               // for which an access may change in the middle
	renewEvery     = 2 * time.Second // how long an access is believed in
)

// errMoved is what ends the making of a file whose requester has another access than when it
// was begun: a file is made under one access.
var errMoved = errors.New("the access changed")

// make makes the file of an export and says in its record what became of it; settled is false
// where it could not say so.
func (x *Exports) make(ctx context.Context, e *model.Export) (settled bool) {
	var err error
	for range exportAttempts {
		if err = x.attempt(ctx, e); !errors.Is(err, errMoved) {
			break
		}
	}
	if err == nil || errors.Is(err, errStopped) || ctx.Err() != nil { // a node that stops makes it at its next start
		return true
	}
	x.log.WarnContext(ctx, "an export failed", "id", e.ID, "error", err)
	failed := x.change(ctx, e, func(e *model.Export) {
		e.State, e.EndedAt, e.Failure = model.JobFailed, x.now(), failure(err)
		e.Size, e.SHA256 = 0, ""
	})
	if failed == nil || errors.Is(failed, errStopped) {
		return true
	}
	x.log.ErrorContext(ctx, "an export could not be ended", "id", e.ID, "error", failed)
	return false
}

// failure is what the requester is told of why an export failed.
func failure(err error) string {
	var coded *model.Error
	switch {
	case errors.Is(err, errMoved):
		return "your access changed while the file was made; export again"
	case model.CodeOf(err) == model.CodeUnauthenticated:
		return "the key or token that the export was asked for with is valid no longer"
	case errors.As(err, &coded) && coded.Code != model.CodeInternal:
		return coded.Message
	}
	return "something went wrong in the node; export again"
}

// change writes a change of an export's record, unless it was cancelled or deleted.
func (x *Exports) change(ctx context.Context, e *model.Export, edit func(*model.Export)) error {
	now, err := x.current(ctx, e.ID)
	if model.CodeOf(err) == model.CodeNotFound {
		return errStopped
	}
	if err != nil {
		return err
	}
	if now.State.Ended() {
		return errStopped
	}
	edit(now)
	w, err := x.keep(ctx, "node", model.ActionAmend, now)
	switch model.CodeOf(err) {
	case model.CodeConflict, model.CodeNotFound:
		return errStopped // it was ended at the same moment
	}
	if err == nil {
		*e = *now
		e.Version = w.Version
	}
	return err
}

// maker is the making of one file.
type maker struct {
	*Exports
	e       *model.Export
	request ListRequest
	format  export.Format
	access  digest // that the file is made under
	who     context.Context
	renewed time.Time
	noted   time.Time
	file    *exportFile
	out     export.Writer
	objects int
}

// attempt makes the file once.
func (x *Exports) attempt(ctx context.Context, e *model.Export) (err error) {
	m := &maker{Exports: x, e: e, format: x.o.Formats[e.Format]}
	if m.format == nil {
		return model.Errorf(model.CodeInvalid, "the node does not write %s", e.Format)
	}
	if m.request, err = x.request(e); err != nil {
		return err
	}
	if err := m.renew(ctx); err != nil {
		return err
	}
	if m.file, err = x.begun(e.ID, m.access); err != nil { // before the record says so: a file tells the next process whose it is
		return err
	}
	defer func() { err = errors.Join(err, m.file.close()) }()
	end, err := m.start(ctx)
	if err != nil {
		return err
	}
	if m.out, err = m.format.New(m.file, m.options()); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.out.Close()) }()
	if err := m.write(ctx, end); err != nil {
		return err
	}
	return m.end(ctx)
}

// start notes in the record that the export is being made, from where in the journal the
// next one has to go on, and under which access.
func (m *maker) start(ctx context.Context) (end int64, err error) {
	if end, err = m.newest(ctx); err != nil {
		return 0, err
	}
	total := 0
	if m.e.Since == "" {
		if total, err = m.count(); err != nil {
			return 0, err
		}
	}
	m.noted = time.Now()
	return end, m.change(ctx, m.e, func(e *model.Export) {
		e.State, e.StartedAt, e.Cursor = model.JobRunning, m.now(), m.position(end)
		e.Total, e.Objects, e.Size = total, 0, 0
	})
}

// newest is the place of the newest entry of the journal that queries show the effect of.
func (x *Exports) newest(ctx context.Context) (int64, error) {
	last, err := x.store.Last(ctx)
	if err != nil || last == 0 {
		return 0, inside("journal", err)
	}
	entries, err := x.store.Changes(ctx, last-1, 1) // readers of the journal wait for the effects
	if err != nil {
		return 0, inside("journal", err)
	}
	if len(entries) == 0 {
		return last - 1, nil
	}
	return entries[0].Sequence, nil
}

// count is how many records are to come, where the requester may count them.
func (m *maker) count() (int, error) {
	one, request := 1, m.request
	request.First, request.Fields, request.Total = &one, 1, true
	pages, err := m.List(m.who, request)
	if err != nil || pages[0].Total == nil {
		return 0, err
	}
	return *pages[0].Total, nil
}

// renew makes sure, again and again, that the requester has the access that the file was
// begun under.
func (m *maker) renew(ctx context.Context) error {
	if m.who != nil && time.Since(m.renewed) < renewEvery {
		return m.check()
	}
	who, err := m.o.Renew(ctx, m.e.Requester)
	if err != nil {
		return err
	}
	m.who, m.renewed = model.WithPrincipal(ctx, who), time.Now()
	if m.access == (digest{}) {
		m.access = m.accessOf(who)
	}
	return m.check()
}

func (m *maker) check() error {
	if m.accessOf(model.PrincipalFrom(m.who)) != m.access {
		return errMoved
	}
	return nil
}

func (m *maker) write(ctx context.Context, end int64) error {
	if err := m.names(); err != nil {
		return err
	}
	if m.e.Since != "" {
		since, ok := m.readPosition(m.e.Since)
		if !ok {
			return invalid("since", "this cursor does not belong to an export or a subscription of this node")
		}
		return m.changes(ctx, since, end)
	}
	list := &scan{Registry: m.Registry, request: m.request, size: exportPage}
	for {
		if err := m.renew(ctx); err != nil {
			return err
		}
		records, err := list.next(m.who)
		if err != nil || len(records) == 0 {
			return err
		}
		if err := m.page(ctx, records); err != nil {
			return err
		}
	}
}

// names notes the records that the filter names: which ones the file has tells of them.
func (m *maker) names() error {
	named := map[model.Kind]map[model.ID]bool{}
	idsIn(m.request.Where, named)
	for _, ids := range named {
		for id := range ids {
			if err := m.file.tells(id); err != nil {
				return err
			}
		}
	}
	return nil
}

// page writes records.
func (m *maker) page(ctx context.Context, records []model.Record) error {
	related, err := m.linked(m.who, records, m.format.Needs(m.e.Content))
	if err != nil {
		return err
	}
	if err := m.check(); err != nil {
		return err
	}
	for _, record := range records {
		if err := errors.Join(m.out.Write(record, related), m.lists(record)); err != nil {
			return err
		}
		m.objects++
	}
	for _, record := range related {
		if err := m.lists(record); err != nil {
			return err
		}
	}
	return m.progress(ctx)
}

// lists notes what a record tells of: itself, and what it refers to.
func (m *maker) lists(record model.Record) error {
	err := m.file.tells(record.Base().ID)
	eachID(record, func(v reflect.Value) {
		if id := v.String(); id != "" {
			err = errors.Join(err, m.file.tells(model.ID(id)))
		}
	})
	return err
}

// progress notes now and then how far the export has come, which also finds out whether it is
// still wanted.
func (m *maker) progress(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if time.Since(m.noted) < exportProgress {
		return nil
	}
	m.noted = time.Now()
	return m.change(ctx, m.e, func(e *model.Export) { e.Objects, e.Size = m.objects, m.file.size })
}

// end ends the file and says that it can be had.
func (m *maker) end(ctx context.Context) error {
	if err := m.out.Finish(); err != nil {
		return err
	}
	sum, err := m.file.finish()
	if err != nil {
		return err
	}
	return m.change(ctx, m.e, func(e *model.Export) {
		now := m.now()
		e.State, e.EndedAt, e.AvailableUntil = model.JobDone, now, now.Add(m.o.Keep)
		e.Objects, e.Size, e.SHA256 = m.objects, m.file.size, sum
	})
}

// changes writes what changed in a part of the journal, as it is now: each record once, when
// its newest change comes by. One that changes again while the file is made comes with the
// next export; one that was deleted is told of to whoever could read it.
func (m *maker) changes(ctx context.Context, position, end int64) error {
	for position < end {
		if err := m.renew(ctx); err != nil {
			return err
		}
		events, err := m.feed.eventsAfter(ctx, position)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			return nil
		}
		position = events[len(events)-1].sequence
		if err := m.events(ctx, events, end); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) events(ctx context.Context, events []event, end int64) error {
	newest := map[model.ID]int{}
	var ids []string
	for i := range events {
		e := &events[i]
		if e.sequence > end || e.kind != m.e.Content {
			continue
		}
		if e.operation == store.Delete {
			if err := m.deleted(e); err != nil {
				return err
			}
			continue
		}
		if newest[e.id] == 0 {
			ids = append(ids, string(e.id))
		}
		newest[e.id] = e.version
	}
	if len(ids) == 0 {
		return m.progress(ctx)
	}
	request := m.request
	request.Where = All(m.request.Where, Equal("id", ids...))
	list := &scan{Registry: m.Registry, request: request, size: exportPage}
	for {
		records, err := list.next(m.who)
		if err != nil || len(records) == 0 {
			return err
		}
		var current []model.Record
		for _, record := range records {
			if record.Base().Version == newest[record.Base().ID] {
				current = append(current, record)
			}
		}
		if err := m.page(ctx, current); err != nil {
			return err
		}
	}
}

// deleted tells of a deletion, as a subscription would.
func (m *maker) deleted(e *event) error {
	if _, allowed := m.grant(m.who).Decide(model.ActionRead, &e.facts); !allowed {
		return nil
	}
	m.objects++
	return m.out.Deleted(e.id, e.version)
}
