package policy

import (
	"fmt"
	"slices"
	"strings"

	"metrograph/model"
)

// branch is one alternative of a rule's condition: what is asked of the record, what is asked
// of the caller, and which attributes the two must have in common. What concerns the caller
// is decided when the rule is bound to one.
type branch struct {
	clause clause
	links  []link
	caller []callerTest
}

// link asks that an attribute of the record is (or, of manufacturers, has) the caller's.
type link struct {
	attr model.Attribute
	of   callerAttribute
}

// callerAttribute names an attribute of the caller as conditions do.
type callerAttribute string

const (
	callerInstitution callerAttribute = "institution"
	callerLevel       callerAttribute = "level"
	callerRegion      callerAttribute = "region"
	callerProvince    callerAttribute = "province"
	callerRoles       callerAttribute = "roles"
	callerPerson      callerAttribute = "person" // the one person whose credential it is
	callerServes      callerAttribute = "serves" // the institution that the person is recorded by
)

// callerTest holds for a caller whose attribute is in the list, or is not if it is negated;
// of roles, for a caller who has the one role of the list.
type callerTest struct {
	of  callerAttribute
	in  []string // ascending
	not bool
}

// mostBranches bounds what a condition may expand to. A filter of more alternatives would be
// slow, and a hostile text could otherwise expand without end.
const mostBranches = 64

// parseCondition reads a condition into its alternatives. The error says what cannot become
// a filter.
func parseCondition(text string) ([]branch, error) {
	tokens, err := lex(text)
	if err != nil {
		return nil, err
	}
	if len(tokens) == 0 {
		return nil, fmt.Errorf("the condition is empty: write true for a rule that holds for every record")
	}
	p := &parser{tokens: tokens}
	branches, err := p.disjunction(0)
	if err != nil {
		return nil, err
	}
	if p.peek().kind != tokenEnd {
		return nil, fmt.Errorf("%s stands where && or || or the end is expected", p.peek())
	}
	if len(branches) == 0 {
		return nil, fmt.Errorf("the condition can never hold")
	}
	return branches, nil
}

type parser struct {
	tokens []token
	at     int
}

func (p *parser) peek() token {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return token{}
}

func (p *parser) take() token {
	t := p.peek()
	p.at++
	return t
}

// accept takes the symbol if it is next.
func (p *parser) accept(symbol string) bool {
	if t := p.peek(); t.kind != tokenSymbol || t.text != symbol {
		return false
	}
	p.at++
	return true
}

func (p *parser) disjunction(depth int) ([]branch, error) {
	all, err := p.conjunction(depth)
	for err == nil && p.accept("||") {
		var more []branch
		more, err = p.conjunction(depth)
		all = append(all, more...)
		if len(all) > mostBranches {
			return nil, fmt.Errorf("the condition has more than %d alternatives", mostBranches)
		}
	}
	return all, err
}

func (p *parser) conjunction(depth int) ([]branch, error) {
	all, err := p.unary(depth)
	for err == nil && p.accept("&&") {
		var more []branch
		if more, err = p.unary(depth); err == nil {
			all, err = product(all, more)
		}
	}
	return all, err
}

// product is every alternative of the one with every alternative of the other.
func product(left, right []branch) ([]branch, error) {
	if len(left)*len(right) > mostBranches {
		return nil, fmt.Errorf("the condition has more than %d alternatives", mostBranches)
	}
	var out []branch
	for _, l := range left {
		for _, r := range right {
			both, ok := l.clause.and(r.clause)
			if !ok {
				continue
			}
			out = append(out, branch{both, slices.Concat(l.links, r.links), slices.Concat(l.caller, r.caller)})
		}
	}
	return out, nil
}

func (p *parser) unary(depth int) ([]branch, error) {
	const deepest = 20
	switch {
	case depth > deepest:
		return nil, fmt.Errorf("the condition is nested deeper than %d", deepest)
	case p.accept("true"):
		return []branch{{clause: always()}}, nil
	case p.accept("!"):
		return p.negation()
	case p.accept("("):
		inner, err := p.disjunction(depth + 1)
		if err == nil && !p.accept(")") {
			err = fmt.Errorf("%s stands where a closing parenthesis is expected", p.peek())
		}
		return inner, err
	}
	b, err := p.comparison()
	return []branch{b}, err
}

// negation reads !( test ), which can become a filter only where the test is of the caller
// alone, since it is then known before a query is made.
func (p *parser) negation() ([]branch, error) {
	if !p.accept("(") {
		return nil, fmt.Errorf("%s stands where a parenthesis is expected after !", p.peek())
	}
	b, err := p.comparison()
	if err != nil {
		return nil, err
	}
	if len(b.caller) != 1 {
		return nil, fmt.Errorf("a negation of the record cannot become a filter: list the values that are meant with in ('A', 'B')")
	}
	if !p.accept(")") {
		return nil, fmt.Errorf("%s stands where a closing parenthesis is expected: only a single test can be negated", p.peek())
	}
	b.caller[0].not = true
	return []branch{b}, nil
}

// comparison reads one test: a == b, or a in (…), or a in b.
func (p *parser) comparison() (b branch, err error) {
	left := p.take()
	if left.kind == tokenSymbol || left.kind == tokenEnd {
		return b, fmt.Errorf("%s stands where an attribute or a text is expected", left)
	}
	switch {
	case p.accept("=="):
		return equal(left, p.take())
	case p.accept("in"):
		if p.peek().kind == tokenSymbol {
			list, err := p.list()
			if err != nil {
				return b, err
			}
			return among(left, list)
		}
		return member(left, p.take())
	}
	return b, fmt.Errorf("%s stands where == or in is expected after %s", p.peek(), left)
}

func (p *parser) list() ([]string, error) {
	if !p.accept("(") {
		return nil, fmt.Errorf("%s stands where a list is expected after in", p.peek())
	}
	var list []string
	for {
		t := p.take()
		if t.kind != tokenConstant {
			return nil, fmt.Errorf("%s stands in a list, where only texts may", t)
		}
		list = append(list, t.text)
		if p.accept(")") {
			slices.Sort(list)
			return slices.Compact(list), nil
		}
		if !p.accept(",") {
			return nil, fmt.Errorf("%s stands where a comma or a closing parenthesis is expected", p.peek())
		}
	}
}

// equal is a == b, in either order.
func equal(left, right token) (branch, error) {
	if left.kind == tokenConstant || left.kind == tokenCaller && right.kind == tokenObject {
		left, right = right, left
	}
	switch {
	case several(left):
		return branch{}, fmt.Errorf("a record may have several of them: write r.sub.institution in %s", left)
	case left.kind == tokenCaller && left.text == string(callerRoles):
		return branch{}, fmt.Errorf("a caller has several roles: write 'ROLE' in r.sub.roles")
	case left.kind == tokenObject && right.kind == tokenCaller:
		return linked(left.text, right.text)
	case left.kind != tokenConstant && right.kind == tokenConstant:
		return among(left, []string{right.text})
	}
	return branch{}, fmt.Errorf("%s == %s compares no attribute with a text or with the caller", left, right)
}

// among is an attribute whose value is in a list.
func among(left token, list []string) (branch, error) {
	switch left.kind {
	case tokenObject:
		if several(left) {
			return branch{}, fmt.Errorf("a record may have several of them: write 'inst_…' in %s", left)
		}
		return recordTest(left.text, list)
	case tokenCaller:
		if left.text == string(callerRoles) {
			return branch{}, fmt.Errorf("a caller has several roles: write 'ROLE' in r.sub.roles")
		}
		return callerTestOf(left.text, list)
	}
	return branch{}, fmt.Errorf("%s in (…) has no attribute", left)
}

// member is a value, or the caller's institution, in an attribute of several values.
func member(left, right token) (branch, error) {
	switch {
	case several(right) && left.kind == tokenCaller:
		return linked(right.text, left.text)
	case several(right) && left.kind == tokenConstant:
		return recordTest(right.text, []string{left.text})
	case right.kind == tokenCaller && right.text == string(callerRoles) && left.kind == tokenConstant:
		return callerTestOf(right.text, []string{left.text})
	case right.kind == tokenEnd:
		return branch{}, fmt.Errorf("a list is missing after in")
	}
	return branch{}, fmt.Errorf("%s in %s: only r.obj.manufacturer, r.obj.party and r.sub.roles have several values", left, right)
}

// several tells whether the token is an attribute of which a record may have several values.
func several(t token) bool { return t.kind == tokenObject && model.Attribute(t.text).Several() }

// linked is an attribute of the record that has to be the caller's.
func linked(attr, of string) (b branch, err error) {
	if err := knownAttribute(attr); err != nil {
		return b, err
	}
	if err := knownCaller(of); err != nil {
		return b, err
	}
	comparable := map[model.Attribute][]callerAttribute{
		model.AttrOrigin: {callerInstitution, callerServes}, model.AttrManufacturer: {callerInstitution},
		model.AttrParty: {callerInstitution, callerPerson},
		model.AttrLevel: {callerLevel}, model.AttrRegion: {callerRegion}, model.AttrProvince: {callerProvince},
	}
	l := link{model.Attribute(attr), callerAttribute(of)}
	if !slices.Contains(comparable[l.attr], l.of) {
		return b, fmt.Errorf("r.obj.%s and r.sub.%s are never the same kind of thing", attr, of)
	}
	return branch{clause: always(), links: []link{l}}, nil
}

// recordTest is an attribute of the record that has to be one of the values.
func recordTest(attr string, values []string) (b branch, err error) {
	if err := knownAttribute(attr); err != nil {
		return b, err
	}
	if e, ok := enumerated(model.Attribute(attr)); ok {
		if err := knownValues("r.obj."+attr, values, e.values); err != nil {
			return b, err
		}
		return branch{clause: clause{enums: e.only(values)}}, nil
	}
	for _, v := range values {
		if err := wellFormed(attr, v); err != nil {
			return b, err
		}
	}
	open := openAttribute(slices.Index(openAttributes, model.Attribute(attr)))
	return branch{clause: clause{enums: everyValue, tests: []idTest{{open, values}}}}, nil
}

// callerTestOf is an attribute of the caller that has to be one of the values.
func callerTestOf(of string, values []string) (b branch, err error) {
	if err := knownCaller(of); err != nil {
		return b, err
	}
	switch callerAttribute(of) {
	case callerLevel:
		err = knownValues("r.sub."+of, values, texts(model.Level("").Values()))
	case callerRoles:
		err = knownValues("r.sub."+of, values, texts(model.Role("").Values()))
	default:
		for _, v := range values {
			if err == nil {
				err = wellFormed(of, v)
			}
		}
	}
	return branch{clause: always(), caller: []callerTest{{of: callerAttribute(of), in: values}}}, err
}

func knownAttribute(name string) error {
	if attrs := texts(model.Attribute("").Values()); !slices.Contains(attrs, name) {
		return fmt.Errorf("r.obj.%s is no attribute of a record: there are %s", clip(name), strings.Join(attrs, ", "))
	}
	return nil
}

func knownCaller(name string) error {
	attrs := []callerAttribute{callerInstitution, callerLevel, callerRegion, callerProvince, callerRoles, callerPerson, callerServes}
	if !slices.Contains(attrs, callerAttribute(name)) {
		return fmt.Errorf("r.sub.%s is no attribute of a caller: there are %s", clip(name), strings.Join(texts(attrs), ", "))
	}
	return nil
}

func knownValues(attr string, values, known []string) error {
	for _, v := range values {
		if !slices.Contains(known, v) {
			return fmt.Errorf("'%s' is no value of %s: there are %s", clip(v), attr, strings.Join(known, ", "))
		}
	}
	return nil
}

// wellFormed tells whether a text can be a value of an attribute of open values.
func wellFormed(attr, value string) error {
	switch attr {
	case string(model.AttrRegion):
		if model.Region(value).Province() == "" {
			return fmt.Errorf("'%s' is no region: a GB/T 2260 code has six digits", clip(value))
		}
	case string(model.AttrProvince):
		if p := model.Region(value).Province(); p == "" || string(p) != value {
			return fmt.Errorf("'%s' is no province: its GB/T 2260 code has two digits and four zeros", clip(value))
		}
	case string(model.AttrParty):
		if id := model.ID(value); !id.Valid() || id.Kind() != model.KindInstitution && id.Kind() != model.KindPerson {
			return fmt.Errorf("'%s' is no identifier of an institution or a person", clip(value))
		}
	case string(callerPerson):
		if id := model.ID(value); !id.Valid() || id.Kind() != model.KindPerson {
			return fmt.Errorf("'%s' is no identifier of a person", clip(value))
		}
	default:
		if id := model.ID(value); !id.Valid() || id.Kind() != model.KindInstitution {
			return fmt.Errorf("'%s' is no identifier of an institution", clip(value))
		}
	}
	return nil
}
