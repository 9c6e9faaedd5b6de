package scalar

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
)

// MarshalBoolean writes a truth value.
func MarshalBoolean(v bool) graphql.Marshaler { return graphql.MarshalBoolean(v) }

// UnmarshalBoolean reads a truth value; null is false.
func UnmarshalBoolean(v any) (bool, error) {
	switch v := v.(type) {
	case nil:
		return false, nil
	case bool:
		return v, nil
	}
	return false, invalid(v, "true or false")
}

// MarshalInt writes an integer.
func MarshalInt(v int) graphql.Marshaler { return graphql.MarshalInt(v) }

// UnmarshalInt reads an integer of 32 bits, as GraphQL has it; null is 0.
func UnmarshalInt(v any) (int, error) {
	n, ok := integer(v)
	if !ok || n != int64(int32(n)) {
		return 0, invalid(v, "an integer of 32 bits")
	}
	return int(n), nil
}

// MarshalLong writes an integer of 64 bits.
func MarshalLong(v int64) graphql.Marshaler { return graphql.MarshalInt64(v) }

// UnmarshalLong reads an integer of 64 bits; null is 0.
func UnmarshalLong(v any) (int64, error) {
	n, ok := integer(v)
	if !ok {
		return 0, invalid(v, "an integer of 64 bits")
	}
	return n, nil
}

func integer(v any) (n int64, ok bool) {
	switch v := v.(type) {
	case nil:
		return 0, true
	case int:
		return int64(v), true
	case int64:
		return v, true
	case float64:
		n = int64(v)
		return n, float64(n) == v
	case json.Number:
		n, err := v.Int64()
		return n, err == nil
	}
	return 0, false
}

// MarshalDecimal writes a decimal number as a text, digit by digit as it was written.
func MarshalDecimal(v model.Decimal) graphql.Marshaler { return quoted(v) }

// maxDecimal bounds the text of a decimal number.
const maxDecimal = 1000

// UnmarshalDecimal reads a decimal number. A number is taken as well as a text where it can
// be taken without loss: an integer, or any number in JSON variables.
func UnmarshalDecimal(v any) (model.Decimal, error) {
	const want = `a decimal number in a text, such as "0.10"`
	var text string
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		text = v
	case json.Number:
		text = v.String()
	case int64:
		text = strconv.FormatInt(v, 10)
	default:
		return "", invalid(v, want)
	}
	d, ok := model.ParseDecimal(strings.TrimSpace(text))
	if text == "" || !ok || len(text) > maxDecimal {
		return "", invalid(text, want)
	}
	return d, nil
}

// MarshalFloat writes a floating-point number.
func MarshalFloat(v float64) graphql.ContextMarshaler { return graphql.MarshalFloatContext(v) }

// UnmarshalFloat reads a floating-point number; null is 0. No input has one: numbers that are
// given are decimals.
func UnmarshalFloat(ctx context.Context, v any) (float64, error) {
	return graphql.UnmarshalFloatContext(ctx, v)
}
