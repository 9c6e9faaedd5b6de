package resolvers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/analysis/cube"
	"metrograph/model"
	"metrograph/registry"
)

// fake is a registry that holds records in memory, masks what it is told to, and counts its
// calls.
type fake struct {
	webhookRegistry
	analysisRegistry
	publicationRegistry
	mu      sync.Mutex
	calls   map[string]int
	records map[model.ID]model.Record
	masked  []string // coordinates told as redacted, by whatever call
	err     error    // of every read
	lists   []registry.ListRequest
	writes  []model.Write
	write   func(model.Write) model.Written
	chain   []registry.Step
	depth   int
	buckets []registry.Bucket
	job     *model.CollectionJob
	asked   registry.MeasuresRequest
}

func (f *fake) count(call string, kind model.Kind) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.calls == nil {
		f.calls = map[string]int{}
	}
	f.calls[strings.TrimSpace(call+" "+string(kind))]++
}

func (f *fake) page(kind model.Kind) registry.Page {
	var page registry.Page
	var ids []model.ID
	for id := range f.records {
		if id.Kind() == kind {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		page.Records = append(page.Records, f.records[id])
		page.Cursors = append(page.Cursors, "cursor-"+string(id[len(id)-2:]))
	}
	page.Redacted = f.masked
	return page
}

func (f *fake) Evaluate(_ context.Context, ids []model.ID) (registry.Evaluations, error) {
	f.count("Evaluate", "")
	out := registry.Evaluations{Redacted: f.masked}
	for _, id := range ids {
		var e *model.CertificateEvaluation
		if c, there := f.records[id].(*model.Certificate); there {
			e = &model.CertificateEvaluation{Findings: []model.QualityFinding{{Rule: c.Number, Severity: model.SeverityWarning, Dimension: model.QualityTimeliness}}}
		}
		out.Certificates = append(out.Certificates, e)
	}
	return out, f.err
}

func (f *fake) EvaluationSheet(_ context.Context, subject model.ID) (*model.EvaluationSheet, error) {
	f.count("EvaluationSheet", "")
	return &model.EvaluationSheet{SubjectID: subject, Certificates: 1, Lines: []model.SheetLine{}, Members: []model.SheetMember{}}, nil
}

func (f *fake) InstitutionQuality(_ context.Context, ids []model.ID) ([]*model.Quality, error) {
	f.count("InstitutionQuality", "")
	out := make([]*model.Quality, len(ids))
	for i := range out {
		none := 0
		out[i] = &model.Quality{Certificates: 1, Score: &none}
	}
	return out, f.err
}

func (f *fake) PlaceAt(*string, []byte, string) (*registry.Place, error) { return nil, nil }
func (f *fake) CursorAt(p registry.Place, _ []byte) string               { return "cursor-" + string(p.ID) }

func (f *fake) List(_ context.Context, requests ...registry.ListRequest) ([]registry.Page, error) {
	f.count("List", requests[0].Kind)
	f.mu.Lock()
	f.lists = append(f.lists, requests...)
	f.mu.Unlock()
	pages := make([]registry.Page, len(requests))
	for i, q := range requests {
		pages[i] = f.page(q.Kind)
		if n := len(pages[i].Records); q.Total {
			pages[i].Total = &n
		}
	}
	return pages, f.err
}

func (f *fake) Load(_ context.Context, kind model.Kind, ids []model.ID, _ model.FieldSet) (registry.Loaded, error) {
	f.count("Load", kind)
	loaded := registry.Loaded{Records: make([]model.Record, len(ids)), Redacted: f.masked}
	for i, id := range ids {
		if id.Kind() == kind {
			loaded.Records[i] = f.records[id]
		}
	}
	return loaded, f.err
}

func (f *fake) Facets(context.Context, registry.FacetRequest) ([]registry.Facet, error) {
	return []registry.Facet{{By: registry.FacetKind, Values: []registry.FacetValue{{Value: "certificate", Count: 3}}}}, f.err
}

func (f *fake) Suggest(context.Context, registry.SuggestRequest) (registry.Suggestions, error) {
	return registry.Suggestions{}, f.err
}

func (f *fake) Search(context.Context, registry.SearchRequest) (registry.Page, error) {
	page := f.page(model.KindCertificate)
	page.Records = append(page.Records, f.page(model.KindInstitution).Records...)
	page.Cursors = append(page.Cursors, f.page(model.KindInstitution).Cursors...)
	return page, f.err
}

func (f *fake) Measure(_ context.Context, q registry.MeasuresRequest) (*registry.Measured, error) {
	f.asked = q
	out := &registry.Measured{Table: &cube.Table{Cells: map[string]*cube.Cell{}}, Period: cube.Period{From: cube.NoDay, To: cube.NoDay}}
	for _, b := range f.buckets {
		out.Table.Cells[cube.Join(b.Keys)] = &cube.Cell{Count: b.Count}
	}
	return out, f.err
}

func (f *fake) History(_ context.Context, q registry.HistoryRequest) (registry.RevisionPage, error) {
	return registry.RevisionPage{
		Revisions: []registry.Revision{{Version: 1, At: day, By: "zhang", Operation: "CREATE", Hash: "ab", Record: f.records[q.ID]}},
		Cursors:   []string{"r1"}, Redacted: f.masked,
	}, f.err
}

func (f *fake) Explain(_ context.Context, id model.ID) (registry.Access, error) {
	if f.records[id] == nil {
		return registry.Access{}, model.NotFound()
	}
	return registry.Access{
		ID: id, Readable: []string{"id", "number"}, Masked: []string{"customer"}, PolicyVersion: "v1",
		Rules: []registry.AccessRule{{Rule: "anyone-published", Effect: "allow", Text: "…", Fields: []string{"number"}}},
	}, nil
}

func (f *fake) Chain(_ context.Context, _ model.ID, depth int) ([]registry.Step, error) {
	f.depth = depth
	return f.chain, f.err
}

func (f *fake) Write(_ context.Context, writes []model.Write) ([]model.Written, error) {
	out := make([]model.Written, len(writes))
	for i, w := range writes {
		if w.Fault != nil {
			out[i] = model.Written{Err: w.Fault}
			continue
		}
		f.writes = append(f.writes, w)
		if f.write != nil {
			out[i] = f.write(w)
			continue
		}
		out[i] = model.Written{ID: w.Record.Base().ID, Version: w.Version + 1, Record: w.Record}
	}
	return out, f.err
}

func (f *fake) WriteBulk(ctx context.Context, writes []model.Write) (model.ID, []model.Written, error) {
	written, err := f.Write(ctx, writes)
	return "", written, err
}

func (f *fake) AttachmentURL(_ context.Context, id model.ID) string {
	return "/attachments/" + string(id) + "?access=x"
}

func (f *fake) Upload(_ context.Context, a *model.Attachment, content io.ReadSeeker, _ string) (model.Written, error) {
	data, err := io.ReadAll(content)
	a.ID, a.Size = id(model.KindAttachment, 9), int64(len(data))
	return model.Written{ID: a.ID, Version: 1, Record: a}, err
}

func (f *fake) Me(ctx context.Context) (*model.Principal, error) {
	return model.PrincipalFrom(ctx), nil
}

func (f *fake) Peers(context.Context) ([]registry.Peer, error) { return nil, model.NotFound() }

func (f *fake) RequestHarvest(context.Context, model.ID) (model.Written, error) {
	return model.Written{}, model.NotFound()
}

func (f *fake) RequestSubmission(context.Context, model.ID) (model.Written, error) {
	return model.Written{}, model.NotFound()
}

func (f *fake) OpenEvaluation(context.Context, registry.Application) (model.Written, error) {
	return model.Written{}, model.NotFound()
}

func (f *fake) MoveEvaluation(context.Context, registry.Transition) (model.Written, error) {
	return model.Written{}, model.NotFound()
}

func (f *fake) OpenNationalReview(context.Context, registry.TakeUp) (model.Written, error) {
	return model.Written{}, model.NotFound()
}

func (f *fake) GiveReview(context.Context, registry.Opinion) (model.Written, error) {
	return model.Written{}, model.NotFound()
}

func (f *fake) NewDatasetVersion(context.Context, model.ID, string, string) (model.Written, error) {
	return model.Written{}, model.NotFound()
}

func (f *fake) Watch(context.Context, registry.WatchRequest) (<-chan registry.Change, error) {
	return nil, model.NotFound()
}

func (f *fake) Rejections(context.Context, registry.RejectionsRequest) (registry.RejectionPage, error) {
	return registry.RejectionPage{}, f.err
}

func (f *fake) CancelJob(context.Context, model.ID, int, string) (model.Written, error) {
	return model.Written{}, model.NotFound()
}

func (f *fake) WatchJob(context.Context, model.ID) (<-chan registry.JobEvent, error) {
	if f.job == nil {
		return nil, model.NotFound()
	}
	events := make(chan registry.JobEvent, 1)
	events <- registry.JobEvent{Job: f.job, Redacted: f.masked}
	close(events)
	return events, nil
}

var day = time.Date(2025, 3, 1, 8, 0, 0, 123e6, time.UTC)

// id makes the nth identifier of a kind.
func id(kind model.Kind, n byte) model.ID {
	var u [16]byte
	u[15] = n
	return kind.ID(day, u)
}

func keep(f *fake, records ...model.Record) *fake {
	if f.records == nil {
		f.records = map[model.ID]model.Record{}
	}
	for _, r := range records {
		f.records[r.Base().ID] = r
	}
	return f
}

// answer is a response of the API.
type answer struct {
	Data   json.RawMessage `json:"data"`
	Errors []struct {
		Message    string         `json:"message"`
		Path       []any          `json:"path"`
		Extensions map[string]any `json:"extensions"`
	} `json:"errors"`
	Extensions map[string]any `json:"extensions"`
}

// options for tests: loads are gathered for long enough on a busy machine.
func options(f *fake) Options {
	return Options{Registry: f, Wait: 20 * time.Millisecond, Introspection: true}
}

func ask(t *testing.T, f *fake, query string, variables map[string]any) answer {
	t.Helper()
	return askWith(t, options(f), query, variables)
}

func askWith(t *testing.T, o Options, query string, variables map[string]any) answer {
	t.Helper()
	return askAs(t, o, &model.Principal{}, query, variables)
}

func askAs(t *testing.T, o Options, who *model.Principal, query string, variables map[string]any) answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequestWithContext(model.WithPrincipal(t.Context(), who), http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	return serve(t, o, request)
}

func serve(t *testing.T, o Options, request *http.Request) answer {
	t.Helper()
	response := httptest.NewRecorder()
	NewHandler(o).ServeHTTP(response, request)
	var a answer
	if err := json.Unmarshal(response.Body.Bytes(), &a); err != nil {
		t.Fatalf("%v in %s", err, response.Body)
	}
	return a
}

// wantData compares the data of an answer that has no errors.
func (a answer) wantData(t *testing.T, want string) {
	t.Helper()
	for _, e := range a.Errors {
		t.Errorf("error: %s %v %v", e.Message, e.Path, e.Extensions)
	}
	if diff := cmp.Diff(compact(t, want), compact(t, string(a.Data))); diff != "" {
		t.Errorf("data (-want +got):\n%s", diff)
	}
}

// wantError compares the only error of an answer: its code and its message.
func (a answer) wantError(t *testing.T, code model.Code, message string) {
	t.Helper()
	if len(a.Errors) != 1 {
		t.Fatalf("%d errors, want one: %+v", len(a.Errors), a.Errors)
	}
	got := fmt.Sprintf("%v: %s", a.Errors[0].Extensions["code"], a.Errors[0].Message)
	if want := fmt.Sprintf("%v: %s", code, message); got != want {
		t.Errorf("error %q, want %q", got, want)
	}
}

func compact(t *testing.T, text string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	out, _ := json.MarshalIndent(v, "", " ")
	return string(out)
}
