package publication

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"metrograph/model"
)

// withheld are the fields of a record that are no part of what is published: what the node keeps
// about the record, and the parties.
func withheld() []string {
	return []string{
		"region", "level", "classification", "status", "manufacturers", "provenance", "created", "modified", "replica",
		"customer", "customerInstitution", "owner", "ownerInstitution", "personnel", "contact",
	}
}

// Published are the fields of a kind of record that are part of what is published.
func Published(kind model.Kind) model.FieldSet {
	names := slices.DeleteFunc(model.FieldNames(kind), func(name string) bool { return slices.Contains(withheld(), name) })
	set, _ := model.Fields(kind, names...)
	return set
}

// Content is the canonical content of a record.
func Content(r model.Record) ([]byte, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("content of %s: %w", r.Base().ID, err)
	}
	return Canonical(text)
}

// Canonical is the canonical content of a record that is written as JSON, as exports write it:
// without the fields that are not published and without what is empty, in the form of RFC 8785.
// The same record has the same canonical content, whoever wrote it down.
func Canonical(record []byte) ([]byte, error) {
	if !jsontext.Value(record).IsValid() {
		return nil, errors.New("this is no JSON in UTF-8 with distinct names")
	}
	decoder := json.NewDecoder(bytes.NewReader(record))
	decoder.UseNumber()
	var fields map[string]any
	if err := decoder.Decode(&fields); err != nil {
		return nil, fmt.Errorf("this is no JSON object: %w", err)
	}
	for _, name := range withheld() {
		delete(fields, name)
	}
	reduce(fields)
	return canonical(fields)
}

// canonical writes a value in the form of RFC 8785.
func canonical(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	value := jsontext.Value(text)
	err = value.Canonicalize()
	return value, err
}

// reduce takes out of objects what is as good as absent: null, false, zero, and empty texts,
// lists and objects. Entries of lists stay in their places. It tells whether the value itself is
// as good as absent.
func reduce(v any) (empty bool) {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case json.Number:
		f, err := v.Float64()
		return err == nil && f == 0
	case []any:
		for _, entry := range v {
			reduce(entry)
		}
		return len(v) == 0
	case map[string]any:
		for name, field := range v {
			if reduce(field) {
				delete(v, name)
			}
		}
		return len(v) == 0
	}
	return false
}

// Digest is the SHA-256 of a canonical content, hexadecimal.
func Digest(content []byte) string {
	digest := sha256.Sum256(content)
	return hex.EncodeToString(digest[:])
}
