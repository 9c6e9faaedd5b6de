package twin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Values of arguments are what encoding/json knows, and these two: GraphQL writes them
// otherwise where they stand in a query.
type (
	enum   string
	object []member
)

// member is an entry of an object, or an argument of a field.
type member struct {
	name  string
	value any
}

// MarshalJSON keeps the order of the members.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, m := range o {
		raw, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s%q:%s", separator(i, "{"), m.name, raw)
	}
	if len(o) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func separator(i int, first string) string {
	if i == 0 {
		return first
	}
	return ","
}

// literal is a value as it stands in a query.
func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case enum:
		return string(v)
	case variable:
		return "$" + string(v)
	case object:
		parts := make([]string, len(v))
		for i, m := range v {
			parts[i] = m.name + ": " + literal(m.value)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		parts := make([]string, len(v))
		for i, entry := range v {
			parts[i] = literal(entry)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	default:
		raw, err := json.Marshal(v) // JSON's texts, numbers and truth values are GraphQL's
		if err != nil {
			panic("twin: a value that is no JSON: " + err.Error())
		}
		return string(raw)
	}
}

// variable is a value that stands apart from the query.
type variable string
