package rule

import (
	"strings"

	"metrograph/model"
)

// Rule is one demand of a norm on a certificate. In the message and the remedy, {value}
// stands for what was found, and {want} for what is expected.
type Rule struct {
	ID        string
	Norm      string // e.g. ISO/IEC 17025:2017
	Clause    string
	Severity  model.Severity         // WARNING lowers the score, INFO does not
	Dimension model.QualityDimension // of the quality that it is about
	Reads     []string               // fields of the certificate; a caller for whom one is masked is told nothing
	Related   bool                   // it looks at other records as well
	Message   model.Text
	Remedy    model.Text
	Check     func(*Case)
}

// Finding says where a certificate does not meet a rule.
type Finding struct {
	Rule    *Rule
	Path    string
	Message model.Text
	Remedy  model.Text
}

// Tell is the finding as an evaluation has it.
func (f *Finding) Tell() model.QualityFinding {
	r := f.Rule
	return model.QualityFinding{Rule: r.ID, Norm: r.Norm, Clause: r.Clause, Severity: r.Severity, Dimension: r.Dimension,
		Path: f.Path, Message: f.Message, Remedy: f.Remedy}
}

// Plain is the finding as those of imports and writes are told.
func (f *Finding) Plain() model.Finding {
	return model.Finding{
		Rule: f.Rule.ID, Severity: f.Rule.Severity, Path: f.Path, Clause: f.Rule.Norm + ", " + f.Rule.Clause,
		Message: model.Text{En: f.Message.En + " " + f.Remedy.En, Zh: f.Message.Zh + f.Remedy.Zh},
	}
}

// maxEcho is how many bytes of a value a message repeats.
const maxEcho = 120

func (r *Rule) finding(path, value, want string) Finding {
	if len(value) > maxEcho {
		value = strings.ToValidUTF8(value[:maxEcho], "") + "…"
	}
	fill := strings.NewReplacer("{value}", value, "{want}", want)
	text := func(t model.Text) model.Text {
		return model.Text{En: fill.Replace(t.En), Zh: fill.Replace(t.Zh)}
	}
	return Finding{Rule: r, Path: path, Message: text(r.Message), Remedy: text(r.Remedy)}
}
