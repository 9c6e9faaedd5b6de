package scalar

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
)

func TestUnmarshal(t *testing.T) {
	long := strings.Repeat("长", 60)
	for _, c := range []struct {
		read func(any) (any, error)
		in   any
		want any
		err  string
	}{
		{any1(UnmarshalDecimal), "0.10", model.Decimal("0.10"), ""},
		{any1(UnmarshalDecimal), " -1.5e-6 ", model.Decimal("-1.5e-6"), ""},
		{any1(UnmarshalDecimal), json.Number("1.50"), model.Decimal("1.50"), ""},
		{any1(UnmarshalDecimal), int64(7), model.Decimal("7"), ""},
		{any1(UnmarshalDecimal), nil, model.Decimal(""), ""},
		{any1(UnmarshalDecimal), 0.1, model.Decimal(""), `this value is not a decimal number in a text, such as "0.10"`},
		{any1(UnmarshalDecimal), "", model.Decimal(""), `this text is not a decimal number in a text, such as "0.10"`},
		{any1(UnmarshalDecimal), long, model.Decimal(""), `this text is not a decimal number in a text, such as "0.10"`},
		{any1(UnmarshalDate), "2024-02-29", model.Date("2024-02-29"), ""},
		{any1(UnmarshalDate), "2025-02-29", model.Date(""), `this text is not a date such as 2025-03-01`},
		{any1(UnmarshalDate), nil, model.Date(""), ""},
		{any1(UnmarshalDate), true, model.Date(""), "a boolean is not a date"},
		{any1(UnmarshalDateTime), "2025-03-01T08:00:00.1239+08:00", time.Date(2025, 3, 1, 0, 0, 0, 123e6, time.UTC), ""},
		{any1(UnmarshalDateTime), "2025-03-01", time.Time{}, `this text is not a time such as 2025-03-01T08:00:00Z`},
		{any1(UnmarshalRegion), "110000", model.Region("110000"), ""},
		{any1(UnmarshalRegion), "Beijing", model.Region(""), `this text is not a code of GB/T 2260: six digits`},
		{any1(UnmarshalID), "garbage", model.ID("garbage"), ""},
		{any1(UnmarshalID), int64(5), model.ID("5"), ""},
		{any1(UnmarshalID), []any{}, model.ID(""), "a list is not an identifier"},
		{any1(UnmarshalInt), json.Number("12"), 12, ""},
		{any1(UnmarshalInt), int64(1 << 31), 0, "this value is not an integer of 32 bits"},
		{any1(UnmarshalInt), 2.0, 2, ""},
		{any1(UnmarshalInt), 2.5, 0, "this value is not an integer of 32 bits"},
		{any1(UnmarshalLong), int64(1 << 40), int64(1 << 40), ""},
		{any1(UnmarshalBoolean), "true", false, `this text is not true or false`},
		{any1(UnmarshalLevel), "NATIONAL", model.LevelNational, ""},
		{any1(UnmarshalLevel), "national", model.Level(""), `this text is not a level`},
		{any1(UnmarshalRecordKind), "DATASET", model.KindDataset, ""},
		{any1(UnmarshalRecordKind), "CREDENTIAL", model.Kind(""), `this text is not a kind of record`},
		{any1(UnmarshalOrderField), "SERIAL_NUMBER", "serialNumber", ""},
		{any1(UnmarshalOrderField), "serial_number", "", `this text is not a field to order by`},
		{any1(UnmarshalOrderDirection), "DESC", true, ""},
		{any1(UnmarshalOrderDirection), "desc", false, `this text is not a direction: ASC or DESC`},
		{any1(UnmarshalAny), "x", map[string]any(nil), `this text is not a representation of an entity: an object`},
	} {
		got, err := c.read(c.in)
		if c.err == "" && (err != nil || got != c.want) {
			t.Errorf("%v: got %v, %v; want %v", c.in, got, err, c.want)
		}
		if c.err != "" && (err == nil || err.Error() != "INVALID: "+c.err) {
			t.Errorf("%v: error %v, want %s", c.in, err, c.err)
		}
	}
}

func any1[T any](read func(any) (T, error)) func(any) (any, error) {
	return func(v any) (any, error) { return read(v) }
}

func TestMarshal(t *testing.T) {
	for want, m := range map[string]graphql.Marshaler{
		`"0.10"`:                     MarshalDecimal("0.10"),
		`"2025-03-01T00:00:00.000Z"`: MarshalDateTime(time.Date(2025, 3, 1, 8, 0, 0, 999, time.FixedZone("", 8*3600))),
		`"2025-03-01"`:               MarshalDate("2025-03-01"),
		`"CERTIFICATE"`:              MarshalRecordKind(model.KindCertificate),
		`"ISSUED_AT"`:                MarshalOrderField("issuedAt"),
		`"ASC"`:                      MarshalOrderDirection(false),
		`1099511627776`:              MarshalLong(1 << 40),
		`""`:                         MarshalString(""),
	} {
		if got := written(m); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for _, m := range []graphql.Marshaler{
		MarshalDecimal(""), MarshalDate(""), MarshalDateTime(time.Time{}), MarshalLevel(""), MarshalID(""), MarshalRegion(""), MarshalRecordKind(""),
	} {
		if got := written(m); got != "null" {
			t.Errorf("an empty value is %s, want null", got)
		}
	}
}

func written(m graphql.Marshaler) string {
	var b strings.Builder
	m.MarshalGQL(&b)
	return b.String()
}
