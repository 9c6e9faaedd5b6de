package resolvers

import (
	"fmt"
	"sort"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/graph"
	"metrograph/model"
)

// Rule says which rule of access covers a coordinate of the schema: an object's field, an
// argument, or a field of an input. A coordinate that no rule covers has no text.
type Rule struct {
	Coordinate string // Type.field, Type.field(argument:) or Input.field
	Text       string
}

// Coordinates walks the schema of the API and says of every coordinate what covers it.
func Coordinates() []Rule { return walk(schema()) }

// CheckSchema refuses a schema with a coordinate that no rule of access covers. The node
// does not start with one.
func CheckSchema() error { return check(schema()) }

func schema() *ast.Schema { return graph.Schema() }

func check(schema *ast.Schema) error {
	var bare []string
	for _, rule := range walk(schema) {
		if rule.Text == "" {
			bare = append(bare, rule.Coordinate)
		}
	}
	if len(bare) > 0 {
		return fmt.Errorf("no rule of access covers %s", strings.Join(bare, ", "))
	}
	return nil
}

func walk(schema *ast.Schema) []Rule {
	c := coverage{parts: partFields()}
	var rules []Rule
	for _, t := range schema.Types {
		if strings.HasPrefix(t.Name, "__") {
			continue
		}
		switch t.Kind {
		case ast.Object, ast.Interface:
			rules = append(rules, c.output(t)...)
		case ast.InputObject:
			rules = append(rules, c.input(t)...)
		default: // scalars, enumerations and unions have no fields
		}
	}
	sort.Slice(rules, func(i, j int) bool { return rules[i].Coordinate < rules[j].Coordinate })
	return rules
}

// coverage finds the rules of a schema.
type coverage struct {
	parts map[string]map[string]bool // fields of the structures that records are made of
}

func (c coverage) output(t *ast.Definition) []Rule {
	var rules []Rule
	for _, field := range t.Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue // introspection has a switch of its own
		}
		at := t.Name + "." + field.Name
		rules = append(rules, Rule{at, c.field(t.Name, field.Name)})
		for _, argument := range field.Arguments {
			rules = append(rules, Rule{at + "(" + argument.Name + ":)", argumentRule(argument)})
		}
	}
	return rules
}

// field is the rule of an object's field: the first that applies.
func (c coverage) field(typeName, name string) string {
	if text := explicit(typeName, name); text != "" {
		return text
	}
	if kind := kindOfType(typeName); kind != "" {
		return recordField(kind, name)
	}
	if typeName == "Record" || typeName == "Node" {
		return recordField(model.KindAttachment, name) // whose head is that of every kind
	}
	if text := envelope(typeName, name); text != "" {
		return text
	}
	if c.parts[typeName][name] {
		return "part of the record's field that holds it"
	}
	return ""
}

// recordField is the rule of a record's field: the policy decides of it by its name, or it
// is an edge with a rule of its own.
func recordField(kind model.Kind, name string) string {
	if _, known := model.Fields(kind, name); known {
		return fmt.Sprintf("read %s.%s", kind, name)
	}
	switch name {
	case "recordKind":
		return "read " + string(kind)
	case "history":
		return "history " + string(kind)
	}
	return ""
}

// kindOfType is the kind of record that a type of the schema is; empty for other types.
func kindOfType(typeName string) model.Kind {
	for _, kind := range served() {
		if kind.TypeName() == typeName {
			return kind
		}
	}
	return ""
}

// served are the kinds of record that the schema has.
func served() []model.Kind {
	var kinds []model.Kind
	for _, kind := range model.Kinds() {
		if kind != model.KindCredential {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}
