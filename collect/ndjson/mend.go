package ndjson

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"metrograph/model"
)

// Mend writes a rejected row as a line to be mended, with what is wrong with it in a member of
// its own; where it is no object, in a line before it. Read again, both are passed over.
func Mend(w io.Writer, line int, raw []byte, findings []model.Finding) error {
	what, err := json.Marshal(findings)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	value := jsontext.Value(bytes.Clone(raw))
	if valid(raw) == nil && value.Compact() == nil && value.Kind() == '{' {
		out.WriteString(`{"findings":`)
		out.Write(what)
		if rest := withoutFindings(value); len(rest) > 1 {
			out.WriteByte(',')
			out.Write(rest)
		} else {
			out.WriteByte('}')
		}
	} else {
		note, err := json.Marshal(struct {
			Line     int             `json:"line"`
			Findings json.RawMessage `json:"findings"`
		}{line, what})
		if err != nil {
			return err
		}
		out.Write(note)
		out.WriteByte('\n')
		out.Write(bytes.ReplaceAll(raw, []byte("\n"), []byte(" ")))
	}
	out.WriteByte('\n')
	_, err = w.Write(out.Bytes())
	return err
}

// withoutFindings is a compact object without its opening brace, and without what was found in
// it before.
func withoutFindings(value jsontext.Value) []byte {
	dec := jsontext.NewDecoder(bytes.NewBuffer(value))
	_, _ = dec.ReadToken()
	var out []byte
	for dec.PeekKind() == '"' {
		name, err := dec.ReadValue()
		if err != nil {
			break
		}
		name = name.Clone()
		member, err := dec.ReadValue()
		if err != nil {
			break
		}
		if string(name) == `"findings"` {
			continue
		}
		if len(out) > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, name...), ':'), member...)
	}
	return append(out, '}')
}
