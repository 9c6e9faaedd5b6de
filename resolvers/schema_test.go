package resolvers

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/graph"
	"metrograph/model"
)

// ours are the types that the schema of this project declares.
func ours(s *ast.Schema) []*ast.Definition {
	var types []*ast.Definition
	for _, t := range s.Types {
		if !t.BuiltIn && !strings.HasPrefix(t.Name, "__") {
			types = append(types, t)
		}
	}
	return types
}

func TestDescriptionsAreBilingual(t *testing.T) {
	want := func(coordinate, description string) {
		english := strings.IndexFunc(description, func(c rune) bool { return c < unicode.MaxASCII && unicode.IsUpper(c) })
		chinese := strings.IndexFunc(description, func(c rune) bool { return unicode.Is(unicode.Han, c) })
		first, _, _ := strings.Cut(description, "\n")
		if english != 0 || chinese < 0 || !strings.ContainsFunc(first, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
			t.Errorf("%s: %q has not English first and the Chinese term in the same line", coordinate, description)
		}
	}
	s := schema()
	for _, d := range ours(s) {
		want(d.Name, d.Description)
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			want(d.Name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				want(d.Name+"."+f.Name+"("+a.Name+":)", a.Description)
			}
		}
		for _, v := range d.EnumValues {
			want(d.Name+"."+v.Name, v.Description)
		}
	}
	for _, name := range []string{"oneOf", "key", "link", "inaccessible", "shareable", "tag"} {
		want("@"+name, s.Directives[name].Description)
	}
}

func TestEveryTypeIsReached(t *testing.T) {
	s := schema()
	reached := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		d := s.Types[name]
		if reached[name] || d == nil {
			return
		}
		reached[name] = true
		for _, f := range d.Fields {
			visit(f.Type.Name())
			for _, a := range f.Arguments {
				visit(a.Type.Name())
			}
		}
		for _, possible := range s.GetPossibleTypes(d) {
			visit(possible.Name)
		}
	}
	visit("Query")
	visit("Mutation")
	visit("Subscription")
	for _, d := range ours(s) {
		if !reached[d.Name] && d.Name != "FieldSet" {
			t.Errorf("nothing leads to %s", d.Name)
		}
	}
}

// TestConnectionsAreThoseOfRelay checks what the Relay cursor specification asks of types.
func TestConnectionsAreThoseOfRelay(t *testing.T) {
	s := schema()
	for _, d := range ours(s) {
		if base, ok := strings.CutSuffix(d.Name, "Connection"); ok {
			if got := d.Fields.ForName("edges").Type.String(); got != "["+base+"Edge!]!" {
				t.Errorf("%s.edges is %s", d.Name, got)
			}
			if got := d.Fields.ForName("pageInfo").Type.String(); got != "PageInfo!" {
				t.Errorf("%s.pageInfo is %s", d.Name, got)
			}
		}
		for _, f := range d.Fields {
			if strings.HasSuffix(f.Type.Name(), "Connection") && (f.Arguments.ForName("first") == nil || f.Arguments.ForName("after") == nil) {
				t.Errorf("%s.%s has no page arguments", d.Name, f.Name)
			}
		}
	}
}

// TestWhatMayBeMaskedIsNullable: a masked field must not take its record along.
func TestWhatMayBeMaskedIsNullable(t *testing.T) {
	for _, kind := range served() {
		for _, f := range schema().Types[kind.TypeName()].Fields {
			plain := slices.Contains([]string{"id", "recordKind", "version", "__typename"}, f.Name)
			if f.Type.NonNull != plain {
				t.Errorf("%s.%s is %s", kind.TypeName(), f.Name, f.Type)
			}
		}
	}
}

func TestFieldsAreNamedAsInTheModel(t *testing.T) {
	for _, kind := range served() {
		d := schema().Types[kind.TypeName()]
		for _, name := range model.FieldNames(kind) {
			if d.Fields.ForName(name) == nil {
				t.Errorf("%s lacks %s of the model", d.Name, name)
			}
		}
	}
}

func TestSDLIsThatOfASubgraph(t *testing.T) {
	sdl := graph.SDL()
	for _, want := range []string{"federation/v2.7", "directive @oneOf on INPUT_OBJECT", `type Certificate implements Node & Record @key(fields: "id")`} {
		if !strings.Contains(sdl, want) {
			t.Errorf("the SDL lacks %s", want)
		}
	}
	for _, unwanted := range []string{"_entities", "_service", "_Any", "_Entity", "_Service", "type Entity", "ByIDsInput", "directive @key", "entityResolver", "@go"} {
		if strings.Contains(sdl, unwanted) {
			t.Errorf("the SDL has %s", unwanted)
		}
	}
	served, _ := json.Marshal(map[string]any{"_service": map[string]any{"sdl": sdl}})
	ask(t, &fake{}, `{ _service { sdl } }`, nil).wantData(t, string(served))
}

// TestFederationIsDeclaredAsItIsAnswered holds what callers see of the federation to what
// gqlgen made code for.
func TestFederationIsDeclaredAsItIsAnswered(t *testing.T) {
	shown, answered := schema(), graph.NewExecutableSchema(graph.Config{}).Schema()
	if diff := cmp.Diff(answered.Types["_Entity"].Types, shown.Types["_Entity"].Types); diff != "" {
		t.Errorf("entities (-answered +shown):\n%s", diff)
	}
	for typeName, names := range map[string][]string{"Query": {"_entities", "_service"}, "_Service": {"sdl"}} {
		for _, name := range names {
			want, got := answered.Types[typeName].Fields.ForName(name), shown.Types[typeName].Fields.ForName(name)
			if diff := cmp.Diff(signature(want), signature(got)); diff != "" {
				t.Errorf("%s.%s (-answered +shown):\n%s", typeName, name, diff)
			}
		}
	}
}

// signature is a field's type and its arguments'.
func signature(f *ast.FieldDefinition) []string {
	types := []string{f.Type.String()}
	for _, a := range f.Arguments {
		types = append(types, a.Name+": "+a.Type.String())
	}
	return types
}
