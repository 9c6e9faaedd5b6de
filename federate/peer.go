package federate

import (
	"crypto/ed25519"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"metrograph/model"
)

// Trust is what the operator thinks of a peer.
type Trust string

const (
	Known   Trust = "KNOWN"   // its address and key are noted; nothing is sent and nothing is taken
	Trusted Trust = "TRUSTED" // it is sent what the policy allows, and what it sends is kept
)

// Attachments is when the bytes of attachments are fetched from a peer.
type Attachments string

const (
	AttachmentsNone     Attachments = "NONE"
	AttachmentsOnDemand Attachments = "ON_DEMAND" // when somebody wants one
	AttachmentsEager    Attachments = "EAGER"     // with the records
)

// Peer is another node as this one knows it. Level and region are those that its institution
// had when the operator trusted it; they decide what it may read.
type Peer struct {
	ID          model.ID     `json:"id"` // of its institution
	Name        model.Text   `json:"name"`
	Level       model.Level  `json:"level"`
	Region      model.Region `json:"region"`
	Endpoint    string       `json:"endpoint"`
	Keys        []PeerKey    `json:"keys"`
	Trust       Trust        `json:"trust"`
	Harvest     bool         `json:"harvest"` // pull from it at every round
	Submit      bool         `json:"submit"`  // push to it at every round
	Relay       bool         `json:"relay"`   // take records of other nodes from it
	Attachments Attachments  `json:"attachments"`
	Live        bool         `json:"live"`                // put queries of the whole network to it
	SpeaksFor   []string     `json:"speaksFor,omitempty"` // institutions of whose callers it is believed; "*" for all; its own is always
	Added       time.Time    `json:"added"`
	TrustedAt   time.Time    `json:"trustedAt,omitzero"`
}

// PeerKey is a key of a peer. One with an end signs no requests after it; what it sealed
// before is good for ever.
type PeerKey struct {
	Public []byte    `json:"public"`
	Until  time.Time `json:"until,omitzero"`
	// Word is that of the key before, for which this one was taken: those to whom the peer's records
	// are passed on want it too.
	Word *Succession `json:"word,omitempty"`
}

// Fingerprint names the key.
func (k PeerKey) Fingerprint() string { return Fingerprint(k.Public) }

// Fingerprint is that of the newest key.
func (p *Peer) Fingerprint() string {
	if len(p.Keys) == 0 {
		return ""
	}
	return p.Keys[0].Fingerprint()
}

// key returns a key by its fingerprint; nil where the peer has none such.
func (p *Peer) key(fingerprint string) *PeerKey {
	for i := range p.Keys {
		if p.Keys[i].Fingerprint() == fingerprint {
			return &p.Keys[i]
		}
	}
	return nil
}

// nodeKeys are the keys of the peer as others are told of them.
func (p *Peer) nodeKeys() NodeKeys {
	all := NodeKeys{Node: p.ID}
	for _, k := range p.Keys {
		all.Keys = append(all.Keys, k.Public)
		if k.Word != nil {
			all.Words = append(all.Words, *k.Word)
		}
	}
	return all
}

// succeed takes new keys on the word of known ones, one after the other; false where no word is
// good.
func (p *Peer) succeed(last *Succession, now time.Time) (moved bool) {
	for _, s := range last.chain() {
		moved = p.succeedOnce(s, now) || moved
	}
	return moved
}

func (p *Peer) succeedOnce(s *Succession, now time.Time) bool {
	if s.Node != p.ID || p.key(Fingerprint(s.New)) != nil {
		return false
	}
	old := p.key(s.Old)
	if old == nil || !old.Until.IsZero() || !now.Before(s.Until) || !s.signedBy(old.Public) {
		return false
	}
	old.Until = s.Until
	word := *s
	word.Before = nil
	p.Keys = append([]PeerKey{{Public: s.New, Word: &word}}, p.Keys...)
	return true
}

// principal is the peer as a caller: a member of its institution, without any role.
func (p *Peer) principal() *model.Principal {
	return &model.Principal{Subject: "peer:" + string(p.ID), Institution: p.ID, Level: p.Level, Region: p.Region, Via: model.ViaPeer}
}

// check says what is wrong with a peer.
func (p *Peer) check(self model.ID) error {
	endpoint, err := url.Parse(p.Endpoint)
	switch {
	case p.ID.Kind() != model.KindInstitution || !p.ID.Valid():
		return invalid("id", "a peer is named by the identifier of its institution")
	case p.ID == self:
		return invalid("id", "a node is no peer of its own")
	case err != nil || endpoint.Host == "" || endpoint.Scheme != "http" && endpoint.Scheme != "https" || endpoint.RawQuery != "":
		return invalid("endpoint", "the address of a node is like https://node.example.cn")
	case !slices.Contains([]Attachments{AttachmentsNone, AttachmentsOnDemand, AttachmentsEager}, p.Attachments):
		return invalid("attachments", "attachments are fetched NONE, ON_DEMAND or EAGER")
	}
	for _, name := range p.SpeaksFor {
		if id := model.ID(name); name != everybody && (!id.Valid() || id.Kind() != model.KindInstitution) {
			return invalid("speaksFor", "a peer speaks for institutions by their identifiers, or for all with *")
		}
	}
	for _, k := range p.Keys {
		if len(k.Public) != ed25519.PublicKeySize {
			return invalid("keys", "a key of a node has %d bytes", ed25519.PublicKeySize)
		}
	}
	p.Endpoint = strings.TrimSuffix(p.Endpoint, "/")
	return nil
}

func invalid(path, format string, args ...any) error {
	e := model.Errorf(model.CodeInvalid, format, args...)
	e.Path = path
	return e
}

// untrusted is the error of whatever needs trust that is not there.
func untrusted(id model.ID) error {
	return model.Errorf(model.CodeForbidden, "the peer %s is not trusted: see 'metrograph peer trust'", id)
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("federation: %s: %w", what, err)
}
