package collect

import (
	"strings"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// isClassified looks at the document as it was sent, which also finds markings in what could
// not be read, and at what was read, which finds those that were written with character
// references, and at embedded texts.
func isClassified(raw []byte, p *Parcel) bool {
	text, err := xmltree.DecodeUTF8(raw, 2*int64(len(raw))+1)
	if err != nil {
		text = raw
	}
	if model.SourceIsMarked(text) {
		return true
	}
	for _, r := range p.Records() {
		if model.IsClassified(r) {
			return true
		}
	}
	for _, f := range p.Files {
		embedded := f.Attachment.Role != model.AttachmentOriginal && strings.HasPrefix(f.Attachment.MediaType, "text/")
		if embedded && model.SourceIsMarked(f.Content) {
			return true
		}
	}
	return false
}
