package network

import "io"

// Text is JSON that stands in an answer as it is. It is a marshaler as gqlgen has them.
type Text struct{ raw []byte }

// NewText makes a text of JSON that was checked.
func NewText(raw []byte) *Text { return &Text{raw} }

// MarshalGQL writes the text.
func (t *Text) MarshalGQL(w io.Writer) { _, _ = w.Write(t.raw) } // gqlgen's writers do not fail

// Extent is how many bytes it takes in an answer.
func (t *Text) Extent() int { return len(t.raw) }
