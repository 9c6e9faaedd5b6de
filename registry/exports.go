package registry

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"metrograph/export"
	"metrograph/model"
	"metrograph/store"
)

// Exports are the files of records that callers ask for: they are made one after the other,
// kept for a while, and given out to whoever asked for them as long as their access is what
// it was. It is safe for concurrent use.
type Exports struct {
	*Registry
	o      ExportsOptions
	signal chan struct{} // there may be something to do
	create sync.Mutex    // so that a limit is not passed by two at once
	moving sync.Mutex    // held while a report makes a step

	mu      sync.Mutex
	running map[model.ID]*making
	served  map[model.ID]time.Time // when an institution's export was begun last
	walked  map[model.ID]int64     // up to where the journal was looked at for a file, see Open
	used    int64                  // bytes of all files
	broken  map[model.ID]bool      // exports that an earlier process was making
}

// ExportsOptions are what exports need, and settings whose zero values work.
type ExportsOptions struct {
	Dir     string                                                           // for files
	Formats map[model.ExportFormat]export.Format                             // that can be written
	Renew   func(context.Context, model.Requester) (*model.Principal, error) // the access that a requester has by now

	Keep     time.Duration // how long a file is kept; 24 h
	Running  int           // exports that are made at once; 2
	Waiting  int           // exports of one institution that wait or are made; 5
	Kept     int           // exports of one institution whose files are kept; 20
	Space    int64         // bytes of all files; 50 GiB
	Streamed int           // records of a stream; 10,000
}

func (o ExportsOptions) withDefaults() ExportsOptions {
	o.Keep = cmp.Or(o.Keep, 24*time.Hour)
	o.Running = cmp.Or(o.Running, 2)
	o.Waiting = cmp.Or(o.Waiting, 5)
	o.Kept = cmp.Or(o.Kept, 20)
	o.Space = cmp.Or(o.Space, 50<<30)
	o.Streamed = cmp.Or(o.Streamed, 10_000)
	return o
}

// Exports opens the folder with the files of exports.
func (r *Registry) Exports(o ExportsOptions) (*Exports, error) {
	x := &Exports{Registry: r, o: o.withDefaults(), signal: make(chan struct{}, 1), running: map[model.ID]*making{},
		served: map[model.ID]time.Time{}, walked: map[model.ID]int64{}}
	return x, os.MkdirAll(x.temporary(), 0o700)
}

// FileOf is the ending of the name of an export's file, and its media type.
func (x *Exports) FileOf(e *model.Export) (ending, mediaType string) {
	if format := x.o.Formats[e.Format]; format != nil {
		return format.File(e.Content)
	}
	return "", "application/octet-stream"
}

func (x *Exports) temporary() string           { return filepath.Join(x.o.Dir, "tmp") }
func (x *Exports) file(id model.ID) string     { return filepath.Join(x.o.Dir, string(id)) }
func (x *Exports) partial(id model.ID) string  { return x.file(id) + ".part" }
func (x *Exports) contents(id model.ID) string { return x.file(id) + ".ids" }

// look has the exports look for something to do.
func (x *Exports) look() {
	select {
	case x.signal <- struct{}{}:
	default:
	}
}

// ExportRequest asks for a file.
type ExportRequest struct {
	Content model.Kind
	Filter  map[string]any // as the API has it, see [ParseFilter]
	Format  model.ExportFormat
	Book    *model.BlueBook // what a blue book is of; for that format alone
	Lang    *string         // of a report on instruments, zh or en; for those formats alone
	Since   *string         // cursor: only what changed after it
}

// CreateExport begins an export for the caller, who has to be one that can be recognised
// again later: by a key or a token.
func (x *Exports) CreateExport(ctx context.Context, q ExportRequest) (model.Written, error) {
	who := model.PrincipalFrom(ctx)
	if who.Anonymous() {
		return model.Written{}, model.Errorf(model.CodeUnauthenticated, "exports are made for callers with a key or a token; smaller numbers of records are streamed to everybody at /records")
	}
	e, err := x.draft(who, q)
	if err != nil {
		return model.Written{}, err
	}
	if err := x.permit(ctx, model.ActionCreate, e); err != nil {
		return model.Written{}, err
	}
	x.create.Lock()
	defer x.create.Unlock()
	if err := x.limit(ctx, who.Institution); err != nil {
		return model.Written{}, err
	}
	return x.keep(ctx, who.Subject, model.ActionCreate, e)
}

// draft is the record of an export that was asked for.
func (x *Exports) draft(who *model.Principal, q ExportRequest) (*model.Export, error) {
	if _, err := x.formatOf(q); err != nil {
		return nil, err
	}
	e := &model.Export{State: model.JobQueued, Content: q.Content, Format: q.Format, BlueBook: q.Book, Requester: model.RequesterOf(who)}
	if _, err := x.listOf(e, q.Filter); err != nil {
		return nil, err
	}
	if len(q.Filter) > 0 {
		text, err := json.Marshal(q.Filter)
		if err != nil {
			return nil, inside("filter of an export", err)
		}
		e.Filter = string(text)
	}
	if q.Lang != nil {
		e.Language = *q.Lang
	}
	if q.Since != nil {
		if _, ok := x.readPosition(*q.Since); !ok {
			return nil, invalid("since", "this cursor does not belong to an export or a subscription of this node")
		}
		e.Since = *q.Since
	}
	e.Head = headOf(who)
	e.Provenance = model.Provenance{Channel: who.Via, At: x.now()}
	return e, nil
}

// formatOf is the format that records are asked for in.
func (x *Exports) formatOf(q ExportRequest) (export.Format, error) {
	format := x.o.Formats[q.Format]
	if format == nil || !q.Content.Shareable() || !format.Takes(q.Content) {
		return nil, invalid("format", "records of kind %s cannot be exported as %s", q.Content, q.Format)
	}
	if err := checkBook(q); err != nil {
		return nil, err
	}
	return format, checkReport(q)
}

// listOf is the list of records that an export is of. That the filter can be read, and by
// whom, is found out when it is asked for.
func (x *Exports) listOf(e *model.Export, filter map[string]any) (ListRequest, error) {
	where, err := ParseFilter(e.Content, filter)
	if err != nil || e.BlueBook == nil {
		return ListRequest{Kind: e.Content, Where: where}, err
	}
	book, err := bookWhere(e.BlueBook)
	return ListRequest{Kind: e.Content, Where: All(where, book)}, err
}

// request is the list of an export that was kept.
func (x *Exports) request(e *model.Export) (ListRequest, error) {
	var filter map[string]any
	if e.Filter != "" {
		decoder := json.NewDecoder(strings.NewReader(e.Filter))
		decoder.UseNumber()
		if err := decoder.Decode(&filter); err != nil {
			return ListRequest{}, inside("filter of an export", err)
		}
	}
	return x.listOf(e, filter)
}

// limit refuses an export to an institution that has too many.
func (x *Exports) limit(ctx context.Context, institution model.ID) error {
	where := func(states ...string) *Filter {
		return All(Equal("origin", string(institution)), Equal("state", states...))
	}
	waiting, err := x.store.Count(ctx, store.Query{Kind: model.KindExport, Scope: model.Everything(),
		Where: where(string(model.JobQueued), string(model.JobRunning))})
	if err != nil {
		return inside("exports of the institution", err)
	}
	if waiting >= int64(x.o.Waiting) {
		return model.Errorf(model.CodeLimitExceeded, "%d exports of your institution are waiting or being made; wait for one, or cancel it", waiting)
	}
	pages, err := x.store.List(ctx, store.Query{Kind: model.KindExport, Scope: model.Everything(), Limit: x.o.Kept, Desc: true,
		Where: where(string(model.JobDone))})
	if err != nil {
		return inside("exports of the institution", err)
	}
	files := int(waiting)
	for _, d := range pages[0].Documents {
		e, err := recordIn[*model.Export](d)
		if err != nil {
			return err
		}
		if x.now().Before(e.AvailableUntil) {
			files++
		}
	}
	if files >= x.o.Kept {
		return model.Errorf(model.CodeLimitExceeded, "the files of %d exports of your institution are kept; delete one first", files)
	}
	return nil
}

// keep writes the record of an export as the node itself, which has asked the policy already.
// What it returns is for the caller of the context.
func (x *Exports) keep(ctx context.Context, subject string, action model.Action, e *model.Export) (model.Written, error) {
	node := &model.Principal{Subject: subject, Via: model.ViaLocal, Institution: e.Origin}
	w, err := x.writeOne(model.WithPrincipal(ctx, node), model.Write{Action: action, Record: e, Version: e.Version})
	if err != nil {
		return w, err
	}
	x.look()
	found, err := x.Load(ctx, model.KindExport, []model.ID{w.ID}, 0)
	if err != nil {
		return w, err
	}
	w.Record = found.Records[0]
	return w, nil
}

// CancelExport ends an export of which nothing is given out yet.
func (x *Exports) CancelExport(ctx context.Context, id model.ID) (model.Written, error) {
	if id.Kind() != model.KindExport {
		id = model.KindExport.ID(time.Time{}, [16]byte{}) // which nothing has
	}
	seen, err := x.one(ctx, id)
	if err != nil {
		return model.Written{}, err
	}
	if err := x.permit(ctx, model.ActionAmend, seen); err != nil {
		return model.Written{}, err
	}
	for {
		e, err := x.current(ctx, id)
		if err != nil {
			return model.Written{}, err
		}
		if e.State.Ended() {
			return model.Written{}, invalid("id", "the export is %s already", strings.ToLower(string(e.State)))
		}
		e.State, e.EndedAt = model.JobCancelled, x.now()
		w, err := x.keep(ctx, model.PrincipalFrom(ctx).Subject, model.ActionAmend, e)
		if model.CodeOf(err) == model.CodeConflict { // with its progress
			continue
		}
		if err == nil {
			x.stop(id, errStopped)
		}
		return w, err
	}
}

// current is an export as it is kept; NOT_FOUND where there is none.
func (x *Exports) current(ctx context.Context, id model.ID) (*model.Export, error) {
	return stored[*model.Export](ctx, x.Registry, model.KindExport, id)
}

// errStopped ends the making of an export that is wanted no longer.
var errStopped = errors.New("the export was cancelled or deleted")
