package collect

import (
	"context"
	"fmt"
	"strings"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// document is one source on its way through the pipeline.
type document struct {
	*run
	name     string
	hash     string
	parcel   *Parcel
	report   *FileReport
	existing *model.Certificate // the certificate that the node has already
	old      map[model.ID]bool  // records that the node has already
}

// source takes one source through the pipeline.
func (r *run) source(ctx context.Context, index int, s Source) (FileReport, error) {
	if err := ctx.Err(); err != nil {
		return FileReport{}, err
	}
	r.raw = nil
	if s.refused != nil {
		return *s.refused, nil
	}
	if model.NameIsMarked(s.Name) {
		return refusal(index), nil
	}
	in, problem := s.open()
	if problem != nil {
		return *unreadable(s.Name, problem), nil
	}
	defer in.Close()
	if f := rowFormatOf(in.head); f != nil {
		return r.rows(ctx, index, s, in, f)
	}
	return r.document(ctx, index, s, in)
}

// document takes a source that is one document through the pipeline.
func (r *run) document(ctx context.Context, index int, s Source, in *opened) (FileReport, error) {
	report := FileReport{Name: s.Name, Outcome: Rejected}
	limit := xmltree.Limits{Bytes: r.options.MaxBytes}.WithDefaults().Bytes
	if s.Size > limit {
		return *unreadable(s.Name, tooLarge(limit)), nil
	}
	raw, hash, problem := in.load(limit)
	if problem != nil {
		return *unreadable(s.Name, problem), nil
	}
	if before, done := r.done[hash]; done {
		return again(before, s.Name), nil
	}
	parcel, err := parse(ctx, s.Name, raw, limit)
	if err != nil {
		return FileReport{}, err
	}
	if isClassified(raw, parcel) {
		return refusal(index), nil
	}
	r.raw = raw
	report.Hash, report.Format, report.Findings, report.Size = hash, parcel.Format, parcel.Findings, int64(len(raw))
	d := &document{run: r, name: s.Name, hash: hash, parcel: parcel, report: &report, old: map[model.ID]bool{}}
	if err := d.process(ctx); err != nil {
		return FileReport{}, err
	}
	if report.Outcome != Rejected {
		r.done[hash] = report
	}
	return report, nil
}

// unreadable is the report of a document that there is nothing of to go on with.
func unreadable(name string, problem *model.Finding) *FileReport {
	code := model.CodeInvalid
	if problem.Rule == ruleSize.id {
		code = model.CodeLimitExceeded
	}
	return &FileReport{Name: name, Outcome: Rejected, Code: code, Findings: []model.Finding{*problem}}
}

// refusal is all that is reported of a classified document: not even its name, but its place
// among the sources.
func refusal(index int) FileReport {
	return FileReport{Name: place(index), Outcome: Rejected, Code: model.CodeClassifiedRefused,
		Findings: []model.Finding{*finding(ruleClassified)}}
}

// again is the report of a document that was imported in the same run.
func again(before FileReport, name string) FileReport {
	before.Name, before.Outcome = name, Unchanged
	before.Findings = []model.Finding{*finding(ruleTwice)}
	return before
}

// process takes the parcel to the node: nothing is written before everything in it was
// found right.
func (d *document) process(ctx context.Context) error {
	if d.parcel.Certificate == nil {
		d.reject(model.CodeInvalid)
		return nil
	}
	d.describe()
	d.prepare()
	if d.validate(); model.Grave(d.report.Findings) {
		d.reject(model.CodeInvalid)
		return nil
	}
	if err := d.match(ctx); err != nil {
		return d.refused(err, "document", "文件")
	}
	if d.unchanged() {
		d.report.Outcome = d.cutOff()
		return nil
	}
	d.identify()
	d.amend()
	d.parcel.Certificate.Provenance.Findings = d.report.Findings
	d.evaluate()
	if d.options.Check {
		d.report.Outcome = d.outcome()
		return nil
	}
	return d.write(ctx)
}

// describe notes in the report what the document is.
func (d *document) describe() {
	c := d.parcel.Certificate
	d.report.Number = c.Number
	d.report.Instruments, d.report.Attachments = len(c.Items), len(d.parcel.Files)
	for _, r := range c.Results {
		d.report.Tables += len(r.Series)
		for _, s := range r.Series {
			d.report.Rows += s.Rows()
		}
	}
}

// prepare fills in what the options and the source say of every record.
func (d *document) prepare() {
	o := d.options
	for _, r := range d.parcel.Records() {
		h := r.Base()
		h.Classification, h.Status = o.Classification, o.Status
		if r.Kind() != model.KindInstitution {
			h.Level = o.Level
		}
		h.Provenance.Format, h.Provenance.Channel, h.Provenance.Recorder = d.parcel.Format, o.Channel, o.Recorder
		h.Provenance.SourceName, h.Provenance.SourceHash, h.Provenance.At = baseName(d.name), d.hash, d.began
	}
}

func baseName(name string) string {
	return name[strings.LastIndexAny(name, `/\`)+1:]
}

// validate adds what the model finds in the records. What the format found already, with its
// line, is not said again.
func (d *document) validate() {
	said := map[string]bool{}
	for _, f := range d.report.Findings {
		said[f.Rule+f.Message.En] = true
	}
	counts := map[model.Kind]int{}
	for _, r := range d.parcel.Records() {
		for _, f := range r.Validate() {
			if said[f.Rule+f.Message.En] {
				continue
			}
			if f.Line == 0 && r.Kind() == model.KindCertificate {
				f.Line = d.parcel.Line(f.Path)
			}
			if r.Kind() != model.KindCertificate {
				f.Path = fmt.Sprintf("%ss[%d].%s", r.Kind(), counts[r.Kind()], f.Path)
			}
			d.report.Findings = append(d.report.Findings, f)
		}
		counts[r.Kind()]++
	}
}

func (d *document) reject(code model.Code) {
	d.report.Outcome = Rejected
	if d.report.Code == "" { // what follows from the first is no news
		d.report.Code = code
	}
}

// refused rejects the document for an error of the node that concerns it; any other error
// ends the import.
func (d *document) refused(err error, what, zh string) error {
	code := model.CodeOf(err)
	if code == model.CodeInternal || code == model.CodeUnauthenticated {
		return err
	}
	f := finding(ruleRefused, what, code)
	f.Message.Zh = fmt.Sprintf(ruleRefused.zh, zh, code)
	d.report.Findings = append(d.report.Findings, *f)
	d.reject(code)
	return nil
}

func (d *document) outcome() Outcome {
	if d.existing != nil {
		return Amended
	}
	return Created
}
