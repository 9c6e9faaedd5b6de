package dcx

import (
	"encoding/base64"
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// file takes an embedded file as an attachment.
func (r *reader) file(n *xmltree.Node) {
	name := n.PeekAttr("id")
	data := n.Peek(ns, "fileContent")
	content, ok := decodeBase64(data.Text())
	if !ok {
		r.Find(ruleFile, n, name)
		n.Forget()
		return
	}
	data.Use()
	a := &model.Attachment{MediaType: "application/octet-stream", Description: texts(n, "heading")}
	mapping.AddText(&a.Description, texts(n, "body"))
	ending := strings.ToLower(strings.TrimPrefix(el(n, "fileExtension").Use(), "."))
	if known := mediaTypes[ending]; known != "" {
		a.MediaType = known
	}
	if a.FileName = mapping.BaseName(n.Attr("id")); ending != "" && !strings.HasSuffix(strings.ToLower(a.FileName), "."+ending) {
		a.FileName += "." + ending
	}
	a.Role = mapping.AttachmentRole(a.MediaType)
	mapping.Attach(r.parcel, r.cert, a, content)
}

// mediaTypes by the ending of a file's name.
var mediaTypes = map[string]string{
	"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "svg": "image/svg+xml", "pdf": "application/pdf",
	"csv": "text/csv", "json": "application/json", "txt": "text/plain", "xml": "application/xml",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

func decodeBase64(text string) (content []byte, ok bool) {
	content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	return content, err == nil && len(content) > 0
}
