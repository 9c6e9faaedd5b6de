package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"metrograph/model"
)

// An export has what a list shows its requester, whoever that is and whatever the kind.
func TestExportIsWhatAListShows(t *testing.T) {
	x := newExporting(t)
	for _, caller := range []string{"national", "manufacturer", "provincial"} {
		for _, field := range []string{"certificates", "instruments", "institutions", "methods", "persons"} {
			e, content := x.made(caller, `content: {`+field+`: {}}, format: NDJSON`)
			want := x.listed(caller, field)
			if got := sortedIDs(x.lines(content)); !slices.Equal(want, got) || e["objects"] != float64(len(want)) {
				t.Errorf("%s as %s: %d of %d records, objects %v", field, caller, len(got), len(want), e["objects"])
			}
			if field == "certificates" && e["total"] != float64(len(want)) {
				t.Errorf("total %v of %d", e["total"], len(want))
			}
		}
	}
}

// Each format can be read by what it is for, with as many records.
func TestExportFormats(t *testing.T) {
	x := newExporting(t)
	const filter = `content: {certificates: {discipline: {eq: MECHANICS}}}, format: `
	_, content := x.made("national", filter+"NDJSON")
	want := len(x.lines(content))
	if want == 0 {
		t.Fatal("no certificates")
	}
	_, content = x.made("national", filter+"CSV")
	if got := strings.Count(zipped(t, content)["certificates.csv"], "\r\ncert_"); got != want {
		t.Errorf("CSV has %d of %d certificates", got, want)
	}
	_, content = x.made("national", filter+"XLSX")
	if sheets := zipped(t, content); sheets["xl/worksheets/sheet1.xml"] == "" || sheets["xl/worksheets/sheet2.xml"] == "" {
		t.Error("the workbook has not two sheets")
	}
	_, content = x.made("national", filter+"DCC_ZIP")
	if got := len(zipped(t, content)); got != want+1 {
		t.Errorf("the archive has %d files for %d certificates", got, want)
	}
	if got := x.refused("national", `content: {methods: {}}, format: DCC_ZIP`); got != "INVALID" {
		t.Errorf("methods as certificates: %q", got)
	}
}

// A blue book is made of what its requester may read, and no more; it is refused without a period.
func TestExportOfABlueBook(t *testing.T) {
	x := newExporting(t)
	const published = `content: {certificates: {issuedAt: {gte: "2024-01-01", lte: "2025-12-31"}, status: {eq: PUBLISHED}}}, format: NDJSON`
	for _, caller := range []string{"national", "manufacturer"} {
		_, content := x.made(caller, published)
		e, archive := x.made(caller, `content: {certificates: {}}, format: BLUE_BOOK, blueBook: {period: "2024..2025", language: "en"}`)
		files := zipped(t, archive)
		want := fmt.Sprintf("Certificates and reports,%d,", len(x.lines(content)))
		if !strings.Contains(files["data/table-1-1.csv"], want) {
			t.Errorf("%s: no %q in %q", caller, want, files["data/table-1-1.csv"])
		}
		if !strings.HasPrefix(files["bluebook.pdf"], "%PDF") || !strings.Contains(files["bluebook.html"], `href="data/figure-2-1.csv"`) || e["objects"] == 0.0 {
			t.Errorf("%s: %d files, %v", caller, len(files), e)
		}
		if _, again := x.made(caller, `content: {certificates: {}}, format: BLUE_BOOK, blueBook: {period: "2024..2025", language: "en"}`); !bytes.Equal(again, archive) {
			t.Errorf("%s: the same book is other bytes", caller)
		}
	}
	for _, input := range []string{
		`content: {certificates: {}}, format: BLUE_BOOK`,
		`content: {methods: {}}, format: BLUE_BOOK, blueBook: {period: "2025"}`,
		`content: {certificates: {}}, format: NDJSON, blueBook: {period: "2025"}`,
		`content: {certificates: {}}, format: BLUE_BOOK, blueBook: {period: "25"}`,
		`content: {certificates: {}}, format: BLUE_BOOK, blueBook: {period: "2025", language: "fr"}`,
	} {
		if got := x.refused("national", input); got != "INVALID" {
			t.Errorf("%s: %q", input, got)
		}
	}
}

// A download goes on where it was cut, and only of the same file.
func TestExportDownloadGoesOn(t *testing.T) {
	x := newExporting(t)
	e, content := x.made("national", `content: {methods: {}}, format: NDJSON`)
	url := e["url"].(string)
	response, part := x.get("", url, "Range", "bytes=100-")
	if response.StatusCode != http.StatusPartialContent || !bytes.Equal(part, content[100:]) {
		t.Errorf("%s, %d bytes", response.Status, len(part))
	}
	tag := response.Header.Get("ETag")
	if tag != `"`+e["sha256"].(string)+`"` || response.Header.Get("Cache-Control") != "private, no-store" ||
		!strings.Contains(response.Header.Get("Content-Disposition"), "metrograph-methods-") || response.Header.Get("Content-Type") != "application/x-ndjson" {
		t.Errorf("%v", response.Header)
	}
	if response, _ = x.get("", url, "If-None-Match", tag); response.StatusCode != http.StatusNotModified {
		t.Error(response.Status)
	}
	if response, part = x.get("", url, "Range", "bytes=100-", "If-Range", `"another"`); response.StatusCode != http.StatusOK || len(part) != len(content) {
		t.Error(response.Status)
	}
}

// The URL is for its requester alone and good for nothing else; wrong ones are all answered
// alike, and expired ones say what to do.
func TestExportURLs(t *testing.T) {
	x := newExporting(t)
	id := x.begin("national", `content: {methods: {}}, format: NDJSON`)
	e := x.ended("national", id)
	good := e["url"].(string)
	colleague, err := x.createKey(x.Context(), keyRequest{Label: "colleague", Institution: x.institution.ID, Roles: []model.Role{model.RoleAdministrator}})
	if err != nil {
		t.Fatal(err)
	}
	x.keys["colleague"] = colleague
	if url := x.ended("colleague", id)["url"]; url != nil {
		t.Errorf("a colleague is told the URL %v", url)
	}
	at, err := url.Parse(good)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(name, value string) string {
		query := at.Query()
		query.Set(name, value)
		return at.Path + "?" + query.Encode()
	}
	other := string(model.NewID(model.KindExport, time.Now()))
	var answers []string
	for _, path := range []string{at.Path, changed("signature", "x"), changed("signature", strings.Repeat("A", 43)), changed("expires", "99999999999"),
		changed("expires", "x"), strings.Replace(good, id, other, 1), "/exports/" + other, "/exports/garbage?" + at.RawQuery, "/exports/cert_1"} {
		response, body := x.get("national", path)
		if response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, response.Status)
		}
		body = bytes.ReplaceAll(body, []byte(response.Header.Get("X-Request-Id")), nil)
		if answers = append(answers, string(body)); answers[0] != string(body) {
			t.Errorf("%s: %s\nother than %s", path, body, answers[0])
		}
	}
	x.clock.pass(61 * time.Minute)
	if response, body := x.get("", good); response.StatusCode != http.StatusGone || !bytes.Contains(body, []byte("ask for the export's url again")) {
		t.Errorf("%s %s", response.Status, body)
	}
	again := x.ended("national", id)["url"].(string)
	if response, _ := x.get("", again); response.StatusCode != http.StatusOK {
		t.Errorf("a new URL: %s", response.Status)
	}
	x.clock.pass(24 * time.Hour)
	if e := x.ended("national", id); e["url"] != nil {
		t.Errorf("the URL of a file that is over: %v", e)
	}
}

// A file is given out only as long as its requester may still read what is in it.
func TestExportIsCheckedAtDownload(t *testing.T) {
	t.Run("key", func(t *testing.T) {
		x := newExporting(t)
		e, _ := x.made("national", `content: {methods: {}}, format: NDJSON`)
		who, err := x.exportSubject(e["url"].(string))
		if err != nil {
			t.Fatal(err)
		}
		if err := x.revokeKey(t.Context(), who); err != nil {
			t.Fatal(err)
		}
		x.gone(e, "has ended")
	})
	t.Run("policy", func(t *testing.T) {
		x := newExporting(t)
		e, _ := x.made("national", `content: {methods: {}}, format: NDJSON`)
		source := demoNode("", exportData()).Policy
		source.Rules += "\np, NATIONAL, method, read, \"r.obj.status == 'DRAFT'\", *, allow\n"
		if err := x.policy.Reload(source); err != nil {
			t.Fatal(err)
		}
		x.gone(e, "has changed")
	})
	t.Run("record", func(t *testing.T) {
		x := newExporting(t)
		e, content := x.made("national", `content: {certificates: {discipline: {eq: MECHANICS}}}, format: NDJSON`)
		inFile := x.lines(content)
		published := func(holds bool) model.Record {
			for id := range x.lines(x.allCertificates()) {
				if (inFile[id] != nil) == holds {
					found, err := x.Load(x.operator(t.Context()), model.KindCertificate, []model.ID{model.ID(id)}, 0)
					if c, ok := found.Records[0].(*model.Certificate); err == nil && ok && c.Status == model.StatusPublished && c.Origin != x.institution.ID {
						return c
					}
				}
			}
			t.Fatal("no such certificate")
			return nil
		}
		x.act(model.ActionWithdraw, published(false)) // which the file does not tell of
		if response, body := x.get("", e["url"].(string)); response.StatusCode != http.StatusOK {
			t.Fatalf("%s %s", response.Status, body)
		}
		x.act(model.ActionWithdraw, published(true))
		x.gone(e, "not open any longer")
	})
	t.Run("deleted", func(t *testing.T) {
		x := newExporting(t)
		e, _ := x.made("national", `content: {methods: {}}, format: NDJSON`)
		id, _, _ := strings.Cut(strings.TrimPrefix(e["url"].(string), "/exports/"), "?")
		data := x.ask("national", fmt.Sprintf(`mutation {deleteRecord(input: {id: %q, version: %v, reason: "test"}) {errors {code message}}}`, id,
			inside(x.ask("national", fmt.Sprintf(`{export(id: %q) {version}}`, id)), "export", "version")))
		if errors, _ := inside(data, "deleteRecord", "errors").([]any); len(errors) > 0 {
			t.Fatal(errors)
		}
		x.gone(e, "deleted")
	})
}

// An agreement that is withdrawn between the making of a file and its download ends it.
func TestExportUnderAnAgreement(t *testing.T) {
	x := newExporting(t)
	partner := institutionsOf(exportData())[slices.IndexFunc(institutionsOf(exportData()), func(i *model.Institution) bool { return i.Level == model.LevelThirdParty })].ID
	id := x.publishAgreement(partner)
	e, content := x.made("thirdParty", `content: {certificates: {origin: {eq: "`+string(x.institution.ID)+`"}, classification: {eq: NON_PUBLIC}}}, format: NDJSON`)
	if len(x.lines(content)) == 0 {
		t.Fatal("the agreement shares nothing")
	}
	found, err := x.Load(x.operator(t.Context()), model.KindAgreement, []model.ID{id}, 0)
	if err != nil {
		t.Fatal(err)
	}
	x.act(model.ActionWithdraw, found.Records[0])
	x.gone(e, "has changed")
}

// An export since the cursor of an earlier one has what changed after that one began, once,
// and tells of deletions.
func TestExportSince(t *testing.T) {
	x := newExporting(t)
	first, content := x.made("national", `content: {certificates: {}}, format: NDJSON`)
	var changed []model.Record
	for id := range x.lines(content) {
		found, err := x.Load(x.operator(t.Context()), model.KindCertificate, []model.ID{model.ID(id)}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if changed = append(changed, found.Records[0]); len(changed) == 3 {
			break
		}
	}
	amend := func(r model.Record) {
		out, err := x.Write(x.operator(t.Context()), []model.Write{{Action: model.ActionAmend, Version: r.Base().Version, Reason: "test", Fields: []string{"remarks"},
			Record: &model.Certificate{Head: model.Head{ID: r.Base().ID}, Remarks: model.Text{Zh: "更正" + fmt.Sprint(r.Base().Version)}}}})
		if err != nil || out[0].Err != nil {
			t.Fatal(err, out)
		}
		r.Base().Version++
	}
	amend(changed[0])
	amend(changed[0])
	amend(changed[1])
	x.act(model.ActionDelete, changed[2])
	second, content := x.made("national", fmt.Sprintf(`content: {certificates: {}}, format: NDJSON, since: %q`, first["cursor"]))
	lines := x.lines(content)
	if len(lines) != 3 || inside(lines[string(changed[0].Base().ID)], "version") != float64(changed[0].Base().Version) ||
		inside(lines[string(changed[2].Base().ID)], "deleted") != true || lines[string(changed[1].Base().ID)] == nil {
		t.Errorf("%s", content)
	}
	_, content = x.made("manufacturer", fmt.Sprintf(`content: {certificates: {}}, format: NDJSON, since: %q`, second["cursor"]))
	if len(content) != 0 {
		t.Errorf("nothing has changed: %s", content)
	}
	if code := x.refused("national", `content: {certificates: {}}, format: NDJSON, since: "garbage"`); code != "INVALID" {
		t.Errorf("a wrong cursor: %q", code)
	}
}

// Exports of one institution are bounded, can be cancelled, and are begun when there is room.
func TestExportLimitsAndCancelling(t *testing.T) {
	x := newExporting(t)
	x.end() // nothing is made
	const input = `content: {methods: {}}, format: NDJSON`
	var ids []string
	for range 5 {
		ids = append(ids, x.begin("national", input))
	}
	if code := x.refused("national", input); code != "LIMIT_EXCEEDED" {
		t.Errorf("a sixth export: %q", code)
	}
	x.begin("provincial", input) // whose limit is its own
	cancel := func(caller, id string) any {
		data := x.ask(caller, fmt.Sprintf(`mutation {exportCancel(input: {id: %q}) {export {state} errors {code}}}`, id))
		if errors, _ := inside(data, "exportCancel", "errors").([]any); len(errors) > 0 {
			return inside(errors[0], "code")
		}
		return inside(data, "exportCancel", "export", "state")
	}
	for _, c := range []struct {
		caller, id string
		want       any
	}{
		{"provincial", ids[0], "NOT_FOUND"}, {"provincial", string(model.NewID(model.KindExport, time.Now())), "NOT_FOUND"}, {"national", "garbage", "NOT_FOUND"},
		{"national", ids[0], "CANCELLED"}, {"national", ids[0], "INVALID"},
	} {
		if got := cancel(c.caller, c.id); got != c.want {
			t.Errorf("%s cancels %s: %v, want %v", c.caller, c.id, got, c.want)
		}
	}
	ids = append(ids[1:], x.begin("national", input))
	x.run()
	for _, id := range ids {
		if e := x.ended("national", id); e["state"] != "DONE" {
			t.Errorf("%v", e)
		}
	}
	if code := x.refused("", input); code != "UNAUTHENTICATED" {
		t.Errorf("an anonymous caller: %q", code)
	}
}

// An export that the end of the process interrupted is made by the next one.
func TestExportAfterARestart(t *testing.T) {
	x := newExporting(t)
	x.end()
	id := x.begin("national", `content: {certificates: {}}, format: NDJSON`)
	x.Server.Close()
	dir := x.dir
	if err := x.node.Close(); err != nil {
		t.Fatal(err)
	}
	x.open(dir, demoNode(dir, exportData()))
	x.run()
	if e := x.ended("national", id); e["state"] != "DONE" || e["objects"] != float64(len(x.listed("national", "certificates"))) {
		t.Errorf("%v", e)
	}
}

// Reports on an instrument and on a model are made of what their requester may read, and no
// more, and have to say what they are on.
func TestExportOfReportsOnInstruments(t *testing.T) {
	x := newExporting(t)
	for _, caller := range []string{"national", "manufacturer"} {
		_, content := x.made(caller, `content: {certificates: {}}, format: NDJSON`)
		instruments, models := map[string]int{}, map[string]int{}
		for _, line := range x.lines(content) {
			items, _ := line["items"].([]any)
			seen := map[string]bool{}
			for _, item := range items {
				fields := item.(map[string]any)
				for key, of := range map[string]map[string]int{"instrument": instruments, "model": models} {
					if name, _ := fields[key].(string); name != "" && !seen[name] {
						seen[name] = true
						of[name]++
					}
				}
			}
		}
		for format, of := range map[string]map[string]int{`instrument: {eq: %q}}}, format: INSTRUMENT_REPORT`: instruments, `instrumentModel: {eq: %q}}}, format: MODEL_REPORT`: models} {
			subject := mostOf(of)
			input := `content: {certificates: {` + fmt.Sprintf(format, subject) + `, language: "en"`
			e, archive := x.made(caller, input)
			files := zipped(t, archive)
			page := ""
			for name, text := range files {
				if strings.HasSuffix(name, ".html") {
					page = text
				}
			}
			if e["objects"] != float64(of[subject]) || !strings.Contains(page, fmt.Sprintf("%d certificates", of[subject])) {
				t.Errorf("%s: %s of %d certificates: %v objects", caller, input, of[subject], e["objects"])
			}
			if _, again := x.made(caller, input); !bytes.Equal(again, archive) {
				t.Errorf("%s: %s: the same report is other bytes", caller, input)
			}
		}
	}
	for _, input := range []string{
		`content: {certificates: {}}, format: INSTRUMENT_REPORT`,
		`content: {certificates: {instrumentModel: {in: ["YB-100"]}}}, format: MODEL_REPORT`,
		`content: {instruments: {}}, format: INSTRUMENT_REPORT`,
		`content: {certificates: {instrumentModel: {eq: "YB-100"}}}, format: MODEL_REPORT, language: "fr"`,
		`content: {certificates: {}}, format: NDJSON, language: "en"`,
		`content: {certificates: {instrumentModel: {eq: "YB-100"}}}, format: MODEL_REPORT, blueBook: {period: "2025"}`,
	} {
		if got := x.refused("national", input); got != "INVALID" {
			t.Errorf("%s: %q", input, got)
		}
	}
}

// mostOf is the key with the largest number, of several the first.
func mostOf(of map[string]int) (best string) {
	for key, n := range of {
		if n > of[best] || n == of[best] && key < best {
			best = key
		}
	}
	return best
}
