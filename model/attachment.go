package model

import (
	"mime"
	"strconv"
	"strings"
	"unicode"
)

// Attachment describes a file that belongs to a record. Its bytes are kept by content hash.
type Attachment struct {
	Head        `bson:",inline"`
	FileName    string         `json:"fileName"`
	MediaType   string         `json:"mediaType"`
	Size        int64          `json:"size"`   // bytes
	SHA256      string         `json:"sha256"` // hexadecimal
	Role        AttachmentRole `json:"role"`
	Description Text           `json:"description,omitzero"`
}

func (*Attachment) Kind() Kind              { return KindAttachment }
func (a *Attachment) Facts() Facts          { return a.facts(KindAttachment, "") }
func (*Attachment) References() []Reference { return nil }
func (a *Attachment) NaturalKey() string    { return "" }

// Validate checks the attachment by itself; see [Rules].
func (a *Attachment) Validate() []Finding {
	var k checker
	a.Head.check(&k, KindAttachment)
	k.require(ruleFileName, "fileName", a.FileName != "")
	k.code("fileName", a.FileName)
	if a.FileName != "" && !isFileName(a.FileName) {
		k.fail(ruleFileNameForm, "fileName", a.FileName, "")
	}
	if !isMediaType(a.MediaType) {
		k.fail(ruleMediaType, "mediaType", a.MediaType, "")
	}
	k.code("mediaType", a.MediaType)
	if a.Size < 0 {
		k.fail(ruleFileSize, "size", strconv.FormatInt(a.Size, 10), "")
	}
	k.require(ruleFileHash, "sha256", a.SHA256 != "")
	k.sha256("sha256", a.SHA256)
	k.enumRequired(ruleAttachmentRole, "role", string(a.Role), attachmentRoles)
	k.text("description", &a.Description)
	return k.findings
}

// isFileName tells whether the name is bare: nothing in it leads to another folder.
func isFileName(s string) bool {
	bare := func(c rune) bool { return c == '/' || c == '\\' || unicode.IsControl(c) }
	return s != "." && s != ".." && strings.IndexFunc(s, bare) < 0
}

func isMediaType(s string) bool {
	t, _, err := mime.ParseMediaType(s)
	return err == nil && strings.Contains(t, "/")
}
