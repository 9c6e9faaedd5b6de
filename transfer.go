package main

import (
	"context"
	"encoding/json"
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
func download(r *registry.Registry) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		a, content, err := r.Download(request.Context(), model.ID(request.PathValue("id")))
		if err != nil {
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

// receive takes documents in at PUT /collect/{format}: one document is the body; what it
// becomes is said by the query parameters classification and status.
func receive(r *registry.Registry) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		report, err := receiveOne(r, request)
		if err != nil {
			serve.WriteError(w, request, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		status := http.StatusOK
		if report.Rejected > 0 {
			status = http.StatusUnprocessableEntity
		}
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(report) // nobody is left to tell when this fails
	})
}

func receiveOne(r *registry.Registry, request *http.Request) (collect.Report, error) {
	ctx := request.Context()
	if format := request.PathValue("format"); !slices.Contains(collect.Formats(), format) {
		return collect.Report{}, model.Errorf(model.CodeNotFound, "there is no such format; known are %s", strings.Join(collect.Formats(), ", "))
	}
	if model.PrincipalFrom(ctx).Anonymous() {
		return collect.Report{}, model.Errorf(model.CodeUnauthenticated, "documents are taken from callers with a key")
	}
	query := request.URL.Query()
	status := model.Status(query.Get("status"))
	if status == model.StatusWithdrawn || status != "" && !slices.Contains(status.Values(), status) {
		return collect.Report{}, model.Errorf(model.CodeInvalid, "status must be DRAFT, RECORDED, REVIEWED or PUBLISHED")
	}
	content, err := io.ReadAll(request.Body)
	if err != nil {
		return collect.Report{}, err
	}
	name := query.Get("name")
	if name == "" {
		name = "document.xml"
	}
	report, err := collect.Import(ctx, r, []collect.Source{collect.Bytes(name, content)}, collect.Options{
		Classification: model.Classification(query.Get("classification")), Status: status, Channel: "http",
		Check: query.Get("check") == "true",
	})
	report.PeakMemoryBytes = 0 // that is the node's, and tells of what others do
	return report, err
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
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, strings.TrimRight(url, "/")+"/collect/"+collect.FormatOf(s.Name), body)
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
	if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusUnprocessableEntity {
		answer, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10))
		return report, fmt.Errorf("the node answered %s: %s", response.Status, answer)
	}
	return report, json.NewDecoder(response.Body).Decode(&report)
}
