package store_test

import (
	"bytes"
	"testing"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/store"
)

// TestElements: a document taken apart and put together again is the same.
func TestElements(t *testing.T) {
	for _, kind := range model.Kinds() {
		document, err := store.Encode(sample.One(kind))
		if err != nil {
			t.Fatal(err)
		}
		elements, err := store.Elements(document)
		if err != nil || len(elements) < 5 {
			t.Fatalf("%s: %d fields, %v", kind, len(elements), err)
		}
		if again, err := store.Join(elements); err != nil || !bytes.Equal(again, document) {
			t.Errorf("%s is another document afterwards: %v", kind, err)
		}
	}
}

// FuzzJoin: fields from outside make a document that has exactly these fields, or none.
func FuzzJoin(f *testing.F) {
	document, err := store.Encode(sample.Instrument())
	if err != nil {
		f.Fatal(err)
	}
	elements, err := store.Elements(document)
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range elements {
		f.Add(e.Name, e.Data)
	}
	f.Add("", []byte{})
	f.Add("a\x00b", []byte{0x10, 1, 0, 0, 0})
	f.Add("a", []byte{0x02, 0xff, 0xff, 0xff, 0x7f, 'x', 0})
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		document, err := store.Join([]store.Element{{Name: "id", Data: elements[0].Data}, {Name: name, Data: data}})
		if err != nil {
			return
		}
		again, err := store.Elements(document)
		if err != nil || len(again) != 2 || again[1].Name != name || !bytes.Equal(again[1].Data, data) {
			t.Fatalf("%q %x became %v, %v", name, data, again, err)
		}
		_, _ = store.Decode(model.KindInstrument, document, 0) // refuses or reads, and does not panic
	})
}
