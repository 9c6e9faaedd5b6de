package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"metrograph/model"
	"metrograph/spool"
)

// RejectionsRequest asks for a page of the documents that a collection rejected.
type RejectionsRequest struct {
	Job           model.ID
	First, Last   *int    // 1 to 100; neither: the first 20
	After, Before *string // cursors
}

// RejectionPage is a page of rejected documents, in their order.
type RejectionPage struct {
	Rejections  []model.Rejection
	Cursors     []string
	HasNext     bool
	HasPrevious bool
	Redacted    []string
}

const (
	rejectionsFile = "rejections.ndjson"
	rejectedPrefix = "rejected-"
)

func rejectedFile(place int) string { return fmt.Sprintf("%s%06d", rejectedPrefix, place) }

// IsRejection tells whether a file in the folder of a job is of what it rejected, which stays,
// or of what it has to do.
func IsRejection(file string) bool {
	return file == rejectionsFile || strings.HasPrefix(file, rejectedPrefix)
}

// Reject keeps a document that a job of the caller rejected; content is nil where there is
// none. What is rejected again, after a crash, is kept once.
func (r *Registry) Reject(_ context.Context, job model.ID, rejection model.Rejection, content io.Reader) error {
	folder, err := r.jobFolder(job)
	if folder == nil || err != nil {
		return err
	}
	if content != nil {
		if err := folder.Put(rejectedFile(rejection.Place), content); err != nil {
			return err
		}
	}
	return folder.Append(rejectionsFile, rejection)
}

// RejectRows keeps rows of a document that a job of the caller rejected, beside those of the
// same document that it rejected before.
func (r *Registry) RejectRows(_ context.Context, job model.ID, place int, rows []model.RejectedRow) error {
	folder, err := r.jobFolder(job)
	if folder == nil || err != nil {
		return err
	}
	lines := make([]any, len(rows))
	for i := range rows {
		lines[i] = rows[i]
	}
	return folder.Append(rejectedFile(place), lines...)
}

// jobFolder is where a job's documents are; nil where none are kept.
func (r *Registry) jobFolder(job model.ID) (*spool.Folder, error) {
	if r.spool == nil {
		return nil, nil
	}
	return r.spool.Job(job)
}

// Rejections lists the documents that a job rejected, for callers who may read its findings.
func (r *Registry) Rejections(ctx context.Context, q RejectionsRequest) (page RejectionPage, err error) {
	if q.Job.Kind() != model.KindCollectionJob {
		q.Job = ""
	}
	findings, _ := model.Fields(model.KindCollectionJob, "findings")
	found, err := r.Load(ctx, model.KindCollectionJob, []model.ID{q.Job}, findings)
	if err != nil {
		return page, err
	}
	if found.Records[0] == nil {
		return page, model.NotFound()
	}
	if page.Redacted = found.Redacted; len(page.Redacted) > 0 {
		return page, nil
	}
	limit, fromEnd, err := limitOf(q.First, q.Last)
	if err != nil {
		return page, err
	}
	// The places of a job are its own numbers: cursors are those of a history of it.
	after, err := r.versionOf(q.After, q.Job, "after", 0)
	if err != nil {
		return page, err
	}
	before, err := r.versionOf(q.Before, q.Job, "before", 0)
	if err != nil {
		return page, err
	}
	return page, r.readRejections(q.Job, &page, window{after, before, limit, fromEnd})
}

// window is a page of places: after one and before another, 0 for none.
type window struct {
	after, before, limit int
	fromEnd              bool
}

// readRejections goes through the rejected documents of a job, and keeps no more than a page.
func (r *Registry) readRejections(job model.ID, page *RejectionPage, w window) error {
	var fault error
	last := 0
	err := r.eachRejection(job, func(line []byte) bool {
		var rejection model.Rejection
		if fault = json.Unmarshal(line, &rejection); fault != nil {
			return false
		}
		switch place := rejection.Place; {
		case place == last: // kept again after a crash, or with more rows
			if n := len(page.Rejections); n > 0 && page.Rejections[n-1].Place == place {
				page.Rejections[n-1] = rejection
			}
		case place <= w.after:
			page.HasPrevious = true
		case w.before > 0 && place >= w.before, !w.fromEnd && len(page.Rejections) == w.limit:
			page.HasNext = true
			return false
		default:
			if page.Rejections = append(page.Rejections, rejection); len(page.Rejections) > w.limit {
				page.Rejections, page.HasPrevious = page.Rejections[1:], true
			}
		}
		last = rejection.Place
		return true
	})
	if err == nil {
		err = fault
	}
	for _, rejection := range page.Rejections {
		number := int64(rejection.Place)
		page.Cursors = append(page.Cursors, r.cursor(place{Number: &number, ID: job}, []byte(job)))
	}
	return inside("rejections", err)
}

func (r *Registry) eachRejection(job model.ID, each func(line []byte) bool) error {
	folder, err := r.jobFolder(job)
	if folder == nil || err != nil {
		return err
	}
	return folder.Lines(rejectionsFile, 0, func(_ int, line []byte) bool { return each(line) })
}

// Rejected opens a document that a job rejected, for callers who may download what is of the
// job. The reader must be closed.
func (r *Registry) Rejected(ctx context.Context, job model.ID, number int) (rejection model.Rejection, content io.ReadCloser, err error) {
	if job.Kind() != model.KindCollectionJob {
		job = ""
	}
	documents, err := r.store.Get(ctx, model.KindCollectionJob, []model.ID{job}, 0)
	if err != nil {
		return rejection, nil, inside("download", err)
	}
	if documents[0] == nil {
		return rejection, nil, model.NotFound()
	}
	record, err := r.view(ctx, model.ActionDownload, model.KindCollectionJob, 0).see(documents[0])
	if err != nil {
		return rejection, nil, inside("download", err)
	}
	if record == nil {
		return rejection, nil, model.NotFound()
	}
	page := RejectionPage{}
	if err := r.readRejections(job, &page, window{after: number - 1, limit: 1}); err != nil {
		return rejection, nil, err
	}
	folder, err := r.jobFolder(job)
	if err != nil {
		return rejection, nil, err
	}
	if len(page.Rejections) == 0 || page.Rejections[0].Place != number || page.Rejections[0].Hash == "" && page.Rejections[0].Rows == 0 {
		return rejection, nil, model.NotFound()
	}
	content, err = folder.Open(rejectedFile(number))
	return page.Rejections[0], content, inside("download", err)
}

// forgetJob removes what is kept of a job that was deleted.
func (r *Registry) forgetJob(job model.ID) error {
	folder, err := r.jobFolder(job)
	if folder == nil || err != nil {
		return err
	}
	return folder.RemoveAll()
}
