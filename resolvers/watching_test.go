package resolvers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"metrograph/internal/sample"
	"metrograph/model"
)

// TestJobProgress: an event has the job, and names what was asked for and is masked.
func TestJobProgress(t *testing.T) {
	job := sample.CollectionJob()
	tally, _ := model.Fields(model.KindCollectionJob, "tally", "findings")
	model.Keep(job, ^tally)
	f := &fake{job: job, masked: []string{"CollectionJob.findings", "CollectionJob.tally"}}
	query := `subscription { collectionJobProgress(id: "x") { state total tally { read } } }`
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?query="+url.QueryEscape(query), nil)
	request.Header.Set("Accept", "text/event-stream")
	response := httptest.NewRecorder()
	NewHandler(options(f)).ServeHTTP(response, request)
	for _, want := range []string{`"state":"DONE"`, `"total":4`, `"tally":null`, `"redacted":["CollectionJob.tally"]`, "event: complete"} {
		if !strings.Contains(response.Body.String(), want) {
			t.Errorf("no %s in %s", want, response.Body)
		}
	}
}
