package model

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
