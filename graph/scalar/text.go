package scalar

import (
	"encoding/json"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
)

// MarshalString writes a text as it is, also an empty one: fields make it null, lists do not.
func MarshalString(v string) graphql.Marshaler { return graphql.MarshalString(v) }

// UnmarshalString reads a text.
func UnmarshalString(v any) (string, error) { return textOf[string](v, "a text") }

// MarshalID writes an identifier.
func MarshalID(v model.ID) graphql.Marshaler { return quoted(v) }

// UnmarshalID reads an identifier. A malformed one passes: it is answered as a missing
// record is, so that nothing tells them apart.
func UnmarshalID(v any) (model.ID, error) {
	switch v := v.(type) {
	case json.Number:
		return model.ID(v.String()), nil
	case int64:
		return model.ID(strconv.FormatInt(v, 10)), nil
	}
	return textOf[model.ID](v, "an identifier")
}

// MarshalRegion writes the code of an administrative division.
func MarshalRegion(v model.Region) graphql.Marshaler { return quoted(v) }

// UnmarshalRegion reads the code of an administrative division, GB/T 2260.
func UnmarshalRegion(v any) (model.Region, error) {
	region, err := textOf[model.Region](v, "a text of six digits")
	if err == nil && region != "" && region.Province() == "" {
		return "", invalid(v, "a code of GB/T 2260: six digits")
	}
	return region, err
}
