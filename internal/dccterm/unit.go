package dccterm

import (
	"net/url"
	"strings"

	"metrograph/model"
)

// PackUnit writes the value of a Unit term: the token that stands for the unit in D-SI, how
// it was written, and its code and symbol where these are not those of the text.
func PackUnit(token string, u model.Unit) string {
	parts := []string{token, u.Text}
	if plain, _ := model.ParseUnit(u.Text); plain != u {
		parts = append(parts, u.UCUM, u.Symbol)
	}
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, ",")
}

// UnpackUnit reads what PackUnit writes.
func UnpackUnit(packed string) (token string, u model.Unit, ok bool) {
	parts := strings.Split(packed, ",")
	for i := range parts {
		plain, err := url.PathUnescape(parts[i])
		if err != nil {
			return "", u, false
		}
		parts[i] = plain
	}
	switch len(parts) {
	case 2:
		u, _ = model.ParseUnit(parts[1])
		return parts[0], u, true
	case 4:
		return parts[0], model.Unit{Text: parts[1], UCUM: parts[2], Symbol: parts[3]}, true
	}
	return "", u, false
}
