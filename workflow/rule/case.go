package rule

import (
	"fmt"

	"metrograph/model"
)

// Related is the other records that rules look at, as far as whoever is told may read them:
// the methods return nil for a record that is not there for them.
type Related interface {
	Record(id model.ID) model.Record
	// Before lists earlier certificates of an instrument, the latest first.
	Before(c *model.Certificate, instrument model.ID) []*model.Certificate
	// Alike lists other certificates with the same number.
	Alike(c *model.Certificate) []*model.Certificate
}

// Case is one certificate before one rule. A rule that never says that it applies, nor fails,
// has nothing to say of the certificate, and its score is as if the rule were not there.
type Case struct {
	*model.Certificate
	related  Related
	rule     *Rule
	applies  bool
	failed   int
	findings []Finding
}

// MaxFindings is how many findings of one rule are told of a certificate.
const MaxFindings = 10

// Verdict is what a rule came to.
type Verdict struct {
	Applies  bool
	Findings []Finding
}

// Judge looks at a certificate by the rule; related is nil where there is nothing but the
// certificate, and rules that need more do not apply then.
func (r *Rule) Judge(c *model.Certificate, related Related) Verdict {
	if r.Related && related == nil {
		return Verdict{}
	}
	k := Case{Certificate: c, related: related, rule: r}
	r.Check(&k)
	return Verdict{Applies: k.applies, Findings: k.findings}
}

// Applies says that the rule has something to say of the certificate.
func (c *Case) Applies() { c.applies = true }

// Require says that the rule applies, and fails at the path unless it is met.
func (c *Case) Require(met bool, path string) {
	c.applies = true
	if !met {
		c.Fail(path, "", "")
	}
}

// Fail says that the rule is not met at a path, where a value was found.
func (c *Case) Fail(path, value, want string) {
	c.applies = true
	if c.failed++; c.failed <= MaxFindings {
		c.findings = append(c.findings, c.rule.finding(path, value, want))
	}
}

// Failf fails at a path that is made only where it is told.
func (c *Case) Failf(value, want, path string, args ...any) {
	if c.failed >= MaxFindings {
		c.failed++
		return
	}
	c.Fail(fmt.Sprintf(path, args...), value, want)
}

// Day is the day of the work: the last one on which it was performed, or that of the issue.
func (c *Case) Day() model.Date { return DayOf(c.Certificate) }

// DayOf is the day of a certificate's work.
func DayOf(c *model.Certificate) model.Date {
	for _, d := range [...]model.Date{c.PerformedTo, c.PerformedFrom, c.IssuedAt} {
		if d.Valid() {
			return d
		}
	}
	return ""
}

// InvalidOn says, as a certificate has it, why it was not valid on a day; empty where it was.
func InvalidOn(c *model.Certificate, day model.Date) string {
	switch {
	case c.Status == model.StatusWithdrawn:
		return string(c.Status)
	case c.ValidUntil.Valid() && c.ValidUntil < day:
		return "validUntil " + string(c.ValidUntil)
	case c.IssuedAt.Valid() && c.IssuedAt > day:
		return "issuedAt " + string(c.IssuedAt)
	}
	return ""
}

// Seek returns a record of R's kind by id; nil where there is none for whoever is told.
func Seek[R model.Record](c *Case, id model.ID) (found R, ok bool) {
	if id == "" {
		return found, false
	}
	found, ok = c.related.Record(id).(R)
	return found, ok
}

// Open tells whether fields of a record may be looked at.
func Open(r model.Record, fields ...string) bool {
	set, known := model.Fields(r.Kind(), fields...)
	return known && r.Base().Masked&set == 0
}

// Before lists earlier certificates of an instrument, the latest first.
func (c *Case) Before(instrument model.ID) []*model.Certificate {
	return c.related.Before(c.Certificate, instrument)
}

// Alike lists other certificates with the same number.
func (c *Case) Alike() []*model.Certificate { return c.related.Alike(c.Certificate) }

// Blank tells whether a text says nothing in any language.
func Blank(t *model.Text) bool {
	if t.Zh != "" || t.En != "" {
		return false
	}
	for i := range t.Other {
		if t.Other[i].Text != "" {
			return false
		}
	}
	return true
}
