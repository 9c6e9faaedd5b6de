package store

import (
	"bytes"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"

	"metrograph/model"
)

// Document is a stored record as BSON, with what the store knows of it.
type Document struct {
	Kind    model.Kind
	ID      model.ID
	Version int
	Hash    Hash
	Raw     []byte // BSON; holds at least the fields that were asked for
	Key     Key    // its place in the order of the query that found it
}

// Record decodes the document; only the given fields, where fields is not zero.
func (d *Document) Record(fields model.FieldSet) (model.Record, error) {
	return Decode(d.Kind, d.Raw, fields)
}

// Encode writes a record as BSON. Fields have their JSON names, empty ones are left out, and
// the same record always gives the same bytes.
func Encode(r model.Record) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := bson.NewEncoder(bson.NewDocumentWriter(&buffer))
	encoder.UseJSONStructTags()
	encoder.OmitZeroStruct()
	encoder.OmitEmpty()
	if err := encoder.Encode(r); err != nil {
		return nil, fmt.Errorf("encode %s %s: %w", r.Kind(), r.Base().ID, err)
	}
	return buffer.Bytes(), nil
}

// Decode reads a record from BSON; only the given fields, where fields is not zero.
func Decode(kind model.Kind, raw []byte, fields model.FieldSet) (model.Record, error) {
	record := kind.New()
	if record == nil {
		return nil, fmt.Errorf("decode: unknown kind %q", kind)
	}
	if fields != 0 && fields != model.AllFields {
		part, err := project(kind, raw, fields)
		if err != nil {
			return nil, err
		}
		raw = part
	}
	decoder := bson.NewDecoder(bson.NewDocumentReader(bytes.NewReader(raw)))
	decoder.UseJSONStructTags()
	if err := decoder.Decode(record); err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return record, nil
}

// project copies the elements of a document that are in the set, and the id and version,
// without decoding any of them.
func project(kind model.Kind, raw []byte, fields model.FieldSet) ([]byte, error) {
	always, _ := model.Fields(kind, "id", "version")
	part := make([]byte, 4, len(raw))
	whole := eachElement(raw, func(e bsoncore.Element) bool {
		if bit, known := model.Fields(kind, e.Key()); known && (fields | always).Has(bit) {
			part = append(part, e...)
		}
		return true
	})
	if !whole {
		return nil, fmt.Errorf("decode %s: the document is damaged", kind)
	}
	part = append(part, 0)
	n := len(part)
	part[0], part[1], part[2], part[3] = byte(n), byte(n>>8), byte(n>>16), byte(n>>24)
	return part, nil
}

// eachElement calls a function for each element of a document, or of an array, until it
// returns false; whole is false when the document is damaged. It allocates nothing.
func eachElement(document []byte, each func(bsoncore.Element) bool) (whole bool) {
	const frame = 5 // the length before the elements, and the zero after them
	if len(document) < frame {
		return false
	}
	for rest := document[4 : len(document)-1]; len(rest) > 0; {
		element, remainder, ok := bsoncore.ReadElement(rest)
		if !ok || element.Validate() != nil {
			return false
		}
		if !each(element) {
			return true
		}
		rest = remainder
	}
	return true
}
