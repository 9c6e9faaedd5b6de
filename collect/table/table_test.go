package table

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"metrograph/collect/row"
	"metrograph/model"
)

func all(t testing.TB, r row.Reader, err error) (rows []*row.Row) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for {
		found, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, found)
	}
}

func fromCSV(t testing.TB, text string) []*row.Row {
	t.Helper()
	r, err := ReadCSV(strings.NewReader(text))
	return all(t, r, err)
}

func fromBook(t testing.TB, raw []byte) []*row.Row {
	t.Helper()
	r, err := ReadBook(bytes.NewReader(raw), int64(len(raw)))
	return all(t, r, err)
}

// faults are the errors of a row, also those that the model finds, with their cells.
func faults(r *row.Row) (list []model.Finding) {
	found := r.Findings
	if r.Record != nil {
		if c, ok := r.Record.(*model.Certificate); ok && c.IssuerID == "" {
			c.IssuerID = "inst_01jd9y3kq8f7vb2m5n6p7q8r9s"
		}
		for _, f := range r.Record.Validate() {
			f.Path, f.Line = r.Place(f.Path)
			found = append(found, f)
		}
	}
	for _, f := range found {
		if f.Severity == model.SeverityError {
			list = append(list, f)
		}
	}
	return list
}

// TestTemplates: what the template has for an example is read without a fault, from either form.
func TestTemplates(t *testing.T) {
	var book, archive bytes.Buffer
	if err := errors.Join(WriteTemplate(&book, time.Now()), WriteCSVTemplate(&archive, time.Now())); err != nil {
		t.Fatal(err)
	}
	var records [2][]model.Record
	for i, raw := range [][]byte{book.Bytes(), archive.Bytes()} {
		rows := fromBook(t, raw)
		var kinds []model.Kind
		for _, r := range rows {
			kinds = append(kinds, r.Record.Kind())
			if list := faults(r); len(list) > 0 || len(r.Findings) > 0 {
				t.Errorf("%s: %+v %+v", r.Record.Kind(), list, r.Findings)
			}
		}
		if d := cmp.Diff([]model.Kind{"method", "person", "instrument", "environment", "certificate"}, kinds); d != "" {
			t.Fatal(d)
		}
		c := rows[4].Record.(*model.Certificate)
		s := c.Results[0].Series[0]
		if c.Results[0].Name.Zh != "示值误差" || len(s.Columns) != 7 || s.Columns[3].Role != model.ColumnError || s.Columns[3].Values[0] != "0.0017" ||
			s.Columns[3].Uncertainty == nil || s.Columns[3].Uncertainty.CoverageFactor[0] != "2" || s.Columns[0].Units[0].UCUM != "MPa" {
			t.Errorf("%+v", s)
		}
		if q := rows[3].Record.(*model.Environment).Influences[0].Value; q.Unit.UCUM != "Cel" || q.Uncertainty.Value != "0.3" || q.Value != "20.1" {
			t.Errorf("%+v", q)
		}
		for _, r := range rows {
			records[i] = append(records[i], r.Record)
		}
	}
	if d := cmp.Diff(records[0], records[1]); d != "" {
		t.Errorf("the two forms differ: %s", d)
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rules, err := f.GetDataValidations("证书 certificates")
	comments, err2 := f.GetComments("证书 certificates")
	if err != nil || err2 != nil || len(rules) < 5 || len(comments) < 5 {
		t.Errorf("%d lists, %d remarks, %v", len(rules), len(comments), errors.Join(err, err2))
	}
}

// good is a table of a sheet with its example in one row, and another after it.
func good(s sheet) [][]string {
	header, example := make([]string, len(s.columns)), make([]string, len(s.columns))
	for i := range s.columns {
		header[i], example[i] = s.columns[i].header(), s.columns[i].exampleOf(time.Now())
	}
	return [][]string{header, example, slices.Clone(example)}
}

func text(rows [][]string, comma rune) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = comma
	_ = w.WriteAll(rows)
	return b.String()
}

// bad is a text that is wrong in a column, and the rule that says so.
func bad(c *column) (value, rule string) {
	switch c.as {
	case asDate:
		return "03/05/2024", ruleDay.ID
	case asEnum:
		return "不存在", ruleEnum.ID
	case asFlag:
		return "也许", ruleFlag.ID
	case asQuantity, asInfluence:
		return "about 5", ruleQuantity.ID
	case asDecimal:
		return "two", ruleNumber.ID
	case asText:
		return strings.Repeat("字", 100_001), "text.length"
	case asKey, asKeys, asIssuer:
		return "#REF!", ruleCell.ID
	case asMethods:
		return strings.Repeat("x", 501), "text.length"
	case asPerson:
		return strings.Repeat("x", 501), "text.length"
	}
	return strings.Repeat("x", 501), "text.length"
}

// TestEveryColumnsFaults writes files as laboratories do, in every encoding and with every
// separator, each with one fault in one column: it is found at its cell, in both languages, and
// the row after it is read.
func TestEveryColumnsFaults(t *testing.T) {
	files := 0
	for _, s := range sheets() {
		if s.kind == "" {
			continue
		}
		for i := range s.columns {
			for form, encode := range encodings() {
				rows := good(s)
				value, rule := bad(&s.columns[i])
				rows[1][i] = value
				files++
				found := fromCSV(t, encode(rows))
				if len(found) != 2 {
					t.Fatalf("%s, %s, %s: %d rows", s.name, s.columns[i].path, form, len(found))
				}
				cell := at("", 2, i)
				ok := false
				for _, f := range faults(found[0]) {
					ok = ok || f.Path == cell && f.Line == 2 && f.Rule == rule && f.Message.Zh != "" && f.Message.En != ""
				}
				if !ok {
					t.Errorf("%s, %s, %s: nothing of %s at %s: %.300v", s.name, s.columns[i].path, form, rule, cell, faults(found[0]))
				}
				if list := faults(found[1]); len(list) > 0 {
					t.Errorf("%s, %s, %s: the next row has %v", s.name, s.columns[i].path, form, list)
				}
				if s.columns[i].required {
					rows[1][i] = ""
					if list := faults(fromCSV(t, encode(rows))[0]); len(list) == 0 || list[0].Path != cell || list[0].Rule != ruleMissing.ID {
						t.Errorf("%s, %s: an empty cell: %v", s.name, s.columns[i].path, list)
					}
				}
			}
		}
	}
	if files < 400 {
		t.Errorf("only %d files", files)
	}
}

func encodings() map[string]func([][]string) string {
	return map[string]func([][]string) string{
		"UTF-8":                func(r [][]string) string { return text(r, ',') },
		"UTF-8 with BOM and ;": func(r [][]string) string { return "\ufeff" + text(r, ';') },
		"UTF-16 with tabs": func(r [][]string) string {
			return must(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text(r, '\t')))
		},
		"GBK": func(r [][]string) string {
			return must(simplifiedchinese.GBK.NewEncoder().String(strings.ReplaceAll(text(r, ','), "±", "+/-")))
		},
		"GB 18030 with tabs":     func(r [][]string) string { return must(simplifiedchinese.GB18030.NewEncoder().String(text(r, '\t'))) },
		"UTF-8 with CRLF and \"": func(r [][]string) string { return strings.ReplaceAll(text(r, ','), "\n", "\r\n") },
	}
}

func must(s string, err error) string {
	if err != nil {
		panic(err)
	}
	return s
}

// TestResultsFaults: a fault in a column of results is at its own row, wherever the results are.
func TestResultsFaults(t *testing.T) {
	s := sheets()[5]
	certificate := sheets()[4]
	for i := range s.columns {
		c := &s.columns[i]
		if c.path == ofCertificate || c.path == ofTable || c.path == ofUnit {
			continue
		}
		value, rule := bad(c)
		points := good(s)
		points = append(points, slices.Clone(points[1]))
		points[2][i] = value
		if c.path == ofQuantity || c.path == ofAdjustment {
			points[1][i], points[2][i] = value, points[1][i]
		}
		want := at("results", 3, i)
		if c.path == ofAdjustment || c.path == ofQuantity {
			want = at("results", 2, i)
		}
		book := archive(t, map[string][][]string{"certificates": good(certificate)[:2], "results": points})
		rows := fromBook(t, book)
		if len(rows) != 1 {
			t.Fatalf("%d rows", len(rows))
		}
		ok := false
		for _, f := range faults(rows[0]) {
			ok = ok || f.Path == want && f.Rule == rule
		}
		if !ok && c.path != ofQuantity {
			t.Errorf("%s: nothing of %s at %s: %.400v", c.path, rule, want, faults(rows[0]))
		}
	}
}

func archive(t testing.TB, tables map[string][][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, rows := range tables {
		f, err := w.Create(name + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, text(rows, ',')); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestJoin: results come to their certificates in any order, and what belongs to none is said.
func TestJoin(t *testing.T) {
	certificates, points := [][]string{{"证书编号", "签发日期"}}, [][]string{{"Certificate number", "示值(MPa)", "U", "k"}}
	for _, n := range []string{"1", "2", "3"} {
		certificates = append(certificates, []string{"C" + n, "2024年3月" + n + "日"})
	}
	points = append(points, []string{"Ｃ３", "0.10 ± 0.01 (k=2)", "", ""}, []string{"C1", "1.10", "0.02", "2"}, []string{"", "1.20", "0.02", "2"}, []string{"X", "5", "", ""}, []string{"C3", "0.3", "", ""})
	rows := fromBook(t, archive(t, map[string][][]string{"证书": certificates, "结果": points}))
	if len(rows) != 4 {
		t.Fatalf("%d rows", len(rows))
	}
	values := func(r *row.Row) []model.Decimal {
		c := r.Record.(*model.Certificate)
		if len(c.Results) == 0 {
			return nil
		}
		return c.Results[0].Series[0].Columns[0].Values
	}
	got := [][]model.Decimal{values(rows[0]), values(rows[1]), values(rows[2])}
	if d := cmp.Diff([][]model.Decimal{{"1.10", "1.20"}, nil, {"0.10", "0.3"}}, got); d != "" {
		t.Error(d)
	}
	if c := rows[0].Record.(*model.Certificate); c.IssuedAt != "2024-03-01" || c.Results[0].Series[0].Columns[0].Units[0].UCUM != "MPa" {
		t.Errorf("%+v", c)
	}
	if rows[3].Record != nil || rows[3].Findings[0].Rule != ruleOrphan.ID || rows[3].Findings[0].Path != "结果!A5" {
		t.Errorf("%+v", rows[3].Findings)
	}
}

// TestOneFile: a table of certificates may have its results beside them, a row a point.
func TestOneFile(t *testing.T) {
	rows := fromCSV(t, "检定证书一览表\n备注,未知列,证书编号,标称值,示值/kPa,签发日期\na,x,C1,1.0,1.01,2024/3/5\n,,,2.0,2.02,\n,,C2,1,1.5,20240306\n")
	if len(rows) != 2 {
		t.Fatalf("%d rows", len(rows))
	}
	c := rows[0].Record.(*model.Certificate)
	if d := cmp.Diff([]model.Decimal{"1.01", "2.02"}, c.Results[0].Series[0].Columns[1].Values); d != "" || c.IssuedAt != "2024-03-05" {
		t.Error(d, c.IssuedAt)
	}
	if rows[0].Findings[0].Rule != ruleHeader.ID || rows[0].Findings[0].Path != "B2" || rows[0].Line != 3 || rows[1].Line != 5 {
		t.Errorf("%+v", rows[0].Findings)
	}
}

// TestWorkbookCells: numbers are what their cells show, and days what their numbers mean.
func TestWorkbookCells(t *testing.T) {
	for _, from1904 := range []bool{false, true} {
		f := excelize.NewFile()
		if from1904 {
			yes := true
			if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
				t.Fatal(err)
			}
		}
		two, _ := f.NewStyle(&excelize.Style{NumFmt: 2})
		date, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
		serial := 45356 // 2024-03-05
		if from1904 {
			serial -= 1462
		}
		for cell, v := range map[string]any{"A1": "证书编号", "B1": "签发日期", "C1": "示值", "D1": "标称值", "E1": "有效期至", "F1": "修订号",
			"A2": "C1", "B2": serial, "C2": 0.1, "D2": 0.1 + 0.2, "E2": serial, "F2": 3} {
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(f.SetCellStyle("Sheet1", "C2", "C2", two), f.SetCellStyle("Sheet1", "E2", "E2", date)); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		rows := fromBook(t, b.Bytes())
		if len(rows) != 1 || len(rows[0].Findings) > 0 {
			t.Fatalf("%+v", rows)
		}
		c := rows[0].Record.(*model.Certificate)
		columns := c.Results[0].Series[0].Columns
		if c.IssuedAt != "2024-03-05" || c.ValidUntil != "2024-03-05" || c.Revision != "3" || columns[0].Values[0] != "0.3" || columns[1].Values[0] != "0.10" {
			t.Errorf("%s %s %s %v %v", c.IssuedAt, c.ValidUntil, c.Revision, columns[0].Values, columns[1].Values)
		}
	}
}

func TestQuantity(t *testing.T) {
	for text, want := range map[string]string{
		"10.002 ± 0.005 (k=2)": "10.002 | EXPANDED 0.005 2", "10.002 ± 0.005 (k=2)　": "10.002 | EXPANDED 0.005 2", "(10.002±0.005) mm, k=2": "10.002 mm EXPANDED 0.005 2",
		"10.0021(12)": "10.0021 | STANDARD 0.0012 ", "10.0021(12) mm": "10.0021 mm STANDARD 0.0012 ", "１０．００２１（１２）ｍｍ": "10.0021 mm STANDARD 0.0012 ",
		"20.1℃": "20.1 °C", "55 %RH": "55 %", "0.10": "0.10 |", "-0.10 MPa": "-0.10 MPa", "－0.10": "-0.10 |", "1,000.50": "1000.50 |", "1.2×10⁻³ m": "1.2e-3 m",
		"1.2×10^-3 m": "1.2e-3 m", "20.1 ℃ ± 0.3 ℃ (k=2)": "20.1 °C EXPANDED 0.3 2", "100 V ± 0.5 % (k=2)": "100 V EXPANDED 0.005 2", "12(3)": "12 | STANDARD 3 ",
		"10 mm/s": "10 mm/s", "+5": "+5 |", "5e3": "5e3 |", "10.0 ± 0.5": "10.0 | EXPANDED 0.5 ",
	} {
		q, ok := quantity(text)
		if !ok {
			t.Errorf("%q is not read", text)
			continue
		}
		got := string(q.Value) + " " + q.Unit.Symbol
		if q.Unit == (model.Unit{}) {
			got += "|"
		}
		if u := q.Uncertainty; u != nil {
			got += " " + string(u.Kind) + " " + string(u.Value) + " " + string(u.CoverageFactor)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"", "about 5", "5 mm ± 3 µm", "± 3", "1.2.3", "5 ± ", "k=2", "5 (k=2)", "1,00", "10(1) ± 2"} {
		if q, ok := quantity(text); ok {
			t.Errorf("%q is read as %+v", text, q)
		}
	}
}

func TestDays(t *testing.T) {
	for text, want := range map[string]model.Date{"2024年3月5日": "2024-03-05", "2024/3/5": "2024-03-05", "20240305": "2024-03-05", "2024-03-05": "2024-03-05", "2024.3.5": "2024-03-05",
		"２０２４年０３月０５日": "2024-03-05", "2024-03-05 10:20:30": "2024-03-05", "2024-02-30": "", "05/03/2024": "", "45356": "", "2024年13月1日": ""} {
		if got, ok := day(text, false, false); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %s %t", text, got, ok)
		}
	}
	for serial, want := range map[string]model.Date{"1": "1900-01-01", "59": "1900-02-28", "60": "", "61": "1900-03-01", "45356": "2024-03-05", "45356.75": "2024-03-05", "20240305": "2024-03-05", "-1": "", "3000000": ""} {
		if got, ok := day(serial, true, false); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %s %t", serial, got, ok)
		}
	}
}

// TestMended: what is rejected is written in its own form, and read again as it was.
func TestMended(t *testing.T) {
	var book bytes.Buffer
	if err := WriteTemplate(&book, time.Now()); err != nil {
		t.Fatal(err)
	}
	for name, mend := range map[string]func(io.Writer, Rows) error{"book": MendBook, "csv": MendCSV} {
		rows := fromBook(t, book.Bytes())
		if name == "csv" {
			rows = fromCSV(t, text(good(sheets()[2]), ','))
		}
		n := 0
		var out bytes.Buffer
		err := mend(&out, func() (*model.RejectedRow, error) {
			if n == len(rows) {
				return nil, io.EOF
			}
			n++
			return &model.RejectedRow{Number: n, Raw: rows[n-1].Raw, Findings: []model.Finding{{Path: "A1", Message: model.Text{En: "wrong", Zh: "错误"}}}}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var again []*row.Row
		if name == "csv" {
			if !strings.Contains(out.String(), "A1: 错误 wrong") {
				t.Error(out.String())
			}
			again = fromCSV(t, out.String())
		} else {
			again = fromBook(t, out.Bytes())
		}
		if len(again) != len(rows) {
			t.Fatalf("%s: %d rows of %d", name, len(again), len(rows))
		}
		for i := range rows {
			if !reflect.DeepEqual(rows[i].Record, again[i].Record) || len(again[i].Findings) > 0 {
				t.Errorf("%s: %+v is not %+v: %v", name, again[i].Record, rows[i].Record, again[i].Findings)
			}
		}
	}
}

// TestMarked: a marking anywhere in a row is seen, and one above the header is of all of it.
func TestMarked(t *testing.T) {
	if rows := fromCSV(t, "证书编号,签发日期,别的\nC1,2024-03-05,\nC2,2024-03-05,机密\n"); rows[0].Classified || !rows[1].Classified {
		t.Error("a marked cell is not seen")
	}
	if _, err := ReadCSV(strings.NewReader("密级：机密\n证书编号,签发日期\n")); !errors.Is(err, row.ErrMarked) {
		t.Error(err)
	}
}

func FuzzCSV(f *testing.F) {
	f.Add("证书编号,示值,签发日期\nC1,1 ± 2,2024-03-05\n")
	f.Add("\ufeff姓名;工号\n张;1\n\"")
	f.Add("环境编号\t温度\nE\t20 °C\n")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ReadCSV(strings.NewReader(text))
		if err != nil {
			return
		}
		for {
			found, err := r.Next()
			if err != nil {
				return
			}
			faults(found)
			if found.Record == nil && !model.Grave(found.Findings) {
				t.Error("a row without a record has no fault")
			}
		}
	})
}

func FuzzBook(f *testing.F) {
	var book, tables bytes.Buffer
	if err := errors.Join(WriteTemplate(&book, time.Now()), WriteCSVTemplate(&tables, time.Now())); err != nil {
		f.Fatal(err)
	}
	f.Add(book.Bytes())
	f.Add(tables.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := ReadBook(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			return
		}
		for {
			found, err := r.Next()
			if err != nil {
				return
			}
			faults(found)
		}
	})
}

func FuzzQuantity(f *testing.F) {
	f.Add("10.002 ± 0.005 (k=2)")
	f.Add("10.0021(12) mm")
	f.Fuzz(func(t *testing.T, text string) {
		if q, ok := quantity(text); ok && !q.Value.Valid() {
			t.Errorf("%q: %+v", text, q)
		}
		day(text, true, false)
	})
}
