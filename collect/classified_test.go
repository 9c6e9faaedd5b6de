package collect

import (
	"encoding/json"
	"strings"
	"testing"

	"metrograph/model"
)

// TestClassified puts markings into a document in every way, and texts that are none.
func TestClassified(t *testing.T) {
	good := document1(t, thermometer)
	with := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the document", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	remark := func(text string) string {
		return with("Bath method", text)
	}
	for _, test := range []struct {
		name, file, document string
		refused              bool
	}{
		{"plain", "a.xml", good, false},
		{"an element", "a.xml", remark("机密"), true},
		{"with brackets", "a.xml", remark("【秘密】"), true},
		{"with a term", "a.xml", remark("机密★10年"), true},
		{"with a star in a text", "a.xml", remark("第 3 份 绝密★长期 共 5 份"), true},
		{"with a label", "a.xml", remark("密级：秘密"), true},
		{"with a label in a text", "a.xml", remark("编号 5，密级: 绝密，共 3 页"), true},
		{"a line of its own", "a.xml", remark("第一行\n 涉密文件 \n第三行"), true},
		{"by character references", "a.xml", remark("&#x673A;&#x5BC6;"), true},
		{"an attribute", "a.xml", with(`refType="gp_bath"`, `refType="gp_bath" level="秘密"`), true},
		{"a comment", "a.xml", with("Invented.", "机密"), true},
		{"an unknown element", "a.xml", with("<dcc:items>", "<dcc:x>机密</dcc:x><dcc:items>"), true},
		{"a flag", "a.xml", with("<dcc:items>", "<dcc:classified>true</dcc:classified><dcc:items>"), true},
		{"a flag attribute", "a.xml", with(`refType="gp_bath"`, `refType="gp_bath" classified="1"`), true},
		{"a flag term", "a.xml", with(`refType="gp_bath"`, `refType="gp_bath basic_classified"`), true},
		{"a document that cannot be read", "a.xml", "<a>机密<b>", true},
		{"a file name", "证书_机密.xml", good, true},
		{"a folder", "/data/涉密/a.xml", good, true},
		{"another encoding", "a.xml", "<?xml version=\"1.0\" encoding=\"GB18030\"?><a>\xbb\xfa\xc3\xdc</a>", true},

		{"a sentence", "a.xml", remark("实验室应为客户保守秘密，涉及机密信息的应当保密。"), false},
		{"a duty", "a.xml", remark("保密"), false},
		{"a trade secret", "a.xml", remark("商业秘密"), false},
		{"not classified", "a.xml", remark("非涉密"), false},
		{"a public level", "a.xml", remark("密级：公开"), false},
		{"precision", "a.xml", remark("精密压力表"), false},
		{"a flag that is not set", "a.xml", with("<dcc:items>", "<dcc:classified>false</dcc:classified><dcc:items>"), false},
		{"a file name with a sentence", "商业秘密管理.xml", good, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			n := newNode(t)
			var seen []Progress
			report := run1(t, n, Options{Progress: func(p Progress) { seen = append(seen, p) }}, Bytes(test.file, []byte(test.document)))
			file := report.Files[0]
			if refused := file.Code == model.CodeClassifiedRefused; refused != test.refused {
				t.Fatalf("refused: %t, %+v", refused, file)
			}
			if !test.refused {
				if file.Outcome != Created {
					t.Errorf("%+v", file)
				}
				return
			}
			if len(n.writes)+len(n.files)+n.calls > 0 {
				t.Error("the node heard of it")
			}
			said, err := json.Marshal([]any{report, seen})
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range []string{test.file, "TEST-T", "Example", "sha256"} {
				if strings.Contains(string(said), part) {
					t.Errorf("the report says %q: %s", part, said)
				}
			}
			if file.Name != "#1" || file.Hash != "" || len(file.Findings) != 1 || file.Findings[0].Line != 0 {
				t.Errorf("%+v", file)
			}
		})
	}
}
