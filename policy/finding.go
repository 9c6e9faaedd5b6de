package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"metrograph/model"
)

// Finding is something to be said about a policy: where, what, and what to do about it.
type Finding struct {
	Line     int // of the rules, from 1; 0 where it concerns the model or an agreement
	Severity model.Severity
	What     string
	Remedy   string // empty where What says it
}

// Refusal is the error of a policy that cannot be compiled. It names every line at fault.
type Refusal struct {
	Name     string // of the policy
	Findings []Finding
}

// Error is one line for each finding: where, what, and what to do.
func (r *Refusal) Error() string {
	lines := make([]string, len(r.Findings))
	for i, f := range r.Findings {
		lines[i] = f.in(r.Name)
	}
	return strings.Join(lines, "\n")
}

// in is the finding as one line of a message.
func (f Finding) in(name string) string {
	where := name
	if f.Line > 0 {
		where = fmt.Sprintf("%s:%d", name, f.Line)
	}
	if f.Remedy == "" {
		return where + ": " + f.What
	}
	return where + ": " + f.What + "; " + f.Remedy
}

// notes collects findings.
type notes struct{ list []Finding }

func (n *notes) err(line int, format string, args ...any) {
	n.list = append(n.list, Finding{Line: line, Severity: model.SeverityError, What: fmt.Sprintf(format, args...)})
}

// check notes an error if there is one.
func (n *notes) check(line int, err error) {
	if err != nil {
		n.err(line, "%s", err)
	}
}

func (n *notes) warn(line int, remedy, format string, args ...any) {
	n.list = append(n.list, Finding{Line: line, Severity: model.SeverityWarning, What: fmt.Sprintf(format, args...), Remedy: remedy})
}

// refusal is the error that the findings amount to: nil where none of them is an error.
func (n *notes) refusal(name string) error {
	grave := slices.DeleteFunc(slices.Clone(n.list), func(f Finding) bool { return f.Severity != model.SeverityError })
	if len(grave) == 0 {
		return nil
	}
	sortFindings(grave)
	return &Refusal{Name: name, Findings: grave}
}

func sortFindings(list []Finding) {
	slices.SortStableFunc(list, func(a, b Finding) int { return cmp.Compare(a.Line, b.Line) })
}
