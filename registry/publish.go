package registry

import (
	"context"
	"crypto/ed25519"
	"time"

	"metrograph/model"
	"metrograph/publication"
	"metrograph/store"
)

// Sealer signs manifests for the node.
type Sealer interface {
	Public() ed25519.PublicKey
	Sign(message []byte) []byte
}

// SealWith has manifests signed by the node's key. It is to be called before the registry is
// used.
func (r *Registry) SealWith(s Sealer) { r.sealer = s }

// Publishing is what is to be published. Whoever asks for it has asked the policy.
type Publishing struct {
	Evaluation     model.ID // that recommended it; empty for none
	Subject        model.ID // a data set with its members and media, or a single record
	SubjectVersion int
	AsOf           time.Time // members are published as they were then; zero for as they are now
	Supersedes     model.ID  // the publication that this one takes the place of; empty for none
	EmbargoUntil   time.Time // when the content opens; zero for at once
	Licence        string    // SPDX identifier; empty for that of the data set
}

// maxPublished is how many records one publication has at most.
const maxPublished = 10_000

// publish makes the publication: the subject and its members in the versions that they have,
// with a signed manifest of their content. It is of the institution of the caller.
func (r *Registry) publish(ctx context.Context, p Publishing) (*model.Publication, error) {
	r.publishing.Lock()
	defer r.publishing.Unlock()
	if r.sealer == nil {
		return nil, model.Errorf(model.CodeInternal, "this node has no key to sign manifests with")
	}
	if !p.EmbargoUntil.IsZero() && !r.now().Before(p.EmbargoUntil) {
		return nil, invalid("embargoUntil", "the embargo would be over already; leave it out to open the content at once")
	}
	subject, err := r.atVersion(ctx, p.Subject, p.SubjectVersion)
	if err != nil {
		return nil, err
	}
	out, err := r.describe(ctx, p, subject)
	if err != nil {
		return nil, err
	}
	if err := r.gather(ctx, out, subject, p.AsOf); err != nil {
		return nil, err
	}
	if err := r.supersede(ctx, out); err != nil {
		return nil, err
	}
	if err := publication.Seal(out, r.sealer.Public(), r.sealer.Sign); err != nil {
		return nil, inside("seal", err)
	}
	return r.keepPublication(ctx, out)
}

// keepPublication writes a publication as the node itself.
func (r *Registry) keepPublication(ctx context.Context, p *model.Publication) (*model.Publication, error) {
	who := model.PrincipalFrom(ctx)
	node := &model.Principal{Subject: who.Subject, Via: model.ViaLocal, Institution: p.Origin, Level: p.Level, Region: p.Region}
	w, err := r.writeOne(model.WithPrincipal(ctx, node), model.Write{Action: model.ActionCreate, Record: p, Reason: "published"})
	if err != nil {
		return nil, err
	}
	return stored[*model.Publication](ctx, r, model.KindPublication, w.ID)
}

// describe makes a publication with everything but its members and its seal.
func (r *Registry) describe(ctx context.Context, p Publishing, subject model.Record) (*model.Publication, error) {
	who := model.PrincipalFrom(ctx)
	facts := subject.Facts()
	out := &model.Publication{Head: headOf(who), SubjectID: p.Subject, SubjectVersion: p.SubjectVersion, EvaluationID: p.Evaluation,
		Discipline: facts.Discipline, Licence: p.Licence, PublishedAt: r.now(), EmbargoUntil: p.EmbargoUntil, SupersedesID: p.Supersedes}
	out.ID = r.NewID(model.KindPublication)
	out.Identifier = model.PublicationIdentifier(out.ID)
	out.Status, out.Classification = model.StatusPublished, facts.Classification
	creator := facts.Origin
	switch s := subject.(type) {
	case *model.Dataset:
		out.Title, out.Description, out.VersionLabel, out.Keywords = s.Name, s.Description, s.VersionLabel, s.Keywords
		if out.Licence == "" {
			out.Licence = s.Licence
		}
	case *model.Certificate:
		out.Title, out.VersionLabel = titleOf(s), s.Revision
		if s.IssuerID != "" {
			creator = s.IssuerID
		}
	case *model.Instrument:
		out.Title = s.Name
	default:
		return nil, invalid("subject", "a %s cannot be published; a data set, a certificate or an instrument can", subject.Kind())
	}
	names, err := r.namesOf(ctx, out.Origin, creator)
	if err != nil {
		return nil, err
	}
	out.Publisher, out.Creators = names[0], []model.Creator{{InstitutionID: creator, Name: names[1]}}
	return out, nil
}

// titleOf is what a certificate is cited as: its title and number.
func titleOf(c *model.Certificate) model.Text {
	zh, en := c.Title.Zh, c.Title.En
	if zh == "" && en == "" {
		zh, en = "证书", "Certificate"
	}
	title := model.Text{}
	if zh != "" {
		title.Zh = zh + " " + c.Number
	}
	if en != "" {
		title.En = en + " " + c.Number
	}
	return title
}

// namesOf are the names of institutions, as they are now; empty where one is not known.
func (r *Registry) namesOf(ctx context.Context, ids ...model.ID) ([]model.Text, error) {
	names := make([]model.Text, len(ids))
	for i, id := range ids {
		institution, err := stored[*model.Institution](ctx, r, model.KindInstitution, id)
		if model.CodeOf(err) == model.CodeNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		names[i] = institution.Name
	}
	return names, nil
}

// gather lists the members of a publication, the subject first. The publication is as closed as
// the most closed of them.
func (r *Registry) gather(ctx context.Context, out *model.Publication, subject model.Record, asOf time.Time) error {
	ids := membersOf(subject)
	if len(ids) >= maxPublished {
		return invalid("subject", "a publication has at most %d records; divide the data set", maxPublished)
	}
	if err := admit(out, subject); err != nil {
		return err
	}
	for _, id := range ids {
		member, err := r.atTime(ctx, id, asOf)
		if model.CodeOf(err) == model.CodeNotFound {
			return invalid("subject", "%s is a member of the data set and is not there; take it out of the data set first", id)
		}
		if err == nil {
			err = admit(out, member)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// membersOf are the records that a subject consists of, each once.
func membersOf(subject model.Record) []model.ID {
	dataset, ok := subject.(*model.Dataset)
	if !ok {
		return nil
	}
	var ids []model.ID
	seen := map[model.ID]bool{"": true, dataset.ID: true}
	add := func(id model.ID) {
		if !seen[id] {
			seen[id], ids = true, append(ids, id)
		}
	}
	for _, id := range dataset.Members {
		add(id)
	}
	for _, m := range dataset.Media {
		add(m.AttachmentID)
		add(m.PosterID)
	}
	return ids
}

// admit makes a record a member of a publication.
func admit(out *model.Publication, r model.Record) error {
	head := r.Base()
	switch {
	case head.Status == model.StatusWithdrawn || head.Replica.Withdrawn:
		return invalid("subject", "%s is withdrawn and cannot be published", head.ID)
	case !r.Kind().Shareable() || r.Kind() == model.KindPublication || r.Kind() == model.KindPerson:
		return invalid("subject", "%s is a %s, which cannot be published", head.ID, r.Kind())
	}
	content, err := publication.Content(r)
	if err != nil {
		return inside("publish", err)
	}
	member := model.PublishedMember{RecordID: head.ID, Version: head.Version, SHA256: publication.Digest(content)}
	if a, ok := r.(*model.Attachment); ok {
		member.File = a.SHA256
	}
	if head.Classification != model.ClassificationPublic {
		out.Classification = model.ClassificationNonPublic
	}
	out.Members = append(out.Members, member)
	return nil
}

// supersede refuses to take the place of what is not there, or has been superseded.
func (r *Registry) supersede(ctx context.Context, out *model.Publication) error {
	if out.SupersedesID == "" {
		return nil
	}
	before, err := stored[*model.Publication](ctx, r, model.KindPublication, out.SupersedesID)
	if err != nil {
		return invalid("supersedes", "there is no publication with this id")
	}
	if before.Origin != out.Origin {
		return invalid("supersedes", "only the institution that published it publishes a new version")
	}
	n, err := r.store.Count(ctx, store.Query{Kind: model.KindPublication, Scope: model.Everything(),
		Where: All(Equal("supersedes", string(before.ID)), Equal("status", string(model.StatusPublished)))})
	if err != nil {
		return inside("publications", err)
	}
	if n > 0 {
		return invalid("supersedes", "this publication is superseded already; name the newest one")
	}
	return nil
}
