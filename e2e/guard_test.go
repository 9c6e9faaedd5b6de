package e2e_test

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"metrograph/model"
)

// guard reads every byte that a caller gets and finds what the caller may not see: ids of
// hidden records, marks of hidden records, and marks of masked fields. What the request
// itself says may be repeated.
type guard struct {
	world  *world
	oracle *oracle
	told   map[string]bool // so that one leak is one complaint
}

var (
	idShape     = regexp.MustCompile(`\b(?:inst|cert|instr|env|pers|meth|data|att|agr)_[0-9a-z]{26}\b`)
	markShape   = regexp.MustCompile(`zz(name|contact|customer|modified|owner|personnel|provenance)([0-9]{4})`)
	ruleShape   = regexp.MustCompile(`"agreement agr_[0-9a-z]{26}"`) // whoever an agreement grants something is told which
	cursorShape = regexp.MustCompile(`"(?:cursor|startCursor|endCursor)":"([A-Za-z0-9_-]+)"`)
)

func (g *guard) inspect(t *testing.T, query string, variables map[string]any, body string) {
	t.Helper()
	if g == nil {
		return
	}
	said, _ := json.Marshal(variables) // they were sent, so they can be marshalled
	request := query + string(said)
	body = ruleShape.ReplaceAllString(body, "") + cursorTexts(body)
	for _, id := range idShape.FindAllString(body, -1) {
		if r := g.world.byID[model.ID(id)]; r != nil && !g.oracle.of(t, r).readable && !strings.Contains(request, id) {
			g.tell(t, "the id of "+r.String(), request)
		}
	}
	for _, m := range markShape.FindAllStringSubmatch(body, -1) {
		number, _ := strconv.Atoi(m[2]) // the shape has digits only
		r := g.world.numbered(number)
		if !strings.Contains(request, m[0]) && !g.shows(t, r, m[1]) {
			g.tell(t, "the "+m[1]+" of "+r.String(), request)
		}
	}
}

// shows tells whether the caller may see the field of a record that has the mark.
func (g *guard) shows(t *testing.T, r *record, field string) bool {
	t.Helper()
	seen := g.oracle.of(t, r)
	set, known := model.Fields(r.kind, field)
	return seen.readable && (!known || seen.fields&set != 0)
}

func (g *guard) tell(t *testing.T, what, request string) {
	t.Helper()
	if !g.told[what] {
		g.told[what] = true
		t.Errorf("LEAK: %s is in the answer to %s", what, clip(request))
	}
}

// cursorTexts is what the cursors of an answer say to whoever decodes them.
func cursorTexts(body string) string {
	var all strings.Builder
	for _, m := range cursorShape.FindAllStringSubmatch(body, -1) {
		raw, err := base64.RawURLEncoding.DecodeString(m[1])
		if err == nil {
			all.WriteString(" " + string(raw))
		}
	}
	return all.String()
}
