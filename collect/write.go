package collect

import (
	"bytes"
	"context"
	"slices"

	"metrograph/model"
)

// write takes the files, the records that the certificate points to, and the certificate to
// the node, in this order and in one call where they fit: a process that is killed leaves all
// or nothing. A certificate is not written unless all that it points to is there.
func (d *document) write(ctx context.Context) error {
	for _, f := range d.parcel.Files {
		if err := d.registry.Keep(ctx, f.Attachment, bytes.NewReader(f.Content)); err != nil {
			return d.refused(err, "file", "附件")
		}
	}
	w := model.Write{Action: model.ActionCreate, Record: d.parcel.Certificate, Reason: "imported from " + baseName(d.name)}
	if d.existing != nil {
		w.Action, w.Version, w.Reason = model.ActionAmend, d.existing.Version, "corrected by "+baseName(d.name)
	}
	written, err := d.writeAll(ctx, append(d.references(), w))
	if err != nil || d.report.Code != "" {
		d.partial(written)
		return err
	}
	d.report.Outcome = d.outcome()
	return nil
}

// references are the records to write before the certificate: those that are new, each once.
func (d *document) references() []model.Write {
	var writes []model.Write
	for _, r := range d.parcel.References() {
		id := r.Base().ID
		if d.old[id] {
			continue
		}
		d.old[id] = true
		writes = append(writes, model.Write{Action: model.ActionCreate, Record: r, Reason: "imported from " + baseName(d.name)})
	}
	return writes
}

// writeAll writes records in as many calls as it takes, and counts those that were written.
// A record that was not rejects the document.
func (d *document) writeAll(ctx context.Context, writes []model.Write) (written int, err error) {
	for chunk := range slices.Chunk(writes, MaxWrites) {
		results, err := d.registry.Write(ctx, chunk)
		if err != nil {
			return written, d.refused(err, "records", "记录")
		}
		for i, w := range results {
			if w.Err == nil {
				written++
				continue
			}
			d.report.Findings = append(d.report.Findings, w.Findings...)
			if err := d.refused(w.Err, string(chunk[i].Record.Kind()), "记录"); err != nil {
				return written, err
			}
		}
		if d.report.Code != "" {
			break
		}
	}
	return written, nil
}

// partial says that records were written without their certificate.
func (d *document) partial(written int) {
	if written > 0 {
		d.report.Findings = append(d.report.Findings, *finding(rulePartial, written))
	}
}
