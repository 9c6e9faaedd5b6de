package guard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Tariff is what the fields of a schema cost: by its directives @cost and @listSize, and
// where it has none by these rules. A record, which is what Node says it is, has to be looked
// up and costs 7, any other object 1, a value nothing. A connection has as many edges as first
// or last ask for, or a page; any other list has some entries. What is asked of the whole network
// costs as much again for each node that it is put to.
type Tariff struct {
	schema *ast.Schema
	prices map[string]map[string]*price // by type and field
	page   int

	sources func() int // other nodes that are asked for what is asked of the whole network
}

// The rules where the schema says nothing.
const (
	defaultPage    = 20 // edges of a connection
	defaultEntries = 1  // of another list: most records have one of each
	recordCost     = 7
	objectCost     = 1
	mutationCost   = 10
	schemaCost     = 500 // of reading the schema
)

// price is what a field costs.
type price struct {
	field   int            // for each time that it is answered
	each    int            // for each object in its answer
	given   map[string]int // for arguments, and fields of arguments, that are given
	returns *ast.Definition
	list    bool
	sized   bool     // it has as many entries as the field above it was asked for
	slicing []string // arguments that say how many entries there are, here or below
	assumed int      // entries where no argument says so
}

// NewTariff reads the directives of a schema.
func NewTariff(schema *ast.Schema, page int) (*Tariff, error) {
	t := &Tariff{schema: schema, prices: map[string]map[string]*price{}, page: page, sources: func() int { return 0 }}
	for name, definition := range schema.Types {
		if definition.Kind != ast.Object && definition.Kind != ast.Interface {
			continue
		}
		t.prices[name] = make(map[string]*price, len(definition.Fields))
		for _, field := range definition.Fields {
			p, err := t.price(name, field)
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", name, field.Name, err)
			}
			t.prices[name][field.Name] = p
		}
	}
	t.size()
	return t, nil
}

func (t *Tariff) price(typeName string, f *ast.FieldDefinition) (p *price, err error) {
	p = &price{returns: t.schema.Types[f.Type.Name()], list: f.Type.Elem != nil, assumed: 1, given: map[string]int{}}
	if strings.HasPrefix(typeName, "__") {
		return p, nil // introspection is paid as a whole
	}
	if strings.HasPrefix(f.Name, "__") {
		p.field = schemaCost
		return p, nil
	}
	if p.each, err = weight(p.returns.Directives, t.object(p.returns)); err != nil {
		return nil, err
	}
	fallback := 0
	if t.schema.Mutation != nil && typeName == t.schema.Mutation.Name {
		fallback = mutationCost
	}
	if p.field, err = weight(f.Directives, fallback); err != nil {
		return nil, err
	}
	for _, a := range f.Arguments {
		if err := t.inputs(p, a); err != nil {
			return nil, err
		}
	}
	p.sizes(f)
	return p, nil
}

// inputs notes what an argument costs, and the fields of the input that it takes.
func (t *Tariff) inputs(p *price, a *ast.ArgumentDefinition) error {
	note := func(path string, directives ast.DirectiveList) error {
		n, err := weight(directives, 0)
		if n > 0 {
			p.given[path] = n
		}
		return err
	}
	if err := note(a.Name, a.Directives); err != nil {
		return err
	}
	for _, f := range t.schema.Types[a.Type.Name()].Fields {
		if err := note(a.Name+"."+f.Name, f.Directives); err != nil {
			return err
		}
	}
	return nil
}

// object is what an answer of a type costs by default.
func (t *Tariff) object(d *ast.Definition) int {
	isRecord := func(d *ast.Definition) bool { return slices.Contains(d.Interfaces, "Node") }
	switch {
	case !d.IsCompositeType():
		return 0
	case slices.ContainsFunc(t.schema.GetPossibleTypes(d), isRecord):
		return recordCost
	}
	return objectCost
}

// weight reads the directive @cost, if there is one.
func weight(directives ast.DirectiveList, fallback int) (int, error) {
	d := directives.ForName("cost")
	if d == nil {
		return fallback, nil
	}
	n, err := strconv.Atoi(d.Arguments.ForName("weight").Value.Raw)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("the weight of @cost has to be a whole number that is not negative")
	}
	return n, nil
}

// sizes finds what says how many entries a field has, or the field below it.
func (p *price) sizes(f *ast.FieldDefinition) {
	switch {
	case p.list:
		p.assumed = defaultEntries
	case isConnection(p.returns):
		p.assumed, p.slicing = defaultPage, []string{"first", "last"}
	}
	d := f.Directives.ForName("listSize")
	if d == nil {
		return
	}
	if a := d.Arguments.ForName("assumedSize"); a != nil {
		p.assumed, _ = strconv.Atoi(a.Value.Raw) // the schema's own check says that it is an Int
	}
	if a := d.Arguments.ForName("slicingArguments"); a != nil {
		p.slicing = texts(a.Value)
	}
}

func isConnection(d *ast.Definition) bool { return strings.HasSuffix(d.Name, "Connection") }

// size marks the fields that have as many entries as the field above them was asked for.
func (t *Tariff) size() {
	for typeName, fields := range t.prices {
		definition := t.schema.Types[typeName]
		if p := fields["edges"]; isConnection(definition) && p != nil {
			p.sized = true
		}
		for _, field := range definition.Fields {
			if d := field.Directives.ForName("listSize"); d != nil && d.Arguments.ForName("sizedFields") != nil {
				for _, name := range texts(d.Arguments.ForName("sizedFields").Value) {
					if p := t.prices[field.Type.Name()][name]; p != nil {
						p.sized = true
					}
				}
			}
		}
	}
}

func texts(list *ast.Value) []string {
	all := make([]string, len(list.Children))
	for i, child := range list.Children {
		all[i] = child.Value.Raw
	}
	return all
}
