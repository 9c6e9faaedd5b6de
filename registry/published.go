package registry

import (
	"context"
	"errors"
	"time"

	"metrograph/model"
	"metrograph/publication"
)

// ErrWithdrawn is the cause of the error with which the content of a publication is refused that
// was withdrawn.
var ErrWithdrawn = errors.New("the publication was withdrawn")

// Published is a member of a publication as it was published. Content is its canonical content;
// nil where it is withheld from the caller, or is not there any more.
type Published struct {
	model.PublishedMember
	Content []byte
}

// Published gives the members of a publication to a function, one after the other, in the
// versions that were published, whatever became of the records since.
//
// Its content is open to whoever may download the publication, once the embargo is over; before
// that, to the institution that published it. That time is looked at here, when somebody asks:
// nothing has to happen for an embargo to end. A member is shown to whoever might read all of it
// that is published, if it were a published record: as it was then, and as it is now.
func (r *Registry) Published(ctx context.Context, id model.ID, use func(Published) error) error {
	p, err := r.opened(ctx, id)
	if err != nil {
		return err
	}
	for _, member := range p.Members {
		content, err := r.contentOf(ctx, member)
		if err != nil {
			return err
		}
		if err := use(Published{member, content}); err != nil {
			return err
		}
	}
	return nil
}

// opened is a publication whose content is open to the caller.
func (r *Registry) opened(ctx context.Context, id model.ID) (*model.Publication, error) {
	if id.Kind() != model.KindPublication {
		return nil, model.NotFound()
	}
	loaded, err := r.Load(ctx, model.KindPublication, []model.ID{id}, 0)
	if err != nil {
		return nil, err
	}
	p, ok := loaded.Records[0].(*model.Publication)
	if !ok {
		return nil, model.NotFound()
	}
	if p.Status == model.StatusWithdrawn {
		return nil, &model.Error{Code: model.CodeNotFound, Message: "the publication was withdrawn, and its content is not given out any longer", Cause: ErrWithdrawn}
	}
	if err := r.permit(ctx, model.ActionDownload, p); err != nil {
		return nil, err
	}
	who := model.PrincipalFrom(ctx)
	if p.Embargoed(r.now()) && !who.Trusted() && (who.Institution == "" || who.Institution != p.Origin) {
		return nil, model.Errorf(model.CodeForbidden, "the content is under embargo until %s", p.EmbargoUntil.UTC().Format(time.RFC3339))
	}
	return p, nil
}

// contentOf is the content of a member, if the caller may have it. What does not have the digest
// that was published is not given out for it.
func (r *Registry) contentOf(ctx context.Context, member model.PublishedMember) ([]byte, error) {
	now, err := r.atTime(ctx, member.RecordID, time.Time{})
	if model.CodeOf(err) == model.CodeNotFound {
		return nil, nil
	}
	if err != nil || !r.discloses(ctx, now) {
		return nil, err
	}
	then, err := r.atVersion(ctx, member.RecordID, member.Version)
	if model.CodeOf(err) == model.CodeNotFound {
		return nil, nil
	}
	if err != nil || !r.discloses(ctx, then) {
		return nil, err
	}
	content, err := publication.Content(then)
	if err != nil || publication.Digest(content) != member.SHA256 {
		return nil, inside("content", err)
	}
	return content, nil
}

// discloses tells whether the caller might read all of a record that is published, if its status
// were that of a published one.
func (r *Registry) discloses(ctx context.Context, record model.Record) bool {
	facts := record.Facts()
	facts.Status = model.StatusPublished
	visible, allowed := r.grant(ctx).Decide(model.ActionRead, &facts)
	return allowed && visible.Has(publication.Published(record.Kind()))
}
