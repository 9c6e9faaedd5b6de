package auth

import (
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"metrograph/model"
)

// claims are what a token says that matters here.
type claims struct {
	subject     string
	issuer      string
	expires     time.Time
	institution model.ID
	person      model.ID
	roles       []model.Role
}

// find returns the claim of a name; where there is none of that very name, a dotted name is
// a path into objects.
func find(all map[string]any, name string) any {
	if value, found := all[name]; found {
		return value
	}
	first, rest, dotted := strings.Cut(name, ".")
	inner, _ := all[first].(map[string]any)
	if !dotted || inner == nil {
		return nil
	}
	return find(inner, rest)
}

// idOf reads an id of a kind of record from a token; a token may have none. One that is given
// and is no such id refuses the token: its bearer is not who it should be.
func idOf(all map[string]any, claim string, kind model.Kind) (model.ID, error) {
	value := find(all, claim)
	if value == nil {
		return "", nil
	}
	text, _ := value.(string)
	id := model.ID(text)
	if id.Kind() != kind || !id.Valid() {
		return "", errors.New("malformed claim " + claim)
	}
	return id, nil
}

// hasAudience tells whether the audience is the value of aud or in its list.
func hasAudience(value any, audience string) bool {
	if list, ok := value.([]any); ok {
		return slices.Contains(list, any(audience))
	}
	return value == audience
}

// rolesOf reads the roles of a token: a list of names, or names in a text with spaces or
// commas between them.
func rolesOf(all map[string]any, claim string) []model.Role {
	var roles []model.Role
	switch value := find(all, claim).(type) {
	case string:
		for _, name := range strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == ',' }) {
			roles = append(roles, model.Role(name))
		}
	case []any:
		for _, item := range value {
			if name, ok := item.(string); ok {
				roles = append(roles, model.Role(name))
			}
		}
	}
	return roles
}

// maxSeconds is the last second of the year 9999: what is later is no date.
const maxSeconds = 253402300799

// numericDate reads seconds since 1970, which may have a fraction (RFC 7519, 2).
func numericDate(value any) (t time.Time, ok bool) {
	seconds, ok := value.(float64)
	if !ok || seconds < 0 || seconds > maxSeconds {
		return t, false
	}
	whole, fraction := math.Modf(seconds)
	return time.Unix(int64(whole), int64(fraction*1e9)).UTC(), true
}
