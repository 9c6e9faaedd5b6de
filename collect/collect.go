package collect

import (
	"context"
	"io"
	"time"

	"metrograph/collect/parcel"
	"metrograph/model"
)

// Parcel is what one document brings.
type Parcel = parcel.Parcel

// File is an attachment with its bytes.
type File = parcel.File

// Registry is what the pipeline asks of the node. An error of one of its calls, other than
// one with a code that concerns the document, ends the import.
type Registry interface {
	NewID(kind model.Kind) model.ID
	// Match returns, for each record, the one that the node already has with the same natural
	// key and the caller's own institution as origin; nil where there is none, and for a
	// record without a natural key.
	Match(ctx context.Context, records []model.Record) ([]model.Record, error)
	// Keep stores the bytes of an attachment by their hash, and sets its Size and SHA256.
	Keep(ctx context.Context, a *model.Attachment, content io.ReadSeeker) error
	// Find returns the records of these identifiers; nil where the caller may read none.
	Find(ctx context.Context, ids []model.ID) ([]model.Record, error)
	// Write writes up to MaxWrites records, each on its own outcome.
	Write(ctx context.Context, writes []model.Write) ([]model.Written, error)
	// Signature looks at the signature of an XML document; refuse tells whether the node takes
	// none like it. It is nil where the node looks at none.
	Signature(ctx context.Context, document []byte) (s *model.Signature, refuse bool, err error)
	// BeginJob records that a collection begins and gives the job its identity; FORBIDDEN to
	// a caller who may have none.
	BeginJob(ctx context.Context, job *model.CollectionJob) error
	// AdvanceJob tells how far the job has come. The job gets the state that somebody else
	// gave it meanwhile.
	AdvanceJob(ctx context.Context, job *model.CollectionJob) error
	// Reject keeps a document that the job rejected; content is nil for one that could not be
	// read, and for one of many rows: these are kept by RejectRows.
	Reject(ctx context.Context, job model.ID, rejection model.Rejection, content io.Reader) error
	// RejectRows keeps rejected rows of the document at a place of the job.
	RejectRows(ctx context.Context, job model.ID, place int, rows []model.RejectedRow) error
}

// MaxWrites is how many records the pipeline writes in one call.
const MaxWrites = 1000

// Options says how documents are imported. The zero value leaves to the node what it has a
// default for.
type Options struct {
	Classification model.Classification // of new records
	Status         model.Status         // of new records
	Level          model.Level          // of new records but institutions, which have their own
	Check          bool                 // read, validate and match, and write nothing
	Channel        string               // how the documents come, e.g. import, demo, upload
	Recorder       string               // who imports them
	MaxBytes       int64                // of a document; 64 MiB
	Progress       func(Progress)       // called after every document, in order
	Job            *model.CollectionJob // that is recorded already; nil for a new one
	JobID          model.ID             // of a new one that a desk is handed; empty for any
	Ledger         Ledger               // of a job that goes on after a crash; nil for one that does not
}

// Ledger is the account of the documents of a job that are done. A process that dies leaves
// one document at most in the node that the ledger does not have.
type Ledger interface {
	Done() ([]FileReport, error)
	Note(f FileReport) error
}

// Progress is how far an import is.
type Progress struct {
	Done, Total int
	File        FileReport // the document that was done last, or the one of many rows that is under way
	Rows        int        // of that which is under way; 0 for one that is done
	RowsTotal   int        // by the share of the source that was read; 0 where its size is not known
}

// Import takes documents into the node, and keeps account of it as a collection job. The error
// is nil unless the import could not go on; the report tells what was done in any case.
func Import(ctx context.Context, r Registry, sources []Source, o Options) (Report, error) {
	began := time.Now()
	run := &run{registry: r, options: o, began: began.UTC().Truncate(time.Millisecond), done: map[string]FileReport{}, met: map[recordKey]model.ID{}}
	report := Report{Check: o.Check, Files: make([]FileReport, 0, len(sources)), Findings: []model.Finding{}}
	run.sources = len(sources)
	failure := run.begin(ctx, len(sources))
	if failure == nil {
		failure = run.replay(&report)
	}
	for i := len(report.Files); failure == nil && i < len(sources); i++ {
		failure = run.next(ctx, &report, sources, i)
	}
	failure = run.end(ctx, failure)
	report.Job = run.job.ID
	report.Findings = append(report.Findings, run.job.Findings...)
	report.Seconds = time.Since(began).Seconds()
	return report, failure
}

// next takes the next of the sources in.
func (r *run) next(ctx context.Context, report *Report, sources []Source, i int) error {
	file, err := r.source(ctx, i, sources[i])
	if err != nil {
		if file.Tally != nil && file.Tally.Read > 0 { // rows that were done before
			report.add(file)
		}
		return err
	}
	if err := r.quarantine(ctx, i, file); err != nil {
		return err
	}
	if r.options.Ledger != nil {
		if err := r.options.Ledger.Note(file); err != nil {
			return err
		}
	}
	report.add(file)
	report.PeakMemoryBytes = max(report.PeakMemoryBytes, memoryInUse())
	if r.options.Progress != nil {
		r.options.Progress(Progress{Done: i + 1, Total: len(sources), File: file})
	}
	return r.advance(ctx, file)
}

// run is one import under way.
type run struct {
	registry Registry
	options  Options
	began    time.Time
	done     map[string]FileReport  // by the hash of the document
	job      model.CollectionJob    // without an id for a caller who may have none
	raw      []byte                 // the document that was read last; nil for none that may be kept
	sources  int                    // documents of the job
	before   model.Tally            // of the documents that are done
	resumed  bool                   // the job was cut off, and nothing was read since
	resume   *FileReport            // of a document of many rows that was cut off
	makers   map[string]model.ID    // institutions by name, as far as they were looked for
	met      map[recordKey]model.ID // records that rows referred to, as far as they are remembered
	seen     map[uint64]uint64      // of a dry run: what would have been created, and with which content
}
