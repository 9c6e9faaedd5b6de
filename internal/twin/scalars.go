package twin

import (
	"strings"

	"metrograph/model"
)

// scalar makes a value of a scalar type, for what has the name: mostly one that the data has
// under this name.
func (o *operation) scalar(of, name string) any {
	switch of {
	case "ID":
		return o.reference(name)
	case "Int", "Long":
		return o.random.IntN(6)
	case "Boolean":
		return o.one(2)
	case "Upload":
		o.file = true
		o.declared = append(o.declared, "$file: Upload!")
		o.variables = append(o.variables, member{"file", nil})
		return variable("file")
	case "_Any":
		return o.representation()
	}
	if known := o.pool.values[name]; len(known) > 0 && o.percent(85) {
		return pick(o.Generator, known)
	}
	return o.some(of, name)
}

// representation names a record as a federation gateway does: mostly by its id, or by another
// key of its type with what some record has there.
func (o *operation) representation() object {
	name := o.entity()
	keys := o.schema.Types[name].Directives.ForNames("key")
	from := o.source(o.kind)
	if len(keys) == 1 || from == nil || o.percent(60) {
		return object{{"__typename", name}, {"id", o.id(o.kind)}}
	}
	out := object{{"__typename", name}}
	for _, field := range strings.Fields(pick(o.Generator, keys[1:]).Arguments.ForName("fields").Value.Raw) {
		value := from.Content[field]
		if value == nil {
			value = o.some("String", field)
		}
		out = append(out, member{field, value})
	}
	return out
}

// entity chooses a type of the federation, and remembers its kind for the id.
func (o *operation) entity() string {
	name := pick(o.Generator, o.schema.Types["_Entity"].Types)
	o.kind = kindOf(name)
	return name
}

// some makes a value of a type for what the data has no value for.
func (o *operation) some(of, name string) string {
	switch of {
	case "Date":
		return pick(o.Generator, []string{"2019-01-01", "2024-06-30", "2025-12-31", "2025-02-30"})
	case "DateTime":
		return pick(o.Generator, []string{"2019-01-01T00:00:00Z", "2025-06-30T08:00:00Z", "yesterday"})
	case "Decimal":
		return pick(o.Generator, []string{"0.10", "-1", "1e3", "x"})
	case "Region":
		return pick(o.Generator, []string{"110000", "440300", "999999"})
	}
	if name == "text" {
		name = pick(o.Generator, []string{"number", "serialNumber", "zh", "en", "code", "fileName", "model"})
	}
	if known := o.pool.values[name]; len(known) > 0 && o.percent(80) {
		words := strings.Fields(pick(o.Generator, known))
		if len(words) > 0 {
			return pick(o.Generator, words)
		}
	}
	return pick(o.Generator, []string{"压力", "a", "", "DEMO", "0", "%", "‮"})
}

// reference makes an id: one that the data has under this name, or any.
func (o *operation) reference(name string) string {
	if known := o.pool.values[name]; name != "id" && len(known) > 0 && o.percent(70) {
		return pick(o.Generator, known)
	}
	return o.id(o.kind)
}

// id makes an id for a record of a kind: of one that may be read, of a hidden one, of none,
// or garbage.
func (g *Generator) id(kind string) string {
	if kind == "" || g.one(12) {
		kind = string(pick(g, model.Kinds()))
	}
	all := g.pool.documents[model.Kind(kind)]
	switch roll := g.random.IntN(100); {
	case roll < 35 && len(all) > 0:
		return string(pick(g, all).ID)
	case roll < 85 && len(all) > 0: // as often a hidden one as another, however few there are
		return string(g.document(all, pick(g, []Standing{Hidden, Seen})).ID)
	case roll < 93:
		return string(Absent(model.Kind(kind)))
	}
	return pick(g, []string{"", "x", "cert_", strings.ToUpper(string(Absent(model.KindCertificate))),
		string(Absent(model.KindMethod))[1:], "cert_zzzzzzzzzzzzzzzzzzzzzzzzzz", strings.Repeat("a", 300), "../node.json", "记录"})
}

// document chooses a record, one of a standing if it can be found.
func (g *Generator) document(all []*Document, s Standing) *Document {
	const tries = 20
	for range tries {
		if d := pick(g, all); d.Standing == s {
			return d
		}
	}
	return pick(g, all)
}
