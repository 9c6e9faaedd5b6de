package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"metrograph/collect"
	"metrograph/model"
	"metrograph/registry"
	"metrograph/serve"
)

// download serves the bytes of attachments at /attachments/{id}, in parts where the caller
// asks for parts.
func download(r *registry.Registry, renew collect.Renew) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		a, content, err := openAttachment(request, r, renew)
		switch {
		case errors.Is(err, registry.ErrGone):
			serve.WriteStatus(w, request, http.StatusGone, err)
			return
		case err != nil:
			serve.WriteError(w, request, err)
			return
		}
		defer content.Close()
		header := w.Header()
		header.Set("Content-Type", a.MediaType)
		header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.FileName}))
		header.Set("ETag", `"`+a.SHA256+`"`)
		header.Set("Cache-Control", "private, no-cache")
		http.ServeContent(w, request, "", time.Time{}, content)
	})
}

// openAttachment opens an attachment for the caller, or for whoever was given the link that
// the request has.
func openAttachment(request *http.Request, r *registry.Registry, renew collect.Renew) (*model.Attachment, io.ReadSeekCloser, error) {
	ctx, id := request.Context(), model.ID(request.PathValue("id"))
	if access := request.URL.Query(); access.Has("access") {
		requester, err := r.Linked(id, access.Get("access"))
		if err != nil {
			return nil, nil, err
		}
		who, err := renew(ctx, requester)
		if model.CodeOf(err) == model.CodeUnauthenticated {
			err = model.NotFound()
		}
		if err != nil {
			return nil, nil, err
		}
		ctx = model.WithPrincipal(ctx, who)
	}
	return r.Download(ctx, id)
}

// receive takes documents in at PUT /collect/{format}: one document is the body; what it
// becomes is said by the query parameters classification and status. Who prefers not to wait
// is told of the job that is going to import it (RFC 7240, 4.1).
func receive(r *registry.Registry, desk *collect.Desk) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		source, o, err := readDocument(request)
		if err == nil && prefersAsync(request) {
			err = takeOver(w, request, desk, source, o)
			if err == nil {
				return
			}
		}
		var report collect.Report
		if err == nil {
			report, err = collect.Import(request.Context(), r, []collect.Source{source}, o)
			report.PeakMemoryBytes = 0 // that is the node's, and tells of what others do
		}
		if err != nil {
			serve.WriteError(w, request, err)
			return
		}
		if report.Job != "" {
			w.Header().Set("Location", jobPath(report.Job))
		}
		status := http.StatusOK
		switch {
		case report.Rejected > 0:
			status = http.StatusUnprocessableEntity
		case report.Created > 0 && !report.Check:
			status = http.StatusCreated
		}
		writeJSON(w, status, report)
	})
}

// readDocument reads a document from a request, and what is to be done with it.
func readDocument(request *http.Request) (s collect.Source, o collect.Options, err error) {
	format := request.PathValue("format")
	if err := mayHandIn(request.Context(), format); err != nil {
		return s, o, err
	}
	query := request.URL.Query()
	if o, err = optionsOf(query.Get); err != nil {
		return s, o, err
	}
	content, err := io.ReadAll(request.Body)
	s = collect.Bytes(cmp.Or(query.Get("name"), nameless(format)), content)
	s.Format = format
	return s, o, err
}

// nameless is what a document is called that came without a name.
func nameless(format string) string {
	if strings.HasPrefix(format, "dc") {
		format = "xml"
	}
	return "document." + format
}

// mayHandIn refuses what is not taken in over HTTP.
func mayHandIn(ctx context.Context, format string) error {
	if !slices.Contains(collect.Formats(), format) {
		return model.Errorf(model.CodeNotFound, "there is no such format; known are %s", strings.Join(collect.Formats(), ", "))
	}
	if model.PrincipalFrom(ctx).Anonymous() {
		return model.Errorf(model.CodeUnauthenticated, "documents are taken from callers with a key")
	}
	return nil
}

// optionsOf reads what is to be done with documents.
func optionsOf(get func(name string) string) (collect.Options, error) {
	o := collect.Options{Classification: model.Classification(get("classification")), Status: model.Status(get("status")),
		Check: get("check") == "true", Channel: "http"}
	if o.Status == model.StatusWithdrawn || o.Status != "" && !slices.Contains(o.Status.Values(), o.Status) {
		return o, model.Errorf(model.CodeInvalid, "status must be DRAFT, RECORDED, REVIEWED or PUBLISHED")
	}
	return o, nil
}

// prefersAsync tells whether a client would rather not wait.
func prefersAsync(request *http.Request) bool {
	for _, line := range request.Header.Values("Prefer") {
		for preference := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(preference), "respond-async") {
				return true
			}
		}
	}
	return false
}

// takeOver hands a document to the desk, and answers with its job.
func takeOver(w http.ResponseWriter, request *http.Request, desk *collect.Desk, s collect.Source, o collect.Options) error {
	job, err := desk.Submit(request.Context(), []collect.Source{s}, o)
	if err != nil {
		return err
	}
	w.Header().Set("Location", jobPath(job.ID))
	w.Header().Set("Preference-Applied", "respond-async")
	writeJSON(w, http.StatusAccepted, collect.AccountOf(job))
	return nil
}

// jobPath is where a job is to be asked for.
func jobPath(id model.ID) string { return "/collect/jobs/" + string(id) }

// jobAccount answers GET /collect/jobs/{id} with how far a job is.
func jobAccount(r *registry.Registry) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		now, err := r.Job(request.Context(), model.ID(request.PathValue("id")))
		if err != nil {
			serve.WriteError(w, request, err)
			return
		}
		account := collect.AccountOf(now.Job)
		account.Redacted = now.Redacted
		if !now.Job.State.Ended() {
			w.Header().Set("Retry-After", "1")
		}
		writeJSON(w, http.StatusOK, account)
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // nobody is left to tell when this fails
}

// importRequest is what the command import is asked for.
type importRequest struct {
	Stdin          io.Reader // for the file "-"
	Files          []string
	Classification model.Classification
	Status         model.Status
	Check          bool
}

// importLocal takes files in to a node that this process has open.
func (n *node) importLocal(ctx context.Context, q importRequest, progress func(collect.Progress)) (collect.Report, error) {
	sources, err := collect.Files(q.Stdin, q.Files...)
	if err != nil {
		return collect.Report{}, err
	}
	return collect.Import(n.operator(ctx), n.Registry, sources, collect.Options{
		Classification: q.Classification, Status: q.Status, Check: q.Check, Channel: "import", Progress: progress,
	})
}

// importRemote sends files to a running node, one request each.
func importRemote(ctx context.Context, url, key string, q importRequest, progress func(collect.Progress)) (collect.Report, error) {
	var whole collect.Report
	sources, err := collect.Files(q.Stdin, q.Files...)
	if err != nil {
		return whole, err
	}
	began := time.Now()
	for i, s := range sources {
		report, err := send(ctx, url, key, s, q)
		if err != nil {
			return whole, fmt.Errorf("%s: %w", s.Name, err)
		}
		whole.Add(report)
		whole.Seconds = time.Since(began).Seconds()
		if len(report.Files) > 0 {
			progress(collect.Progress{Done: i + 1, Total: len(sources), File: report.Files[0]})
		}
	}
	return whole, nil
}

// send puts one document to a running node.
func send(ctx context.Context, url, key string, s collect.Source, q importRequest) (report collect.Report, err error) {
	body, err := s.Open()
	if err != nil {
		return report, err
	}
	defer body.Close()
	content := bufio.NewReader(body)
	head, _ := content.Peek(content.Size()) // less of a short one; what is wrong with it is met when it is sent
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, strings.TrimRight(url, "/")+"/collect/"+collect.FormatOf(s.Name, head), content)
	if err != nil {
		return report, err
	}
	request.Header.Set("Authorization", "Bearer "+key)
	query := request.URL.Query()
	query.Set("name", s.Name)
	query.Set("classification", string(q.Classification))
	query.Set("status", string(q.Status))
	query.Set("check", fmt.Sprint(q.Check))
	request.URL.RawQuery = query.Encode()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return report, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusUnprocessableEntity:
	default:
		answer, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10))
		return report, fmt.Errorf("the node answered %s: %s", response.Status, answer)
	}
	return report, json.NewDecoder(response.Body).Decode(&report)
}
