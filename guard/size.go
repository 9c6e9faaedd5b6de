package guard

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// entries is how many entries a field, or the sized field below it, may have by its
// arguments: the largest number that one of them says. A number that cannot be read counts
// as the largest page; whoever answers the field refuses what is larger.
func (t *Tariff) entries(p *price, arguments ast.ArgumentList, variables map[string]any) float64 {
	most, said := 0, false
	for _, path := range p.slicing {
		if n, ok := t.number(at(path, arguments, variables)); ok {
			most, said = max(most, n), true
		}
	}
	if !said {
		most = p.assumed
	}
	return float64(max(most, 1))
}

// at is the value of an argument, or of a field of one; nil where none is given.
func at(path string, arguments ast.ArgumentList, variables map[string]any) any {
	name, below, isField := strings.Cut(path, ".")
	argument := arguments.ForName(name)
	if argument == nil {
		return nil
	}
	value := resolve(argument.Value, variables)
	if !isField {
		return value
	}
	object, _ := value.(map[string]any)
	return object[below]
}

// paid is what the arguments of a field cost: for a list its weight for each entry.
func (p *price) paid(arguments ast.ArgumentList, variables map[string]any) float64 {
	sum := 0
	for path, weight := range p.given {
		switch value := at(path, arguments, variables).(type) {
		case nil:
		case []any:
			sum += weight * len(value)
		default:
			sum += weight
		}
	}
	return float64(sum)
}

// number is how many entries a value stands for: a number itself, a list its entries. A null
// says nothing.
func (t *Tariff) number(value any) (n int, ok bool) {
	switch value := value.(type) {
	case nil:
		return 0, false
	case []any:
		return len(value), true
	case int64:
		n = int(value)
	case float64:
		n = int(math.Min(math.Max(value, 0), float64(t.page)))
	case json.Number:
		f, err := value.Float64()
		if err != nil {
			return t.page, true
		}
		return t.number(f)
	default:
		return t.page, true
	}
	return min(max(n, 0), t.page), true
}

// resolve is the value that is written or that a variable has. What is not a constant of
// the language is nil.
func resolve(v *ast.Value, variables map[string]any) any {
	if v == nil {
		return nil
	}
	if v.Kind == ast.Variable {
		return variables[v.Raw]
	}
	if v.Kind == ast.ListValue {
		return make([]any, len(v.Children))
	}
	if v.Kind == ast.ObjectValue {
		object := make(map[string]any, len(v.Children))
		for _, child := range v.Children {
			object[child.Name] = resolve(child.Value, variables)
		}
		return object
	}
	value, err := v.Value(nil)
	if err != nil {
		return v.Raw // a number that no type holds
	}
	return value
}

// given are the variables of an operation with their defaults.
func given(o *ast.OperationDefinition, variables map[string]any) map[string]any {
	all := make(map[string]any, len(o.VariableDefinitions))
	for _, d := range o.VariableDefinitions {
		value, ok := variables[d.Variable]
		if !ok && d.DefaultValue != nil {
			value = resolve(d.DefaultValue, nil)
		}
		all[d.Variable] = value
	}
	return all
}
