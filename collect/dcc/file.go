package dcc

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"mime"
	"strings"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// file takes a dcc:byteDataType as an attachment of the certificate.
func (r *reader) file(n *xmltree.Node) {
	data := n.Peek(nsDCC, "dataBase64")
	content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data.Text()), ""))
	if err != nil || len(content) == 0 {
		r.find(ruleFile, n, n.Peek(nsDCC, "fileName").Text())
		n.Forget()
		return
	}
	data.Use()
	sum := sha256.Sum256(content)
	a := &model.Attachment{Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}
	name := el(n, "fileName")
	if a.FileName = baseName(name.Use()); a.FileName != name.Text() {
		name.GiveBack() // a folder is not part of a file's name
	}
	if a.FileName == "" {
		a.FileName = a.SHA256[:16]
	}
	a.MediaType = "application/octet-stream"
	kind := n.Peek(nsDCC, "mimeType")
	if _, _, err := mime.ParseMediaType(kind.Text()); err == nil && strings.Contains(kind.Text(), "/") {
		a.MediaType = kind.Use()
	}
	a.Role = attachmentRole(a.MediaType)
	a.Description = r.text(el(n, "name"))
	addText(&a.Description, r.rich(el(n, "description")))
	r.attach(a, content)
}

// attachmentRole tells from its media type what a file is to the certificate.
func attachmentRole(mediaType string) model.AttachmentRole {
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
