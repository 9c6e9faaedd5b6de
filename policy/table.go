package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"metrograph/model"
)

// table is a compiled policy. Nothing of it changes but its cache of grants.
type table struct {
	version  string // of the policy and all agreements
	base     string // of the policy alone
	live     *enforcer
	rules    []*rule            // all, in the order of their lines
	general  []*rule            // those that may be for anybody
	personal map[string][]*rule // those for members of one institution only, by its id
	warnings []Finding

	mu     sync.RWMutex
	grants map[grantKey]*Grant
}

// grantKey is what tells callers apart.
type grantKey struct {
	roles       model.RoleSet
	actions     actionSet
	institution model.ID
	level       model.Level
	region      model.Region
	person      model.ID
	serves      model.ID
}

// mostGrants bounds the cache of grants: a caller's attributes come from outside.
const mostGrants = 1000

// compile makes the table of a policy and of the rules that agreements add to it. The error
// is a [Refusal].
func compile(src Source, agreements []row) (*table, error) {
	n := &notes{}
	rows := parseRows(src.name(), src.Rules, n)
	checkRows(rows, n)
	if err := n.refusal(src.name()); err != nil {
		return nil, err
	}
	rows = distinct(append(rows, agreements...))
	live, err := newEnforcer(src.Model, rows)
	if err != nil {
		n.err(0, "%s", err)
		return nil, n.refusal(src.name())
	}
	t := &table{version: version(src, agreements), base: version(src, nil), live: live, grants: map[grantKey]*Grant{}}
	t.readRules(rows, n)
	t.index()
	if n.refusal(src.name()) == nil {
		probe(src.Model, rows, t.rules, live, n)
	}
	t.warnings = n.list
	return t, n.refusal(src.name())
}

// distinct leaves out what Casbin would leave out: rows that came before.
func distinct(rows []row) []row {
	seen := map[string]bool{}
	return slices.DeleteFunc(rows, func(r row) bool {
		again := seen[key(r.cols)]
		seen[key(r.cols)] = true
		return again
	})
}

// checkRows refuses what Casbin would take and never use: roles that nobody has, and
// malformed groups. It also wants at least one rule, since Casbin cannot answer without.
func checkRows(rows []row, n *notes) {
	roles, rules := texts(model.Role("").Values()), 0
	for _, r := range rows {
		named := r.cols[1:2]
		switch r.cols[0] {
		case "p":
			rules++
		case "g":
			named = r.cols[1:3]
		default:
			n.check(r.line, checkGroup(r.cols))
			continue
		}
		for _, name := range named {
			if !slices.Contains(roles, name) {
				n.err(r.line, "there is no role %s: there are %s", clip(name), strings.Join(roles, ", "))
			}
		}
	}
	if rules == 0 {
		n.err(0, "the policy has no rule")
	}
}

func checkGroup(cols []string) (err error) {
	if cols[0] == "g2" {
		_, err = parseFieldGroup(cols[1], cols[2])
	} else {
		_, err = parseKindGroup(cols[1], cols[2])
	}
	return err
}

// readRules asks Casbin which rules each role has, and compiles them.
func (t *table) readRules(rows []row, n *notes) {
	byKey := map[string]row{}
	for _, r := range rows {
		byKey[key(r.cols)] = r
	}
	compiled := map[string]*rule{}
	for _, role := range model.Role("").Values() {
		mine, err := t.live.implicit(role)
		if err != nil {
			n.err(0, "%s", err)
			return
		}
		for _, cols := range mine {
			k := key(append([]string{"p"}, cols...))
			c, done := compiled[k]
			if !done {
				c = t.readRule(row{byKey[k].id, byKey[k].line, cols}, n)
				compiled[k] = c
			}
			c.roles |= model.Roles(role)
		}
	}
	t.keep(rows, compiled, n)
}

func (t *table) readRule(r row, n *notes) *rule {
	c, err := compileRule(r, t.live)
	if err != nil {
		n.err(r.line, "%s", err)
		return &rule{row: r}
	}
	return c
}

// keep puts the rules in the order of their lines, and makes sure that none is lost.
func (t *table) keep(rows []row, compiled map[string]*rule, n *notes) {
	for _, r := range rows {
		if r.cols[0] != "p" {
			continue
		}
		c, ok := compiled[key(r.cols)]
		if !ok {
			n.err(r.line, "Casbin gives the rule to no role")
			continue
		}
		t.rules = append(t.rules, c)
	}
}

// index sorts the rules into those that may be for anybody and those for one institution's
// members, so that a thousand agreements of others cost a caller nothing.
func (t *table) index() {
	t.personal = map[string][]*rule{}
	for _, c := range t.rules {
		whom := c.institutions()
		if whom == nil {
			t.general = append(t.general, c)
		}
		for _, id := range whom {
			t.personal[id] = append(t.personal[id], c)
		}
	}
}

// version is a digest of all that the table is made of.
func version(src Source, agreements []row) string {
	h := sha256.New()
	part := func(s string) { io.WriteString(h, strconv.Itoa(len(s))+":"+s) } // a hash's Write never fails
	part(src.Model)
	part(src.Rules)
	for _, r := range agreements {
		part(key(r.cols))
	}
	const digits = 16
	return hex.EncodeToString(h.Sum(nil))[:digits]
}

// grant returns the policy as it is for one caller.
func (t *table) grant(k grantKey) *Grant {
	t.mu.RLock()
	g := t.grants[k]
	t.mu.RUnlock()
	if g != nil {
		return g
	}
	g = t.newGrant(t.live.subjectOf(k))
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.grants) >= mostGrants {
		clear(t.grants)
	}
	t.grants[k] = g
	return g
}

// newGrant gathers the rules of the caller's roles.
func (t *table) newGrant(s subject) *Grant {
	g := &Grant{version: t.versionFor(s), subject: s, scopes: map[scopeKey]model.Scope{}}
	for _, rules := range [][]*rule{t.general, t.personal[s.institution]} {
		for _, c := range rules {
			if c.roles&s.roles != 0 {
				g.rules = append(g.rules, c)
			}
		}
	}
	return g
}

// versionFor is the version for one caller: that of the whole table would tell them when
// others agree on something.
func (t *table) versionFor(s subject) string {
	var own []row
	for _, c := range t.personal[s.institution] {
		own = append(own, c.row)
	}
	if own == nil {
		return t.base
	}
	return version(Source{Rules: t.base}, own)
}
