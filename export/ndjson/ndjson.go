// Package ndjson writes records as JSON, one a line.
package ndjson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"

	"metrograph/export"
	"metrograph/model"
)

// Format is the format.
type Format struct{}

// Takes tells that every kind can be written.
func (Format) Takes(kind model.Kind) bool { return kind.New() != nil }

// File names the registered media type of lines of JSON.
func (Format) File(model.Kind) (ending, mediaType string) { return ".ndjson", "application/x-ndjson" }

// Needs says that a line is about its record alone.
func (Format) Needs(model.Kind) []export.Need { return nil }

// New begins a file.
func (Format) New(w io.Writer, o export.Options) (export.Writer, error) {
	out := &writer{out: bufio.NewWriterSize(w, 64<<10), fields: fieldsOf(o.Kind)}
	out.json = json.NewEncoder(&out.line)
	out.json.SetEscapeHTML(false)
	return out, nil
}

type writer struct {
	out    *bufio.Writer
	fields []field
	line   bytes.Buffer
	json   *json.Encoder
}

// field is a field of a record: its JSON name, which is that of the schema, and its place.
type field struct {
	name  string
	index []int
	bit   model.FieldSet
}

func fieldsOf(kind model.Kind) []field {
	var fields []field
	for _, f := range reflect.VisibleFields(reflect.TypeOf(kind.New()).Elem()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if bit, known := model.Fields(kind, name); known && !f.Anonymous {
			fields = append(fields, field{name, f.Index, bit})
		}
	}
	return fields
}

// Write writes a line. What is masked is absent, and so is what is null in the API: empty
// texts, dates and structures. Numbers, truth values and lists that may be seen are there.
func (w *writer) Write(record model.Record, _ export.Related) error {
	w.line.Reset()
	masked := record.Base().Masked
	value := reflect.ValueOf(record).Elem()
	separator := byte('{')
	for _, f := range w.fields {
		v := value.FieldByIndex(f.index)
		if masked&f.bit != 0 || isNull(v) {
			continue
		}
		w.line.WriteByte(separator)
		separator = ','
		w.line.WriteByte('"')
		w.line.WriteString(f.name)
		w.line.WriteString(`":`)
		if err := w.json.Encode(v.Interface()); err != nil {
			return err
		}
		w.line.Truncate(w.line.Len() - 1) // the encoder ends what it writes with a line break
	}
	w.line.WriteString("}\n")
	_, err := w.out.Write(w.line.Bytes())
	return err
}

func isNull(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool, reflect.Int, reflect.Int64:
		return false
	case reflect.Slice:
		return v.IsNil()
	default:
		return v.IsZero()
	}
}

// Deleted writes a line that has nothing of the record but its id.
func (w *writer) Deleted(id model.ID, version int) error {
	return w.object(struct {
		ID      model.ID `json:"id"`
		Version int      `json:"version"`
		Deleted bool     `json:"deleted"`
	}{id, version, true})
}

// Fail writes a line that says that the file ends here.
func (w *writer) Fail(message string) error {
	if err := w.object(map[string]any{"error": map[string]string{"message": message}}); err != nil {
		return err
	}
	return w.out.Flush()
}

func (w *writer) object(v any) error {
	w.line.Reset()
	if err := w.json.Encode(v); err != nil {
		return err
	}
	_, err := w.out.Write(w.line.Bytes())
	return err
}

// Finish writes what is left.
func (w *writer) Finish() error { return w.out.Flush() }

// Close has nothing to release.
func (*writer) Close() error { return nil }
