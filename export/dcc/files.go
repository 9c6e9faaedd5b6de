package dcc

import (
	"metrograph/internal/dccterm"
	"metrograph/model"
)

// remarks writes the remarks of the certificate, why it amends another, and its attachments:
// a text of the standard may have files.
func (d *document) remarks() {
	var reason model.Text
	if d.c.Amendment != nil {
		reason = d.c.Amendment.Reason
	}
	parts := []part{is(d.c.Remarks), {reason, dccterm.Reason}}
	if !hasText(d.c.Remarks) && !hasText(reason) && (d.c.Files == nil || len(d.c.Attachments) == 0) {
		return
	}
	d.start("dcc:description")
	d.contents(parts)
	readable := d.readable()
	for _, a := range d.c.Attachments {
		if a != readable {
			d.file("dcc:file", a)
		}
	}
	d.end()
}

// readable is the attachment that has the certificate in a form for people: the standard has
// a place of its own for one.
func (d *document) readable() *model.Attachment {
	for _, a := range d.c.Attachments {
		if a.Role == model.AttachmentPDF {
			return a
		}
	}
	return nil
}

// file embeds an attachment, whose content is read as it is written.
func (d *document) file(element string, a *model.Attachment) {
	if d.err != nil || d.c.Files == nil || a == nil {
		return
	}
	content, err := d.c.Files(a.ID)
	if err != nil || content == nil {
		d.fail(err)
		return
	}
	defer content.Close()
	d.start(element, attr{"refType", dccterm.Make(dccterm.Role, string(a.Role))})
	d.texts("dcc:name", is(a.Description))
	d.line("dcc:fileName", orDash(a.FileName))
	d.line("dcc:mimeType", orDash(a.MediaType))
	d.base64("dcc:dataBase64", content)
	d.end()
}
