package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/casbin/casbin/v2"
	casbinmodel "github.com/casbin/casbin/v2/model"
	"github.com/casbin/casbin/v2/persist"

	"metrograph/model"
)

// errNoAnswer stands for whatever Casbin reports. Its own error may be a stack trace.
var errNoAnswer = errors.New("policy: Casbin cannot evaluate the rules")

// enforcer is Casbin with a policy in it.
type enforcer struct {
	casbin *casbin.Enforcer
	fields map[string][]string          // of the groups of fields
	kinds  map[string][]string          // of the groups of kinds
	closed map[model.Role]model.RoleSet // for each role, it and all that it has
}

// newEnforcer gives the rows to Casbin. The rows are well formed; the model may be anything.
func newEnforcer(modelText string, rows []row) (*enforcer, error) {
	m, err := loadModel(modelText)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if err := persist.LoadPolicyArray(r.cols, m); err != nil {
			return nil, errNoAnswer
		}
	}
	c, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, errNoAnswer
	}
	if err := c.BuildRoleLinks(); err != nil {
		return nil, errNoAnswer
	}
	e := &enforcer{casbin: c, closed: map[model.Role]model.RoleSet{}}
	if e.fields, err = e.readGroups("g2", parseFieldGroup); err != nil {
		return nil, err
	}
	if e.kinds, err = e.readGroups("g3", parseKindGroup); err != nil {
		return nil, err
	}
	if err := e.readRoles(); err != nil {
		return nil, err
	}
	e.addFunctions()
	return e, nil
}

// loadModel parses a Casbin model and refuses one of another shape than the default's, which
// is what the compiled table stands for.
func loadModel(text string) (casbinmodel.Model, error) {
	m, err := casbinmodel.NewModelFromString(text)
	if err != nil {
		return nil, fmt.Errorf("the model is no Casbin model")
	}
	standard, err := casbinmodel.NewModelFromString(defaultModel)
	if err != nil {
		return nil, errNoAnswer
	}
	for _, section := range []string{"r", "p", "g", "e", "m"} {
		want, have := shape(standard, section), shape(m, section)
		if !slices.Equal(want, have) {
			return nil, fmt.Errorf("the model's section %s cannot become a table: it has to say %s, and says %s",
				section, strings.Join(want, " && "), clip(strings.Join(have, " && ")))
		}
	}
	return m, nil
}

// shape is what a section of a model says, regardless of spaces and, of the matcher, of the
// order of its parts.
func shape(m casbinmodel.Model, section string) []string {
	var parts []string
	for name, a := range m[section] {
		text := name + "=" + strings.Join(strings.Fields(a.Value), "")
		if section != "m" {
			parts = append(parts, text)
			continue
		}
		parts = append(parts, strings.Split(strings.TrimPrefix(text, "m="), "&&")...)
	}
	slices.Sort(parts)
	return parts
}

func (e *enforcer) readGroups(section string, parse func(name, members string) ([]string, error)) (map[string][]string, error) {
	rows, err := e.casbin.GetNamedGroupingPolicy(section)
	if err != nil {
		return nil, errNoAnswer
	}
	groups := map[string][]string{}
	for _, r := range rows {
		names, err := parse(r[0], r[1])
		if err != nil {
			return nil, err
		}
		groups[r[0]] = append(groups[r[0]], names...)
	}
	return groups, nil
}

// readRoles asks Casbin once which roles each role has, because asking is not safe while it
// enforces.
func (e *enforcer) readRoles() error {
	for _, role := range model.Role("").Values() {
		names, err := e.casbin.GetNamedImplicitRolesForUser("g", string(role))
		if err != nil {
			return errNoAnswer
		}
		set := model.Roles(role)
		for _, name := range names {
			set |= model.Roles(model.Role(name))
		}
		e.closed[role] = set
	}
	return nil
}

// close is the roles of a caller with all that they have.
func (e *enforcer) close(set model.RoleSet) model.RoleSet {
	var closed model.RoleSet
	for _, role := range set.List() {
		closed |= e.closed[role]
	}
	return closed
}

// addFunctions gives Casbin the two functions of the matcher.
func (e *enforcer) addFunctions() {
	e.casbin.AddFunction("among", func(args ...any) (any, error) {
		value, list, ok := twoTexts(args)
		return ok && e.among(value, list), nil
	})
	e.casbin.AddFunction("shows", func(args ...any) (any, error) {
		column, field, ok := twoTexts(args)
		return ok && showsField(column, field, e.fields), nil
	})
}

// among tells whether a column of the form a|@group|b, or *, has the value.
func (e *enforcer) among(value, column string) bool {
	if column == "*" {
		return true
	}
	for item := range strings.SplitSeq(column, "|") {
		if item == value || slices.Contains(e.kinds[item], value) {
			return true
		}
	}
	return false
}

func twoTexts(args []any) (a, b string, ok bool) {
	if len(args) != 2 {
		return "", "", false
	}
	a, okA := args[0].(string)
	b, okB := args[1].(string)
	return a, b, okA && okB
}

// implicit returns the rules that a role has, its own and those of the roles that it has.
func (e *enforcer) implicit(role model.Role) ([][]string, error) {
	rules, err := e.casbin.GetImplicitPermissionsForUser(string(role))
	if err != nil {
		return nil, errNoAnswer
	}
	return rules, nil
}

// only replaces all rules by one, for probes.
func (e *enforcer) only(cols []string) error {
	e.casbin.ClearPolicy()
	if _, err := e.casbin.AddPolicy(cols); err != nil {
		return errNoAnswer
	}
	return nil
}

// ask asks Casbin whether the caller may do the action to the record and, where the field is
// not empty, see the field.
func (e *enforcer) ask(s subject, action model.Action, f *model.Facts, field string) (bool, error) {
	ok, err := e.casbin.Enforce(s.request(), object(f), string(action), field)
	if err != nil {
		return false, errNoAnswer
	}
	return ok, nil
}

// request is the caller as conditions see it. What is not known of the caller is nil, which
// equals nothing: otherwise the empty institution of an anonymous caller would be that of a
// record without one.
func (s subject) request() map[string]any {
	actions := []any{}
	for i, a := range model.Action("").Values() {
		if s.actions&(1<<i) != 0 {
			actions = append(actions, string(a))
		}
	}
	roles := []any{}
	for _, r := range s.roles.List() {
		roles = append(roles, string(r))
	}
	return map[string]any{
		"roles": roles, "actions": actions, "institution": orNil(s.institution), "level": orNil(s.level),
		"region": orNil(s.region), "province": orNil(s.province),
		"person": orNil(s.person), "serves": orNil(s.serves),
	}
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// object is the record as conditions see it.
func object(f *model.Facts) map[string]any {
	o := map[string]any{"kind": string(f.Kind)}
	for _, attr := range model.Attribute("").Values() {
		values := attr.Of(f)
		if !attr.Several() {
			o[string(attr)] = values[0]
			continue
		}
		list := make([]any, len(values))
		for i, v := range values {
			list[i] = v
		}
		o[string(attr)] = list
	}
	return o
}
