package e2e_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"metrograph/model"
)

// press is a node whose reports are made and published by people with roles.
type press struct {
	*node
	keys map[string]string
}

// request asks for a report and waits for its files.
func (p *press) request(t *testing.T, as, input string) (id string) {
	t.Helper()
	a := p.as(p.keys[as]).read(t, `mutation {requestReport(input: {`+input+`}) {report {id state status export {id}} errors {code message path}}}`, nil)
	report, _ := at(a.Data, "requestReport", "report").(map[string]any)
	if report == nil || report["state"] != "DRAFT" || report["status"] != "DRAFT" {
		t.Fatalf("the report is requested: %s", a.body)
	}
	exportEnded(t, p.as(p.keys[as]), at(report, "export", "id").(string))
	return report["id"].(string)
}

// step makes a step of a report from its version of now: the state that it leads to, or the code
// and the message with which it is refused.
func (p *press) step(t *testing.T, as, name, id, text string) (state, refusal string) {
	t.Helper()
	now := p.as(p.keys["auditor"]).read(t, `query($id: ID!) {report(id: $id) {version}}`, map[string]any{"id": id})
	version, _ := at(now.Data, "report", "version").(float64)
	a := p.as(p.keys[as]).read(t, `mutation($i: MoveReportInput!) {`+name+`(input: $i) {report {state} errors {code message}}}`,
		map[string]any{"i": map[string]any{"id": id, "version": max(1, int(version)), "text": text}})
	state, _ = at(a.Data, name, "report", "state").(string)
	for _, e := range list(a.Data, name, "errors") {
		refusal += fmt.Sprint(at(e, "code"), ": ", at(e, "message"))
	}
	return state, refusal
}

// must makes steps of a report, each by somebody, and holds the state to what it leads to.
func (p *press) must(t *testing.T, id string, steps ...[3]string) {
	t.Helper()
	for _, s := range steps {
		if state, refusal := p.step(t, s[0], s[1], id, "as agreed"); state != s[2] {
			t.Fatalf("%s by %s leads to %q: %s", s[1], s[0], state, refusal)
		}
	}
}

// refused asks for steps that are to be refused, with what the refusal says.
func (p *press) refused(t *testing.T, id string, steps ...[3]string) {
	t.Helper()
	for _, s := range steps {
		if state, refusal := p.step(t, s[0], s[1], id, ""); state != "" || !strings.Contains(refusal, s[2]) {
			t.Errorf("%s by %s leads to %q, refused with %q, which is not %q", s[1], s[0], state, refusal, s[2])
		}
	}
}

// sees asks for a report as somebody; nil where it is hidden.
func (p *press) sees(t *testing.T, as, id string) map[string]any {
	t.Helper()
	a := p.as(p.keys[as]).ask(t, `query($id: ID!) {report(id: $id) {state status classification sha256 reviewedBy requester {subject} files {name mediaType size sha256}
		supersedes {id} supersededBy {id} remarks {text} withdrawal {reason}} node(id: $id) {id}}`, map[string]any{"id": id})
	report, _ := at(a.Data, "report").(map[string]any)
	if (report == nil) != (at(a.Data, "node") == nil) {
		t.Errorf("node and report tell %s otherwise of %s: %s", as, id, a.body)
	}
	return report
}

// downloads fetches every file of a report and holds it to its hash; what is hidden is answered as
// a report that is not there.
func (p *press) downloads(t *testing.T, as, id string, files []any) (count int) {
	t.Helper()
	unknown := p.as(p.keys[as]).get(t, "/reports/"+string(unknownID(model.KindReport))+"/bluebook.pdf")
	for _, f := range files {
		got := p.as(p.keys[as]).get(t, "/reports/"+id+"/"+at(f, "name").(string))
		sum := sha256.Sum256([]byte(got.body))
		switch {
		case got.status == http.StatusOK && hex.EncodeToString(sum[:]) == at(f, "sha256") && float64(len(got.body)) == at(f, "size"):
			count++
		case got.status != http.StatusNotFound || got.body != unknown.body:
			t.Errorf("%s of %s for %s: %d %s", at(f, "name"), id, as, got.status, clip(got.body))
		}
	}
	return count
}

func newPress(t *testing.T) *press {
	t.Helper()
	c := startCentre(t)
	elsewhere := c.as(c.admin).read(t, `mutation {createInstitution(input: {institution: {name: {zh: "外部", en: "Elsewhere"}, kind: THIRD_PARTY_LABORATORY, level: THIRD_PARTY, region: "330000"}}) {institution {id}}}`, nil)
	c.record(t, "A-1", "PUBLIC")
	c.stop(t)
	p := &press{keys: map[string]string{}}
	for name, roles := range map[string][]string{"editor": {"REVIEWER", "PUBLISHER"}, "reviewer": {"REVIEWER"}, "publisher": {"PUBLISHER"},
		"recorder": {"RECORDER"}, "administrator": {"ADMINISTRATOR"}, "auditor": {"AUDITOR"}} {
		var args []string
		for _, role := range roles {
			args = append(args, "--role", role)
		}
		p.keys[name] = createKey(t, c.data, args...)
	}
	p.keys["stranger"] = createKey(t, c.data, "--role", "REVIEWER", "--role", "PUBLISHER", "--institution",
		at(elsewhere.Data, "createInstitution", "institution", "id").(string))
	c.start(t)
	p.node = c.node
	return p
}

const book = `type: BLUE_BOOK, period: "2025", language: "en"`

// TestReports leads a blue book from its draft to its publication by GraphQL alone, with who may
// not make which step, and another one of the same that takes its place.
func TestReports(t *testing.T) {
	p := newPress(t)
	first := p.request(t, "editor", book)
	t.Run("draft", func(t *testing.T) { testDraft(t, p, first) })
	t.Run("review", func(t *testing.T) { testReview(t, p, first) })
	t.Run("published", func(t *testing.T) { testPublishedReport(t, p, first) })
	t.Run("superseded", func(t *testing.T) { testSupersededReport(t, p, first) })
	t.Run("requests", func(t *testing.T) { testReportRequests(t, p) })
}

// testDraft: a draft is seen inside the centre only, and submitted by whoever requested it.
func testDraft(t *testing.T, p *press, id string) {
	for as, want := range map[string]bool{"": false, "stranger": false, "recorder": true, "reviewer": true, "auditor": true} {
		if seen := p.sees(t, as, id) != nil; seen != want {
			t.Errorf("%q sees a draft: %t", as, seen)
		}
	}
	p.refused(t, id, [][3]string{
		{"", "submitReport", "NOT_FOUND"}, {"stranger", "submitReport", "NOT_FOUND"},
		{"recorder", "submitReport", "FORBIDDEN"}, {"administrator", "submitReport", "FORBIDDEN"},
		{"reviewer", "submitReport", "FORBIDDEN: only whoever requested"},
		{"reviewer", "approveReport", "INVALID: approveReport does not lead from DRAFT: from here lead remakeReport, submitReport, withdrawReport"},
		{"publisher", "publishReport", "INVALID: publishReport does not lead from DRAFT"},
	}...)
	p.must(t, id, [][3]string{{"editor", "remakeReport", "DRAFT"}}...)
	again := p.as(p.keys["editor"]).read(t, `query($id: ID!) {report(id: $id) {export {id}}}`, map[string]any{"id": id})
	exportEnded(t, p.as(p.keys["editor"]), at(again.Data, "report", "export", "id").(string))
	p.must(t, id, [3]string{"editor", "submitReport", "UNDER_REVIEW"})
}

// testReview: nobody reviews what they requested, and nothing is published that nobody reviewed.
func testReview(t *testing.T, p *press, id string) {
	p.refused(t, id, [][3]string{
		{"", "approveReport", "NOT_FOUND"}, {"stranger", "approveReport", "NOT_FOUND"},
		{"editor", "approveReport", "FORBIDDEN: whoever requested a report does not review it"},
		{"editor", "returnReport", "FORBIDDEN"}, {"publisher", "approveReport", "FORBIDDEN"}, {"recorder", "approveReport", "FORBIDDEN"},
		{"publisher", "publishReport", "INVALID: a reviewer who did not request the report has to approve it first"},
		{"reviewer", "publishReport", "FORBIDDEN"}, {"reviewer", "returnReport", "INVALID: say what is to be mended"},
		{"editor", "submitReport", "INVALID: submitReport does not lead from UNDER_REVIEW: from here lead approveReport, returnReport, publishReport, withdrawReport"},
	}...)
	p.must(t, id, [][3]string{{"reviewer", "approveReport", "UNDER_REVIEW"}, {"reviewer", "returnReport", "DRAFT"},
		{"editor", "submitReport", "UNDER_REVIEW"}}...)
	p.refused(t, id, [3]string{"publisher", "publishReport", "approve it first"})
	p.must(t, id, [3]string{"reviewer", "approveReport", "UNDER_REVIEW"})
	report := p.sees(t, "recorder", id)
	files := list(report, "files")
	if len(files) < 3 || at(report, "sha256") != at(files[0], "sha256") || len(list(report, "remarks")) != 1 {
		t.Fatalf("the report has %v", report)
	}
	for as, want := range map[string]int{"": 0, "stranger": 0, "recorder": len(files), "publisher": len(files)} {
		if got := p.downloads(t, as, id, files); got != want {
			t.Errorf("%q downloads %d of %d files under review", as, got, len(files))
		}
	}
}

// testPublishedReport: everybody reads it and its files, but not who made it, and nobody changes it.
func testPublishedReport(t *testing.T, p *press, id string) {
	p.must(t, id, [3]string{"publisher", "publishReport", "PUBLISHED"})
	for _, as := range []string{"", "stranger", "recorder"} {
		report := p.sees(t, as, id)
		files := list(report, "files")
		if report["state"] != "PUBLISHED" || report["classification"] != "PUBLIC" || p.downloads(t, as, id, files) != len(files) || len(files) == 0 {
			t.Errorf("%q is shown %v", as, report)
		}
		if masked := report["requester"] == nil && report["reviewedBy"] == nil; masked != (as != "recorder") {
			t.Errorf("%q is shown who made it: %v", as, report)
		}
	}
	part := p.as("").get(t, "/reports/"+id+"/bluebook.pdf", "Range", "bytes=0-4")
	whole := p.as("").get(t, "/reports/"+id+"/bluebook.pdf")
	if part.status != http.StatusPartialContent || part.body != "%PDF-" || whole.header.Get("Content-Type") != "application/pdf" {
		t.Errorf("a part of the PDF: %d %q %v", part.status, part.body, whole.header)
	}
	if same := p.as("").get(t, "/reports/"+id+"/bluebook.pdf", "If-None-Match", whole.header.Get("ETag")); same.status != http.StatusNotModified {
		t.Errorf("the PDF again: %d", same.status)
	}
	p.refused(t, id, [][3]string{
		{"editor", "remakeReport", "INVALID: remakeReport does not lead from PUBLISHED: from here lead withdrawReport"},
		{"reviewer", "returnReport", "INVALID"}, {"reviewer", "withdrawReport", "FORBIDDEN"}, {"stranger", "withdrawReport", "FORBIDDEN"},
		{"publisher", "withdrawReport", "INVALID: say why"},
	}...)
	refusals := map[string][]string{"publishRecord": {"INVALID"}, "withdrawRecord": {"FORBIDDEN"}, "deleteRecord": {"FORBIDDEN"}}
	for mutation := range refusals {
		now := p.as("").read(t, `query($id: ID!) {report(id: $id) {version}}`, map[string]any{"id": id})
		a := p.as(p.keys["administrator"]).read(t, fmt.Sprintf(`mutation {%s(input: {id: %q, version: %v, reason: "x"}) {errors {code}}}`, mutation, id, at(now.Data, "report", "version")), nil)
		if errors := list(a.Data, mutation, "errors"); len(errors) != 1 || !slices.Contains(refusals[mutation], at(errors[0], "code").(string)) {
			t.Errorf("%s of a published report: %s", mutation, a.body)
		}
	}
	if p.sees(t, "", id) == nil {
		t.Error("the report is gone")
	}
}

// testSupersededReport: another one of the same takes its place; both are readable. What is
// withdrawn is not, outside.
func testSupersededReport(t *testing.T, p *press, first string) {
	second := p.request(t, "editor", book)
	p.must(t, second, [][3]string{{"editor", "submitReport", "UNDER_REVIEW"}, {"reviewer", "approveReport", "UNDER_REVIEW"}, {"publisher", "publishReport", "PUBLISHED"}}...)
	old, now := p.sees(t, "", first), p.sees(t, "", second)
	if old["state"] != "SUPERSEDED" || at(old, "supersededBy", "id") != second || at(now, "supersedes", "id") != first {
		t.Fatalf("the old one is %v, the new one %v", old, now)
	}
	if files := list(old, "files"); p.downloads(t, "", first, files) != len(files) {
		t.Error("the files of a superseded report are not there")
	}
	p.refused(t, first, [3]string{"publisher", "withdrawReport", "nothing leads from this state"})
	a := p.as("").read(t, `{reports(filter: {state: {eq: PUBLISHED}, type: {eq: BLUE_BOOK}}, orderBy: {field: PUBLISHED_AT, direction: DESC}) {totalCount edges {node {id}}}}`, nil)
	if edges := list(a.Data, "reports", "edges"); len(edges) != 1 || at(edges[0], "node", "id") != second || at(a.Data, "reports", "totalCount") != 1.0 {
		t.Errorf("the list has %s", a.body)
	}
	p.must(t, second, [3]string{"publisher", "withdrawReport", "WITHDRAWN"})
	if p.sees(t, "", second) != nil || at(p.sees(t, "recorder", second), "withdrawal", "reason") != "as agreed" {
		t.Error("a withdrawn report is shown outside, or not inside")
	}
}

// testReportRequests: who may not request, and what is no report.
func testReportRequests(t *testing.T, p *press) {
	for _, tt := range []struct{ as, input, want string }{
		{"", book, "FORBIDDEN"}, {"recorder", book, "FORBIDDEN"}, {"administrator", book, "FORBIDDEN"}, {"auditor", book, "FORBIDDEN"},
		{"editor", `type: BLUE_BOOK`, "INVALID"}, {"editor", `type: BLUE_BOOK, period: "soon"`, "INVALID"},
		{"editor", book + `, model: "YB-100"`, "INVALID"}, {"editor", `type: MODEL_REPORT`, "INVALID"},
		{"editor", `type: INSTRUMENT_ANALYSIS, model: "YB-100"`, "INVALID"}, {"editor", `type: MODEL_REPORT, model: "YB-100", language: "fr"`, "INVALID"},
	} {
		a := p.as(p.keys[tt.as]).read(t, `mutation {requestReport(input: {`+tt.input+`}) {report {id} errors {code}}}`, nil)
		if errors := list(a.Data, "requestReport", "errors"); len(errors) != 1 || at(errors[0], "code") != tt.want {
			t.Errorf("%q requests %s: %s", tt.as, tt.input, a.body)
		}
	}
}

// TestReportsOnInstruments: a report on an instrument and one on its model go the same way.
func TestReportsOnInstruments(t *testing.T) {
	data := t.TempDir()
	args := []string{"demo", "--data", data, "--certificates", "300"}
	launch(t, args...).stop(t)
	p := &press{keys: map[string]string{}}
	for name, role := range map[string]string{"editor": "REVIEWER", "reviewer": "REVIEWER", "publisher": "PUBLISHER", "auditor": "AUDITOR"} {
		p.keys[name] = createKey(t, data, "--role", role)
	}
	p.node = launch(t, args...)
	a := p.as(p.keys["editor"]).read(t, `{certificates(first: 1, filter: {status: {eq: PUBLISHED}, activity: {eq: CALIBRATION}}) {edges {node {items {instrument {id model}}}}}}`, nil)
	instrument := at(list(list(a.Data, "certificates", "edges")[0], "node", "items")[0], "instrument")
	for _, input := range []string{
		fmt.Sprintf(`type: INSTRUMENT_ANALYSIS, instrument: %q`, at(instrument, "id")),
		fmt.Sprintf(`type: MODEL_REPORT, model: %q, language: "en"`, at(instrument, "model")),
	} {
		id := p.request(t, "editor", input)
		p.must(t, id, [][3]string{{"editor", "submitReport", "UNDER_REVIEW"}, {"reviewer", "approveReport", "UNDER_REVIEW"}, {"publisher", "publishReport", "PUBLISHED"}}...)
		files := list(p.sees(t, "", id), "files")
		if len(files) < 3 || at(files[0], "name") != "report.zip" || p.downloads(t, "", id, files) != len(files) {
			t.Errorf("%s has the files %v", input, files)
		}
		pdf := slices.IndexFunc(files, func(f any) bool { return at(f, "mediaType") == "application/pdf" })
		if pdf < 0 || !strings.HasPrefix(p.as("").get(t, "/reports/"+id+"/"+at(files[pdf], "name").(string)).body, "%PDF-") {
			t.Errorf("%s has no PDF among %v", input, files)
		}
	}
}
