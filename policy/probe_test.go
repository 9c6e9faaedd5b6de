package policy

import (
	"strings"
	"testing"

	"metrograph/model"
)

// TestProbeFindsDifferences spoils compiled rules one by one, as a defect of the compiler
// would, and expects the probe to refuse each.
func TestProbeFindsDifferences(t *testing.T) {
	const line = `p, MEMBER, method|dataset, read|count, "r.obj.status == 'PUBLISHED' && r.obj.origin == r.sub.institution || 'AUDITOR' in r.sub.roles", * -title, allow`
	status, _ := enumerated(model.AttrStatus)
	cases := []struct {
		name  string
		spoil func(*rule)
		want  string
	}{
		{"as it is", func(*rule) {}, ""},
		{"another kind", func(c *rule) { c.kinds = 1 << kindIndex(model.KindMethod) }, "reads it otherwise"},
		{"another action", func(c *rule) { c.actions |= 1 << actionIndex(model.ActionHistory) }, "reads it otherwise"},
		{"another role", func(c *rule) { c.roles |= model.Roles(model.RoleExpert) }, "reads it otherwise"},
		{"a role less", func(c *rule) { c.roles = model.Roles(model.RoleExpert) }, "reads it otherwise"},
		{"a condition less", func(c *rule) { c.when[0].clause = always() }, "reads it otherwise"},
		{"a value more", func(c *rule) { c.when[0].clause.enums = status.only([]string{"PUBLISHED", "WITHDRAWN"}) }, "reads it otherwise"},
		{"a link less", func(c *rule) { c.when[0].links = nil }, "reads it otherwise"},
		{"a link more", func(c *rule) { c.when[1].links = []link{{model.AttrLevel, callerLevel}} }, "reads it otherwise"},
		{"a test less", func(c *rule) { c.when[1].caller = nil }, "reads it otherwise"},
		{"a test turned round", func(c *rule) { c.when[1].caller[0].not = true }, "reads it otherwise"},
		{"another field", func(c *rule) { c.fields[kindIndex(model.KindMethod)] = model.AllFields }, "shows other fields"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src := rules(line)
			n := &notes{}
			table := mustLoad(t, src).now.Load()
			c.spoil(table.rules[0])
			probe(src.Model, parseRows(src.Name, src.Rules, n), table.rules, table.live, n)
			err := n.refusal(src.Name)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("the probe says: %v", err)
			}
		})
	}
}
