package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/export"
	"metrograph/export/ndjson"
	"metrograph/internal/sample"
	"metrograph/model"
)

const ownInstitution = model.ID("inst_01jd9y3kq8f7vb2m5n6p7q8r9s")

// ndjsonLines is a small laboratory's data: an instrument, a method, a person, an environment,
// and certificates that refer to them by what they are known by.
func ndjsonLines(certificates int) []string {
	lines := []string{
		`{"__typename":"Institution","name":{"zh":"示例检测中心"},"kind":"THIRD_PARTY_LABORATORY","level":"THIRD_PARTY","region":"440000"}`,
		`{"__typename":"Method","code":"JJG 52-2013","kind":"JJG","inForce":true}`,
		`{"__typename":"Instrument","name":"压力表","manufacturer":"示例仪表厂","model":"Y-100","serialNumber":"A1"}`,
		`{"__typename":"Person","name":{"zh":"张示例"},"employeeNumber":"E1","institution":{"name":{"zh":"示例检测中心"}}}`,
		`{"__typename":"Environment","influences":[{"quantityKind":"temperature","value":{"value":20.10,"unit":"°C"}}]}`,
	}
	for i := range certificates {
		lines = append(lines, fmt.Sprintf(`{"number":"C-%d","documentType":"CALIBRATION_CERTIFICATE","activity":"CALIBRATION","discipline":"MECHANICS",`+
			`"issuer":{"name":{"zh":"示例检测中心"}},"items":[{"instrument":{"manufacturer":"示例仪表厂","model":"Y-100","serialNumber":"A1"},"name":"压力表"}],`+
			`"methods":[{"method":{"code":"JJG 52-2013"},"code":"JJG 52-2013"}],"personnel":[{"person":{"employeeNumber":"E1","institution":{"name":{"zh":"示例检测中心"}}},"role":"PERFORMED"}],`+
			`"issuedAt":"2024-03-05","results":[{"adjustment":"NONE","series":[{"columns":[{"role":"INDICATION","units":["MPa"],"values":["0.10",0.20]}]}]}]}`, i))
	}
	return lines
}

func importRows(t *testing.T, n *node, text string, o Options) Report {
	t.Helper()
	ctx := model.WithPrincipal(context.Background(), &model.Principal{Institution: ownInstitution})
	report, err := Import(ctx, n, []Source{Bytes("a.ndjson", []byte(text))}, o)
	if err != nil {
		t.Fatal(err)
	}
	if report.Read != report.Created+report.Amended+report.Unchanged+report.Rejected {
		t.Errorf("the counts do not add up: %+v", report)
	}
	return report
}

func tallyOf(r Report) model.Tally {
	return model.Tally{Read: r.Read, Created: r.Created, Amended: r.Amended, Unchanged: r.Unchanged, Rejected: r.Rejected}
}

// TestRows: records of every kind are taken in with references between them, in whatever form
// JSON has them; twice changes nothing, a change amends, and a dry run foretells it all.
func TestRows(t *testing.T) {
	lines := ndjsonLines(3)
	for name, text := range map[string]string{
		"a line each":  strings.Join(lines, "\n") + "\n",
		"a list":       "\xef\xbb\xbf \n[" + strings.Join(lines, ",\n") + "]",
		"many lines":   strings.ReplaceAll(strings.Join(lines, "\n"), `,"`, ",\n\""),
		"blank lines":  "\n\n" + strings.Join(lines, "\r\n\r\n"),
		"with remarks": `{"line":3,"findings":[]}` + "\n" + strings.ReplaceAll(strings.Join(lines, "\n"), `{"__type`, `{"findings":[{}],"__type`),
	} {
		t.Run(name, func(t *testing.T) {
			n := newNode(t)
			if r := importRows(t, n, text, Options{Check: true}); tallyOf(r) != (model.Tally{Read: 8, Created: 8}) || len(n.writes) > 0 {
				t.Fatalf("dry run: %+v %+v", tallyOf(r), r.Findings)
			}
			r := importRows(t, n, text, Options{Channel: "import"})
			if tallyOf(r) != (model.Tally{Read: 8, Created: 8}) {
				t.Fatalf("%+v %+v", tallyOf(r), r.Findings)
			}
			c := of[*model.Certificate](n)[0]
			column := c.Results[0].Series[0].Columns[0]
			if c.Items[0].InstrumentID.Kind() != model.KindInstrument || n.records[c.Items[0].InstrumentID] == nil || n.records[c.IssuerID] == nil ||
				n.records[c.Methods[0].MethodID] == nil || n.records[c.Personnel[0].PersonID] == nil ||
				column.Values[0] != "0.10" || column.Values[1] != "0.20" || column.Units[0].UCUM == "" {
				t.Errorf("%+v", c)
			}
			if r := importRows(t, n, text, Options{}); tallyOf(r) != (model.Tally{Read: 8, Unchanged: 8}) {
				t.Errorf("again: %+v %+v", tallyOf(r), r.Findings)
			}
			if r := importRows(t, n, strings.Replace(text, "2024-03-05", "2024-03-06", 1), Options{}); tallyOf(r) != (model.Tally{Read: 8, Amended: 1, Unchanged: 7}) {
				t.Errorf("changed: %+v %+v", tallyOf(r), r.Findings)
			}
		})
	}
}

// TestExportedRows: what an export writes changes nothing when it is taken in again.
func TestExportedRows(t *testing.T) {
	n := newNode(t)
	var text bytes.Buffer
	kinds := []model.Kind{model.KindInstitution, model.KindMethod, model.KindPerson, model.KindInstrument, model.KindEnvironment, model.KindCertificate}
	for r := range sample.Stream(sample.Options{Seed: 3, Certificates: 60}) {
		n.records[r.Base().ID] = copyOf(t, r)
	}
	for _, kind := range kinds {
		w, err := ndjson.Format{}.New(&text, export.Options{Kind: kind})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range n.records {
			if r.Kind() != kind {
				continue
			}
			whole := copyOf(t, r)
			model.Present(whole, model.AllFields)
			if err := w.Write(whole, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Finish(); err != nil {
			t.Fatal(err)
		}
	}
	rows := strings.Count(text.String(), "\n")
	if r := importRows(t, n, text.String(), Options{}); tallyOf(r) != (model.Tally{Read: rows, Unchanged: rows}) || rows < 100 {
		t.Errorf("%+v of %d: %+v", tallyOf(r), rows, r.Findings[:min(3, len(r.Findings))])
	}
}

// TestRowFaults: every fault is at its line and place, the other rows go on, and what was
// rejected is mended by its own file.
func TestRowFaults(t *testing.T) {
	good := ndjsonLines(1)
	last := good[len(good)-1]
	with := func(old, new string) string {
		if !strings.Contains(last, old) {
			t.Fatalf("there is no %s", old)
		}
		return strings.Replace(strings.Replace(last, "C-0", "C-9", 1), old, new, 1)
	}
	for _, c := range []struct{ line, rule, path string }{
		{with(`"number"`, `"numbr"`), "json.unknown", "numbr"},
		{with(`"issuedAt":"2024-03-05"`, `"issuedAt":"05.03.2024"`), "date.form", "issuedAt"},
		{with(`"role":"INDICATION"`, `"role":"INDICATED"`), "", "results[0].series[0].columns[0].role"},
		{with(`0.20`, `true`), "json.type", "results[0].series[0].columns[0].values[1]"},
		{with(`"items":[`, `"items":["x",`), "json.type", "items[0]"},
		{with(`"serialNumber":"A1"`, `"serialNumber":"A2"`), "reference.unknown", "items[0].instrument"},
		{with(`{"code":"JJG 52-2013"},`, `{"title":{"zh":"x"}},`), "json.reference", "methods[0].method"},
		{with(`"values"`, `"vaules"`), "json.unknown", "results[0].series[0].columns[0].vaules"},
		{with(`{"number"`, `{"id":"cert_01jd9y3kq8f7vb2m5n6p7q8r9s","number"`), "collect.id", "id"},
		{`{"number":"x"`, "json.syntax", ""},
		{`"text"`, "json.object", ""},
		{`{"__typename":"Webhook","url":"x"}`, "json.kind", ""},
		{`{"number":"\ud800"}`, "json.syntax", ""},
	} {
		n := newNode(t)
		text := strings.Join(append(good[:len(good):len(good)], c.line, strings.Replace(last, "C-0", "C-8", 1)), "\n")
		for _, check := range []bool{true, false} {
			r := importRows(t, n, text, Options{Check: check})
			if tallyOf(r) != (model.Tally{Read: len(good) + 2, Created: len(good) + 1, Rejected: 1}) {
				t.Errorf("%s: %+v %+v", c.line, tallyOf(r), r.Findings)
				continue
			}
			found := false
			for _, f := range r.Findings {
				found = found || f.Path == c.path && f.Line == len(good)+1 && (c.rule == "" || f.Rule == c.rule) && f.Message.En != "" && f.Message.Zh != ""
			}
			if !found {
				t.Errorf("%s: %+v", c.line, r.Findings)
			}
		}
		if len(n.rejected) != 1 || n.rejected[0].Rows != 1 || n.rejected[0].Name != "a.ndjson" || n.rejected[0].Hash == "" && len(n.rejected) > 1 {
			last := n.rejected[len(n.rejected)-1]
			if last.Rows != 1 || last.Hash == "" {
				t.Errorf("%s: %+v", c.line, n.rejected)
			}
		}
		mended := mend(t, n)
		if !strings.Contains(mended, `"findings":[{`) {
			t.Errorf("no findings in %s", mended)
		}
		again := importRows(t, n, mended, Options{})
		if again.Read != 1 || again.Rejected != 1 {
			t.Errorf("what is not mended is rejected again: %+v of %s", tallyOf(again), mended)
		}
		fixed := strings.Replace(mended, strings.TrimSpace(c.line), last, 1)
		if strings.HasPrefix(c.line, `{"number":"C-9"`) && fixed != mended {
			t.Errorf("the row is not as it was: %s", mended)
		}
	}
}

// mend is the download of what the node rejected.
func mend(t *testing.T, n *node) string {
	t.Helper()
	var kept, out bytes.Buffer
	for _, r := range n.rows[1] {
		if err := json.NewEncoder(&kept).Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	kept.WriteString(`{"number":`) // of a process that died
	if err := Mended(&out, n.rejected[len(n.rejected)-1].Rejection, &kept); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestRowsCut: the counts of a job that is cut off anywhere and goes on are those of one that is
// not.
func TestRowsCut(t *testing.T) {
	lines := ndjsonLines(1700)
	lines = append(lines[:900], append([]string{`{"number":`, strings.Replace(lines[20], "2024-03-05", "x", 1)}, lines[900:]...)...)
	text := strings.Join(lines, "\n")
	want := model.Tally{Read: 1707, Created: 1705, Rejected: 2}
	for stop := range 5 {
		n := newNode(t)
		book := &memoryLedger{stop: stop}
		job := &model.CollectionJob{}
		ctx, cancel := context.WithCancel(model.WithPrincipal(context.Background(), &model.Principal{Institution: ownInstitution}))
		book.die = cancel
		for range 3 {
			o := Options{Ledger: book, Job: job}
			report, err := Import(ctx, n, []Source{Bytes("a.ndjson", []byte(text))}, o)
			if err == nil {
				if tallyOf(report) != want {
					t.Errorf("cut after %d: %+v %+v", stop, tallyOf(report), report.Findings)
				}
				if last := n.jobs[len(n.jobs)-1]; last.Tally != want || last.State != model.JobDone || last.Found != 2 {
					t.Errorf("cut after %d: %+v", stop, last)
				}
				break
			}
			*job = n.jobs[0]
			ctx = model.WithPrincipal(context.Background(), &model.Principal{Institution: ownInstitution})
			book.stop = -1
		}
		if len(of[*model.Certificate](n)) != 1700 {
			t.Errorf("cut after %d: %d certificates", stop, len(of[*model.Certificate](n)))
		}
		if d := strings.Count(mend(t, n), `"line":901`); d < 1 {
			t.Errorf("cut after %d: the rejected row is not kept", stop)
		}
	}
}

// memoryLedger is a ledger whose process dies.
type memoryLedger struct {
	all  []FileReport
	stop int // after so many notes; the last is lost
	die  func()
}

func (l *memoryLedger) Done() ([]FileReport, error) { return l.all, nil }

func (l *memoryLedger) Note(f FileReport) error {
	if l.stop == 0 {
		l.die()
		return context.Canceled
	}
	l.stop--
	tally := f.Tally
	if tally != nil {
		kept := *tally
		f.Tally = &kept
	}
	l.all = append(l.all, f)
	return nil
}

// TestClassifiedRows: of a row that is marked nothing is kept, and the others go on.
func TestClassifiedRows(t *testing.T) {
	good := ndjsonLines(2)
	last := good[len(good)-1]
	for _, marked := range []string{
		strings.Replace(last, `"压力表"`, `"机密"`, 1), strings.Replace(last, `"压力表"`, `"\u673a\u5bc6"`, 1), strings.Replace(last, `{"number"`, `{"classified":true,"number"`, 1),
		strings.Replace(last, `{"number"`, `{"unknown":{"a":["绝密★长期"]},"number"`, 1), strings.Replace(last, `"C-1"`, `"秘密","numbr":1`, 1),
	} {
		n := newNode(t)
		r := importRows(t, n, strings.Join(append(good[:len(good)-1:len(good)-1], marked), "\n"), Options{})
		if tallyOf(r) != (model.Tally{Read: len(good), Created: len(good) - 1, Rejected: 1}) || len(n.rows) > 0 || len(n.rejected) > 0 {
			t.Errorf("%+v %+v", tallyOf(r), n.rejected)
		}
		raw, _ := json.Marshal([]any{r, n.jobs})
		for _, secret := range []string{"密", "C-1", "673a"} {
			if secret != "密" && strings.Contains(string(raw), secret) {
				t.Errorf("%s is in %s", secret, raw)
			}
		}
		if r.Findings[0].Rule != ruleClassified.id || r.Findings[0].Line != len(good) {
			t.Errorf("%+v", r.Findings)
		}
		if yes, err := hasMarking(context.Background(), "a", []byte(strings.Join(good, "\n")+"\n"+marked), 1<<20); err != nil || !yes {
			t.Error("the desk would keep it")
		}
	}
	n := newNode(t)
	if r := importRows(t, n, strings.Join(good, "\n"), Options{}); r.Rejected > 0 {
		t.Errorf("%+v", r.Findings)
	}
	if r := run1(t, n, Options{}, Bytes("机密.ndjson", []byte(last))); r.Rejected != 1 || r.Files[0].Name != "#1" {
		t.Errorf("%+v", r)
	}
}

// TestUnreadableRows: a source that breaks off says so, and what came before is kept.
func TestUnreadableRows(t *testing.T) {
	n := newNode(t)
	good := strings.Join(ndjsonLines(1), "\n")
	source := Source{Name: "a", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader(good+"\n"), broken{})), nil
	}}
	r, err := Import(model.WithPrincipal(context.Background(), &model.Principal{Institution: ownInstitution}), n, []Source{source}, Options{})
	if err != nil || r.Created != 6 || r.Rejected != 1 || r.Findings[0].Rule != ruleOpen.id {
		t.Errorf("%v %+v", err, r)
	}
	if d := cmp.Diff(1, len(n.rejected)); d != "" && len(n.rejected) != 2 {
		t.Error(d)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
