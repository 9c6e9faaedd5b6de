package dcc

import (
	"strconv"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// patch is what a record has otherwise than the document tells of it.
type patch struct {
	of   string
	n    int
	text []byte
}

// patch notes the patch for a record, for the supplement.
func (d *document) patch(of string, n int, told, record model.Record) {
	text, err := dccterm.Diff(of, told, record)
	d.fail(err)
	if len(text) > 0 {
		d.patches = append(d.patches, patch{of, n, text})
	}
}

// supplement writes what the standard has no place for into the comment: the patches, and
// what a source had that the model has no place for.
func (d *document) supplement() {
	d.start("dcc:comment")
	d.start("mg:"+dccterm.Supplement, attr{"xmlns:mg", dccterm.Namespace})
	for _, p := range d.patches {
		d.leaf("mg:"+dccterm.Patch, string(p.text), attr{"of", p.of}, attr{"n", strconv.Itoa(p.n)})
	}
	for _, id := range d.c.DerivedFrom { // for information: another node does not have them
		d.leaf("mg:"+dccterm.DerivedFrom, string(id))
	}
	for _, e := range d.c.Provenance.Unmapped {
		d.leaf("mg:"+dccterm.Unmapped, e.Text, attr{"path", e.Path}, attr{"line", strconv.Itoa(e.Line)})
	}
	d.end()
	d.end()
}
