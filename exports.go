package main

import (
	"errors"
	"mime"
	"net/http"
	"path/filepath"
	"time"

	"metrograph/config"
	"metrograph/export"
	"metrograph/export/bluebook"
	"metrograph/export/dcczip"
	"metrograph/export/instrument"
	"metrograph/export/ndjson"
	"metrograph/export/table"
	"metrograph/model"
	"metrograph/registry"
	"metrograph/resolvers"
	"metrograph/serve"
)

// exportsFolder is where a data folder has the files of exports.
const exportsFolder = "exports"

// openExports opens the files of exports that the node has, with the formats that they are
// written in.
func (n *node) openExports(c config.Export) (*registry.Exports, error) {
	return n.Exports(registry.ExportsOptions{
		Dir: filepath.Join(n.dir, exportsFolder), Renew: n.renewal.Renew, Keep: c.Keep, Running: c.Running, Space: int64(c.Space),
		Formats: formats(),
	})
}

// formats are what exports can be written as.
func formats() map[model.ExportFormat]export.Format {
	return map[model.ExportFormat]export.Format{
		model.ExportNDJSON: ndjson.Format{}, model.ExportCSV: table.CSV{}, model.ExportXLSX: table.XLSX{}, model.ExportDCCZip: dcczip.Format{},
		model.ExportBook: bluebook.Format{}, model.ExportInstrumentReport: instrument.Format{}, model.ExportModelReport: instrument.Format{OfModel: true},
	}
}

// exported serves the files of exports at /exports/{id}, to whoever has the URL that their
// requesters are told, in parts where parts are asked for.
func exported(x *registry.Exports) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		query := request.URL.Query()
		e, file, err := x.Open(request.Context(), model.ID(request.PathValue("id")), query.Get("expires"), query.Get("signature"))
		switch {
		case errors.Is(err, registry.ErrGone):
			serve.WriteStatus(w, request, http.StatusGone, err)
			return
		case err != nil:
			serve.WriteError(w, request, err)
			return
		}
		defer file.Close()
		ending, mediaType := x.FileOf(e)
		header := w.Header()
		header.Set("Content-Type", mediaType)
		header.Set("Content-Disposition", fileNamed("metrograph-"+string(e.Content)+"s-"+e.StartedAt.Format("20060102-150405")+ending))
		header.Set("ETag", `"`+e.SHA256+`"`)
		header.Set("Cache-Control", "private, no-store")
		http.ServeContent(w, request, "", time.Time{}, file)
	})
}

func fileNamed(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

// stream answers GET /records/{content} with the records that the caller may read, written as
// they are read.
func stream(x *registry.Exports) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		s, err := beginStream(x, request)
		if err != nil {
			status := 0
			if model.CodeOf(err) == model.CodeLimitExceeded {
				status = http.StatusUnprocessableEntity // to try again later is no use
			}
			serve.WriteStatus(w, request, status, err)
			return
		}
		header := w.Header()
		header.Set("Content-Type", s.MediaType)
		header.Set("Content-Disposition", fileNamed(request.PathValue("content")+s.Ending))
		header.Set("Cache-Control", "private, no-store")
		if request.Method == http.MethodHead {
			return
		}
		if err := s.Write(request.Context(), w); err != nil {
			serve.Abort(request, err)
		}
	})
}

func beginStream(x *registry.Exports, request *http.Request) (*registry.Stream, error) {
	query := request.URL.Query()
	q := registry.ExportRequest{Content: contentNamed(request.PathValue("content")), Format: model.ExportFormat(query.Get("format"))}
	if q.Content == "" {
		return nil, model.Errorf(model.CodeNotFound, "there are no such records; there are institutions, certificates, instruments, environments, persons, methods, datasets, attachments")
	}
	if q.Format == "" {
		q.Format = model.ExportNDJSON
	}
	var err error
	if q.Filter, err = resolvers.ReadFilter(q.Content, query.Get("filter")); err != nil {
		return nil, err
	}
	return x.Stream(request.Context(), q)
}

// contentNamed is the kind of records that the schema lists under a name.
func contentNamed(name string) model.Kind {
	for _, kind := range model.Kinds() {
		if kind.Shareable() && string(kind)+"s" == name {
			return kind
		}
	}
	return ""
}
