package dcc

import (
	"regexp"
	"strings"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// D-SI takes coverage factors from one and probabilities up to one, both without exponents.
var (
	factorForm      = regexp.MustCompile(`^\+?[1-9]\d*(\.\d*)?$`)
	probabilityForm = regexp.MustCompile(`^\+?(0(\.\d*)?|1(\.0*)?)$`)
)

// uncertainty writes the uncertainty of values. What D-SI demands of it and the certificate
// does not state is NaN.
func (d *document) uncertainty(s shape, u *model.ColumnUncertainty) {
	if u == nil || u.Relative {
		return
	}
	d.start(s.name("measurementUncertaintyUnivariate"))
	switch u.Kind {
	case model.UncertaintyStandard:
		d.start(s.name("standardMU"))
		d.decimals(s.name("valueStandardMU"), u.Values)
	case model.UncertaintyInterval:
		d.start(s.name("coverageIntervalMU"))
		d.decimals(s.name("valueStandardMU"), u.Values)
		d.decimals(s.name("intervalMin"), u.Lower)
		d.decimals(s.name("intervalMax"), u.Upper)
		d.decimals(s.name("coverageProbability"), formed(u.Probability, probabilityForm))
	default:
		d.start(s.name("expandedMU"))
		d.decimals(s.name("valueExpandedMU"), u.Values)
		d.decimals(s.name("coverageFactor"), formed(u.CoverageFactor, factorForm))
		d.decimals(s.name("coverageProbability"), formed(u.Probability, probabilityForm))
	}
	if isWord(u.Distribution) {
		d.line(s.name("distribution"), u.Distribution)
	}
	d.end()
	d.end()
}

func isWord(s string) bool { return s != "" && !strings.ContainsFunc(s, blank) }

// formed is a list as D-SI takes it; where it does not take it, it is written beside the
// quantity.
func formed(list []model.Decimal, form *regexp.Regexp) []model.Decimal {
	if matches(list, form) {
		return list
	}
	return nil
}

func matches(list []model.Decimal, form *regexp.Regexp) bool {
	for _, v := range list {
		if v != "" && !form.MatchString(string(v)) {
			return false
		}
	}
	return true
}

// statedTerms are what is to be said of the uncertainty of a column that D-SI does not hold.
func statedTerms(c *model.Column) (terms []string) {
	u := c.Uncertainty
	if u == nil {
		return nil
	}
	if u.Relative || len(c.Values) == 0 {
		terms = append(terms, dccterm.Make(dccterm.Uncertainty, string(u.Kind)))
	}
	if u.Relative {
		terms = append(terms, dccterm.Make(dccterm.Relative, ""))
	}
	if u.Distribution != "" && (u.Relative || len(c.Values) == 0 || !isWord(u.Distribution)) {
		terms = append(terms, dccterm.Make(dccterm.Distribution, u.Distribution))
	}
	return terms
}

// relative writes a relative uncertainty.
func (d *document) relative(s shape, c *model.Column) {
	u := c.Uncertainty
	if u == nil || !u.Relative || len(c.Values) == 0 {
		return
	}
	name := "dcc:relativeUncertaintySingle"
	if s.list {
		name = "dcc:relativeUncertaintyXmlList"
	}
	d.start("dcc:relativeUncertainty")
	d.start(name)
	d.decimals(s.name("value"), u.Values)
	d.leaf(s.name("unit"), `\one`)
	d.end()
	d.end()
}

// beside is a list of numbers that is written beside a quantity, as a quantity of its
// metadata.
type beside struct {
	key    string
	values []model.Decimal
}

// irregular lists the numbers of an uncertainty that D-SI has no place for in its form.
func irregular(c *model.Column) (lists []beside) {
	u := c.Uncertainty
	if u == nil {
		return nil
	}
	alone := u.Relative || len(c.Values) == 0
	add := func(outside bool, key string, values []model.Decimal) {
		if outside && len(values) > 0 {
			lists = append(lists, beside{key, values})
		}
	}
	add(len(c.Values) == 0, dccterm.UncertaintyValue, u.Values)
	add(alone || u.Kind == model.UncertaintyStandard || u.Kind == model.UncertaintyInterval || !matches(u.CoverageFactor, factorForm),
		dccterm.CoverageFactor, u.CoverageFactor)
	add(alone || u.Kind == model.UncertaintyStandard || !matches(u.Probability, probabilityForm),
		dccterm.CoverageProbability, u.Probability)
	add(alone || u.Kind != model.UncertaintyInterval, dccterm.Lower, u.Lower)
	add(alone || u.Kind != model.UncertaintyInterval, dccterm.Upper, u.Upper)
	return lists
}

// irregular writes them.
func (d *document) irregular(lists []beside) {
	if len(lists) == 0 {
		return
	}
	d.start("dcc:measurementMetaData")
	for _, l := range lists {
		d.start("dcc:metaData", marked(dccterm.Uncertainty))
		d.start("dcc:data")
		c := model.Column{Label: dccterm.UncertaintyName(l.key), Values: l.values}
		d.column("dcc:quantity", &c, nil, []string{dccterm.Make(l.key, "")})
		d.end()
		d.end()
	}
	d.end()
}
