package guard

import (
	"math"

	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
)

// Weight is how much an operation asks for.
type Weight struct {
	Depth         int
	Fields        int
	Introspection int
	Fanout        int
	Cost          int
}

// Weigh weighs an operation of a document that need not be valid: what the schema does not
// know weighs nothing and is left to validation. Each fragment is weighed once, whatever
// spreads it, so the work is linear in what is written. The error is of a fragment that
// spreads itself.
func (t *Tariff) Weigh(doc *ast.QueryDocument, o *ast.OperationDefinition, variables map[string]any) (Weight, error) {
	s := scale{tariff: t, variables: given(o, variables), definitions: map[string]*ast.FragmentDefinition{}, fragments: map[string]*part{}}
	for _, f := range doc.Fragments {
		s.definitions[f.Name] = f
	}
	whole := s.selections(o.SelectionSet, t.root(o.Operation))
	if s.cyclic {
		return Weight{}, model.Errorf(model.CodeInvalid, "a fragment of the query spreads itself")
	}
	return Weight{
		Depth: whole.depth, Fields: counted(whole.fields), Introspection: whole.introspection,
		Fanout: counted(max(whole.fanout, whole.sizedFanout)), Cost: max(1, counted(whole.cost+whole.sizedCost)),
	}, nil
}

func (t *Tariff) root(o ast.Operation) *ast.Definition {
	switch o {
	case ast.Mutation:
		return t.schema.Mutation
	case ast.Subscription:
		return t.schema.Subscription
	}
	return t.schema.Query
}

// part is the weight of a part of a query. What depends on the size of the list that a field
// above it was asked for is kept apart, for an entry of that list: so a fragment has one
// weight wherever it is spread.
type part struct {
	depth, introspection   int
	fields                 float64
	cost, fanout           float64
	sizedCost, sizedFanout float64
}

// add lays another part beside this one.
func (p *part) add(other part) {
	p.depth = max(p.depth, other.depth)
	p.introspection = max(p.introspection, other.introspection)
	p.fields += other.fields
	p.cost += other.cost
	p.sizedCost += other.sizedCost
	p.fanout = math.Max(p.fanout, other.fanout)
	p.sizedFanout = math.Max(p.sizedFanout, other.sizedFanout)
}

// most lays another part in the place of this one: which of them is answered is not known.
func (p *part) most(other part) {
	fields := math.Max(p.fields, other.fields)
	cost, sizedCost := math.Max(p.cost, other.cost), math.Max(p.sizedCost, other.sizedCost)
	p.add(other)
	p.fields, p.cost, p.sizedCost = fields, cost, sizedCost
}

// scale weighs one operation.
type scale struct {
	tariff      *Tariff
	variables   map[string]any
	definitions map[string]*ast.FragmentDefinition
	fragments   map[string]*part // nil while a fragment is being weighed
	cyclic      bool
}

func (s *scale) selections(set ast.SelectionSet, parent *ast.Definition) part {
	var sum part
	apart := map[string]*part{} // by type, of which an object has one
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			if s.included(selection.Directives) {
				sum.add(s.field(selection, parent))
			}
		case *ast.InlineFragment:
			if s.included(selection.Directives) {
				on := s.condition(selection.TypeCondition, parent)
				beside(&sum, apart, parent, on).add(s.selections(selection.SelectionSet, on))
			}
		case *ast.FragmentSpread:
			if f := s.definitions[selection.Name]; f != nil && s.included(selection.Directives) {
				on := s.tariff.schema.Types[f.TypeCondition]
				beside(&sum, apart, parent, on).add(s.fragment(f, on))
			}
		}
	}
	var one part
	for _, p := range apart {
		one.most(*p)
	}
	sum.add(one)
	return sum
}

// beside is where the weight of a fragment goes: to what is always answered, or where objects
// of several types are possible, to what is answered of one of them.
func beside(sum *part, apart map[string]*part, parent, on *ast.Definition) *part {
	if parent == nil || !parent.IsAbstractType() || on == nil || on.Kind != ast.Object {
		return sum
	}
	if apart[on.Name] == nil {
		apart[on.Name] = &part{}
	}
	return apart[on.Name]
}

func (s *scale) condition(name string, parent *ast.Definition) *ast.Definition {
	if name == "" {
		return parent
	}
	return s.tariff.schema.Types[name]
}

func (s *scale) fragment(f *ast.FragmentDefinition, on *ast.Definition) part {
	known, met := s.fragments[f.Name]
	switch {
	case known != nil:
		return *known
	case met:
		s.cyclic = true
		return part{}
	}
	s.fragments[f.Name] = nil
	weighed := s.selections(f.SelectionSet, on)
	s.fragments[f.Name] = &weighed
	return weighed
}

// included tells whether a selection is answered, as far as the request says.
func (s *scale) included(directives ast.DirectiveList) bool {
	return !s.says(directives, "skip", true) && !s.says(directives, "include", false)
}

func (s *scale) says(directives ast.DirectiveList, name string, want bool) bool {
	d := directives.ForName(name)
	if d == nil || d.Arguments.ForName("if") == nil {
		return false
	}
	value, ok := resolve(d.Arguments.ForName("if").Value, s.variables).(bool)
	return ok && value == want
}

func (s *scale) field(f *ast.Field, parent *ast.Definition) part {
	p := s.price(f, parent)
	below := s.selections(f.SelectionSet, p.returns)
	entries := s.tariff.entries(p, f.Arguments, s.variables)
	sum := part{depth: below.depth + 1, introspection: below.introspection, fields: below.fields + 1}
	if nests(f.Name, parent) {
		sum.introspection++
	}
	own := float64(p.field) + p.paid(f.Arguments, s.variables)
	switch {
	case p.sized:
		sum.cost = own
		sum.sizedCost = float64(p.each) + below.cost + below.sizedCost
		sum.sizedFanout = math.Max(1, math.Max(below.fanout, below.sizedFanout))
	case p.list:
		sum.cost = own + entries*(float64(p.each)+below.cost+below.sizedCost)
		sum.fanout = entries * math.Max(1, math.Max(below.fanout, below.sizedFanout))
	default:
		sum.cost = own + float64(p.each) + below.cost + entries*below.sizedCost
		sum.fanout = math.Max(1, math.Max(below.fanout, entries*below.sizedFanout))
	}
	if at(scopeArgument, f.Arguments, s.variables) == wholeNetwork {
		sum.cost *= float64(1 + s.tariff.sources())
	}
	return sum
}

// The argument by which a field is asked of the whole network.
const scopeArgument, wholeNetwork = "scope", "NETWORK"

// price is that of a field; nothing for one that the schema does not have.
func (s *scale) price(f *ast.Field, parent *ast.Definition) *price {
	if parent != nil {
		if p := s.tariff.prices[parent.Name][f.Name]; p != nil {
			return p
		}
	}
	return &price{assumed: 1}
}

// nests tells whether a field of the introspection leads from types to more types.
func nests(name string, parent *ast.Definition) bool {
	if parent == nil || parent.Name != "__Type" {
		return false
	}
	switch name {
	case "fields", "interfaces", "possibleTypes", "inputFields":
		return true
	}
	return false
}
