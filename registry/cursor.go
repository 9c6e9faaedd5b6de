package registry

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"metrograph/model"
	"metrograph/store"
)

// A cursor is a place in an order: the sort value and the id of a record, with a MAC that
// binds it to the kind, the filter and the order of the list that it was made for. It is the
// same for every caller and for as long as the record stays where it is.

const macBytes = 12

// Place is where a record stands in an order: its sort value and its id. It is the readable part
// of a cursor.
type Place struct {
	Text   *string  `json:"t,omitempty"`
	Number *int64   `json:"n,omitempty"`
	ID     model.ID `json:"i"`
}

func (r *Registry) cursor(p Place, bound []byte) string {
	payload, _ := json.Marshal(p) // strings and numbers always marshal
	return base64.RawURLEncoding.EncodeToString(append(r.mac(payload, bound), payload...))
}

// readCursor returns the place that a cursor names; ok is false when the cursor was not made
// here for a list with the same binding.
func (r *Registry) readCursor(cursor string, bound []byte) (p Place, ok bool) {
	raw, ok := decodeCursor(cursor)
	if !ok || len(raw) < macBytes {
		return p, false
	}
	payload := raw[macBytes:]
	if !hmac.Equal(raw[:macBytes], r.mac(payload, bound)) {
		return p, false
	}
	return p, json.Unmarshal(payload, &p) == nil
}

// decodeCursor returns the bytes of a cursor as it was given out: the decoder would take line
// breaks and stray bits, too.
func decodeCursor(cursor string) (raw []byte, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	return raw, err == nil && base64.RawURLEncoding.EncodeToString(raw) == cursor
}

func (r *Registry) mac(payload, bound []byte) []byte {
	digest := hmac.New(sha256.New, r.secret)
	digest.Write(bound)
	digest.Write([]byte{0})
	digest.Write(payload)
	return digest.Sum(nil)[:macBytes]
}

// binding is what a list's cursors are good for.
func binding(q *store.Query) []byte {
	bound, _ := json.Marshal(struct {
		Kind  model.Kind
		Where *Filter
		Sort  string
		Desc  bool
	}{q.Kind, q.Where, q.Sort, q.Desc})
	return bound
}

func placeOf(k store.Key) Place {
	p := Place{ID: k.ID}
	switch v := k.Value.(type) {
	case string:
		p.Text = &v
	case int64:
		p.Number = &v
	}
	return p
}

func (p *Place) key() *store.Key {
	if p == nil {
		return nil
	}
	k := store.Key{ID: p.ID}
	switch {
	case p.Text != nil:
		k.Value = *p.Text
	case p.Number != nil:
		k.Value = *p.Number
	}
	return &k
}
