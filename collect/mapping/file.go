package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"metrograph/collect/parcel"
	"metrograph/model"
)

// Attach gives the certificate of a parcel a file, and fills in its size and its hash.
func Attach(p *parcel.Parcel, c *model.Certificate, a *model.Attachment, content []byte) {
	sum := sha256.Sum256(content)
	a.ID, a.Size, a.SHA256 = p.NewID(model.KindAttachment), int64(len(content)), hex.EncodeToString(sum[:])
	if a.FileName == "" {
		a.FileName = a.SHA256[:16]
	}
	p.Files = append(p.Files, parcel.File{Attachment: a, Content: content})
	c.AttachmentIDs = append(c.AttachmentIDs, a.ID)
}

// Original keeps an XML document byte for byte.
func Original(p *parcel.Parcel, c *model.Certificate, name string, raw []byte) {
	if name = BaseName(name); name == "" {
		name = "certificate.xml"
	}
	Attach(p, c, &model.Attachment{FileName: name, MediaType: "application/xml", Role: model.AttachmentOriginal}, raw)
}

// AttachmentRole tells from its media type what a file is to the certificate.
func AttachmentRole(mediaType string) model.AttachmentRole {
	kind, _, _ := strings.Cut(strings.ToLower(mediaType), ";")
	switch kind = strings.TrimSpace(kind); {
	case kind == "application/pdf":
		return model.AttachmentPDF
	case strings.HasPrefix(kind, "image/"):
		return model.AttachmentPicture
	case strings.HasPrefix(kind, "video/"):
		return model.AttachmentVideo
	case kind == "text/csv", kind == "application/json", kind == "application/x-hdf5",
		strings.Contains(kind, "spreadsheet"), kind == "application/vnd.ms-excel":
		return model.AttachmentRawData
	}
	return model.AttachmentOther
}
