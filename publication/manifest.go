package publication

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"metrograph/model"
)

// Format is what a manifest calls itself.
const Format = "metrograph-manifest-1"

// algorithm is the only one that seals a manifest: RFC 8032, Ed25519.
const algorithm = "Ed25519"

// Manifest is what was published, in which versions, with the digest of each content: what the
// node signs.
type Manifest struct {
	Format         string      `json:"format"`
	Identifier     string      `json:"identifier"`
	Publication    model.ID    `json:"publication"`
	Publisher      model.ID    `json:"publisher"`
	Subject        model.ID    `json:"subject"`
	SubjectVersion int         `json:"subjectVersion"`
	Title          model.Text  `json:"title"`
	Licence        string      `json:"licence,omitempty"`
	PublishedAt    string      `json:"publishedAt"`
	EmbargoUntil   string      `json:"embargoUntil,omitempty"`
	Supersedes     model.ID    `json:"supersedes,omitempty"`
	Evaluation     model.ID    `json:"evaluation,omitempty"`
	Members        []Member    `json:"members"`
	Seal           *SealOfNode `json:"seal,omitempty"`
}

// Member is a record of a manifest.
type Member struct {
	ID      model.ID   `json:"id"`
	Kind    model.Kind `json:"kind"`
	Version int        `json:"version"`
	SHA256  string     `json:"sha256"`
	File    string     `json:"file,omitempty"`
}

// SealOfNode is the signature under a manifest.
type SealOfNode struct {
	Algorithm string `json:"algorithm"`
	PublicKey []byte `json:"publicKey"`
	Signature []byte `json:"signature"`
}

// Of is the manifest of a publication.
func Of(p *model.Publication) *Manifest {
	m := &Manifest{
		Format: Format, Identifier: p.Identifier, Publication: p.ID, Publisher: p.Origin, Subject: p.SubjectID, SubjectVersion: p.SubjectVersion,
		Title: p.Title, Licence: p.Licence, PublishedAt: moment(p.PublishedAt), EmbargoUntil: moment(p.EmbargoUntil),
		Supersedes: p.SupersedesID, Evaluation: p.EvaluationID, Members: make([]Member, len(p.Members)),
	}
	for i, member := range p.Members {
		m.Members[i] = Member{ID: member.RecordID, Kind: member.RecordID.Kind(), Version: member.Version, SHA256: member.SHA256, File: member.File}
	}
	key, errKey := base64.StdEncoding.DecodeString(p.Seal.PublicKey)
	signature, errSignature := base64.StdEncoding.DecodeString(p.Seal.Signature)
	if p.Seal != (model.ManifestSeal{}) && errKey == nil && errSignature == nil {
		m.Seal = &SealOfNode{Algorithm: p.Seal.Algorithm, PublicKey: key, Signature: signature}
	}
	return m
}

// Whole tells whether a publication shows all that its manifest says: of one that is masked for
// its reader no signature could be verified.
func Whole(p *model.Publication) bool {
	signed, _ := model.Fields(model.KindPublication, "identifier", "origin", "subject", "subjectVersion", "title", "licence", "publishedAt",
		"embargoUntil", "supersedes", "evaluation", "members", "seal")
	return p.Masked&signed == 0 && p.Seal != (model.ManifestSeal{})
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// Seal signs the manifest of a publication, which from then on must not change.
func Seal(p *model.Publication, public ed25519.PublicKey, sign func([]byte) []byte) error {
	p.Seal = model.ManifestSeal{}
	message, err := Of(p).message()
	if err != nil {
		return err
	}
	p.Seal = model.ManifestSeal{
		Algorithm: algorithm, PublicKey: base64.StdEncoding.EncodeToString(public), Signature: base64.StdEncoding.EncodeToString(sign(message)),
	}
	return nil
}

// Text is the manifest as it is given out.
func (m *Manifest) Text() ([]byte, error) {
	text, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	value := jsontext.Value(text)
	err = value.Canonicalize()
	return value, err
}

// message is what is signed: the manifest without its seal, in the form of RFC 8785.
func (m *Manifest) message() ([]byte, error) {
	unsealed := *m
	unsealed.Seal = nil
	return unsealed.Text()
}

// Faults of a manifest.
var (
	ErrNoManifest = errors.New("this is no manifest of a publication")
	ErrUnsealed   = errors.New("the manifest is not signed")
	ErrSignature  = errors.New("the signature is wrong: the manifest was changed after it was signed, or another key signed it")
	ErrOtherKey   = errors.New("the manifest was signed with another key than the one that is expected")
)

// Read reads a manifest and checks its signature: with the key that is expected, or, where that
// is nil, with the one that the manifest names.
func Read(text []byte, expected ed25519.PublicKey) (*Manifest, error) {
	message, err := unsealed(text)
	if err != nil {
		return nil, err
	}
	m := &Manifest{}
	if err := json.Unmarshal(text, m); err != nil || m.Format != Format {
		return nil, fmt.Errorf("%w: its format is %q, and not %q", ErrNoManifest, m.Format, Format)
	}
	switch {
	case m.Seal == nil || m.Seal.Algorithm != algorithm || len(m.Seal.PublicKey) != ed25519.PublicKeySize:
		return nil, ErrUnsealed
	case expected != nil && !expected.Equal(ed25519.PublicKey(m.Seal.PublicKey)):
		return nil, ErrOtherKey
	case !ed25519.Verify(m.Seal.PublicKey, message, m.Seal.Signature):
		return nil, ErrSignature
	}
	return m, nil
}

// unsealed is the text of a manifest as it was signed: fields that this version does not know
// stay in it.
func unsealed(text []byte) ([]byte, error) {
	canonicalText := jsontext.Value(append([]byte(nil), text...))
	if err := canonicalText.Canonicalize(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoManifest, err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(canonicalText, &fields); err != nil {
		return nil, fmt.Errorf("%w: it is no JSON object", ErrNoManifest)
	}
	delete(fields, "seal")
	return canonical(fields)
}
