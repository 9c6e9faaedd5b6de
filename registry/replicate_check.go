package registry

import (
	"bytes"
	"crypto/ed25519"
	"slices"
	"strings"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// open checks a parcel by its seal and makes the replica; nothing that a peer says is taken
// on its word but what the seal proves.
func (b *replication) open(p *Parcel) (model.Record, []model.Finding) {
	if findings := b.checkSeal(p); findings != nil {
		return nil, findings
	}
	record, findings := decodeParcel(p)
	if findings != nil {
		return nil, findings
	}
	if model.IsClassified(record) {
		return nil, fault("", "replica.classified", "the record is marked as a state secret; nothing of it was kept", "该记录带有国家秘密标志，未予保存")
	}
	if findings := b.checkOrigin(p, record); findings != nil {
		return nil, findings
	}
	if findings := faultsShown(p, record.Validate()); len(findings) > 0 {
		return nil, findings
	}
	replica, err := b.replicaOf(p)
	if err != nil {
		return nil, fault("", "replica.form", "the parcel cannot be kept", "数据包无法保存")
	}
	record.Base().Replica = replica
	return record, nil
}

const mostFields = 64 // of a record

// checkSeal checks that the node has signed what the parcel says.
func (b *replication) checkSeal(p *Parcel) []model.Finding {
	s := p.Seal
	switch {
	case s == nil || s.ID != p.ID || s.Version != p.Version || p.Version < 1 || !p.ID.Valid() || !p.ID.Kind().Travels() ||
		len(p.Fields)+len(p.Hidden) > mostFields || len(p.Masked) > mostFields || !namesFields(p):
		return fault("seal", "replica.form", "the parcel is malformed", "数据包格式错误")
	case s.Node == b.from.ID: // its own word
	case !b.from.Relay:
		return fault("seal.node", "replica.relay", "the peer may not pass on records of other nodes", "该节点无权转发其他节点的记录")
	}
	key := b.from.Key(s.Node, s.Key)
	if key == nil || !ed25519.Verify(key, s.Message(), s.Signature) {
		return fault("seal.signature", "replica.signature", "the signature is not that of the node that the record is said to be of", "签名与所称节点不符")
	}
	if !bytes.Equal(rootOf(p.Fields, p.Hidden), s.Root) {
		return fault("seal.root", "replica.hash", "the record is not what its node signed", "记录内容与节点签署的不一致")
	}
	return nil
}

// namesFields tells whether the parcel names fields that records of the kind have.
func namesFields(p *Parcel) bool {
	_, known := model.Fields(p.ID.Kind(), p.Masked...)
	return known
}

// decodeParcel reads the record, which has to be written as this node would write it: a
// field that it does not know could not be passed on.
func decodeParcel(p *Parcel) (model.Record, []model.Finding) {
	elements := make([]store.Element, len(p.Fields))
	for i, f := range p.Fields {
		if f.Name == replicaField {
			return nil, fault(f.Name, "replica.form", "this field is no part of what is sent", "该字段不应传送")
		}
		elements[i] = store.Element{Name: f.Name, Data: f.Data}
	}
	raw, err := store.Join(elements)
	if err != nil {
		return nil, fault("fields", "replica.form", "the fields are no document", "字段无法组成文档")
	}
	record, err := store.Decode(p.ID.Kind(), raw, 0)
	if err != nil {
		return nil, fault("fields", "replica.form", "the fields are not those of a record of its kind", "字段与记录类别不符")
	}
	again, err := store.Encode(record)
	if err != nil || !bytes.Equal(again, raw) {
		return nil, fault("fields", "replica.version", "the record has what this node does not know: update the node", "记录含有本节点不认识的内容，请升级节点")
	}
	return record, nil
}

// checkOrigin checks that the record is what the seal is of, and that its node may speak for
// the institution it belongs to: its own, and those that the node itself has recorded.
func (b *replication) checkOrigin(p *Parcel, record model.Record) []model.Finding {
	head := record.Base()
	if head.ID != p.ID || head.Version != p.Version || head.Origin != p.Seal.Origin || head.Origin.Kind() != model.KindInstitution {
		return fault("origin", "replica.origin", "the record is not the one that the seal names", "记录与签章所指不符")
	}
	if model.Grave(missingFacts(head)) {
		return missingFacts(head)
	}
	node := p.Seal.Node
	if head.Origin != node && (b.from.Peer(head.Origin) || !b.hosts(node, head.Origin, record)) {
		return fault("origin", "replica.origin", "the node may not speak for this institution", "该节点无权代表此机构")
	}
	if a, is := record.(*model.Agreement); is {
		return b.checkAgreement(node, a)
	}
	return b.checkLevel(node, record)
}

// checkAgreement keeps what a node grants to others than this node's institution, or passes on of
// what others grant, from coming here.
func (b *replication) checkAgreement(node model.ID, a *model.Agreement) []model.Finding {
	if self := b.others.self; node != b.from.ID || self == nil || a.GranteeID != self.ID || a.GrantorID != a.Origin {
		return fault("grantee", "replica.agreement", "an agreement comes from the node of whoever grants, and goes to whom something is granted", "协议只能由授予方节点发给被授予方")
	}
	return nil
}

func missingFacts(h *model.Head) []model.Finding {
	if h.Level == "" || h.Status == "" || h.Classification == "" {
		return fault("", "replica.facts", "the level, the class or the status of the record is missing", "缺少数据级别、类别或状态")
	}
	return nil
}

// hosts tells whether a node keeps the records of an institution: it has sent the record of
// the institution itself, and no other node has.
func (b *replication) hosts(node, origin model.ID, record model.Record) bool {
	h := b.held[origin]
	if h == nil || h.record == nil {
		return record.Base().ID == origin
	}
	return h.record.Base().Replica.NodeID == node
}

// checkLevel keeps a peer from rising above what it was trusted as: callers have the level of
// their institution.
func (b *replication) checkLevel(node model.ID, record model.Record) []model.Finding {
	head := record.Base()
	if record.Kind() != model.KindInstitution {
		return nil
	}
	own := head.ID == b.from.ID
	if own && (head.Level != b.from.Level || head.Region != b.from.Region) {
		return fault("level", "replica.level", "the level or the region is not the one that the peer was trusted with: trust it anew", "级别或行政区划与授信时不同，请重新授信")
	}
	if !own && head.Level.Rank() > b.from.Level.Rank() {
		return fault("level", "replica.level", "the institution is of a higher level than the peer that tells of it", "该机构级别高于发送节点")
	}
	return nil
}

// faultsShown are the faults of a record but those of fields that were not shared.
func faultsShown(p *Parcel, findings []model.Finding) []model.Finding {
	return slices.DeleteFunc(findings, func(f model.Finding) bool {
		field, _, _ := strings.Cut(f.Path, ".")
		field, _, _ = strings.Cut(field, "[")
		return f.Severity != model.SeverityError || slices.Contains(p.Masked, field)
	})
}

// stub is what is left of a replica that was taken back.
func stub(before model.Record, replica model.Replica, at time.Time) model.Record {
	left := before.Kind().New()
	head, was := left.Base(), before.Base()
	head.ID, head.Version, head.Origin, head.Region, head.Level = was.ID, was.Version, was.Origin, was.Region, was.Level
	head.Classification, head.Status = model.ClassificationNonPublic, model.StatusWithdrawn
	replica.Withdrawn, replica.Seal, replica.Masked, replica.ReceivedAt = true, "", nil, at
	head.Replica = replica
	return left
}
