package policy

import (
	"metrograph/model"
)

// Effect is what a rule does to a record that it holds for.
type Effect string

const (
	EffectAllow Effect = "allow" // it permits the action and shows every field
	EffectMask  Effect = "mask"  // it permits the action and shows some of the fields
	EffectDeny  Effect = "deny"  // it forbids the action
)

// Trace is one rule that holds for a record.
type Trace struct {
	Rule   string   // where it stands, e.g. policy.csv:12, or agreement agr_…
	Line   int      // in the policy; 0 for an agreement
	Text   string   // role, kinds, actions and condition
	Effect Effect   //
	Fields []string // the fields that it shows
	Masked []string // the fields that it does not show; another rule may
}

// Explain returns the rules that say what the caller may do to a record, in the order of the
// policy. No rule means no access. It tells what the record is like, so it is to be asked
// only of records that the caller may read.
func (g *Grant) Explain(action model.Action, f *model.Facts) []Trace {
	a, k := actionIndex(action), kindIndex(f.Kind)
	if a < 0 || k < 0 {
		return nil
	}
	if g.subject.actions&(1<<a) == 0 {
		return []Trace{{Rule: "credential", Text: "the credential is not good for the action " + string(action), Effect: EffectDeny}}
	}
	var traces []Trace
	for _, r := range g.rules {
		if r.concerns(a, k) && r.holds(&g.subject, f) {
			traces = append(traces, r.trace(action, f.Kind))
		}
	}
	return traces
}

func (c *rule) trace(action model.Action, kind model.Kind) Trace {
	t := Trace{Rule: c.id, Line: c.line, Text: c.text(), Effect: EffectDeny}
	if c.deny {
		return t
	}
	shown := c.shown(action, kindIndex(kind))
	t.Fields, t.Masked = shown.Names(kind), (^shown).Names(kind)
	t.Effect = EffectAllow
	if len(t.Masked) > 0 {
		t.Effect = EffectMask
	}
	return t
}
