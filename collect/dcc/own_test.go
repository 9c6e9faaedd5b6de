package dcc

import (
	"os"
	"strings"
	"testing"

	"metrograph/model"
)

const ownDocument = "testdata/metrograph-v3.3.xml"

// TestSupplementSetsNoMore tries what a document must not claim of itself: such a patch is left
// over, with a finding.
func TestSupplementSetsNoMore(t *testing.T) {
	raw, err := os.ReadFile(ownDocument)
	if err != nil {
		t.Fatal(err)
	}
	for what, claim := range map[string]string{
		"a status":         `<mg:patch of="certificate" n="0">{"status":"PUBLISHED"}</mg:patch>`,
		"a classification": `<mg:patch of="certificate" n="0">{"classification":"PUBLIC"}</mg:patch>`,
		"an origin":        `<mg:patch of="item" n="0">{"origin":"inst_01jd9y3kq8f7vb2m5n6p7q8r9s"}</mg:patch>`,
		"a public key":     `<mg:patch of="issuer" n="0">{"publicKey":"AAAA"}</mg:patch>`,
		"a wrong value":    `<mg:patch of="certificate" n="0">{"documentType":"PASSPORT"}</mg:patch>`,
		"no JSON":          `<mg:patch of="certificate" n="0">{</mg:patch>`,
		"another shape":    `<mg:patch of="certificate" n="0">{"discipline":["THERMAL"]}</mg:patch>`,
	} {
		p := readBytes(t, "own.xml", []byte(strings.Replace(string(raw), "<mg:patch ", claim+"<mg:patch ", 1)))
		c := p.Certificate
		if c == nil || c.Status != "" || c.Classification != "" || c.Origin != "" || p.Instruments[0].Origin != "" || p.Institutions[0].PublicKey != "" {
			t.Errorf("%s: %+v", what, p)
		}
		left := false
		for _, e := range c.Provenance.Unmapped {
			left = left || strings.Contains(e.Text, claim)
		}
		found := false
		for _, f := range p.Findings {
			found = found || f.Rule == "dcc.supplement" && f.Severity == model.SeverityWarning && f.Line > 0
		}
		if !left || !found {
			t.Errorf("%s is not left over with a finding", what)
		}
	}
}

// TestChangedByHand reads a document of Metrograph that somebody changed: what is not told in
// its way is left over, and what was filled in is read.
func TestChangedByHand(t *testing.T) {
	raw, err := os.ReadFile(ownDocument)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(
		"<dcc:receiptDate>2024-02-26<", "<dcc:receiptDate>2024-02-27<",
		"<dcc:comment>", "<dcc:comment><added>by hand</added>",
		">pass pass pass<", ">pass noPass pass<",
	).Replace(string(raw))
	c := readBytes(t, "own.xml", []byte(changed)).Certificate
	if c.ReceivedAt != "2024-02-27" {
		t.Errorf("received at %s", c.ReceivedAt)
	}
	columns := c.Results[0].Series[0].Columns
	if verdicts := strings.Join(columns[len(columns)-1].Texts, " "); verdicts != "PASS INCONCLUSIVE PASS" {
		t.Errorf("verdicts %s", verdicts)
	}
	var kept strings.Builder
	for _, e := range c.Provenance.Unmapped {
		kept.WriteString(e.Text + "\n")
	}
	for _, text := range []string{"<added>by hand</added>", "pass noPass pass"} {
		if !strings.Contains(kept.String(), text) {
			t.Errorf("%q is nowhere", text)
		}
	}
}
