package registry

import (
	"context"
	"io"
	"strings"

	"metrograph/blob"
	"metrograph/model"
)

// Keep stores the bytes of an attachment by their hash and tells the attachment its size
// and its hash. The bytes are not served before the attachment is written.
func (r *Registry) Keep(ctx context.Context, a *model.Attachment, content io.ReadSeeker) error {
	if _, err := blob.Kind(content, ""); err != nil {
		return inside("keep attachment", err)
	}
	hash, size, err := r.blobs.Put(ctx, content)
	if err != nil {
		return inside("keep attachment", err)
	}
	a.SHA256, a.Size = hash, size
	return nil
}

// MayUpload refuses whoever may not create attachments, and a file that says of itself that it
// is a state secret, before any of it is kept.
func (r *Registry) MayUpload(ctx context.Context, a *model.Attachment) error {
	head := headOf(model.PrincipalFrom(ctx))
	head.Classification = a.Classification
	if err := r.permit(ctx, model.ActionCreate, &model.Attachment{Head: head}); err != nil {
		return err
	}
	if model.IsClassified(a) || model.NameIsMarked(a.FileName) {
		return r.refused(ctx, uploading, errSecretFile)
	}
	return nil
}

var (
	uploading     = Act{Action: model.ActionCreate, Kind: model.KindAttachment}
	errSecretFile = model.Errorf(model.CodeClassifiedRefused, "the file is marked as a state secret; nothing of it was kept")
)

// Upload keeps a file and records it as an attachment of the caller's institution. It is read
// twice: nothing of it is kept before all of it was looked at.
func (r *Registry) Upload(ctx context.Context, a *model.Attachment, content io.ReadSeeker, reason string) (model.Written, error) {
	err := r.MayUpload(ctx, a)
	if err == nil {
		err = r.examine(ctx, a, content)
	}
	if err == nil {
		err = r.Keep(ctx, a, content)
	}
	if err != nil {
		return model.Written{}, err
	}
	return r.writeOne(ctx, model.Write{Action: model.ActionCreate, Record: a, Reason: reason})
}

// examine finds out what a file is, and looks for markings in a text.
func (r *Registry) examine(ctx context.Context, a *model.Attachment, content io.ReadSeeker) (err error) {
	if a.MediaType, err = blob.Kind(content, a.MediaType); err != nil {
		return inside("examine attachment", err)
	}
	if prefix := prefixOf(a.Role); !strings.HasPrefix(a.MediaType, prefix) {
		return invalid("role", "the file is %s, and not what its role says", a.MediaType)
	}
	if !blob.IsText(a.MediaType) {
		return nil
	}
	marked, err := textIsMarked(content)
	if err == nil {
		_, err = content.Seek(0, io.SeekStart)
	}
	if err != nil {
		return inside("examine attachment", err)
	}
	if marked {
		return r.refused(ctx, uploading, errSecretFile)
	}
	return nil
}

// prefixOf is what the type of a file with a role begins with.
func prefixOf(role model.AttachmentRole) string {
	switch role {
	case model.AttachmentVideo:
		return "video/"
	case model.AttachmentPicture:
		return "image/"
	case model.AttachmentPDF:
		return "application/pdf"
	}
	return ""
}

// Download opens the bytes of an attachment for a caller who may download it. The reader
// must be closed.
func (r *Registry) Download(ctx context.Context, id model.ID) (*model.Attachment, io.ReadSeekCloser, error) {
	if id.Kind() != model.KindAttachment {
		id = ""
	}
	documents, err := r.store.Get(ctx, model.KindAttachment, []model.ID{id}, 0)
	if err != nil {
		return nil, nil, inside("download", err)
	}
	if documents[0] == nil {
		return nil, nil, model.NotFound()
	}
	record, err := r.view(ctx, model.ActionDownload, model.KindAttachment, 0).see(documents[0])
	if err != nil {
		return nil, nil, inside("download", err)
	}
	if record == nil {
		return nil, nil, model.NotFound()
	}
	// The decision to download is of the whole file: masks hide fields of the description only.
	whole, err := documents[0].Record(0)
	if err != nil {
		return nil, nil, inside("download", err)
	}
	attachment := whole.(*model.Attachment)
	content, err := r.blobs.Open(ctx, attachment.SHA256)
	if model.CodeOf(err) == model.CodeNotFound && r.fetch != nil && !attachment.Replica.IsZero() {
		if err = r.keepFetched(ctx, attachment, r.fetch); err == nil {
			content, err = r.blobs.Open(ctx, attachment.SHA256)
		} else if model.CodeOf(err) == model.CodeInvalid {
			err = model.Errorf(model.CodePeerUnavailable, "the node that keeps the file did not send it")
		}
	}
	if err != nil {
		return nil, nil, inside("download", err)
	}
	return attachment, content, nil
}

// Fetch gets the bytes of an attachment from the peer that sent its record.
type Fetch func(ctx context.Context, from model.ID, a *model.Attachment) (io.ReadCloser, error)

// FetchWith has the bytes of replicas fetched when somebody who may download them wants them.
// It is to be called before the registry is used.
func (r *Registry) FetchWith(fetch Fetch) { r.fetch = fetch }

// FetchAttachment keeps the bytes of a replica, if they are not there, so that they need not
// be fetched when somebody wants them.
func (r *Registry) FetchAttachment(ctx context.Context, id model.ID, fetch func(context.Context, *model.Attachment) (io.ReadCloser, error)) error {
	a, err := stored[*model.Attachment](ctx, r, model.KindAttachment, id)
	if err != nil {
		return err
	}
	if a.Replica.IsZero() || a.Replica.Withdrawn || a.SHA256 == "" {
		return model.NotFound()
	}
	content, err := r.blobs.Open(ctx, a.SHA256)
	if err == nil {
		return content.Close()
	}
	return r.keepFetched(ctx, a, func(ctx context.Context, _ model.ID, a *model.Attachment) (io.ReadCloser, error) {
		return fetch(ctx, a)
	})
}

// keepFetched keeps the bytes of a replica; other bytes than those with its hash are dropped
// by whoever keeps bytes by their hash: nothing refers to them.
func (r *Registry) keepFetched(ctx context.Context, a *model.Attachment, fetch Fetch) error {
	content, err := fetch(ctx, a.Replica.From, a)
	if err != nil {
		return err
	}
	defer content.Close()
	hash, _, err := r.blobs.Put(ctx, io.LimitReader(content, a.Size+1))
	if err == nil && hash != a.SHA256 {
		err = invalid("sha256", "the peer sent other bytes than those of the attachment")
	}
	return err
}
