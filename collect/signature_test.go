package collect

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// count is how many findings of a rule a document has, with their severity.
func count(f FileReport, rule string) (n int, severity model.Severity) {
	for _, finding := range f.Findings {
		if finding.Rule == rule {
			n, severity = n+1, finding.Severity
		}
	}
	return n, severity
}

// TestSignaturesStayWithTheCertificate: what was found of a signature is kept and told, and
// refuses the document where the node wants that.
func TestSignaturesStayWithTheCertificate(t *testing.T) {
	failed := model.Signature{State: model.SignatureFailed, Faults: []model.SignatureFault{model.FaultAltered, model.FaultExpired}}
	for _, c := range []struct {
		name     string
		found    *model.Signature
		strict   bool
		outcome  Outcome
		rule     string
		severity model.Severity
	}{
		{"verified", &model.Signature{State: model.SignatureVerified, Signer: "CN=signer"}, true, Created, ruleSigned.id, model.SeverityInfo},
		{"not verified", &failed, false, Created, ruleSignature.id, model.SeverityWarning},
		{"not verified, and the node is strict", &failed, true, Rejected, ruleSignature.id, model.SeverityError},
		{"unsigned", &model.Signature{State: model.SignatureNone}, true, Created, "", ""},
		{"not looked at", nil, true, Created, "", ""},
	} {
		n := newNode(t)
		n.signature, n.strict = c.found, c.strict
		report := run1(t, n, Options{}, Bytes("a.xml", []byte(document1(t, thermometer)))).Files[0]
		told, severity := count(report, c.rule)
		if report.Outcome != c.outcome || c.rule != "" && told != 1 || severity != c.severity {
			t.Errorf("%s: %s, %d findings of severity %s", c.name, report.Outcome, told, severity)
		}
		for _, f := range report.Findings {
			if strings.HasPrefix(f.Rule, "collect.signature") && c.rule == "" {
				t.Errorf("%s: %s", c.name, f.Rule)
			}
		}
		kept := of[*model.Certificate](n)
		if c.outcome == Rejected {
			if len(kept) != 0 || len(n.rejected) != 1 {
				t.Errorf("%s: kept %d, rejected %d", c.name, len(kept), len(n.rejected))
			}
			continue
		}
		if len(kept) != 1 || !cmp.Equal(kept[0].Signature, c.found) {
			t.Errorf("%s: the certificate has %+v", c.name, kept[0].Signature)
		}
		if told, _ := count(FileReport{Findings: kept[0].Provenance.Findings}, c.rule); c.rule != "" && told != 1 {
			t.Errorf("%s: the provenance has %d findings", c.name, told)
		}
	}
}

// TestSignaturesOfDCX: exchanges are looked at as certificates of the DCC are.
func TestSignaturesOfDCX(t *testing.T) {
	raw, err := os.ReadFile("dcx/testdata/weights.xml")
	if err != nil {
		t.Fatal(err)
	}
	n := newNode(t)
	n.signature = &model.Signature{State: model.SignatureFailed, Faults: []model.SignatureFault{model.FaultAltered}}
	report := run1(t, n, Options{}, Bytes("a.xml", raw)).Files[0]
	told, severity := count(report, ruleSignature.id)
	if kept := of[*model.Certificate](n); told != 1 || severity != model.SeverityWarning || len(kept) != 1 || !cmp.Equal(kept[0].Signature, n.signature) {
		t.Errorf("%d findings, %d certificates", told, len(kept))
	}
}

// TestImportsTellOfQuality: the job has the warnings of the rules of quality, and the
// certificate, which is evaluated whenever it is asked for, does not.
func TestImportsTellOfQuality(t *testing.T) {
	n := newNode(t)
	report := run1(t, n, Options{}, Bytes("a.xml", []byte(document1(t, thermometer)))).Files[0]
	rules := func(list []model.Finding) (found []string) {
		for _, f := range list {
			if strings.HasPrefix(f.Rule, "iso17025.") || strings.HasPrefix(f.Rule, "ilacp14.") {
				if found = append(found, f.Rule); f.Severity != model.SeverityWarning || f.Clause == "" || f.Message.Zh == "" || f.Message.En == "" {
					t.Errorf("%+v", f)
				}
			}
		}
		return found
	}
	if told := rules(report.Findings); len(told) == 0 {
		t.Error("the report has no findings of quality")
	}
	if kept := rules(of[*model.Certificate](n)[0].Provenance.Findings); len(kept) > 0 {
		t.Errorf("the certificate keeps %v", kept)
	}
	if job := n.jobs[len(n.jobs)-1]; len(rules(job.Findings)) == 0 {
		t.Error("the job has no findings of quality")
	}
}
