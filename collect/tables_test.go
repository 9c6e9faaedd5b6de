package collect

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"metrograph/collect/table"
	"metrograph/model"
)

// TestTables: a workbook of the template goes through the pipeline with its links, twice without
// a change; what is rejected is downloaded as a workbook, mended, and taken in.
func TestTables(t *testing.T) {
	var book bytes.Buffer
	if err := table.WriteTemplate(&book, time.Now()); err != nil {
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
		if r := take(n, "a.xlsx", book.Bytes(), Options{}); tallyOf(r) != want || len(r.Findings) > 0 {
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

// TestFolderOfTables: the tables of the template in a folder of their own are imported as the
// archive is that they come in; with anything else beside them, each is one of its own.
func TestFolderOfTables(t *testing.T) {
	var packed bytes.Buffer
	if err := table.WriteCSVTemplate(&packed, time.Now()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	archive := written(t, filepath.Join(dir, "tables.zip"), packed.Bytes())
	folder := filepath.Join(dir, "tables")
	unpack(t, archive, folder)
	ctx := model.WithPrincipal(context.Background(), &model.Principal{Institution: ownInstitution})
	take := func(n *node, path string) Report {
		t.Helper()
		sources, err := Files(nil, path)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Import(ctx, n, sources, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	empty := func() *node {
		n := newNode(t)
		n.records[ownInstitution] = &model.Institution{Head: model.Head{ID: ownInstitution}, Name: model.Text{Zh: "本中心"}, InstitutionKind: model.InstitutionLocalInstitute}
		return n
	}
	n := empty()
	for i, path := range []string{folder, archive, folder} {
		want := model.Tally{Read: 5, Unchanged: 5}
		if i == 0 {
			want = model.Tally{Read: 5, Created: 5}
		}
		r := take(n, path)
		if tallyOf(r) != want || len(r.Files) != 1 || len(r.Findings) > 0 || r.Files[0].Format != table.XLSX || len(r.Files[0].Hash) != 64 || r.Files[0].Size == 0 {
			t.Errorf("%s: %+v %+v", path, tallyOf(r), r)
		}
	}
	if c := of[*model.Certificate](n)[0]; len(c.Results) != 1 || n.records[c.EnvironmentIDs[0]] == nil {
		t.Errorf("its results or its environment are not those of the other tables: %+v", c)
	}
	written(t, filepath.Join(folder, "note.txt"), []byte("see there"))
	if r := take(empty(), folder); len(r.Files) != 7 || r.Rejected == 0 {
		t.Errorf("with something else: %+v", r)
	}
	if err := os.Rename(filepath.Join(folder, "note.txt"), filepath.Join(folder, "机密.csv")); err != nil {
		t.Fatal(err)
	}
	if r := take(empty(), folder); len(r.Files) != 7 || r.Files[6].Code != model.CodeClassifiedRefused || strings.Contains(r.Files[6].Name, "机密") {
		t.Errorf("with a marked one: %+v", r.Files)
	}
}

// unpack writes the files of an archive into a new folder.
func unpack(t *testing.T, archive, folder string) {
	t.Helper()
	in, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, f := range in.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		written(t, filepath.Join(folder, f.Name), raw)
	}
}

// TestOtherFormat: a file that is not what it was said to be is rejected, and says which it is
// like; what was said loosely is no reason.
func TestOtherFormat(t *testing.T) {
	const line, table = `{"number":"R-1","issuedAt":"2024-03-05"}`, "证书编号,签发日期\nR-1,2024-03-05\n"
	for _, c := range []struct{ said, content, like string }{
		{"ndjson", line, ""}, {"json", line, ""}, {"csv", table, ""}, {"", table, ""},
		{"xlsx", line, "NDJSON"}, {"csv", line, "NDJSON"}, {"json", table, "CSV"}, {"ndjson", "PK\x03\x04", "XLSX"}, {"csv", "<a>", "DCC"}, {"dcc", table, "CSV"},
	} {
		s := Bytes("a", []byte(c.content))
		s.Format = c.said
		n := newNode(t)
		n.records[ownInstitution] = &model.Institution{Head: model.Head{ID: ownInstitution}}
		r, err := Import(model.WithPrincipal(context.Background(), &model.Principal{Institution: ownInstitution}), n, []Source{s}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		other := len(r.Findings) > 0 && r.Findings[0].Rule == ruleOther.id
		if other != (c.like != "") || other && (!strings.Contains(r.Findings[0].Message.En, "begins like "+c.like+".") || r.Rejected != 1) {
			t.Errorf("%q said of %q: %+v", c.said, c.content, r)
		}
	}
}
