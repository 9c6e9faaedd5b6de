package collect

import (
	"encoding/json"
	"strings"
	"testing"

	"metrograph/model"
)

func sampleReport() Report {
	warning := model.Finding{Rule: "unit.syntax", Severity: model.SeverityWarning, Line: 7, Message: model.Text{En: "A bad unit.", Zh: "单位有误。"}}
	info := model.Finding{Rule: "dcc.unmapped", Severity: model.SeverityInfo, Line: 9, Message: model.Text{En: "Kept.", Zh: "保留。"}}
	var r Report
	r.add(FileReport{Name: "一号.xml", Outcome: Created, Number: "N-1", Tables: 2, Rows: 17, Findings: []model.Finding{warning, info, info}})
	r.add(FileReport{Name: "b.xml", Outcome: Rejected, Code: model.CodeInvalid,
		Findings: []model.Finding{{Rule: "xml.malformed", Severity: model.SeverityError, Message: model.Text{En: "No XML.", Zh: "不是 XML。"}}}})
	r.Seconds, r.PeakMemoryBytes = 1.25, 30<<20
	return r
}

func TestTable(t *testing.T) {
	var out strings.Builder
	if err := sampleReport().WriteTable(&out); err != nil {
		t.Fatal(err)
	}
	const want = `
文件 File  结果 Outcome  证书 Certificate  表 Tables  行 Rows  错误 Errors  警告 Warnings  提示 Notes
一号.xml   CREATED       N-1                       2       17            0              1           2
b.xml      REJECTED                                0        0            1              0           0
读取 read 2, 新建 created 1, 修改 amended 0, 未变 unchanged 0, 拒绝 rejected 1; 1.2 s, 30 MiB
`
	if got := "\n" + out.String(); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

func TestLines(t *testing.T) {
	r := sampleReport()
	var out strings.Builder
	for _, f := range r.Files {
		out.WriteString(f.String() + "\n")
		if err := f.WriteFindings(&out, model.SeverityWarning, "zh"); err != nil {
			t.Fatal(err)
		}
	}
	const want = `CREATED   一号.xml → N-1 (0/1/2)
一号.xml:7: WARNING unit.syntax: 单位有误。
REJECTED  b.xml [INVALID] (1/0/0)
b.xml: ERROR xml.malformed: 不是 XML。
`
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
}

func TestAdd(t *testing.T) {
	var whole Report
	whole.Add(sampleReport())
	var one Report
	one.add(refusal(0))
	whole.Add(one)
	if whole.Read != 3 || whole.Created != 1 || whole.Rejected != 2 || whole.Files[2].Name != "#3" || whole.PeakMemoryBytes != 30<<20 {
		t.Errorf("%+v", whole)
	}
}

func TestReportJSON(t *testing.T) {
	text, err := json.Marshal(sampleReport())
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"read":2`, `"created":1`, `"outcome":"REJECTED"`, `"code":"INVALID"`, `"line":7`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
}
