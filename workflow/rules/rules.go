package rules

import (
	"slices"
	"sync"

	"metrograph/model"
	"metrograph/workflow/rule"
	"metrograph/workflow/rules/gbt36344"
	"metrograph/workflow/rules/house"
	"metrograph/workflow/rules/ilacp14"
	"metrograph/workflow/rules/iso17025"
	"metrograph/workflow/rules/jjf1094"
)

// All lists every rule.
func All() []rule.Rule {
	list := set().list
	all := make([]rule.Rule, len(list))
	for i, r := range list {
		all[i] = *r.Rule
	}
	return all
}

// Reads is the fields of certificates that the rules look at.
func Reads() model.FieldSet { return set().reads }

// bound is a rule with the fields that it reads as a set.
type bound struct {
	*rule.Rule
	reads model.FieldSet
}

type ruleSet struct {
	list  []bound
	reads model.FieldSet
}

var set = sync.OnceValue(func() *ruleSet {
	s := &ruleSet{}
	for _, r := range slices.Concat(iso17025.Rules(), ilacp14.Rules(), jjf1094.Rules(), gbt36344.Rules(), house.Rules()) {
		reads, known := model.Fields(model.KindCertificate, r.Reads...)
		if !known {
			panic("rule " + r.ID + " reads a field that certificates do not have")
		}
		s.list = append(s.list, bound{&r, reads})
		s.reads |= reads
	}
	// What a certificate is recorded by is looked at where the record has no creation yet.
	s.reads |= fieldsOf("id", "provenance")
	return s
})

func fieldsOf(names ...string) model.FieldSet {
	set, _ := model.Fields(model.KindCertificate, names...)
	return set
}

// Evaluation is what the rules come to on a certificate.
type Evaluation struct {
	Findings []rule.Finding
	Quality  Quality
	Applied  map[string]int // rules by norm, but for those of severity INFO
}

// Evaluate looks at a certificate by every rule. A rule that reads a field which is masked in
// the record does not apply. Related is nil where there is nothing but the certificate.
func Evaluate(c *model.Certificate, related rule.Related) Evaluation {
	e := Evaluation{Quality: Quality{Certificates: 1}, Applied: map[string]int{}}
	for _, r := range set().list {
		if c.Masked&r.reads != 0 {
			continue
		}
		verdict := r.Judge(c, related)
		e.Findings = append(e.Findings, verdict.Findings...)
		e.Quality.count(r.Rule, verdict)
		if verdict.Applies && r.Severity != model.SeverityInfo {
			e.Applied[r.Norm]++
		}
	}
	return e
}

// Tell is the evaluation as the API has it.
func (e *Evaluation) Tell() model.CertificateEvaluation {
	told := model.CertificateEvaluation{Findings: make([]model.QualityFinding, len(e.Findings)), Quality: e.Quality.Tell()}
	for i := range e.Findings {
		told.Findings[i] = e.Findings[i].Tell()
	}
	return told
}
