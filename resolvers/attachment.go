package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Origin is the resolver for the origin field.
func (r *attachmentResolver) Origin(ctx context.Context, obj *model.Attachment) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *attachmentResolver) Manufacturers(ctx context.Context, obj *model.Attachment) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *attachmentResolver) History(ctx context.Context, obj *model.Attachment, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Size is the resolver for the size field.
func (r *attachmentResolver) Size(ctx context.Context, obj *model.Attachment) (*int64, error) {
	return unlessMasked(obj, "size", obj.Size), nil
}

// URL is the resolver for the url field.
func (r *attachmentResolver) URL(ctx context.Context, obj *model.Attachment) (*string, error) {
	return given("/attachments/" + string(obj.ID)), nil
}

// TemporaryURL is the resolver for the temporaryUrl field.
func (r *attachmentResolver) TemporaryURL(ctx context.Context, obj *model.Attachment) (*string, error) {
	return given(r.registry.AttachmentURL(ctx, obj.ID)), nil
}

// UploadAttachment is the resolver for the uploadAttachment field.
func (r *mutationResolver) UploadAttachment(ctx context.Context, input gqlmodel.UploadAttachmentInput) (*gqlmodel.AttachmentPayload, error) {
	out, err := r.upload(ctx, &input)
	return attachmentPayload(out), err
}

// AmendAttachment is the resolver for the amendAttachment field.
func (r *mutationResolver) AmendAttachment(ctx context.Context, input gqlmodel.AmendAttachmentInput) (*gqlmodel.AttachmentPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return attachmentPayload(out), err
}

// Attachment is the resolver for the attachment field.
func (r *queryResolver) Attachment(ctx context.Context, id model.ID) (*model.Attachment, error) {
	return one[*model.Attachment](ctx, id)
}

// Attachments is the resolver for the attachments field.
func (r *queryResolver) Attachments(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.AttachmentConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindAttachment, filter, orderBy, nil})
	return attachments(page), err
}

// Attachment returns graph.AttachmentResolver implementation.
func (r *Resolver) Attachment() graph.AttachmentResolver { return &attachmentResolver{r} }

type attachmentResolver struct{ *Resolver }
