// Package sheet computes the evaluator's sheet: what an expert is given to judge a certificate
// or a data set by. Each file asks one question of a certificate, with the norm that it comes
// from, and answers it from records as the reader may see them. Nothing is typed, and what
// cannot be known is said to be so instead of being assumed.
package sheet

import (
	"math"
	"slices"
	"strconv"

	"metrograph/model"
	"metrograph/workflow/rule"
)

// Material is what the sheet of a certificate is computed from: records as the reader may see
// them.
type Material struct {
	Certificate *model.Certificate
	Related     rule.Related
	Issuer      *model.Institution // nil where it is not there for the reader
	Instruments map[model.ID]*model.Instrument
	Links       []*Link              // of the traceability chain, those nearest to the certificate first
	Earlier     []*model.Certificate // of the same instrument
}

// Of asks every question of a certificate.
func Of(m *Material) []model.SheetLine {
	var lines []model.SheetLine
	lines = append(lines, findings(m)...)
	for _, ask := range []func(*Material) model.SheetLine{
		measured, units, chain, standards, capability, reference, history, independence, separation,
	} {
		lines = append(lines, ask(m))
	}
	return lines
}

// asked is a question before it is answered. The certificate's fields that it reads are
// looked at only where the reader may see all of them.
type asked struct {
	topic    model.SheetTopic
	criteria []model.EvaluationCriterion
	norm     string
	clause   string
	text     model.Text
	reads    []string
}

// line is the answer as long as nothing is known, and whether the reader may be told more.
func (m *Material) line(q asked) (l model.SheetLine, open bool) {
	l = model.SheetLine{Topic: q.topic, Criteria: q.criteria, Norm: q.norm, Clause: q.clause, Asked: q.text,
		Outcome: model.SheetNotApplicable, Records: []model.ID{m.Certificate.ID}}
	if open = rule.Open(m.Certificate, q.reads...); !open {
		l.Found = model.Text{En: "What the question is about is not open to the reader.", Zh: "所涉内容对阅读者不可见。"}
	}
	return l, open
}

// maxRecords is how many records a line names at most.
const maxRecords = 100

// rests notes records that a line rests on, each once.
func rests(l *model.SheetLine, ids ...model.ID) {
	for _, id := range ids {
		if id != "" && len(l.Records) < maxRecords && !slices.Contains(l.Records, id) {
			l.Records = append(l.Records, id)
		}
	}
}

// number writes a number of the sheet with six digits; empty for one that is none.
func number(x float64) model.Decimal {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	return model.Decimal(strconv.FormatFloat(x, 'g', 6, 64))
}

// count is a number of things in a sentence.
func count(n int) string { return strconv.Itoa(n) }
