package spec

import (
	"encoding/json"

	"metrograph/model"
)

// object is a JSON object; the encoder writes its members in the order of their names.
type object = map[string]any

// JSONSchema is the JSON Schema (2020-12) of a record as it is collected.
func (s *Spec) JSONSchema() ([]byte, error) {
	defs := object{"decimal": object{"description": "Decimal 十进制数. Kept as it is written: 0.10 is not 0.1.",
		"anyOf": []any{object{"type": "string", "pattern": `^$|^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?$`}, object{"type": "number"}}}}
	for _, e := range s.Enums {
		var values []any
		for _, v := range e.Values {
			values = append(values, object{"const": v.Code, "description": v.Term.text()})
		}
		defs[e.Name] = object{"description": e.Term.text(), "oneOf": values}
	}
	for _, t := range s.Parts {
		defs[t.Name] = s.structure(t)
	}
	any1 := []any{}
	for _, t := range s.Kinds {
		kind := s.structure(t)
		properties := kind["properties"].(object)
		properties["__typename"] = object{"const": t.Name, "description": "Type 类型. Certificate where neither this nor an id tells the kind."}
		properties["findings"] = object{"description": "Findings 检查结果. Of a rejected record; passed over."}
		if t.Name != "Certificate" {
			kind["anyOf"] = []any{object{"required": []string{"__typename"}}, object{"required": []string{"id"}}}
		}
		defs[t.Name] = kind
		any1 = append(any1, object{"$ref": "#/$defs/" + t.Name})
	}
	for _, kind := range append(Collected(), model.KindAttachment) {
		defs["ref-"+kind.TypeName()] = reference(kind)
	}
	return json.MarshalIndent(object{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"$id":         "https://metrograph.example/schema/record.json",
		"title":       "Metrograph record 计量数据记录",
		"description": "One record of a collection: a line of NDJSON, or an entry of a JSON array. Names are those of the GraphQL schema.",
		"anyOf":       any1, "$defs": defs,
	}, "", "  ")
}

func (t Term) text() string {
	out := t.En
	if t.Zh != "" {
		out += " " + t.Zh
	}
	if t.More != "" {
		out += ". " + t.More
	}
	return out
}

func (s *Spec) structure(t Type) object {
	properties, needed := object{}, []string{}
	for _, f := range t.Fields {
		properties[f.Name] = s.field(t, f)
		if f.Required {
			needed = append(needed, f.Name)
		}
	}
	out := object{"type": "object", "description": t.Term.text(), "properties": properties, "additionalProperties": false}
	if len(needed) > 0 {
		out["required"] = needed
	}
	switch t.Name {
	case "Text":
		return object{"anyOf": []any{object{"type": "string", "description": "In Chinese where it has a Han character, and in English otherwise."}, out}}
	case "Unit":
		return object{"anyOf": []any{object{"type": "string", "description": "As written; its UCUM code is found."}, out}}
	}
	return out
}

func (s *Spec) field(t Type, f Field) object {
	var one object
	switch f.Type {
	case "text":
		one = object{"type": "string"}
	case "id":
		one = object{"type": "string"}
		if f.Refers != "" {
			one = object{"$ref": "#/$defs/ref-" + f.Refers.TypeName()}
		}
	case "date":
		one = object{"type": "string", "format": "date"}
	case "dateTime":
		one = object{"type": "string", "format": "date-time"}
	case "boolean", "integer":
		one = object{"type": f.Type}
	default:
		one = object{"$ref": "#/$defs/" + f.Type}
	}
	if f.List {
		one = object{"type": []string{"array", "null"}, "items": one}
	} else if !f.Required {
		one = object{"anyOf": []any{one, object{"type": "null"}}}
	}
	one["description"] = f.Term.text()
	if f.Node {
		one["description"] = f.Term.text() + " (The node's own: passed over.)"
	}
	return one
}

// reference is an identifier, or what a record is known by in the world.
func reference(kind model.Kind) object {
	id := object{"type": "string", "description": "Identifier 标识."}
	known := object{}
	text := object{"$ref": "#/$defs/Text"}
	word := object{"type": "string", "minLength": 1}
	institution := object{"$ref": "#/$defs/ref-Institution"}
	var needed []any
	switch kind {
	case model.KindInstitution:
		known["creditCode"], known["name"] = word, text
		needed = []any{object{"required": []string{"creditCode"}}, object{"required": []string{"name"}}}
	case model.KindInstrument:
		known["manufacturer"], known["manufacturerInstitution"], known["model"], known["serialNumber"] = word, institution, object{"type": "string"}, word
		needed = []any{object{"required": []string{"serialNumber", "manufacturer"}}, object{"required": []string{"serialNumber", "manufacturerInstitution"}}}
	case model.KindMethod:
		known["code"] = word
		needed = []any{object{"required": []string{"code"}}}
	case model.KindPerson:
		known["employeeNumber"], known["name"], known["institution"] = word, text, institution
		needed = []any{object{"required": []string{"employeeNumber"}}, object{"required": []string{"name"}}}
	case model.KindCertificate:
		known["number"], known["revision"], known["issuer"] = word, object{"type": "string"}, institution
		needed = []any{object{"required": []string{"number"}}}
	default:
		return id
	}
	return object{"anyOf": []any{id, object{"type": "object", "properties": known, "additionalProperties": false, "anyOf": needed,
		"description": "What it is known by 自然标识."}}}
}
