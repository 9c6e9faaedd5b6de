package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"metrograph/internal/golden"
	"metrograph/model"
	"metrograph/policy"
)

// madeReport is a report of an origin, in a state.
type madeReport struct {
	*origin
	id     string
	class  model.Classification
	status model.Status
}

// testReportMatrix has each origin make a report that waits for its review and one that is published,
// and asks every entrance to them as every caller: each shows what Casbin says, and the same of a
// report that is hidden and of one that nobody has.
func testReportMatrix(t *testing.T, w *world, p *policy.Policy) {
	var made []madeReport
	for _, o := range w.origins {
		made = append(made, w.report(t, o, "2024", false), w.report(t, o, "2025", true))
	}
	var b strings.Builder
	b.WriteString(reportsHead)
	for _, c := range callers() {
		fmt.Fprintf(&b, "%-21s", c.name)
		for _, report := range made {
			v := &reportVisit{T: t, press: &press{node: w.node, keys: w.keys}, name: c.name, report: report}
			shown := v.letters()
			if want := v.said(p, w.principal(c)); shown != want {
				t.Errorf("%s, %s report of %s: shown %s; Casbin says %s", c.name, report.status, report.name, shown, want)
			}
			fmt.Fprintf(&b, " %-4s", shown)
		}
		b.WriteString("\n")
	}
	golden.Check(t, "testdata/reports.golden", trimmed(b.String()))
}

const reportsHead = `What a caller sees of a report, as asked over HTTP, by the origins of the reports: one under review and one that is published of each.
R read: the same by id, list, node, nodes and explainAccess, or the test fails; H history, D download of its files; a dot: nothing, as if it were not there.
No caller here makes a step of one: reviewers and publishers do, see TestReports.

                      N         P         Q         T         M
`

// report has an origin make a report that is submitted, and perhaps published.
func (w *world) report(t *testing.T, o *origin, period string, published bool) madeReport {
	t.Helper()
	p := &press{node: w.node, keys: map[string]string{"editor": w.keys["editor of "+o.name], "reviewer": w.keys["reviewer of "+o.name], "auditor": w.keys["editor of "+o.name]}}
	made := madeReport{o, p.request(t, "editor", fmt.Sprintf(`type: BLUE_BOOK, period: %q`, period)), model.ClassificationNonPublic, model.StatusRecorded}
	p.must(t, made.id, [3]string{"editor", "submitReport", "UNDER_REVIEW"})
	if published {
		p.must(t, made.id, [][3]string{{"reviewer", "approveReport", "UNDER_REVIEW"}, {"editor", "publishReport", "PUBLISHED"}}...)
		made.class, made.status = model.ClassificationPublic, model.StatusPublished
	}
	return made
}

// reportVisit is one caller's look at one report.
type reportVisit struct {
	*testing.T
	*press
	name   string
	report madeReport
}

// said is what Casbin says of the report, asked live.
func (v *reportVisit) said(p *policy.Policy, who *model.Principal) (letters string) {
	v.Helper()
	facts := &model.Facts{Kind: model.KindReport, Classification: v.report.class, Status: v.report.status,
		Level: v.report.level, Origin: v.report.origin.id, Region: v.report.region}
	for _, a := range []struct {
		action model.Action
		letter string
	}{{model.ActionRead, "R"}, {model.ActionHistory, "H"}, {model.ActionDownload, "D"}} {
		_, allowed, err := p.Live(who, a.action, facts)
		if err != nil {
			v.Fatal(err)
		}
		if allowed {
			letters += a.letter
		}
	}
	return orDot(letters)
}

// letters is what the entrances show.
func (v *reportVisit) letters() (letters string) {
	v.Helper()
	client, id, unknown := v.as(v.keys[v.name]), v.report.id, string(unknownID(model.KindReport))
	shown := map[string]bool{}
	for name, query := range map[string]string{
		"by id":         `{a: report(id: "ID") {id state}}`,
		"node":          `{a: node(id: "ID") {id ... on Report {state}}}`,
		"nodes":         `{nodes(ids: ["ID"]) {id ... on Report {state}}}`,
		"explainAccess": `{a: explainAccess(id: "ID") {readable}}`,
		"list":          `{reports(filter: {id: {eq: "ID"}}) {edges {node {state}}}}`,
	} {
		ask := func(id string) string {
			return strings.ReplaceAll(client.ask(v.T, strings.ReplaceAll(query, "ID", id), nil).body, id, "")
		}
		shown[name] = ask(id) != ask(unknown)
	}
	for name := range shown {
		if shown[name] != shown["by id"] {
			v.Errorf("report of %s: %s shows it: %t, by id: %t", v.report.name, name, shown[name], shown["by id"])
		}
	}
	if shown["by id"] {
		letters = "R"
	}
	history := client.ask(v.T, fmt.Sprintf(`{report(id: %q) {history {edges {node {version}}}}}`, id), nil)
	if len(list(history.Data, "report", "history", "edges")) > 0 {
		letters += "H"
	}
	got, missing := client.get(v.T, "/reports/"+id+"/bluebook.zip"), client.get(v.T, "/reports/"+unknown+"/bluebook.zip")
	switch {
	case got.status == http.StatusOK && strings.HasPrefix(got.body, "PK"):
		letters += "D"
	case got.status != missing.status || got.body != missing.body || missing.status != http.StatusNotFound:
		v.Errorf("download of a report of %s: %d, of an unknown one: %d", v.report.name, got.status, missing.status)
	}
	v.steps(shown["by id"])
	return orDot(letters)
}

// steps tries every step: none is made, and only who reads the report is told that it is there.
func (v *reportVisit) steps(seen bool) {
	v.Helper()
	want := "NOT_FOUND"
	if seen {
		want = "FORBIDDEN"
	}
	for _, name := range []string{"remakeReport", "submitReport", "approveReport", "returnReport", "publishReport", "withdrawReport"} {
		a := v.as(v.keys[v.name]).ask(v.T, fmt.Sprintf(`mutation {%s(input: {id: %q, version: 1, text: "e2e"}) {report {id} errors {code}}}`, name, v.report.id), nil)
		if errors := list(a.Data, name, "errors"); len(errors) != 1 || at(errors[0], "code") != want {
			v.Errorf("%s of a report of %s by %s: %s", name, v.report.name, v.name, a.body)
		}
	}
}
