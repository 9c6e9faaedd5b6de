package mongostore

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"

	"metrograph/model"
	"metrograph/store"
)

// The fields of a stored record. A record that was deleted leaves a stub of the first four,
// marked as gone: without it a write that was under way while the record was deleted could
// bring an old version back, for there would be nothing left to compare it with.
const (
	fieldID       = "_id"
	fieldVersion  = "v"
	fieldHash     = "h" // of the journal entry
	fieldSequence = "s" // of the journal entry
	fieldGone     = "x" // true in a stub, absent in a record
	fieldKey      = "k" // see storedKey
	fieldValues   = "q" // queryable field: its value, or an array of its values
	fieldPhrases  = "w" // queryable text: its phrase, or an array of them, see store.Phrase
	fieldTerms    = "t" // index terms
	fieldDocument = "d" // the record as store.Encode writes it
)

// maxStored is the largest document that MongoDB keeps.
const maxStored = 16 << 20

// longestKey bounds the keys that are kept as they are. Engines that speak MongoDB's protocol
// limit what they put into an index, some to 1024 bytes.
const longestKey = 256

// doc makes a document of keys and values in turn.
func doc(pairs ...any) bson.D {
	d := make(bson.D, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		d = append(d, bson.E{Key: pairs[i].(string), Value: pairs[i+1]})
	}
	return d
}

// anyOf is the condition of being one of the values.
func anyOf[T any](values []T) any {
	if len(values) == 1 {
		return values[0]
	}
	return doc("$in", values)
}

// path is where the values of a queryable field are kept.
func path(field string) string {
	if field == "id" {
		return fieldID
	}
	return fieldValues + "." + field
}

// storedKey is a unique key as it is kept: by its hash where it is long.
func storedKey(key string) string {
	if len(key) <= longestKey {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return "#" + hex.EncodeToString(sum[:])
}

// body is the part of a stored record that depends on the record alone.
type body struct {
	key    string
	index  bson.Raw // values, phrases and terms, as one document
	record bson.Raw
}

// bodyOf computes the body of a record; zero for a deletion.
func bodyOf(p store.Prepared) (body, error) {
	if p.Document == nil {
		return body{}, nil
	}
	index, err := bson.Marshal(indexOf(p))
	if err != nil {
		return body{}, fmt.Errorf("index %s: %w", p.ID, err)
	}
	return body{key: storedKey(p.Index.Key), index: index, record: p.Document}, nil
}

func indexOf(p store.Prepared) bson.D {
	values, phrases := bson.D{}, bson.D{}
	for i, f := range store.SchemaOf(p.Kind).Fields {
		if f.Name == "id" {
			continue
		}
		list := p.Index.Values[i]
		values = append(values, bson.E{Key: f.Name, Value: oneOrMany(f, list)})
		if f.Type == store.Text {
			phrases = append(phrases, bson.E{Key: f.Name, Value: oneOrMany(f, phrasesOf(list))})
		}
	}
	terms := p.Index.Terms
	if terms == nil {
		terms = []string{}
	}
	return doc(fieldValues, values, fieldPhrases, phrases, fieldTerms, terms)
}

func oneOrMany(f store.Field, list []store.Value) any {
	switch {
	case f.Many && len(list) == 0:
		return []store.Value{}
	case f.Many:
		return list
	}
	return list[0]
}

func phrasesOf(list []store.Value) []store.Value {
	phrases := make([]store.Value, len(list))
	for i, v := range list {
		phrases[i] = store.Phrase(v.(string))
	}
	return phrases
}

// stored is a record as it is kept after a journal entry.
func stored(e *entry, b body) (bson.D, error) {
	head := doc(fieldID, string(e.ID), fieldVersion, int64(e.Version), fieldHash, e.Hash[:], fieldSequence, e.Sequence)
	if e.Document == nil {
		return append(head, bson.E{Key: fieldGone, Value: true}), nil
	}
	index, err := b.index.Elements()
	if err != nil {
		return nil, fmt.Errorf("index %s: %w", e.ID, err)
	}
	head = append(head, bson.E{Key: fieldKey, Value: b.key})
	for _, part := range index {
		head = append(head, bson.E{Key: part.Key(), Value: part.Value()})
	}
	return append(head, bson.E{Key: fieldDocument, Value: b.record}), nil
}

// document reads a stored record. The path is that of the sort value, empty where there is no
// order.
func document(kind model.Kind, raw bson.Raw, sort string) (*store.Document, error) {
	id, ok := raw.Lookup(fieldID).StringValueOK()
	record, ok2 := raw.Lookup(fieldDocument).DocumentOK()
	version, ok3 := raw.Lookup(fieldVersion).AsInt64OK()
	hash, ok4 := hashAt(raw, fieldHash)
	if !ok || !ok2 || !ok3 || !ok4 {
		return nil, fmt.Errorf("%s %q is not kept as it should be", kind, id)
	}
	d := &store.Document{Kind: kind, ID: model.ID(id), Version: int(version), Hash: hash, Raw: bytes.Clone(record)}
	d.Key = store.Key{Value: valueAt(raw, sort), ID: d.ID}
	return d, nil
}

// valueAt reads the value of a queryable field that has one.
func valueAt(raw bson.Raw, path string) store.Value {
	if path == "" {
		return nil
	}
	value := raw.Lookup(fieldID)
	if path != fieldID {
		value = raw.Lookup(fieldValues, path[len(fieldValues)+1:])
	}
	return valueOf(value)
}

func valueOf(v bson.RawValue) store.Value {
	if text, ok := v.StringValueOK(); ok {
		return text
	}
	if n, ok := v.AsInt64OK(); ok {
		return n
	}
	return nil
}

func hashAt(raw bson.Raw, field string) (h store.Hash, ok bool) {
	_, data, ok := raw.Lookup(field).BinaryOK()
	return h, ok && copy(h[:], data) == len(h) && len(data) == len(h)
}

// loaded is the part of a stored record that a reader needs who asks for a set of fields.
func loaded(kind model.Kind, fields model.FieldSet, sort string) bson.D {
	part := doc(fieldVersion, 1, fieldHash, 1)
	if sort != "" && sort != fieldID {
		part = append(part, bson.E{Key: sort, Value: 1})
	}
	if fields == 0 || fields == model.AllFields {
		return append(part, bson.E{Key: fieldDocument, Value: 1})
	}
	always, _ := model.Fields(kind, "id", "version")
	for _, name := range (fields | always).Names(kind) {
		part = append(part, bson.E{Key: fieldDocument + "." + name, Value: 1})
	}
	return part
}
