package collect

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"

	"metrograph/collect/xmltree"
	"metrograph/model"
	"metrograph/spool"
)

// Desk takes documents over from callers who do not wait, and imports them job by job. What it
// took over is on the disk, and goes on after the process was killed where it was cut off.
type Desk struct {
	registry DeskRegistry
	spool    *spool.Store
	options  DeskOptions

	mu      sync.Mutex
	waiting []waiting // the one that is worked on is among them
	wake    chan struct{}
}

// DeskRegistry is what a desk asks of the node beyond what the pipeline does.
type DeskRegistry interface {
	Registry
	MayCollect(ctx context.Context) error
	QueueJob(ctx context.Context, job *model.CollectionJob) error
	JobToResume(ctx context.Context, id model.ID) (*model.CollectionJob, error)
	LeaveJob(job *model.CollectionJob)
}

// DeskOptions are settings of a desk; what is 0 has the stated default.
type DeskOptions struct {
	Each int          // jobs of an institution that wait at once; 8
	All  int          // jobs that wait at once; 64
	Log  *slog.Logger // nil for none
}

type waiting struct {
	job, institution model.ID
	ready            bool // all of it is there
}

// task is what a job is to do, kept beside its documents.
type task struct {
	Requester      model.Requester      `json:"requester"`
	Classification model.Classification `json:"classification,omitempty"`
	Status         model.Status         `json:"status,omitempty"`
	Channel        string               `json:"channel,omitempty"`
	Check          bool                 `json:"check,omitempty"`
	Documents      []taken              `json:"documents"`
}

// taken is a document that was taken over, or why it was not.
type taken struct {
	Name    string      `json:"name,omitempty"`
	File    string      `json:"file,omitempty"`
	Refused *FileReport `json:"refused,omitempty"`
}

// Names of the files in the folder of a job, beside its documents.
const (
	taskFile   = "task.json"
	ledgerFile = "ledger.ndjson"
)

// OpenDesk opens a desk, with the jobs that were left when the last one was closed.
func OpenDesk(r DeskRegistry, s *spool.Store, o DeskOptions) (*Desk, error) {
	if o.Each == 0 {
		o.Each = 8
	}
	if o.All == 0 {
		o.All = 64
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	d := &Desk{registry: r, spool: s, options: o, wake: make(chan struct{}, 1)}
	ids, err := s.Jobs()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		t, err := d.read(id)
		switch {
		case model.CodeOf(err) == model.CodeNotFound: // only what was rejected is left of it
		case err != nil:
			o.Log.Error("a collection cannot go on", "job", id, "error", err)
		default:
			d.waiting = append(d.waiting, waiting{id, t.Requester.Institution, true})
		}
	}
	return d, nil
}

// Waiting lists the jobs that the desk has not done.
func (d *Desk) Waiting() []model.ID {
	d.mu.Lock()
	defer d.mu.Unlock()
	var ids []model.ID
	for _, w := range d.waiting {
		ids = append(ids, w.job)
	}
	return ids
}

// Submit takes documents over and returns the job that is going to import them. What is marked
// as classified is refused before any of it is kept.
func (d *Desk) Submit(ctx context.Context, sources []Source, o Options) (*model.CollectionJob, error) {
	if err := d.registry.MayCollect(ctx); err != nil {
		return nil, err
	}
	job := &model.CollectionJob{Check: o.Check, Total: len(sources)}
	job.ID, job.Provenance.Channel = cmp.Or(o.JobID, d.registry.NewID(model.KindCollectionJob)), o.Channel
	if err := d.reserve(waiting{job: job.ID, institution: model.PrincipalFrom(ctx).Institution}); err != nil {
		return nil, err
	}
	if err := d.take(ctx, job, sources, o); err != nil {
		d.leave(job.ID)
		return nil, err
	}
	d.release(job.ID)
	return job, nil
}

// release lets a job be worked on.
func (d *Desk) release(job model.ID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range d.waiting {
		d.waiting[i].ready = d.waiting[i].ready || d.waiting[i].job == job
	}
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// first is the job that has waited longest.
func (d *Desk) first() (job model.ID, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := slices.IndexFunc(d.waiting, func(w waiting) bool { return w.ready })
	if i < 0 {
		return "", false
	}
	return d.waiting[i].job, true
}

// reserve gives a job a place in the queue, if there is one.
func (d *Desk) reserve(w waiting) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	own := 0
	for _, other := range d.waiting {
		if other.institution == w.institution {
			own++
		}
	}
	if own >= d.options.Each || len(d.waiting) >= d.options.All {
		return model.Errorf(model.CodeLimitExceeded, "%d collections of your institution wait already, or too many in all; try again when some have ended", own)
	}
	d.waiting = append(d.waiting, w)
	return nil
}

func (d *Desk) leave(job model.ID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.waiting = slices.DeleteFunc(d.waiting, func(w waiting) bool { return w.job == job })
}

// take keeps the documents of a job, what is to be done with them, and then the job: without a
// record what is kept is nobody's, and goes with the next start.
func (d *Desk) take(ctx context.Context, job *model.CollectionJob, sources []Source, o Options) error {
	folder, err := d.spool.Job(job.ID)
	if err != nil {
		return err
	}
	t := task{Requester: model.RequesterOf(model.PrincipalFrom(ctx)), Classification: o.Classification, Status: o.Status, Channel: o.Channel, Check: o.Check}
	for i, s := range sources {
		document, err := takeOne(ctx, folder, i, s, o.MaxBytes)
		t.Documents = append(t.Documents, document)
		if err != nil {
			return d.drop(folder, &t, err)
		}
	}
	raw, err := json.Marshal(t)
	if err == nil {
		err = folder.Put(taskFile, bytes.NewReader(raw))
	}
	if err == nil {
		err = d.registry.QueueJob(ctx, job)
	}
	if err != nil {
		return d.drop(folder, &t, err)
	}
	return nil
}

// takeOne keeps a document, unless it cannot be imported or is not to be kept.
func takeOne(ctx context.Context, folder *spool.Folder, index int, s Source, limit int64) (taken, error) {
	refused := refusal(index)
	if model.NameIsMarked(s.Name) {
		return taken{Refused: &refused}, nil
	}
	limit = xmltree.Limits{Bytes: limit}.WithDefaults().Bytes
	in, problem := s.open()
	if problem != nil {
		return taken{Refused: unreadable(s.Name, problem)}, nil
	}
	defer in.Close()
	raw, _, problem := in.load(limit)
	if problem != nil {
		return taken{Refused: unreadable(s.Name, problem)}, nil
	}
	marked, err := hasMarking(ctx, s.Name, raw, limit)
	if err != nil {
		return taken{}, err
	}
	if marked {
		return taken{Refused: &refused}, nil
	}
	file := fmt.Sprintf("%06d", index)
	return taken{Name: s.Name, File: file}, folder.Put(file, bytes.NewReader(raw))
}

// hasMarking tells whether a document, or any row of it, is marked as classified.
func hasMarking(ctx context.Context, name string, raw []byte, limit int64) (bool, error) {
	if f := rowFormatOf(raw[:min(len(raw), headBytes)]); f != nil {
		return rowsAreMarked(ctx, f, raw)
	}
	parcel, err := parse(ctx, name, raw, limit)
	if err != nil {
		return false, err
	}
	return isClassified(raw, parcel), nil
}

// drop removes what a job needs no more.
func (d *Desk) drop(folder *spool.Folder, t *task, because error) error {
	names := []string{taskFile} // first, so that what is half removed is not begun again
	for _, document := range t.Documents {
		if document.File != "" {
			names = append(names, document.File)
		}
	}
	if err := folder.Remove(append(names, ledgerFile)...); err != nil {
		d.options.Log.Warn("documents of a collection that has ended could not be removed", "error", err)
	}
	return because
}

func (d *Desk) read(id model.ID) (*task, error) {
	folder, err := d.spool.Job(id)
	if err != nil {
		return nil, err
	}
	file, err := folder.Open(taskFile)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var t task
	if err := json.NewDecoder(file).Decode(&t); err != nil {
		return nil, fmt.Errorf("the task of collection %s: %w", id, err)
	}
	return &t, nil
}

// ledger is the account of a job's documents in its folder.
type ledger struct{ *spool.Folder }

func (l ledger) Done() (all []FileReport, err error) {
	var fault error
	err = l.Lines(ledgerFile, 0, func(_ int, line []byte) bool {
		var f FileReport
		fault = json.Unmarshal(line, &f)
		all = append(all, f)
		return fault == nil
	})
	if err == nil {
		err = fault
	}
	return all, err
}

func (l ledger) Note(f FileReport) error { return l.Append(ledgerFile, f) }

// source is a document that was taken over, as a source.
func (document taken) source(folder *spool.Folder) Source {
	return Source{Name: document.Name, refused: document.Refused, Open: func() (io.ReadCloser, error) { return folder.Open(document.File) }}
}
