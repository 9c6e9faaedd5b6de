package collect

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"metrograph/model"
)

// errCancelled ends an import whose job was cancelled.
var errCancelled = model.Errorf(model.CodeConflict, "the collection was cancelled; what was kept until then stays")

// begin records the job of the import. A caller who may have none goes on without: what they
// may not write is refused document by document.
func (r *run) begin(ctx context.Context, total int) error {
	if r.options.Job != nil {
		r.job = *r.options.Job
		r.resumed = !r.job.StartedAt.IsZero()
	}
	r.job.Check, r.job.Total = r.options.Check, total
	r.job.Provenance.Channel, r.job.Provenance.Recorder = r.options.Channel, r.options.Recorder
	err := r.registry.BeginJob(ctx, &r.job)
	switch {
	case model.CodeOf(err) == model.CodeForbidden && r.options.Job == nil:
		return nil
	case err == nil && r.job.State.Ended():
		return errCancelled
	case err == nil && r.options.Ledger != nil:
		r.began = r.job.StartedAt
	}
	return err
}

// replay takes over what the ledger has of an import that was cut off.
func (r *run) replay(report *Report) error {
	if r.options.Ledger == nil {
		return nil
	}
	done, err := r.options.Ledger.Done()
	if err != nil {
		return err
	}
	r.job.Tally, r.job.Findings, r.job.Found, r.job.Size = model.Tally{}, nil, 0, 0
	for _, f := range done {
		if f.Under {
			r.under(f)
			continue
		}
		if f.Outcome != Rejected && f.Tally == nil {
			r.done[f.Hash] = f
		}
		report.add(f)
		r.count(f)
		r.resume = nil
	}
	return nil
}

// under takes over how far a document of many rows had come.
func (r *run) under(f FileReport) {
	r.found(f)
	r.note(f)
	if r.resume != nil {
		f.Findings = append(r.resume.Findings, f.Findings...)
		f.Findings = f.Findings[:min(len(f.Findings), model.MaxJobFindings)]
	}
	r.resume = &f
}

// note counts what became of a document of many rows up to now.
func (r *run) note(f FileReport) {
	r.job.Tally = r.before
	r.job.Tally.Add(*f.Tally)
}

// found keeps the findings of a document, or of a part of it.
func (r *run) found(f FileReport) {
	findings := slices.Clone(f.Findings)
	if r.sources > 1 {
		for i := range findings {
			findings[i].Path = sourceName(f.Name) + ": " + findings[i].Path
		}
	}
	r.job.Find(findings)
}

// advance counts a document. Of a classified one the job has nothing but that there was one.
func (r *run) advance(ctx context.Context, f FileReport) error {
	r.count(f)
	return r.moved(ctx)
}

// moved tells the node how far the job has come.
func (r *run) moved(ctx context.Context) error {
	if r.job.ID == "" {
		return nil
	}
	if err := r.registry.AdvanceJob(ctx, &r.job); err != nil {
		return err
	}
	if r.job.State.Ended() {
		return errCancelled
	}
	return nil
}

func (r *run) count(f FileReport) {
	j := &r.job
	if f.Tally != nil {
		r.note(f)
	} else {
		j.Tally.Add(f.Outcome.tally())
		r.found(f)
	}
	r.before = j.Tally
	j.Size += f.Size
	r.name(f)
}

// name notes what the source of the job is: the file, if it is one.
func (r *run) name(f FileReport) {
	p := &r.job.Provenance
	if f.Code == model.CodeClassifiedRefused {
		return
	}
	if r.sources == 1 {
		p.SourceName, p.SourceHash = sourceName(f.Name), f.Hash
	}
	const most = 8 // of formats that are named
	formats := strings.FieldsFunc(p.Format, func(c rune) bool { return c == ',' })
	if f.Format != "" && len(formats) < most && !slices.Contains(formats, f.Format) {
		p.Format = strings.Join(append(formats, f.Format), ",")
	}
}

// sourceName is the name of a file as a record can have it.
func sourceName(path string) string {
	const most = 255 // as file systems have it
	name := strings.ReplaceAll(strings.ToValidUTF8(baseName(path), "\uFFFD"), "\x00", "\uFFFD")
	for len(name) > most {
		_, last := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-last]
	}
	return name
}

// end records how the import ended, also when nobody waits for it any more.
func (r *run) end(ctx context.Context, failure error) error {
	later := r.options.Ledger != nil && ctx.Err() != nil // it goes on when the node does
	if r.job.ID == "" || r.job.State.Ended() || later {
		return failure
	}
	r.job.State = model.JobDone
	if failure != nil {
		r.job.State, r.job.Failure = model.JobFailed, why(failure)
	}
	return errors.Join(failure, r.registry.AdvanceJob(context.WithoutCancel(ctx), &r.job))
}

// why says in a record why an import could not go on: nothing of the node's inside.
func why(failure error) string {
	var coded *model.Error
	switch {
	case errors.Is(failure, context.Canceled), errors.Is(failure, context.DeadlineExceeded):
		return "interrupted: whoever asked for it has gone, or the node was stopped; import the same documents again, what was kept stays as it is"
	case errors.As(failure, &coded) && coded.Code != model.CodeInternal:
		return coded.Message
	}
	return "the node could not go on; its log says why"
}
