package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"metrograph/model"
)

// shape is the schema as the node tells it, as far as selections need it.
type shape struct {
	types     map[string][]shapeField
	fragments map[model.Kind]string
}

type shapeField struct {
	name, typeName string
	composite      bool
}

const introspection = `{__schema {types {name kind fields {name type {...T ofType {...T ofType {...T ofType {...T}}}}}}}}
fragment T on __Type {name kind}`

func readShape(t *testing.T, c *client) *shape {
	t.Helper()
	a := c.read(t, introspection, nil)
	s := &shape{types: map[string][]shapeField{}, fragments: map[model.Kind]string{}}
	for _, entry := range list(a.Data, "__schema", "types") {
		name := at(entry, "name").(string)
		for _, f := range list(entry, "fields") {
			base := baseType(at(f, "type"))
			kind := at(base, "kind")
			s.types[name] = append(s.types[name], shapeField{name: at(f, "name").(string), typeName: at(base, "name").(string),
				composite: kind == "OBJECT" || kind == "INTERFACE" || kind == "UNION"})
		}
	}
	for _, kind := range kinds() {
		s.fragments[kind] = fmt.Sprintf("fragment %s on %s {id %s}\n", kind, kind.TypeName(), s.fields(kind.TypeName(), string(kind)+"_"))
	}
	return s
}

// baseType is what a list or a non-null type is of.
func baseType(v any) any {
	for at(v, "ofType") != nil {
		v = at(v, "ofType")
	}
	return v
}

// fields selects everything of a type that belongs to it: of other records their ids, of
// connections, chains and analyses nothing. With a prefix for their names, kinds have no name in common, so that
// one request may select all of them.
func (s *shape) fields(typeName, prefix string) string {
	var b strings.Builder
	for _, f := range s.types[typeName] {
		if strings.HasSuffix(f.typeName, "Connection") || f.typeName == "TraceabilityStep" || f.typeName == "Analysis" {
			continue
		}
		b.WriteString(" ")
		if prefix != "" {
			b.WriteString(prefix + f.name + ": ")
		}
		b.WriteString(f.name)
		switch {
		case !f.composite:
		case s.isRecord(f.typeName):
			b.WriteString(" {id}")
		default:
			b.WriteString(" {" + s.fields(f.typeName, "") + "}")
		}
	}
	return b.String()
}

func (s *shape) isRecord(typeName string) bool {
	for _, f := range s.types[typeName] {
		if f.name == "recordKind" {
			return true
		}
	}
	return false
}

// spread selects a whole record of any of the kinds, and defines what that is.
func (s *shape) spread(kinds ...model.Kind) (selection, fragments string) {
	for _, kind := range kinds {
		selection += " ..." + string(kind)
		fragments += s.fragments[kind]
	}
	return "{__typename" + selection + "}", fragments
}
