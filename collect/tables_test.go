package collect

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"metrograph/collect/table"
	"metrograph/model"
)

// TestTables: a workbook of the template goes through the pipeline with its links, twice without
// a change; what is rejected is downloaded as a workbook, mended, and taken in.
func TestTables(t *testing.T) {
	var book bytes.Buffer
	if err := table.WriteTemplate(&book); err != nil {
		t.Fatal(err)
	}
	ctx := model.WithPrincipal(context.Background(), &model.Principal{Institution: ownInstitution})
	take := func(n *node, name string, raw []byte, o Options) Report {
		t.Helper()
		r, err := Import(ctx, n, []Source{Bytes(name, raw)}, o)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	n := newNode(t)
	n.records[ownInstitution] = &model.Institution{Head: model.Head{ID: ownInstitution}, Name: model.Text{Zh: "本中心"}, InstitutionKind: model.InstitutionLocalInstitute}
	for i, want := range []model.Tally{{Read: 5, Created: 5}, {Read: 5, Unchanged: 5}} {
		if i == 0 {
			if r := take(n, "a.xlsx", book.Bytes(), Options{Check: true}); tallyOf(r) != want {
				t.Fatalf("%+v %+v", tallyOf(r), r.Findings)
			}
		}
		if r := take(n, "a.xlsx", book.Bytes(), Options{}); tallyOf(r) != want {
			t.Fatalf("%+v %+v", tallyOf(r), r.Findings)
		}
	}
	c := of[*model.Certificate](n)[0]
	if n.records[c.Items[0].InstrumentID] == nil || n.records[c.EnvironmentIDs[0]] == nil || n.records[c.Methods[0].MethodID] == nil || c.IssuerID != ownInstitution {
		t.Errorf("%+v", c)
	}

	csv := "证书编号,签发日期,示值\nC1,2024-03-05,1.0\nC2,2024年13月5日,2.0\n,,2.1\nC3,2024-03-07,abc\n"
	r := take(n, "b.csv", []byte(csv), Options{})
	if tallyOf(r) != (model.Tally{Read: 3, Created: 1, Rejected: 2}) || r.Findings[0].Path != "B3" || r.Findings[1].Path != "C5" {
		t.Fatalf("%+v %+v", tallyOf(r), r.Findings)
	}
	mended := mend(t, n)
	if strings.Count(mended, "\n") != 4 || !strings.Contains(mended, "B3: ") {
		t.Fatal(mended)
	}
	mended = strings.NewReplacer("年13月", "年12月", "abc", "3.0").Replace(mended)
	if r := take(n, "b-rejected.csv", []byte(mended), Options{}); tallyOf(r) != (model.Tally{Read: 2, Created: 2}) {
		t.Errorf("mended: %+v %+v", tallyOf(r), r.Findings)
	}
	if len(of[*model.Certificate](n)) != 4 {
		t.Error("not all certificates are there")
	}
}

// TestClassifiedTables: nothing of a marked row is kept, and nothing of a table that is marked
// above its rows.
func TestClassifiedTables(t *testing.T) {
	for text, want := range map[string]model.Tally{
		"证书编号,签发日期,备注\nC1,2024-03-05,机密\nC2,2024-03-05,\n": {Read: 2, Created: 1, Rejected: 1},
		"证书编号,签发日期,x\nC1,2024-03-05,【秘密】\n":                {Read: 1, Rejected: 1},
		"密级：机密,,\n证书编号,签发日期,备注\nC1,2024-03-05,\n":          {Read: 1, Rejected: 1},
	} {
		n := newNode(t)
		n.records[ownInstitution] = &model.Institution{Head: model.Head{ID: ownInstitution}}
		r := importRows(t, n, text, Options{})
		if tallyOf(r) != want || len(n.rejected)+len(n.rows) > 0 || r.Findings[0].Rule != ruleClassified.id {
			t.Errorf("%q: %+v %+v", text, tallyOf(r), r.Findings)
		}
		if yes, err := hasMarking(context.Background(), "a.csv", []byte(text), 1<<20); err != nil || !yes {
			t.Errorf("%q: the desk would keep it", text)
		}
	}
}
