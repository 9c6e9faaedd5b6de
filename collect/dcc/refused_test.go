package dcc

import (
	"context"
	"strings"
	"testing"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// minimal is a document that is read, to be spoilt in one place.
const minimal = `<d:digitalCalibrationCertificate xmlns:d="https://ptb.de/dcc" xmlns:s="https://ptb.de/si" schemaVersion="3.3.0">
<d:administrativeData>
<d:coreData><d:uniqueIdentifier>N-1</d:uniqueIdentifier>
<d:beginPerformanceDate>2024-01-02</d:beginPerformanceDate></d:coreData>
<d:calibrationLaboratory><d:contact><d:name><d:content>L</d:content></d:name></d:contact></d:calibrationLaboratory>
</d:administrativeData>
<d:measurementResults><d:measurementResult><d:results><d:result><d:data>
<d:quantity refType="basic_measuredValue"><s:real><s:value>1.0</s:value>
<s:unit>\volt</s:unit></s:real></d:quantity>
</d:data></d:result></d:results></d:measurementResult></d:measurementResults>
</d:digitalCalibrationCertificate>`

// TestWrongInput states the finding for each thing that can be wrong, and its line.
func TestWrongInput(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(minimal, old, new, 1) }
	bomb := `<?xml version="1.0"?>` + "\n" + `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>` + "\n" + minimal
	for _, test := range []struct {
		name, document string
		rule           string
		line           int
		refused        bool
	}{
		{"empty", "", "xml.empty", 1, true},
		{"no XML", "number;value\n1;2\n", "xml.malformed", 1, true},
		{"cut off", minimal[:len(minimal)/2], "xml.malformed", 5, true},
		{"not closed", change("</d:coreData>", ""), "xml.malformed", 6, true},
		{"two roots", minimal + "\n<x/>", "xml.malformed", 12, true},
		{"an unknown entity", change("N-1", "&nbsp;"), "xml.malformed", 3, true},
		{"an entity bomb", bomb, "xml.doctype", 2, true},
		{"an external entity", `<!DOCTYPE d SYSTEM "file:///etc/passwd">` + minimal, "xml.doctype", 1, true},
		{"bytes that are not UTF-8", change("N-1", "N\xff"), "xml.malformed", 3, true},
		{"an unknown encoding", `<?xml version="1.0" encoding="klingon"?>` + minimal, "xml.encoding", 1, true},
		{"too deep", strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300), "xml.depth", 1, true},
		{"another root", "\n<certificate/>", "dcc.root", 2, true},
		{"another namespace", change(`"https://ptb.de/dcc"`, `"https://example.org/dcc"`), "dcc.root", 1, true},
		{"too old", change("3.3.0", "1.0.0"), "dcc.version", 1, true},
		{"too old for its namespace", strings.Replace(change(` schemaVersion="3.3.0"`, ` xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="x DCC_v1.7.xsd"`),
			"https://ptb.de/dcc", oldDCC, 1), "dcc.version", 1, true},
		{"of the old namespace without a version", strings.Replace(change(` schemaVersion="3.3.0"`, ""), "https://ptb.de/dcc", oldDCC, 1), "dcc.version.unknown", 1, false},
		{"too new", change("3.3.0", "4.0.0"), "dcc.version", 1, true},
		{"a newer minor version", change("3.3.0", "3.4.0-rc.2"), "dcc.version.new", 1, false},
		{"no version", change(` schemaVersion="3.3.0"`, ""), "dcc.version.unknown", 1, false},
		{"no number", change("<d:uniqueIdentifier>N-1</d:uniqueIdentifier>", ""), "dcc.missing", 3, true},
		{"no laboratory", change("<d:content>L</d:content>", ""), "dcc.missing", 5, true},
		{"no administrative data", strings.ReplaceAll(minimal, "administrativeData", "other"), "dcc.missing", 1, true},
		{"a day that is not", change("2024-01-02", "2024-02-30"), "dcc.date", 4, false},
		{"a date of another form", change("2024-01-02", "02.01.2024"), "dcc.date", 4, false},
		{"no number for a value", change("1.0", "1,0"), "dcc.number", 8, false},
		{"no value", change("<s:value>1.0</s:value>", ""), "dcc.empty", 8, false},
		{"an unknown unit", change(`\volt`, `\foo`), "unit.syntax", 9, false},
		{"a unit that is a sign", change(`\volt`, `\%`), "unit.syntax", 9, false},
		{"an uncertainty of zero", change("</s:unit>", "</s:unit>\n<s:expandedUnc><s:uncertainty>0</s:uncertainty></s:expandedUnc>"), "dcc.uncertainty", 10, false},
		{"a probability in percent", change("</s:unit>", "</s:unit><s:expandedUnc><s:uncertainty>1</s:uncertainty><s:coverageProbability>95</s:coverageProbability></s:expandedUnc>"), "dcc.uncertainty", 9, false},
		{"a role that is not known", change("basic_measuredValue", "ns_x"), "dcc.role", 8, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := readBytes(t, "test.xml", []byte(test.document))
			var found *model.Finding
			for i := range p.Findings {
				if p.Findings[i].Rule == test.rule && found == nil {
					found = &p.Findings[i]
				}
			}
			if found == nil {
				t.Fatalf("no finding %s in %v", test.rule, p.Findings)
			}
			if found.Line != test.line || found.Message.En == "" || found.Message.Zh == "" || strings.Contains(found.Message.En+found.Message.Zh, "%!") {
				t.Errorf("line %d, want %d: %+v", found.Line, test.line, found.Message)
			}
			if grave := model.Grave(p.Findings); grave != test.refused {
				t.Errorf("refused: %t, want %t: %v", grave, test.refused, p.Findings)
			}
			if !test.refused && p.Certificate == nil {
				t.Error("there is no certificate")
			}
		})
	}
}

// TestEncodings reads the same document in other encodings.
func TestEncodings(t *testing.T) {
	latin := `<?xml version="1.0" encoding="ISO-8859-1"?>` + strings.Replace(minimal, "N-1", "N\xe4", 1)
	gbk := `<?xml version="1.0" encoding="GB18030"?>` + strings.Replace(minimal, "N-1", "\xd6\xa4\xca\xe9", 1)
	var utf16 []byte
	for _, c := range "\ufeff" + strings.Replace(minimal, "N-1", "证", 1) {
		utf16 = append(utf16, byte(c), byte(c>>8))
	}
	for want, document := range map[string]string{"Nä": latin, "证书": gbk, "证": string(utf16), "N-1": "\xef\xbb\xbf" + minimal} {
		p := readBytes(t, "test.xml", []byte(document))
		if p.Certificate == nil || p.Certificate.Number != want {
			t.Errorf("%s: %v", want, p.Findings)
		}
		if !Sniff([]byte(document)) {
			t.Errorf("%s is not recognised", want)
		}
	}
}

// TestLimits reads a document that is larger than the limit, and one that is not.
func TestLimits(t *testing.T) {
	for _, test := range []struct {
		limits xmltree.Limits
		rule   string
	}{
		{xmltree.Limits{Bytes: 100}, "xml.size"},
		{xmltree.Limits{Depth: 5}, "xml.depth"},
		{xmltree.Limits{Nodes: 10}, "xml.nodes"},
		{xmltree.Limits{Tag: 50}, "xml.tag"},
	} {
		p, err := Read(context.Background(), "test.xml", []byte(minimal), test.limits)
		if err != nil || len(p.Findings) != 1 || p.Findings[0].Rule != test.rule || p.Certificate != nil {
			t.Errorf("%v: %v %v", test.limits, p.Findings, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, "test.xml", []byte(minimal), xmltree.Limits{}); err == nil {
		t.Error("a cancelled read succeeds")
	}
}

// TestManyLeftovers says that a document with very much that is not known is read, and that
// its record stays small: the rest is an attachment.
func TestManyLeftovers(t *testing.T) {
	unknown := strings.Repeat("<d:new>text</d:new>", 5000) + "<d:big>" + strings.Repeat("x", mapping.MaxExtra) + "</d:big>"
	p := readBytes(t, "test.xml", []byte(strings.Replace(minimal, "<d:measurementResults>", unknown+"<d:measurementResults>", 1)))
	if n := len(p.Certificate.Provenance.Unmapped); n > mapping.MaxExtras+1 {
		t.Errorf("%d parts in the record", n)
	}
	if n := len(p.Findings); n > mapping.MaxFindings+1 {
		t.Errorf("%d findings", n)
	}
	last := p.Files[len(p.Files)-1]
	if last.Attachment.FileName != mapping.RestName || strings.Count(string(last.Content), "<d:new>text</d:new>") != 4000 ||
		!strings.Contains(string(last.Content), strings.Repeat("x", mapping.MaxExtra)) {
		t.Error("the rest is not attached")
	}
}
