package dcc

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// What was not mapped stays with the certificate while it is small: a record is not the
// place for megabytes. The rest is kept in an attachment.
const (
	maxExtra  = 32 << 10 // bytes of one part
	maxInline = 1 << 20  // bytes of all parts together
	maxExtras = 1000     // parts

	restName = "unmapped.txt"
)

// leftovers keeps what nothing took, with a finding each.
func (r *reader) leftovers() {
	var rest strings.Builder
	inline, extras := 0, &r.cert.Provenance.Unmapped
	all, earlier := r.unmapped()
	for i, l := range all {
		if i >= earlier && !strings.HasPrefix(l.Path, "/"+rootName+"/Signature") { // that has a finding of its own
			f := ruleUnmapped.finding()
			f.Path, f.Line = l.Path, l.Line
			r.findings.add(f)
		}
		if len(l.Text) <= maxExtra && inline+len(l.Text) <= maxInline && len(*extras) < maxExtras {
			inline += len(l.Text)
			*extras = append(*extras, model.Extra{Path: l.Path, Line: l.Line, Text: l.Text})
			continue
		}
		fmt.Fprintf(&rest, "%s (line %d)\n%s\n\n", l.Path, l.Line, l.Text)
		if len(*extras) <= maxExtras {
			*extras = append(*extras, model.Extra{Path: l.Path, Line: l.Line, Text: "see the attachment " + restName})
		}
	}
	if rest.Len() > 0 {
		r.rest(rest.String())
	}
}

// unmapped lists what nothing took, behind what was left over earlier of the source of a
// document that Metrograph wrote.
func (r *reader) unmapped() (all []xmltree.Leftover, earlier int) {
	if r.own != nil {
		all = r.own.unmapped
	}
	return append(all, r.tree.Leftovers()...), len(all)
}

// rest attaches what is too large for the record.
func (r *reader) rest(text string) {
	sum := sha256.Sum256([]byte(text))
	r.attach(&model.Attachment{
		FileName: restName, MediaType: "text/plain; charset=utf-8", Size: int64(len(text)),
		SHA256: hex.EncodeToString(sum[:]), Role: model.AttachmentOther,
		Description: model.Text{En: "Parts of the document that have no place in the model", Zh: "模型中无对应位置的文件内容"},
	}, []byte(text))
}
