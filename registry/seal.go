package registry

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash"
	"slices"

	"metrograph/model"
	"metrograph/store"
)

// Seal is the signed word of a node for one version of a record that it keeps. It names the
// revision in the node's journal and, by the root over salted digests of all its fields,
// what the record says; whoever gets only some of the fields can check them all the same,
// and whoever passes the record on can leave out more.
type Seal struct {
	Node      model.ID `json:"node"`
	Key       string   `json:"key"` // the fingerprint of the key that signed
	ID        model.ID `json:"id"`
	Origin    model.ID `json:"origin"`
	Version   int      `json:"version"`
	Hash      string   `json:"hash"`
	Previous  string   `json:"previous"`
	Root      []byte   `json:"root"`
	Signature []byte   `json:"signature,omitempty"`
}

// Message is what is signed: every part preceded by its length in eight bytes, big-endian.
func (s *Seal) Message() []byte {
	var b []byte
	for _, part := range [][]byte{
		[]byte("metrograph-seal-1"), []byte(s.Node), []byte(s.Key), []byte(s.ID), []byte(s.Origin),
		binary.BigEndian.AppendUint64(nil, uint64(s.Version)), []byte(s.Hash), []byte(s.Previous), s.Root,
	} {
		b = append(binary.BigEndian.AppendUint64(b, uint64(len(part))), part...)
	}
	return b
}

// Signer signs for the node.
type Signer interface {
	Node() model.ID
	Key() string // the fingerprint of the key that signs now
	Sign(message []byte) []byte
}

// Parcel is what one node tells another of one record.
type Parcel struct {
	Act       string        `json:"act"`
	ID        model.ID      `json:"id"`
	Version   int           `json:"version,omitempty"`
	Operation string        `json:"operation,omitempty"` // of the journal, for the report
	Seal      *Seal         `json:"seal,omitempty"`
	Fields    []ParcelField `json:"fields,omitempty"`
	Hidden    [][]byte      `json:"hidden,omitempty"` // digests of the fields that are not shared
	Masked    []string      `json:"masked,omitempty"` // names of fields that are not shared, whether they have a value or not
}

// What a parcel does.
const (
	ActPut    = "put"    // the record as it is now
	ActDelete = "delete" // the record is gone for ever
	ActRevoke = "revoke" // the record may no longer be held
)

// ParcelField is one field of a record: its type and value in BSON, and the salt of its
// digest.
type ParcelField struct {
	Name string `json:"name"`
	Salt []byte `json:"salt"`
	Data []byte `json:"data"`
}

func (f *ParcelField) digest() []byte {
	digest := sha256.New()
	part(digest, []byte("metrograph-field-1"))
	part(digest, []byte(f.Name))
	part(digest, f.Salt)
	part(digest, f.Data)
	return digest.Sum(nil)
}

func part(digest hash.Hash, b []byte) {
	digest.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
	digest.Write(b)
}

// rootOf is the root over the digests of fields, whatever their order.
func rootOf(fields []ParcelField, hidden [][]byte) []byte {
	digests := slices.Clone(hidden)
	for i := range fields {
		digests = append(digests, fields[i].digest())
	}
	slices.SortFunc(digests, bytes.Compare)
	digest := sha256.New()
	for _, d := range digests {
		part(digest, d)
	}
	return digest.Sum(nil)
}

// sealKept is what a replica keeps of the seal that it came with.
type sealKept struct {
	Seal   Seal              `json:"seal"`
	Salts  map[string][]byte `json:"salts"`
	Hidden [][]byte          `json:"hidden,omitempty"`
}

// replicaField is the field of a record that never leaves the node.
const replicaField = "replica"

// fieldsOf takes a document apart and salts its fields.
func (r *Registry) fieldsOf(document []byte, salt func(name string) []byte) ([]ParcelField, error) {
	elements, err := store.Elements(document)
	if err != nil {
		return nil, err
	}
	var fields []ParcelField
	for _, e := range elements {
		if e.Name != replicaField {
			fields = append(fields, ParcelField{e.Name, salt(e.Name), e.Data})
		}
	}
	return fields, nil
}

// salter gives each field of each version of a record a salt that only this node can make.
func (r *Registry) salter(id model.ID, version int) func(string) []byte {
	return func(name string) []byte {
		const length = 16
		digest := hmac.New(sha256.New, r.secret)
		for _, s := range []string{"salt of a field", string(id), name} {
			part(digest, []byte(s))
		}
		part(digest, binary.BigEndian.AppendUint64(nil, uint64(version)))
		return digest.Sum(nil)[:length]
	}
}

// seal makes the parcel of a record that was born here, whole.
func (r *Registry) seal(signer Signer, d *store.Document, record model.Record, previous store.Hash) (p Parcel, err error) {
	head := record.Base()
	p = Parcel{Act: ActPut, ID: head.ID, Version: head.Version}
	if p.Fields, err = r.fieldsOf(d.Raw, r.salter(head.ID, head.Version)); err != nil {
		return p, err
	}
	s := &Seal{Node: signer.Node(), Key: signer.Key(), ID: head.ID, Origin: head.Origin, Version: head.Version,
		Hash: d.Hash.String(), Previous: previous.String(), Root: rootOf(p.Fields, nil)}
	s.Signature = signer.Sign(s.Message())
	p.Seal = s
	return p, nil
}

// reseal makes the parcel of a replica from the seal that it came with.
func (r *Registry) reseal(d *store.Document, record model.Record) (p Parcel, err error) {
	var kept sealKept
	if err := json.Unmarshal([]byte(record.Base().Replica.Seal), &kept); err != nil {
		return p, err
	}
	p = Parcel{Act: ActPut, ID: d.ID, Version: kept.Seal.Version, Seal: &kept.Seal, Hidden: kept.Hidden, Masked: record.Base().Replica.Masked}
	if p.Fields, err = r.fieldsOf(d.Raw, func(name string) []byte { return kept.Salts[name] }); err != nil {
		return p, err
	}
	if !bytes.Equal(rootOf(p.Fields, p.Hidden), kept.Seal.Root) {
		return p, errors.New("the replica differs from what its node signed")
	}
	return p, nil
}

// hide leaves out of a parcel what the one it is for may not see. The identifier and the
// version are always told.
func (p *Parcel) hide(kind model.Kind, visible model.FieldSet) {
	always, _ := model.Fields(kind, "id", "version")
	visible |= always
	var shown []ParcelField
	for i := range p.Fields {
		f := &p.Fields[i]
		if bit, known := model.Fields(kind, f.Name); known && visible.Has(bit) {
			shown = append(shown, *f)
			continue
		}
		p.Hidden = append(p.Hidden, f.digest())
	}
	p.Fields = shown
	replica, _ := model.Fields(kind, replicaField)
	for _, name := range (^(visible | replica)).Names(kind) {
		if !slices.Contains(p.Masked, name) {
			p.Masked = append(p.Masked, name)
		}
	}
}
