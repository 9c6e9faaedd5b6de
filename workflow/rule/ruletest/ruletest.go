// Package ruletest holds rules to their examples: each rule has one that it is met by and
// one that it is not.
package ruletest

import (
	"slices"
	"strings"
	"testing"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/workflow/rule"
)

// Example is a certificate before one rule. The certificate is the sample one after the edit;
// Want are the paths at which it fails, none where the rule applies and is met. Silent is an
// example that the rule does not apply to.
type Example struct {
	Rule   string // id without its prefix
	Name   string
	Edit   func(*model.Certificate, *World)
	Want   []string
	Silent bool
}

// World is the other records of an example.
type World struct {
	Records []model.Record
	Earlier []*model.Certificate
	Same    []*model.Certificate
}

// Record finds a record of the world.
func (w *World) Record(id model.ID) model.Record {
	for _, r := range w.Records {
		if r.Base().ID == id {
			return r
		}
	}
	return nil
}

// Before lists the earlier certificates, whatever the instrument.
func (w *World) Before(*model.Certificate, model.ID) []*model.Certificate { return w.Earlier }

// Alike lists the certificates with the same number.
func (w *World) Alike(*model.Certificate) []*model.Certificate { return w.Same }

// Certificate is a certificate that nothing is wrong with.
func Certificate() *model.Certificate {
	return sample.Certificate(func(c *model.Certificate) {
		c.Items[0].Condition = model.Text{En: "good", Zh: "完好"}
	})
}

// Records are those that the certificate refers to.
func Records() []model.Record {
	return []model.Record{sample.Institution(), sample.Person(), sample.Method(), sample.Instrument(), sample.Environment()}
}

// Check runs the examples of a package's rules, and fails for a rule without an example that
// it is met by or without one that it is not met by. The sample certificate is an example too.
func Check(t *testing.T, rules []rule.Rule, examples []Example) {
	t.Helper()
	met, unmet := map[string]bool{}, map[string]bool{}
	for i := range rules {
		r := &rules[i]
		prefix, id, _ := strings.Cut(r.ID, ".")
		written(t, r)
		base := r.Judge(Certificate(), &World{Records: Records()})
		if len(base.Findings) > 0 {
			t.Errorf("%s: the sample certificate fails at %v", r.ID, paths(base))
		}
		met[id] = base.Applies
		for _, e := range examples {
			if e.Rule == id {
				t.Run(prefix+"/"+id+"/"+e.Name, func(t *testing.T) { run(t, r, e) })
				met[id] = met[id] || len(e.Want) == 0 && !e.Silent
				unmet[id] = unmet[id] || len(e.Want) > 0
			}
		}
		if !met[id] || !unmet[id] {
			t.Errorf("%s: has an example that it is met by: %t, that it is not met by: %t", r.ID, met[id], unmet[id])
		}
	}
	for _, e := range examples {
		if _, known := met[e.Rule]; !known {
			t.Errorf("there is no rule %s", e.Rule)
		}
	}
}

func run(t *testing.T, r *rule.Rule, e Example) {
	c, w := Certificate(), &World{Records: Records()}
	e.Edit(c, w)
	if faults := slices.DeleteFunc(c.Validate(), func(f model.Finding) bool { return f.Severity != model.SeverityError }); len(faults) > 0 {
		t.Errorf("the example is no certificate that may be kept: %+v", faults)
	}
	verdict := r.Judge(c, w)
	if verdict.Applies == e.Silent {
		t.Errorf("applies: %t", verdict.Applies)
	}
	if got := paths(verdict); !slices.Equal(got, e.Want) {
		t.Errorf("fails at %q, want %q", got, e.Want)
	}
	for _, f := range verdict.Findings {
		if said := f.Message.En + f.Message.Zh + f.Remedy.En + f.Remedy.Zh; strings.Contains(said, "{") {
			t.Errorf("a place was not filled in: %s", said)
		}
	}
	if r.Related {
		if alone := r.Judge(c, nil); alone.Applies {
			t.Error("the rule applies without the other records that it reads")
		}
	}
}

// written looks at what the rule says of itself.
func written(t *testing.T, r *rule.Rule) {
	t.Helper()
	for what, text := range map[string]string{"norm": r.Norm, "clause": r.Clause, "message": r.Message.En, "消息": r.Message.Zh,
		"remedy": r.Remedy.En, "措施": r.Remedy.Zh} {
		if text == "" {
			t.Errorf("%s has no %s", r.ID, what)
		}
	}
	if _, known := model.Fields(model.KindCertificate, r.Reads...); !known || len(r.Reads) == 0 {
		t.Errorf("%s reads %v", r.ID, r.Reads)
	}
	if r.Severity == model.SeverityError || !slices.Contains(model.QualityDimension("").Values(), r.Dimension) {
		t.Errorf("%s has severity %s and dimension %s", r.ID, r.Severity, r.Dimension)
	}
}

func paths(v rule.Verdict) []string {
	var list []string
	for _, f := range v.Findings {
		list = append(list, f.Path)
	}
	return list
}
