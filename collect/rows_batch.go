package collect

import (
	"context"
	"fmt"

	"metrograph/collect/parcel"
	"metrograph/collect/row"
	"metrograph/model"
)

// rowBatch is some rows, no two of them the same record, on their way into the node.
type rowBatch struct {
	*rowRun
	rows  []*rowState
	own   model.ID // the institution of whoever collects
	local map[recordKey]model.ID
}

// rowState is a row, and what is known of it.
type rowState struct {
	*row.Row
	number   int // among the rows of the document, from 1
	hash     string
	id       model.ID // that the row states
	version  int
	names    map[model.ID]model.ID // for provisional identifiers
	existing model.Record          // that the node has
	outcome  Outcome               // empty while it is not known
	code     model.Code
}

// recordKey is what a record is known by.
type recordKey struct {
	kind model.Kind
	key  string
}

// batch takes rows to the node; first is how many were read before them.
func (q *rowRun) batch(ctx context.Context, rows []*row.Row, first int) error {
	b := &rowBatch{rowRun: q, own: model.PrincipalFrom(ctx).Institution, local: map[recordKey]model.ID{}}
	for i, r := range rows {
		b.rows = append(b.rows, &rowState{Row: r, number: first + i + 1, names: map[model.ID]model.ID{}})
	}
	for _, s := range b.rows {
		b.begin(s)
	}
	if err := b.match(ctx); err != nil {
		return err
	}
	var writes []model.Write
	var of []*rowState
	for _, s := range b.rows {
		if w, ok := b.decide(s); ok {
			writes, of = append(writes, w), append(of, s)
		}
	}
	var err error
	if q.options.Check {
		err = b.check(ctx, of)
	} else {
		err = b.write(ctx, writes, of)
	}
	if err != nil {
		return err
	}
	return b.account(ctx)
}

// begin looks at a row by itself, and fills in what the options and the source say of it.
func (b *rowBatch) begin(s *rowState) {
	switch {
	case s.Classified, s.Record != nil && model.IsClassified(s.Record):
		s.refuse(model.CodeClassifiedRefused)
		return
	case s.Record == nil, model.Grave(s.Findings):
		s.refuse(model.CodeInvalid)
	}
	if s.Record == nil {
		return
	}
	h, o := s.Record.Base(), b.options
	s.id, s.version, s.hash = h.ID, h.Version, contentHash(s.Raw)
	status, class := h.Status, h.Classification
	region, level := h.Region, h.Level
	*h = model.Head{Status: status, Classification: class}
	if status == "" {
		h.Status = o.Status
	}
	if class == "" {
		h.Classification = o.Classification
	}
	if h.Level = o.Level; s.Record.Kind() == model.KindInstitution {
		h.Level, h.Region = level, region
	}
	h.Provenance = model.Provenance{Format: b.format.name, Channel: o.Channel, Recorder: o.Recorder, SourceName: sourceName(b.source.Name),
		SourceHash: s.hash, At: b.began}
	belong(s.Record, b.own)
}

// belong fills in whose a record is where it does not say so.
func belong(r model.Record, own model.ID) {
	switch r := r.(type) {
	case *model.Certificate:
		if r.IssuerID == "" {
			r.IssuerID = own
		}
	case *model.Person:
		if r.InstitutionID == "" {
			r.InstitutionID = own
		}
	}
}

func (s *rowState) refuse(code model.Code) {
	s.outcome = Rejected
	if s.code == "" {
		s.code = code
	}
}

// fault refuses a row for what is wrong at a place of its record.
func (s *rowState) fault(what rule, path string, args ...any) {
	f := finding(what, args...)
	f.Path = path
	s.add([]model.Finding{*f})
	if what.severity == model.SeverityError {
		s.refuse(model.CodeInvalid)
	}
}

// add adds findings of the record, at the places that they have in the source.
func (s *rowState) add(findings []model.Finding) {
	for _, f := range findings {
		if s.Place != nil {
			f.Path, f.Line = s.Place(f.Path)
		}
		if f.Line == 0 {
			f.Line = s.Line
		}
		s.Findings = append(s.Findings, f)
	}
}

// rename puts what is known of other records into a record of the row.
func (s *rowState) rename(records ...model.Record) { parcel.Rename(records, s.names) }

// decide makes a write of a row, if there is anything to write.
func (b *rowBatch) decide(s *rowState) (w model.Write, ok bool) {
	if s.outcome != "" {
		return w, false
	}
	s.rename(s.Record)
	if s.existing == nil {
		return model.Write{Action: model.ActionCreate, Record: s.Record, Reason: "imported from " + baseName(b.source.Name)}, true
	}
	was := s.existing.Base()
	s.Record.Base().ID = was.ID
	if was.Provenance.SourceHash == s.hash {
		s.outcome = b.before(was)
		return w, false
	}
	fields := differing(s.Record, s.existing, b.open(s))
	switch {
	case len(fields) == 0:
		s.outcome = Unchanged
		return w, false
	case s.version > 0 && s.version < was.Version:
		s.fault(ruleStale, "version", was.Version, s.version)
		s.code = model.CodeConflict
		return w, false
	}
	return model.Write{Action: model.ActionAmend, Record: s.Record, Fields: append(fields, "provenance"), Version: was.Version,
		Reason: "corrected by " + baseName(b.source.Name)}, true
}

// open are the fields that a row states and whoever collects may read.
func (b *rowBatch) open(s *rowState) []string {
	kind, masked := s.Record.Kind(), s.existing.Base().Masked
	var fields []string
	for _, name := range stated(kind, s.Fields) {
		if bit, _ := model.Fields(kind, name); masked&bit == 0 {
			fields = append(fields, name)
		}
	}
	return fields
}

// before is what became of a row that the node has already: nothing, unless it was this job
// that wrote it, just before its process died.
func (b *rowBatch) before(was *model.Head) Outcome {
	switch {
	case !b.again || b.options.Ledger == nil || !was.Provenance.At.Equal(b.began):
		return Unchanged
	case was.Version == 1:
		return Created
	}
	return Amended
}

// write writes rows; each has an outcome of its own.
func (b *rowBatch) write(ctx context.Context, writes []model.Write, of []*rowState) error {
	if len(writes) == 0 {
		return nil
	}
	results, err := b.registry.Write(ctx, writes)
	if err != nil {
		return err
	}
	for i, w := range results {
		s := of[i]
		s.add(w.Findings)
		if w.Err == nil {
			s.written(writes[i].Action)
			continue
		}
		switch code := model.CodeOf(w.Err); {
		case code == model.CodeInternal, code == model.CodeUnauthenticated:
			return w.Err
		case !model.Grave(w.Findings):
			s.refused(code)
			fallthrough
		default:
			s.refuse(code)
		}
	}
	return nil
}

// refused says that the node refused the record of a row.
func (s *rowState) refused(code model.Code) {
	kind := s.Record.Kind()
	f := finding(ruleRefused, kind, code)
	f.Message.Zh = fmt.Sprintf(ruleRefused.zh, kindNames[kind], code)
	f.Path = ""
	s.add([]model.Finding{*f})
}

func (s *rowState) written(a model.Action) {
	if s.outcome = Created; a == model.ActionAmend {
		s.outcome = Amended
	}
}

// account counts the rows, and keeps those that were rejected for whoever mends them. Of a
// classified one there is nothing but that there was one.
func (b *rowBatch) account(ctx context.Context) error {
	var rejected []model.RejectedRow
	for _, s := range b.rows {
		b.report.Tally.Add(s.outcome.tally())
		if s.code == model.CodeClassifiedRefused {
			f := finding(ruleClassifiedRow)
			f.Line = s.Line
			s.Findings = []model.Finding{*f}
		} else if s.outcome == Rejected {
			rejected = append(rejected, model.RejectedRow{Number: s.number, Line: s.Line, Raw: s.Raw, Findings: s.Findings})
			if b.code == "" {
				b.code = s.code
			}
		}
		b.notice(s.Findings)
	}
	if len(rejected) == 0 || b.options.Check || b.job.ID == "" {
		return nil
	}
	if err := b.registry.RejectRows(ctx, b.job.ID, b.index+1, rejected); err != nil {
		return err
	}
	first := b.kept == 0
	b.kept += len(rejected)
	b.report.Kept, b.report.Code = b.kept, b.code
	if first { // so that they are found even when nothing comes after them
		return b.reject(ctx, "")
	}
	return nil
}

// notice counts findings, and keeps the first ones.
func (q *rowRun) notice(findings []model.Finding) {
	q.new = append(q.new, findings...)
	left := max(model.MaxJobFindings-len(q.report.Findings), 0)
	q.report.Findings = append(q.report.Findings, findings[:min(left, len(findings))]...)
}

// reject says of the document that rows of it were rejected.
func (q *rowRun) reject(ctx context.Context, hash string) error {
	return q.registry.Reject(ctx, q.job.ID, model.Rejection{Place: q.index + 1, Name: sourceName(q.source.Name), Format: q.format.name, Hash: hash,
		Size: q.report.Size, Code: q.code, Findings: q.report.Findings, Rows: q.kept}, nil)
}
