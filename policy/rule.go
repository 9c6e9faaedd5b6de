package policy

import (
	"fmt"
	"slices"
	"strings"

	"metrograph/model"
)

// rule is a compiled rule.
type rule struct {
	row
	roles   model.RoleSet // that Casbin gives the rule to
	kinds   kindSet
	actions actionSet
	deny    bool
	fields  [kindCount]model.FieldSet
	when    []branch // it holds where any of them does
}

// compileRule compiles a rule as Casbin returns it. The error says what is wrong with it.
func compileRule(r row, e *enforcer) (*rule, error) {
	c := &rule{row: r}
	kinds, err := list(r.cols[colKinds], "kind", texts(model.Kinds()), e.kinds)
	if err != nil {
		return nil, err
	}
	actions, err := list(r.cols[colActions], "action", texts(model.Action("").Values()), nil)
	if err != nil {
		return nil, err
	}
	for _, k := range kinds {
		c.kinds |= 1 << kindIndex(model.Kind(k))
	}
	for _, a := range actions {
		c.actions |= 1 << actionIndex(model.Action(a))
	}
	if c.when, err = parseCondition(r.cols[colCondition]); err != nil {
		return nil, err
	}
	return c, c.compileEffect(e.fields)
}

func (c *rule) compileEffect(groups map[string][]string) error {
	switch c.cols[colEffect] {
	case "allow":
	case "deny":
		c.deny = true
		if c.cols[colFields] != "*" {
			return fmt.Errorf("a deny hides the whole record, so its fields column is *: to hide a field, let no rule show it")
		}
	default:
		return fmt.Errorf("the effect is allow or deny, not %s", clip(c.cols[colEffect]))
	}
	steps, err := parseFields(c.cols[colFields], groups)
	if err != nil {
		return err
	}
	kinds := c.kindList()
	for _, k := range kinds {
		c.fields[kindIndex(k)] = fieldSet(steps, k)
	}
	return checkFieldNames(steps, kinds)
}

// kindList is the kinds of the rule.
func (c *rule) kindList() []model.Kind {
	return slices.DeleteFunc(model.Kinds(), func(k model.Kind) bool { return c.kinds&(1<<kindIndex(k)) == 0 })
}

// concerns tells whether the rule is about an action on a kind, by their positions.
func (c *rule) concerns(action, kind int) bool {
	return c.actions&(1<<action) != 0 && c.kinds&(1<<kind) != 0
}

// shown is the fields that the rule shows to who does the action on a record of the kind.
func (c *rule) shown(action model.Action, kind int) model.FieldSet {
	if !showsFields(action) {
		return model.AllFields
	}
	return c.fields[kind]
}

// bind returns the clauses that the rule comes to for a caller.
func (c *rule) bind(s *subject) []clause {
	var clauses []clause
	for _, b := range c.when {
		if bound, ok := s.bind(b); ok {
			clauses = append(clauses, bound)
		}
	}
	return clauses
}

// holds tells whether the rule holds for a record.
func (c *rule) holds(s *subject, f *model.Facts) bool {
	code := encode(f)
	return slices.ContainsFunc(c.bind(s), func(b clause) bool { return b.holds(f, code) })
}

// institutions returns whom the rule is for, when it is for members of certain institutions
// only, as those of agreements are; nil when it may be for anybody.
func (c *rule) institutions() []string {
	var all []string
	for _, b := range c.when {
		i := slices.IndexFunc(b.caller, func(t callerTest) bool { return t.of == callerInstitution && !t.not })
		if i < 0 {
			return nil
		}
		all = union(all, b.caller[i].in)
	}
	return all
}

// text is the rule in words close to its line.
func (c *rule) text() string {
	return strings.Join([]string{c.cols[colRole], c.cols[colKinds], c.cols[colActions], c.cols[colCondition]}, ", ")
}
