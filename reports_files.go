package main

import (
	"net/http"
	"path"
	"time"

	"metrograph/model"
	"metrograph/registry"
	"metrograph/serve"
)

// reported serves the files of reports at /reports/{id}/{name}, to whoever may download the
// report, in parts where parts are asked for.
func reported(r *registry.Registry) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		file, content, err := r.ReportFile(request.Context(), model.ID(request.PathValue("id")), request.PathValue("name"))
		if err != nil {
			serve.WriteError(w, request, err)
			return
		}
		defer content.Close()
		header := w.Header()
		header.Set("Content-Type", file.MediaType)
		header.Set("Content-Disposition", fileNamed(path.Base(file.Name)))
		header.Set("ETag", `"`+file.SHA256+`"`)
		header.Set("Cache-Control", "private, no-cache")
		http.ServeContent(w, request, "", time.Time{}, content)
	})
}
