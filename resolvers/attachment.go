package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

func (r *attachmentResolver) Origin(ctx context.Context, obj *model.Attachment) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

func (r *attachmentResolver) Manufacturers(ctx context.Context, obj *model.Attachment) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

func (r *attachmentResolver) History(ctx context.Context, obj *model.Attachment, first *int, after *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, first, after)
}

func (r *attachmentResolver) URL(ctx context.Context, obj *model.Attachment) (*string, error) {
	return given("/attachments/" + string(obj.ID)), nil
}

func (r *mutationResolver) UploadAttachment(ctx context.Context, input gqlmodel.UploadAttachmentInput) (*gqlmodel.AttachmentPayload, error) {
	out, err := r.upload(ctx, &input)
	return attachmentPayload(out), err
}

func (r *mutationResolver) AmendAttachment(ctx context.Context, input gqlmodel.AmendAttachmentInput) (*gqlmodel.AttachmentPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return attachmentPayload(out), err
}

func (r *queryResolver) Attachment(ctx context.Context, id model.ID) (*model.Attachment, error) {
	return one[*model.Attachment](ctx, id)
}

func (r *queryResolver) Attachments(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.AttachmentConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindAttachment, filter, orderBy, nil})
	return attachments(page), err
}

func (r *Resolver) Attachment() graph.AttachmentResolver { return &attachmentResolver{r} }

type attachmentResolver struct{ *Resolver }
