package dcc

import (
	"encoding/base64"
	"mime"
	"strings"

	"metrograph/collect/mapping"
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
	a := &model.Attachment{MediaType: "application/octet-stream"}
	name := el(n, "fileName")
	if a.FileName = mapping.BaseName(name.Use()); a.FileName != name.Text() {
		name.GiveBack() // a folder is not part of a file's name
	}
	kind := n.Peek(nsDCC, "mimeType")
	if _, _, err := mime.ParseMediaType(kind.Text()); err == nil && strings.Contains(kind.Text(), "/") {
		a.MediaType = kind.Use()
	}
	a.Role = mapping.AttachmentRole(a.MediaType)
	a.Description = r.text(el(n, "name"))
	mapping.AddText(&a.Description, r.rich(el(n, "description")))
	mapping.Attach(r.parcel, r.cert, a, content)
}
