package collect

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"sync/atomic"

	"metrograph/collect/ndjson"
	"metrograph/collect/row"
	"metrograph/collect/table"
	"metrograph/model"
)

// rowFormat is a format of documents that are many records, a row each.
type rowFormat struct {
	name  string
	sniff func(head []byte) bool
	open  func(in *metered) (row.Reader, error)
	// mend writes rejected rows as a document of the format, with what is wrong with each.
	mend func(w io.Writer, rows func() (*model.RejectedRow, error)) error
}

// rowFormats are tried in this order, before the formats of documents.
var rowFormats = []rowFormat{
	{ndjson.Format, ndjson.Sniff, func(in *metered) (row.Reader, error) { return ndjson.NewReader(in, ndjson.Options{}), nil }, mendLines},
	{table.XLSX, table.SniffBook, openBook, func(w io.Writer, rows func() (*model.RejectedRow, error)) error { return table.MendBook(w, rows) }},
	{table.CSV, table.SniffCSV, func(in *metered) (row.Reader, error) { return table.ReadCSV(in) },
		func(w io.Writer, rows func() (*model.RejectedRow, error)) error { return table.MendCSV(w, rows) }},
}

// rowFormatOf is the format that a source begins like; nil for one that is one document.
func rowFormatOf(head []byte) *rowFormat {
	for i := range rowFormats {
		if rowFormats[i].sniff(head) {
			return &rowFormats[i]
		}
	}
	return nil
}

// rowFormatNamed is the format of that name; nil where there is none.
func rowFormatNamed(name string) *rowFormat {
	for i := range rowFormats {
		if rowFormats[i].name == name {
			return &rowFormats[i]
		}
	}
	return nil
}

// metered is a source that is read in order; what was read of it is counted and hashed.
type metered struct {
	*opened
	sum  hash.Hash
	read atomic.Int64 // by the goroutine that reads, and told by the one that writes
}

func newMetered(o *opened) *metered { return &metered{opened: o, sum: sha256.New()} }

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.opened.Read(p)
	m.read.Add(int64(n))
	_, _ = m.sum.Write(p[:n]) // which never fails
	return n, err
}

// openBook opens a workbook, which is read here and there: a file where it is, and what comes
// as a stream in memory.
func openBook(in *metered) (row.Reader, error) {
	const most = 64 << 20
	if tables, are := in.whole.(*folder); are {
		return tables.open(in)
	}
	at, size := in.whole, int64(0)
	switch file := at.(type) {
	case *os.File:
		info, err := file.Stat()
		if err != nil {
			return nil, err
		}
		size = info.Size()
	case inMemory:
		size = file.Size()
	}
	reader, ok := at.(io.ReaderAt)
	if !ok || size == 0 {
		raw, err := io.ReadAll(io.LimitReader(in.opened, most+1))
		if err != nil {
			return nil, err
		}
		if len(raw) > most {
			return nil, fmt.Errorf("a workbook of more than %d MiB has to be a file", most>>20)
		}
		reader, size = bytes.NewReader(raw), int64(len(raw))
	}
	if _, err := io.Copy(in.sum, io.NewSectionReader(reader, 0, size)); err != nil {
		return nil, err
	}
	in.read.Store(size)
	return table.ReadBook(reader, size)
}

// maxBatch is how many rows are matched and written at once: few enough that their records and
// the references to them are a small part of the memory, and enough that a commit is worth it.
const maxBatch = 500

// rowRun is a document of many rows on its way through the pipeline.
type rowRun struct {
	*run
	index  int
	source Source
	in     *metered
	format *rowFormat
	report FileReport
	passed int             // rows that were done before the process was cut off
	again  bool            // the first batch after that: some of it may be done
	new    []model.Finding // of the batch that is under way
	kept   int             // rejected rows that were kept
	code   model.Code      // why the first of them was
}

// rows takes a document of many rows through the pipeline, batch by batch, while the next rows
// are read beside it.
func (r *run) rows(ctx context.Context, index int, s Source, in *opened, f *rowFormat) (FileReport, error) {
	m := newMetered(in)
	reader, err := f.open(m)
	if errors.Is(err, row.ErrMarked) {
		return refusal(index), nil
	}
	if err != nil {
		return *unreadable(s.Name, finding(ruleOpen, reason(err))), nil
	}
	q := &rowRun{run: r, index: index, source: s, in: m, format: f,
		report: FileReport{Name: s.Name, Format: f.name, Tally: &model.Tally{}, Under: true}}
	q.again, r.resumed = r.resumed, false
	if r.resume != nil {
		q.report = *r.resume
		q.passed, r.resume = q.report.Tally.Read, nil
		q.kept, q.code = q.report.Kept, q.report.Code
	}
	ahead := readAhead(ctx, reader)
	defer ahead.stop()
	for {
		batch, err := ahead.next(ctx)
		if err == nil {
			err = q.take(ctx, batch)
		}
		switch {
		case errors.Is(err, io.EOF):
			return q.finish(ctx)
		case errors.Is(err, row.ErrMarked):
			return refusal(index), nil
		case err != nil:
			return q.cut(ctx, err)
		}
	}
}

// cut ends a document that cannot be read any further; any other error ends the import, with
// the report of what was done until then.
func (q *rowRun) cut(ctx context.Context, err error) (FileReport, error) {
	var unreadable *readError
	if !errors.As(err, &unreadable) {
		q.report.Outcome = outcomeOf(*q.report.Tally)
		return q.report, err
	}
	lost := &row.Row{Findings: []model.Finding{*finding(ruleOpen, reason(unreadable.error))}}
	if err := q.take(ctx, []*row.Row{lost}); err != nil {
		return FileReport{}, err
	}
	return q.finish(ctx)
}

// take takes a batch to the node, without the rows of it that were done before.
func (q *rowRun) take(ctx context.Context, batch []*row.Row) error {
	if skipped := min(q.passed, len(batch)); skipped > 0 {
		q.passed -= skipped
		batch = batch[skipped:]
	}
	if len(batch) == 0 {
		return nil
	}
	first := q.report.Tally.Read
	for _, part := range apart(batch) {
		if err := q.batch(ctx, part, first); err != nil {
			return err
		}
		first += len(part)
	}
	q.again = false
	return q.tell(ctx)
}

// tell says how far the document is: to the ledger, to the job, and to whoever watches.
func (q *rowRun) tell(ctx context.Context) error {
	now := q.report
	tally := *now.Tally
	now.Shortcomings = maps.Clone(now.Shortcomings)
	now.Tally, now.Findings, q.new = &tally, q.new, nil
	now.Outcome = outcomeOf(tally)
	if q.options.Ledger != nil {
		if err := q.options.Ledger.Note(now); err != nil {
			return err
		}
	}
	if q.job.ID == "" && q.options.Progress == nil {
		return ctx.Err()
	}
	total := 0
	if read := q.in.read.Load(); q.source.Size > read && read > 0 {
		total = int(float64(tally.Read) * float64(max(q.source.Size, read)) / float64(read))
	}
	if q.options.Progress != nil {
		q.options.Progress(Progress{Done: q.index, Total: q.sources, File: now, Rows: tally.Read, RowsTotal: total})
	}
	q.found(now)
	q.note(now)
	q.job.Total = 0
	if total > 0 {
		q.job.Total = q.before.Read + max(total, tally.Read) + q.sources - q.index - 1
	}
	return q.moved(ctx)
}

// finish is the report of the whole document.
func (q *rowRun) finish(ctx context.Context) (FileReport, error) {
	f := &q.report
	q.summarise()
	q.found(FileReport{Name: f.Name, Findings: q.new})
	f.Under, f.Outcome, f.Size, f.Hash = false, outcomeOf(*f.Tally), q.in.read.Load(), hex.EncodeToString(q.in.sum.Sum(nil))
	q.job.Total = q.before.Read + f.Tally.Read + q.sources - q.index - 1
	if q.kept > 0 {
		if err := q.reject(ctx, f.Hash); err != nil {
			return FileReport{}, err
		}
	}
	return *f, nil
}
