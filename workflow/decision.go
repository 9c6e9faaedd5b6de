package workflow

import (
	"math/big"
	"time"

	"metrograph/model"
)

// noTime is no time.
var noTime time.Time

// decide is what the reviews come to: for each criterion the mean of the points, and the votes.
func (c *Case) decide() *model.EvaluationDecision {
	d := &model.EvaluationDecision{At: c.At, Reviews: len(c.Reviews), Text: c.Text}
	for _, r := range c.Reviews {
		switch r.Vote {
		case model.VoteInFavour:
			d.InFavour++
		case model.VoteAgainst:
			d.Against++
		case model.VoteAbstain:
			d.Abstained++
		}
	}
	for _, criterion := range model.EvaluationCriterion("").Values() {
		if sum, n := c.points(criterion); n > 0 {
			mean := big.NewRat(sum, n)
			d.Means = append(d.Means, model.CriterionMean{Criterion: criterion, Mean: hundredths(mean), Reviews: int(n)})
		}
	}
	return d
}

func (c *Case) points(of model.EvaluationCriterion) (sum, reviews int64) {
	for _, r := range c.Reviews {
		for _, s := range r.Scores {
			if s.Criterion == of {
				sum, reviews = sum+int64(s.Points), reviews+1
			}
		}
	}
	return sum, reviews
}

// hundredths writes a number that is not negative with two decimals, half to even.
func hundredths(r *big.Rat) model.Decimal {
	scaled := new(big.Rat).Mul(r, big.NewRat(100, 1))
	whole, rest := new(big.Int).QuoRem(scaled.Num(), scaled.Denom(), new(big.Int))
	switch twice := new(big.Int).Lsh(rest, 1); twice.Cmp(scaled.Denom()) {
	case 1:
		whole.Add(whole, big.NewInt(1))
	case 0:
		whole.Add(whole, new(big.Int).And(whole, big.NewInt(1)))
	}
	const digits = 3 // at least: 0.05
	text := whole.String()
	for len(text) < digits {
		text = "0" + text
	}
	return model.Decimal(text[:len(text)-2] + "." + text[len(text)-2:])
}

// favour decides, and refuses where the reviews do not come to what the committee's rule wants.
func (c *Case) favour() error {
	if err := c.close(); err != nil {
		return err
	}
	d := c.decide()
	if d.Reviews < c.Committee.Quorum {
		return refuse("id", "%d reviews are fewer than the quorum of %d: ask more experts, or reject", d.Reviews, c.Committee.Quorum)
	}
	if least, ok := c.Committee.DecisionRule.LeastMean.Rat(); ok {
		for _, m := range d.Means {
			sum, n := c.points(m.Criterion)
			if big.NewRat(sum, n).Cmp(least) < 0 {
				return refuse("id", "the mean for %s is %s, below the committee's %s: reject, or request a revision", m.Criterion, m.Mean, c.Committee.DecisionRule.LeastMean)
			}
		}
	}
	cast := d.InFavour + d.Against
	if least, ok := c.Committee.DecisionRule.LeastShare.Rat(); ok && (cast == 0 || big.NewRat(int64(d.InFavour), int64(cast)).Cmp(least) < 0) {
		return refuse("id", "%d of %d votes are in favour, below the committee's share of %s: reject, or request a revision", d.InFavour, cast, c.Committee.DecisionRule.LeastShare)
	}
	d.Favourable = true
	c.Evaluation.Decision = d
	return nil
}
