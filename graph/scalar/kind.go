package scalar

import (
	"strings"
	"unicode"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
)

// MarshalRecordKind writes a kind of record as the schema has it: collectionJob is
// COLLECTION_JOB.
func MarshalRecordKind(v model.Kind) graphql.Marshaler { return quoted(capitals(string(v))) }

// UnmarshalRecordKind reads a kind of record. Credentials are not served as records.
func UnmarshalRecordKind(v any) (model.Kind, error) {
	const want = "a kind of record"
	text, err := textOf[string](v, want)
	if err != nil || v == nil {
		return "", err
	}
	kind := model.Kind(camel(text))
	if kind.New() == nil || kind == model.KindCredential || strings.ToUpper(text) != text {
		return "", invalid(v, want)
	}
	return kind, nil
}

// MarshalErrorCode writes the code of an error.
func MarshalErrorCode(v model.Code) graphql.Marshaler { return quoted(v) }

// UnmarshalErrorCode reads the code of an error; no input has one.
func UnmarshalErrorCode(v any) (model.Code, error) { return textOf[model.Code](v, "a code") }

// MarshalOrderDirection writes whether an order is descending.
func MarshalOrderDirection(desc bool) graphql.Marshaler {
	if desc {
		return graphql.MarshalString("DESC")
	}
	return graphql.MarshalString("ASC")
}

// UnmarshalOrderDirection reads whether an order is descending.
func UnmarshalOrderDirection(v any) (desc bool, err error) {
	switch v {
	case "ASC":
		return false, nil
	case "DESC":
		return true, nil
	}
	return false, invalid(v, "a direction: ASC or DESC")
}

// MarshalOrderField writes the name of a sortable field as the schema has it: issuedAt is
// ISSUED_AT.
func MarshalOrderField(v string) graphql.Marshaler { return quoted(capitals(v)) }

// UnmarshalOrderField reads the name of a sortable field: ISSUED_AT is issuedAt.
func UnmarshalOrderField(v any) (string, error) {
	text, err := textOf[string](v, "a field to order by")
	if err != nil || text != strings.ToUpper(text) {
		return "", invalid(v, "a field to order by")
	}
	return camel(text), nil
}

// capitals writes a name as the schema has the values of enumerations: issuedAt is ISSUED_AT.
func capitals(name string) string {
	var b strings.Builder
	for _, c := range name {
		if unicode.IsUpper(c) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(c))
	}
	return b.String()
}

// camel reads a name in capitals: ISSUED_AT is issuedAt.
func camel(capitals string) string {
	name, rest, _ := strings.Cut(strings.ToLower(capitals), "_")
	for _, word := range strings.Split(rest, "_") {
		if word != "" {
			name += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return name
}

// MarshalStatisticsDimension writes a dimension of statistics.
func MarshalStatisticsDimension(v string) graphql.Marshaler { return quoted(v) }

// UnmarshalStatisticsDimension reads a dimension of statistics.
func UnmarshalStatisticsDimension(v any) (string, error) {
	text, err := textOf[string](v, "a dimension")
	if err != nil || text != strings.ToUpper(text) {
		return "", invalid(v, "a dimension")
	}
	return text, nil
}
