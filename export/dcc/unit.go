package dcc

import (
	"net/url"
	"strings"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// units writes the units of a column in D-SI: as they are where they are D-SI, else converted
// where the unit is known, else marked as none of D-SI. The terms say how those were written
// that are not written so.
func (d *document) units(c *model.Column) (tokens, terms []string) {
	list := c.Units
	if len(c.Values) == 0 { // texts have no place for a unit
		for _, u := range list {
			terms = append(terms, dccterm.Make(dccterm.Unit, dccterm.PackUnit(dccterm.NoUnit, u)))
		}
		return nil, terms
	}
	if len(list) == 0 {
		list = []model.Unit{{}}
	}
	meant := map[string]model.Unit{}
	for i, u := range list {
		if i > 0 && u == list[i-1] {
			tokens = append(tokens, tokens[i-1])
			continue
		}
		token := unitToken(u)
		if other, taken := meant[token]; taken && other != u {
			token = "|" + url.PathEscape(u.Text+" "+u.UCUM+" "+u.Symbol)
		}
		if _, known := meant[token]; !known {
			meant[token] = u
			if read, _ := model.ParseUnit(token); read != u {
				terms = append(terms, dccterm.Make(dccterm.Unit, dccterm.PackUnit(token, u)))
			}
		}
		tokens = append(tokens, token)
	}
	return tokens, terms
}

// unitToken writes a unit for a list of words.
func unitToken(u model.Unit) string {
	if u == (model.Unit{}) {
		return dccterm.NoUnit
	}
	token, ok := u.DSI()
	switch {
	case ok:
	case strings.HasPrefix(u.Text, `\`), strings.HasPrefix(u.Text, "|"):
		token = u.Text
	default:
		token = "|" + u.Text
	}
	if strings.ContainsFunc(token, blank) {
		return "|" + url.PathEscape(u.Text)
	}
	return token
}
