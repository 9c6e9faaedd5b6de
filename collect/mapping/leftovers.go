package mapping

import (
	"fmt"
	"strings"

	"metrograph/collect/parcel"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// What was not mapped stays with the certificate while it is small: a record is not the
// place for megabytes. The rest is kept in an attachment.
const (
	MaxExtra  = 32 << 10 // bytes of one part
	MaxExtras = 1000     // parts
	maxInline = 1 << 20  // bytes of all parts together

	RestName = "unmapped.txt" // of the attachment
)

// KeepLeftovers keeps what no mapping took with the certificate.
func KeepLeftovers(p *parcel.Parcel, c *model.Certificate, all []xmltree.Leftover) {
	var rest strings.Builder
	inline, extras := 0, &c.Provenance.Unmapped
	for _, l := range all {
		if len(l.Text) <= MaxExtra && inline+len(l.Text) <= maxInline && len(*extras) < MaxExtras {
			inline += len(l.Text)
			*extras = append(*extras, model.Extra{Path: l.Path, Line: l.Line, Text: l.Text})
			continue
		}
		fmt.Fprintf(&rest, "%s (line %d)\n%s\n\n", l.Path, l.Line, l.Text)
		if len(*extras) <= MaxExtras {
			*extras = append(*extras, model.Extra{Path: l.Path, Line: l.Line, Text: "see the attachment " + RestName})
		}
	}
	if rest.Len() > 0 {
		Attach(p, c, &model.Attachment{FileName: RestName, MediaType: "text/plain; charset=utf-8", Role: model.AttachmentOther,
			Description: model.Text{En: "Parts of the document that have no place in the model", Zh: "模型中无对应位置的文件内容"},
		}, []byte(rest.String()))
	}
}
