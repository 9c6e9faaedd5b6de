package policy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"metrograph/model"
)

// Report is what a check of a policy says.
type Report struct {
	Name     string    // of the policy
	Findings []Finding // in the order of the lines
	Matrix   string    // what the policy comes to; empty if it cannot be compiled
}

// OK tells whether the policy can be used; there may still be warnings.
func (r Report) OK() bool {
	return !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity == model.SeverityError })
}

// String is the report as text: the findings, one a line, and the matrix.
func (r Report) String() string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s: %s\n", strings.ToLower(string(f.Severity)), f.in(r.Name))
	}
	if len(r.Findings) > 0 && r.Matrix != "" {
		b.WriteString("\n")
	}
	return b.String() + r.Matrix
}

// Check says what is wrong with a policy, what may be a mistake, and what it comes to. It
// compares the compiled table with Casbin's own answers, so it takes some seconds.
func Check(src Source) Report {
	report := Report{Name: src.name()}
	p, err := Load(src)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		report.Findings = refusal.Findings
		return report
	}
	n := &notes{list: p.findings()}
	report.Matrix = p.checkedMatrix(n)
	sortFindings(n.list)
	report.Findings = n.list
	return report
}

// findings is what may be a mistake in a policy that can be used.
func (p *Policy) findings() []Finding {
	t := p.now.Load()
	n := &notes{list: slices.Clone(t.warnings)}
	for _, c := range t.rules {
		t.lint(c, n)
	}
	t.lintGroups(n)
	sortFindings(n.list)
	return n.list
}

// checkedMatrix is the access matrix, with an error noted if Casbin would not write the same.
func (p *Policy) checkedMatrix(n *notes) string {
	if err := p.SetAgreements([]*model.Agreement{MatrixAgreement()}, "2000-01-01"); err != nil {
		n.err(0, "%s", err)
	}
	compiled, _ := Matrix(p.Compiled) // the table always answers
	live, err := Matrix(p.Live)
	if err != nil {
		n.err(0, "%s", err)
	} else if live != compiled {
		n.err(0, "the compiled table and Casbin differ on this policy: this is a defect of Metrograph, please report it")
	}
	return compiled
}

// lint warns of a rule that is of no use or dangerous.
func (t *table) lint(c *rule, n *notes) {
	if c.deny {
		return
	}
	for _, other := range t.rules {
		switch {
		case other == c:
		case other.deny && other.includes(c, false):
			n.warn(c.line, "leave it out, or narrow the deny", "the rule never takes effect: line %d denies all of it", other.line)
		case !other.deny && other.includes(c, true) && (!c.includes(other, true) || other.line < c.line):
			n.warn(c.line, "leave it out", "the rule adds nothing to line %d", other.line)
		}
	}
	if c.cols[colRole] == string(model.RoleAnyone) && c.showsPersonal() {
		n.warn(c.line, "take away person and personnel", "the rule shows personal data to everybody")
	}
}

// includes tells whether the rule holds for every caller and record that the other holds for
// and, if it matters, shows what the other shows.
func (c *rule) includes(other *rule, fields bool) bool {
	forAll := c.cols[colRole] == string(model.RoleAnyone)
	if !forAll && other.roles&^c.roles != 0 || other.kinds&^c.kinds != 0 || other.actions&^c.actions != 0 {
		return false
	}
	for k := range kindCount {
		if fields && other.kinds&(1<<k) != 0 && !c.fields[k].Has(other.fields[k]) {
			return false
		}
	}
	for _, b := range other.when {
		if !slices.ContainsFunc(c.when, func(wider branch) bool { return wider.includes(b) }) {
			return false
		}
	}
	return true
}

func (b branch) includes(other branch) bool {
	for _, l := range b.links {
		if !slices.Contains(other.links, l) {
			return false
		}
	}
	for _, t := range b.caller {
		same := func(o callerTest) bool { return o.of == t.of && o.not == t.not && slices.Equal(o.in, t.in) }
		if !slices.ContainsFunc(other.caller, same) {
			return false
		}
	}
	return b.clause.covers(other.clause)
}

// showsPersonal tells whether the rule shows records of persons, or those named in a
// certificate.
func (c *rule) showsPersonal() bool {
	person, certificate := kindIndex(model.KindPerson), kindIndex(model.KindCertificate)
	if c.kinds&(1<<person) != 0 {
		return true
	}
	personnel, _ := model.Fields(model.KindCertificate, "personnel")
	reads := c.actions&^restriction([]model.Action{model.ActionRead, model.ActionCount, model.ActionHistory}) != c.actions
	return reads && c.kinds&(1<<certificate) != 0 && c.fields[certificate].Has(personnel)
}

// lintGroups warns of groups that no rule uses.
func (t *table) lintGroups(n *notes) {
	used := map[string]bool{}
	for _, c := range t.rules {
		for _, w := range strings.Fields(c.cols[colFields]) {
			used[strings.TrimPrefix(w, "-")] = true
		}
		for item := range strings.SplitSeq(c.cols[colKinds], "|") {
			used[item] = true
		}
	}
	for _, groups := range []map[string][]string{t.live.fields, t.live.kinds} {
		for _, name := range slices.Sorted(maps.Keys(groups)) {
			if !used[name] {
				n.warn(0, "leave it out", "no rule uses the group %s", name)
			}
		}
	}
}
