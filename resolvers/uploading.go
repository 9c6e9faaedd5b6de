package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// upload keeps a file and records it as an attachment.
func (r *Resolver) upload(ctx context.Context, in *gqlmodel.UploadAttachmentInput) (outcome, error) {
	attachment := &model.Attachment{
		FileName: in.File.Filename, MediaType: in.File.ContentType, Role: in.Role, Description: value(in.Description),
	}
	attachment.Classification = value(in.Classification)
	written, err := r.registry.Upload(ctx, attachment, in.File.File, value(in.Reason))
	operationOf(ctx).forget()
	if err != nil {
		return refused(err)
	}
	return settle(written)
}
