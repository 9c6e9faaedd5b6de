package store

import (
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// Element is a field of a document by itself: its name, and its type and value in BSON.
type Element struct {
	Name string
	Data []byte // the type in one byte, and the value
}

// Elements takes a document apart into its fields, in their order.
func Elements(document []byte) ([]Element, error) {
	list, err := bsoncore.Document(document).Elements()
	if err != nil {
		return nil, fmt.Errorf("elements: %w", err)
	}
	all := make([]Element, len(list))
	for i, e := range list {
		value, err := e.ValueErr()
		if err != nil {
			return nil, fmt.Errorf("elements: %w", err)
		}
		all[i] = Element{e.Key(), append([]byte{byte(value.Type)}, value.Data...)}
	}
	return all, nil
}

// Join makes a document of fields. What comes from outside is checked: a value that is not
// exactly one of its type is refused.
func Join(elements []Element) ([]byte, error) {
	index, document := bsoncore.AppendDocumentStart(nil)
	for _, e := range elements {
		if strings.IndexByte(e.Name, 0) >= 0 {
			return nil, fmt.Errorf("join: %q cannot be the name of a field", e.Name)
		}
		if len(e.Data) == 0 {
			return nil, fmt.Errorf("join: the field %q has no value", e.Name)
		}
		value := bsoncore.Value{Type: bsoncore.Type(e.Data[0]), Data: e.Data[1:]}
		if err := value.Validate(); err != nil {
			return nil, fmt.Errorf("join: the field %q: %w", e.Name, err)
		}
		if _, rest, ok := bsoncore.ReadValue(value.Data, value.Type); !ok || len(rest) > 0 {
			return nil, fmt.Errorf("join: the field %q is longer than its value", e.Name)
		}
		document = bsoncore.AppendValueElement(document, e.Name, value)
	}
	return bsoncore.AppendDocumentEnd(document, index)
}
