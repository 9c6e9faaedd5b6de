package resolvers

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
	"metrograph/store"
)

func TestEveryCoordinateHasARule(t *testing.T) {
	if err := CheckSchema(); err != nil {
		t.Error(err)
	}
	if n := len(Coordinates()); n < 1000 {
		t.Errorf("the walk found %d coordinates only", n)
	}
}

func TestSchemaWithABareCoordinateIsRefused(t *testing.T) {
	cases := map[string]func(*ast.Schema) (undo func()){
		"Certificate.secret":           addField("Certificate", "secret"),
		"Customer.secret":              addField("Customer", "secret"),
		"Record.secret":                addField("Record", "secret"),
		"Query.secret":                 addField("Query", "secret"),
		"Mutation.secret":              addField("Mutation", "secret"),
		"PersonConnection.secret":      addField("PersonConnection", "secret"),
		"PersonPayload.secret":         addField("PersonPayload", "secret"),
		"Revision.sequence":            addField("Revision", "sequence"),
		"PersonFilter.secret":          addField("PersonFilter", "secret"),
		"PersonInput.origin2":          addField("PersonInput", "origin2"),
		"TextFilter.regex":             addField("TextFilter", "regex"),
		"RecordWrite.secret":           addField("RecordWrite", "secret"),
		"Query.certificates(deleted:)": addArgument("Query", "certificates", "deleted"),
	}
	for coordinate, change := range cases {
		s := schema()
		undo := change(s)
		if err := check(s); err == nil || !strings.HasSuffix(err.Error(), "covers "+coordinate) {
			t.Errorf("%s: error %v", coordinate, err)
		}
		undo()
	}
}

func TestSchemaWithABareTypeIsRefused(t *testing.T) {
	s := schema()
	defer delete(s.Types, "Gossip")
	s.Types["Gossip"] = &ast.Definition{Kind: ast.Object, Name: "Gossip", Fields: ast.FieldList{{Name: "text"}}}
	if err := check(s); err == nil {
		t.Error("a type that nobody knows was accepted")
	}
}

// addField adds a field to a type of the schema, which all tests share, until undo.
func addField(typeName, name string) func(*ast.Schema) func() {
	return func(s *ast.Schema) (undo func()) {
		t := s.Types[typeName]
		before := t.Fields
		t.Fields = append(slices.Clone(before), &ast.FieldDefinition{Name: name, Type: ast.NamedType("String", nil)})
		return func() { t.Fields = before }
	}
}

func addArgument(typeName, field, name string) func(*ast.Schema) func() {
	return func(s *ast.Schema) (undo func()) {
		f := s.Types[typeName].Fields.ForName(field)
		before := f.Arguments
		f.Arguments = append(slices.Clone(before), &ast.ArgumentDefinition{Name: name, Type: ast.NamedType("String", nil)})
		return func() { f.Arguments = before }
	}
}

// TestFiltersMirrorTheQueryableFields holds the filters and orders of the schema and the
// queryable fields of the store to each other.
func TestFiltersMirrorTheQueryableFields(t *testing.T) {
	s := schema()
	for _, kind := range served() {
		filter, orders := s.Types[kind.TypeName()+"Filter"], s.Types[kind.TypeName()+"OrderField"]
		_, hasDiscipline := model.Fields(kind, "discipline")
		for _, field := range store.SchemaOf(kind).Fields {
			if field.Scope {
				if filter.Fields.ForName(field.Name) != nil {
					t.Errorf("%s has the field %s, which only scopes ask about", filter.Name, field.Name)
				}
				continue
			}
			if filter.Fields.ForName(field.Name) == nil && !field.Inner && (field.Name != "discipline" || hasDiscipline) {
				t.Errorf("%s lacks the queryable field %s", filter.Name, field.Name)
			}
			if (orders.EnumValues.ForName(screaming(field.Name)) != nil) != field.Sort {
				t.Errorf("%s and the store disagree on %s", orders.Name, field.Name)
			}
		}
	}
}

func screaming(name string) string {
	var b strings.Builder
	for _, c := range name {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToUpper(string(c)))
	}
	return b.String()
}
