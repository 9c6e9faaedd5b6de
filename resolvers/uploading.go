package resolvers

import (
	"context"
	"errors"
	"strings"

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

// collect hands documents in, and answers with the job that imports them.
func (r *Resolver) collect(ctx context.Context, in *gqlmodel.CollectDocumentsInput) (outcome, error) {
	c := Collection{Format: strings.ToLower(string(value(in.Format))), Classification: value(in.Classification), Status: value(in.Status), Check: value(in.Check)}
	if c.Status == model.StatusWithdrawn {
		return refused(invalid("status", "documents are not taken in as withdrawn"))
	}
	for _, f := range in.Files {
		c.Files = append(c.Files, File{Name: f.Filename, Size: f.Size, Content: f.File})
	}
	if len(c.Files) == 0 {
		return refused(invalid("files", "give at least one file"))
	}
	if r.desk == nil {
		return outcome{}, errNoDesk
	}
	id, err := r.desk.Submit(ctx, c)
	if err != nil {
		return refused(err)
	}
	operationOf(ctx).forget()
	return r.jobOf(ctx, id)
}

var errNoDesk = errors.New("documents are not taken over here")

// jobOf is a job as the payload of a mutation has it.
func (r *Resolver) jobOf(ctx context.Context, id model.ID) (outcome, error) {
	o, fields := operationOf(ctx), selected(ctx, model.KindCollectionJob, "collectionJob")
	record, err := o.load(ctx, recordsKey{model.KindCollectionJob, fields}, id)()
	return outcome{id: id, record: record}, err
}

func (r *Resolver) cancel(ctx context.Context, in *gqlmodel.CancelCollectionJobInput) (outcome, error) {
	written, err := r.registry.CancelJob(ctx, in.ID, in.Version, in.Reason)
	operationOf(ctx).forget()
	if err != nil {
		return refused(err)
	}
	return settle(written)
}
