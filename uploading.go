package main

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"metrograph/collect"
	"metrograph/config"
	"metrograph/model"
	"metrograph/serve"
	"metrograph/upload"
)

// uploadsFolder is where a data folder has what has come of uploads, sealed.
const uploadsFolder = "uploads"

// uploadsPath is where uploads are begun.
const uploadsPath = "/uploads/"

func (n *node) openUploads(c config.Resumable) (err error) {
	n.uploads, err = upload.Open(filepath.Join(n.dir, uploadsFolder), taker{n},
		upload.Options{Size: int64(c.Size), Space: int64(c.Space), Most: c.Most, Keep: c.Keep, Log: n.log})
	return err
}

// taker takes over what was uploaded: documents for the desk, and attachments. Which of them a
// file is, and what it is to become, its client says in the metadata.
type taker struct{ *node }

// May refuses what is not to be uploaded, by what is said of it.
func (t taker) May(ctx context.Context, said map[string]string, size int64) error {
	if model.PrincipalFrom(ctx).Anonymous() {
		return model.Errorf(model.CodeUnauthenticated, "files are taken from callers with a key")
	}
	if said["role"] != "" {
		a, err := attachmentSaid(said)
		if err == nil {
			err = t.MayUpload(ctx, a)
		}
		return err
	}
	if err := mayHandIn(ctx, said["format"]); err != nil {
		return err
	}
	if _, err := optionsSaid(said); err != nil {
		return err
	}
	if model.NameIsMarked(said["filename"]) {
		return model.Errorf(model.CodeClassifiedRefused, "the file is marked as a state secret; nothing of it was kept")
	}
	return t.MayCollect(ctx)
}

// Take hands a document in, or keeps an attachment. The id of what it becomes is noted before:
// where that is there, it was taken already.
func (t taker) Take(ctx context.Context, ticket *upload.Ticket, content io.ReadSeeker) (result string, err error) {
	id := model.ID(ticket.Noted)
	if id != "" {
		taken, err := t.has(ctx, id)
		if err != nil || taken {
			return resultPath(id), err
		}
	}
	if ticket.Said["role"] != "" {
		return t.keep(ctx, ticket, content)
	}
	o, err := optionsSaid(ticket.Said)
	if err != nil {
		return "", err
	}
	o.JobID = t.NewID(model.KindCollectionJob) // another one on each attempt: the desk removes what came of the last
	if err := ticket.Note(string(o.JobID)); err != nil {
		return "", err
	}
	source := collect.Source{Name: cmp.Or(ticket.Said["filename"], nameless(ticket.Said["format"])), Size: ticket.Size, Format: ticket.Said["format"], Open: func() (io.ReadCloser, error) {
		_, err := content.Seek(0, io.SeekStart)
		return io.NopCloser(content), err
	}}
	_, err = t.desk.Submit(ctx, []collect.Source{source}, o)
	return resultPath(o.JobID), err
}

// keep keeps an attachment.
func (t taker) keep(ctx context.Context, ticket *upload.Ticket, content io.ReadSeeker) (string, error) {
	a, err := attachmentSaid(ticket.Said)
	if err != nil {
		return "", err
	}
	a.ID = model.ID(cmp.Or(ticket.Noted, string(t.NewID(model.KindAttachment))))
	if err := ticket.Note(string(a.ID)); err != nil {
		return "", err
	}
	written, err := t.Upload(ctx, a, content, "uploaded")
	return resultPath(written.ID), err
}

// has tells whether the node has a record.
func (t taker) has(ctx context.Context, id model.ID) (bool, error) {
	found, err := t.Load(ctx, id.Kind(), []model.ID{id}, 0)
	return err == nil && found.Records[0] != nil, err
}

// resultPath is where what an upload became is to be had.
func resultPath(id model.ID) string {
	if id.Kind() == model.KindAttachment {
		return "/attachments/" + string(id)
	}
	return jobPath(id)
}

func optionsSaid(said map[string]string) (collect.Options, error) {
	o, err := optionsOf(func(name string) string { return said[name] })
	o.Channel = "upload"
	return o, err
}

func attachmentSaid(said map[string]string) (*model.Attachment, error) {
	a := &model.Attachment{FileName: said["filename"], MediaType: said["filetype"], Role: model.AttachmentRole(said["role"])}
	a.Classification = model.Classification(said["classification"])
	if !slices.Contains(a.Role.Values(), a.Role) {
		return nil, model.Errorf(model.CodeInvalid, "role must be one of ORIGINAL, PDF, RAW_DATA, VIDEO, PICTURE and OTHER")
	}
	return a, nil
}

// resumable serves uploads, with errors as other addresses have them.
func (n *node) resumable() (http.Handler, error) {
	h, err := n.uploads.Handler(uploadsPath)
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		own := &tusWriter{ResponseWriter: w}
		h.ServeHTTP(own, r)
		if own.status != 0 {
			code, message, _ := strings.Cut(strings.TrimSpace(own.text.String()), ": ")
			serve.WriteStatus(w, r, own.status, &model.Error{Code: codeOf(code, own.status), Message: message})
		}
	}), nil
}

// codeOf is the code of an error of tus, which has many of its own.
func codeOf(code string, status int) model.Code {
	switch {
	case !strings.HasPrefix(code, "ERR_"):
		return model.Code(code)
	case status == http.StatusNotFound || status == http.StatusGone:
		return model.CodeNotFound
	case status == http.StatusConflict || status == http.StatusLocked:
		return model.CodeConflict
	case status == http.StatusRequestEntityTooLarge:
		return model.CodeLimitExceeded
	case status >= http.StatusInternalServerError:
		return model.CodeInternal
	}
	return model.CodeInvalid
}

// tusWriter keeps errors back, to have them told otherwise, and makes the address of an upload
// one on whatever name and protocol the client has the node by.
type tusWriter struct {
	http.ResponseWriter
	status int // of an error
	text   strings.Builder
}

func (w *tusWriter) WriteHeader(status int) {
	if status >= http.StatusBadRequest {
		w.status = status
		w.Header().Del("Content-Length")
		return
	}
	if u, err := url.Parse(w.Header().Get("Location")); err == nil && u.Path != "" {
		w.Header().Set("Location", u.Path)
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *tusWriter) Write(b []byte) (int, error) {
	if w.status != 0 {
		return w.text.Write(b)
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (w *tusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
