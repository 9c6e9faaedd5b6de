package rules

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"metrograph/model"
	"metrograph/workflow/rule"
)

// Quality is how many of the demands on certificates apply and are met. Its scores are ratios
// as ISO/IEC 25024:2015 and GB/T 36344-2018 have them, X = A / B: of the B rules that apply,
// A are met. A rule of severity INFO does not count.
type Quality struct {
	Certificates int
	tallies      [4]tally // by dimension, in their order
	unmet        map[*rule.Rule]int
}

type tally struct{ applied, met int }

// Loss is what a rule that is not met takes from the score.
type Loss struct {
	Rule         *rule.Rule
	Certificates int     // that do not meet it
	Points       float64 // of 100; all losses and the score are 100 together
}

func dimensions() []model.QualityDimension { return model.QualityDimension("").Values() }

func (q *Quality) count(r *rule.Rule, v rule.Verdict) {
	if !v.Applies || r.Severity == model.SeverityInfo {
		return
	}
	t := &q.tallies[slices.Index(dimensions(), r.Dimension)]
	t.applied++
	if len(v.Findings) == 0 {
		t.met++
		return
	}
	if q.unmet == nil {
		q.unmet = map[*rule.Rule]int{}
	}
	q.unmet[r]++
}

// Add counts the certificates of another quality too.
func (q *Quality) Add(other *Quality) {
	q.Certificates += other.Certificates
	for i := range q.tallies {
		q.tallies[i].applied += other.tallies[i].applied
		q.tallies[i].met += other.tallies[i].met
	}
	for r, n := range other.unmet {
		if q.unmet == nil {
			q.unmet = map[*rule.Rule]int{}
		}
		q.unmet[r] += n
	}
}

// Of is the score of a dimension from 0 to 100; it is not known where no rule applies.
func (q *Quality) Of(d model.QualityDimension) (score float64, known bool) {
	t := q.tallies[slices.Index(dimensions(), d)]
	if t.applied == 0 {
		return 0, false
	}
	return 100 * float64(t.met) / float64(t.applied), true
}

// Score is the mean of the scores of the dimensions that are known.
func (q *Quality) Score() (score float64, known bool) {
	n := q.known()
	for _, d := range dimensions() {
		part, _ := q.Of(d)
		score += part
	}
	return score / float64(max(n, 1)), n > 0
}

// known is how many dimensions have a score.
func (q *Quality) known() int {
	n := 0
	for _, t := range q.tallies {
		if t.applied > 0 {
			n++
		}
	}
	return n
}

// Lowering lists what lowers the score, the most first.
func (q *Quality) Lowering() []Loss {
	losses := make([]Loss, 0, len(q.unmet))
	for r, n := range q.unmet {
		applied := q.tallies[slices.Index(dimensions(), r.Dimension)].applied
		losses = append(losses, Loss{r, n, 100 * float64(n) / float64(applied*q.known())})
	}
	slices.SortFunc(losses, func(a, b Loss) int {
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Rule.ID, b.Rule.ID))
	})
	return losses
}

// Tell is the quality as the API has it.
func (q *Quality) Tell() model.Quality {
	told := model.Quality{Certificates: q.Certificates, Score: rounded(q.Score()), Lowering: []model.QualityLoss{},
		Completeness: rounded(q.Of(model.QualityCompleteness)), Consistency: rounded(q.Of(model.QualityConsistency)),
		Timeliness: rounded(q.Of(model.QualityTimeliness)), Traceability: rounded(q.Of(model.QualityTraceability))}
	for _, loss := range q.Lowering() {
		told.Lowering = append(told.Lowering, model.QualityLoss{Rule: loss.Rule.ID, Dimension: loss.Rule.Dimension,
			Certificates: loss.Certificates, Points: model.Decimal(strconv.FormatFloat(loss.Points, 'f', 2, 64))})
	}
	return told
}

// rounded is a score as a whole number: 100 only where nothing lowers it.
func rounded(score float64, known bool) *int {
	if !known {
		return nil
	}
	whole := 100
	if score < 100 {
		whole = min(int(math.Round(score)), 99)
	}
	return &whole
}
