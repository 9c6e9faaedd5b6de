package mongostore

import (
	"math"

	"go.mongodb.org/mongo-driver/v2/bson"

	"metrograph/store"
)

// compare compiles a condition on one field.
func (c compiler) compare(f *store.Filter) branches {
	field, _ := c.schema.Field(f.Field)
	if f.Op == store.Present {
		return branches{present(field, f.Values[0] != int64(0))}
	}
	values := make([]store.Value, len(f.Values))
	for i, v := range f.Values {
		values[i] = v
		if text, ok := v.(string); ok && field.Type == store.Text {
			values[i] = store.Fold(text)
		}
	}
	if f.Op == store.In {
		return equal(field, values)
	}
	return branches{ordered(f.Op, field, values[0])}
}

// ordered compiles a comparison with one value.
func ordered(op store.Op, field store.Field, value store.Value) branch {
	at := path(field.Name)
	text, _ := value.(string)
	switch op {
	case store.Lt:
		return where(at, doc("$lt", value))
	case store.Lte:
		return where(at, doc("$lte", value))
	case store.Gt:
		return where(at, doc("$gt", value))
	case store.Gte:
		return where(at, doc("$gte", value))
	case store.Prefix:
		if field.Many {
			return where(at, anyBegins(text))
		}
		return where(at, prefixed(text))
	default: // to contain the text
		// A phrase is letters, digits and spaces: nothing of it means anything to a regular
		// expression.
		return where(fieldPhrases+"."+field.Name, doc("$regex", store.Phrase(text)))
	}
}

// present is the condition of a value that is not empty, or of one that is.
func present(f store.Field, yes bool) branch {
	at := path(f.Name)
	switch {
	case f.Many && yes:
		return where(at, doc("$gt", ""))
	case f.Many:
		return where(at, doc("$eq", bson.A{}))
	case f.Type == store.Int && yes:
		return where(at, doc("$gte", int64(math.MinInt64), "$ne", int64(0)))
	case f.Type == store.Int:
		return where(at, int64(0))
	case yes:
		return where(at, doc("$gt", ""))
	}
	return where(at, "")
}
