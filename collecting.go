package main

import (
	"bufio"
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"metrograph/auth"
	"metrograph/collect"
	"metrograph/config"
	"metrograph/inbox"
	"metrograph/model"
	"metrograph/registry"
	"metrograph/resolvers"
	"metrograph/serve"
)

// counter takes the documents of a GraphQL request over to the desk.
type counter struct{ desk *collect.Desk }

func (c counter) Submit(ctx context.Context, in resolvers.Collection) (model.ID, error) {
	sources := make([]collect.Source, len(in.Files))
	for i, f := range in.Files {
		sources[i] = collect.Source{Name: f.Name, Size: f.Size, Format: in.Format, Open: func() (io.ReadCloser, error) { return io.NopCloser(f.Content), nil }}
	}
	job, err := c.desk.Submit(ctx, sources, collect.Options{Classification: in.Classification, Status: in.Status, Check: in.Check, Channel: "graphql"})
	if err != nil {
		return "", err
	}
	return job.ID, nil
}

// watched opens the folders that the node watches.
func (n *node) watched(c config.Watch) (folders []*inbox.Folder, err error) {
	for _, entry := range c.Folders {
		key, dir, _ := strings.Cut(entry, "=")
		folder, err := inbox.Open(dir, model.Requester{Subject: key, Via: auth.ViaAPIKey}, n.desk, n.Registry,
			inbox.Options{Every: c.Every, Classification: model.Classification(c.Classification), Status: model.Status(c.Status), Log: n.log})
		if err != nil {
			return nil, err
		}
		folders = append(folders, folder)
	}
	return folders, nil
}

// rejected serves documents that a collection rejected, each with its findings at the end.
func rejected(r *registry.Registry) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		place, err := strconv.Atoi(request.PathValue("place"))
		if err != nil {
			place = 0 // as one that is not there
		}
		rejection, content, err := r.Rejected(request.Context(), model.ID(request.PathValue("id")), place)
		if err != nil {
			serve.WriteError(w, request, err)
			return
		}
		defer content.Close()
		if rejection.Rows > 0 {
			header := w.Header()
			header.Set("Content-Type", "application/octet-stream")
			header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": collect.MendedName(rejection)}))
			header.Set("Cache-Control", "private, no-store")
			_ = collect.Mended(w, rejection, content) // nobody is left to tell when this fails
			return
		}
		const enough = 512 // to see the encoding
		whole := bufio.NewReaderSize(content, enough)
		head, _ := whole.Peek(enough) // less of a short one
		annotation := collect.Annotation(rejection, head)
		header := w.Header()
		header.Set("Content-Type", "application/octet-stream")
		if annotation != "" {
			header.Set("Content-Type", "application/xml")
		}
		header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": rejection.Name}))
		header.Set("Cache-Control", "private, no-store")
		_, _ = io.Copy(w, io.MultiReader(whole, strings.NewReader(annotation))) // nobody is left to tell when this fails
	})
}
