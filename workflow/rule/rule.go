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
	Severity  model.Severity // WARNING lowers the score, INFO does not
	Dimension Dimension      // of the quality that it is about
	Reads     []string       // fields of the certificate; a caller for whom one is masked is told nothing
	Related   bool           // it looks at other records as well
	Message   model.Text
	Remedy    model.Text
	Check     func(*Case)
}

// Dimension is a side of the quality of data.
type Dimension string

const (
	Completeness Dimension = "COMPLETENESS" // 完整性
	Consistency  Dimension = "CONSISTENCY"  // 一致性
	Timeliness   Dimension = "TIMELINESS"   // 时效性
	Traceability Dimension = "TRACEABILITY" // 溯源性
)

// Dimensions lists the dimensions, in a fixed order.
func Dimensions() []Dimension {
	return []Dimension{Completeness, Consistency, Timeliness, Traceability}
}

// Finding says where a certificate does not meet a rule.
type Finding struct {
	Rule    *Rule
	Path    string
	Message model.Text
	Remedy  model.Text
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
