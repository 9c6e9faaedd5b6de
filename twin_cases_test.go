package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"metrograph/internal/twin"
	"metrograph/model"
)

// twinCase is a leak that the twin test found, or a suspicion that it came from: requests
// that have to be answered alike, one after the other.
type twinCase struct {
	leaked   string
	caller   string
	requests func(*twinView) []string
}

// twinView is what a case knows of the world: of records, whether its caller may see them.
type twinView struct {
	*testing.T
	world   *twinWorld
	visible func(model.Record) bool
	who     *model.Principal
}

// first returns the first record for which something holds.
func first[R model.Record](v *twinView, holds func(R) bool) (found R) {
	v.Helper()
	for _, r := range v.world.all(v.T, found.Kind()) {
		if r := r.(R); holds(r) {
			return r
		}
	}
	v.Fatalf("the world has no such %s", found.Kind())
	return found
}

// hidden tells whether there is a record with the id that the caller may not see.
func (v *twinView) hidden(id model.ID) bool {
	if id == "" {
		return false
	}
	for _, r := range v.world.all(v.T, id.Kind()) {
		if r.Base().ID == id {
			return !v.visible(r)
		}
	}
	return false
}

// hiddenMethod is a method that the caller may not see, of a certificate that they may.
func (v *twinView) hiddenMethod() (id model.ID) {
	first(v, func(c *model.Certificate) bool {
		for _, m := range c.Methods {
			if v.visible(c) && v.hidden(m.MethodID) {
				id = m.MethodID
				return true
			}
		}
		return false
	})
	return id
}

// own is whether a record is one that the caller may change.
func (v *twinView) own(r model.Record) bool { return r.Base().Origin == v.who.Institution }

func twinCases() []twinCase {
	return []twinCase{{
		leaked: "the version of the policy told every caller when others agreed on something",
		caller: "anonymous",
		requests: func(v *twinView) []string {
			return []string{fmt.Sprintf(`{explainAccess(id: %q) {policyVersion}}`, v.world.institution.ID)}
		},
	}, {
		leaked: "a filter by a hidden record told which records point to it",
		caller: "anonymous",
		requests: func(v *twinView) []string {
			id := v.hiddenMethod()
			return []string{
				fmt.Sprintf(`{certificates(filter: {method: {eq: %q}}) {totalCount edges {node {id}}}}`, id),
				fmt.Sprintf(`{certificates(filter: {and: [{or: [{method: {in: [%q]}}]}]}) {edges {node {id}}}}`, id),
				fmt.Sprintf(`{statistics(groupBy: [YEAR], filter: {method: {eq: %q}}) {buckets {count}}}`, id),
				fmt.Sprintf(`{institutions {edges {node {certificates(filter: {method: {eq: %q}}) {totalCount}}}}}`, id),
			}
		},
	}, {
		leaked: "the negation of a filter by a hidden record left out the records that point to it",
		caller: "anonymous",
		requests: func(v *twinView) []string {
			id := v.hiddenMethod()
			return []string{
				fmt.Sprintf(`{certificates(filter: {not: {method: {eq: %q}}}, first: 100) {totalCount edges {node {id}}}}`, id),
				fmt.Sprintf(`{certificates(filter: {not: {not: {method: {eq: %q}}}}) {totalCount}}`, id),
			}
		},
	}, {
		leaked: "the refusal to change an institution's level told that it has records which the caller may not read",
		caller: "national recorder",
		requests: func(v *twinView) []string {
			busy := first(v, func(i *model.Institution) bool { return i.Name.Zh == "Busy" })
			return []string{fmt.Sprintf(`mutation {amendInstitution(input: {id: %q, version: %d, reason: "twin", changes: {level: PROVINCIAL}}) {
				institution {level} errors {code message}}}`, busy.ID, busy.Version)}
		},
	}, {
		leaked: "a change of a certificate brought back the maker of a hidden instrument, and lost that of a missing one",
		caller: "recorder and publisher",
		requests: func(v *twinView) []string {
			c := first(v, func(c *model.Certificate) bool {
				for _, id := range c.InstrumentIDs() {
					if v.own(c) && v.hidden(id) && len(c.Manufacturers) > 1 && !model.Grave(c.Validate()) {
						return true
					}
				}
				return false
			})
			return []string{
				fmt.Sprintf(`mutation {amendCertificate(input: {id: %q, version: %d, reason: "twin", changes: {remarks: {zh: "备注"}}}) {
					certificate {manufacturers {id}} errors {code}}}`, c.ID, c.Version),
				fmt.Sprintf(`{certificates(filter: {id: {eq: %q}, manufacturer: {in: [%q, %q]}}) {totalCount}}`, c.ID, c.Manufacturers[0], c.Manufacturers[1]),
			}
		},
	}, {
		leaked: "a list with the cursor of another record's list failed or not by what happened to be asked at the same moment",
		caller: "national",
		requests: func(v *twinView) []string {
			return slices.Repeat([]string{fmt.Sprintf(`{institutions {edges {node {certificates(first: 1, after: %q) {edges {node {id}}}}}}}`, v.cursor())}, 10)
		},
	}, {
		leaked: "a sheet that is computed from whatever a certificate refers to may count what is hidden",
		caller: "anonymous",
		requests: func(v *twinView) (requests []string) {
			for _, kind := range []model.Kind{model.KindDataset, model.KindCertificate} {
				for _, r := range v.world.all(v.T, kind) {
					if len(requests) < 40 {
						requests = append(requests, fmt.Sprintf(`{evaluationSheet(subject: %q) {certificates more lines {topic outcome checked failing
							value limit path norm clause found {en zh} records {id}}}}`, r.Base().ID))
					}
				}
			}
			return requests
		},
	}, {
		leaked: "the place in the journal where a webhook begins, and its number, count what is hidden",
		caller: "administrator",
		requests: func(v *twinView) []string {
			own := first(v, func(h *model.Webhook) bool { return v.own(h) })
			other := first(v, func(h *model.Webhook) bool { return !v.own(h) })
			const told = `{webhook {id version state url cursor delivered failures failure requester {subject}} secret errors {code message path}}`
			requests := []string{fmt.Sprintf(`mutation {createWebhook(input: {url: "https://receiver.invalid/", reason: "twin",
				query: "subscription { recordChanged { id } }"}) %s}`, told)}
			for _, h := range []*model.Webhook{own, other} {
				requests = append(requests,
					fmt.Sprintf(`mutation {amendWebhook(input: {id: %q, version: %d, reason: "twin", state: ACTIVE}) %s}`, h.ID, h.Version, told),
					fmt.Sprintf(`mutation {rotateWebhookSecret(input: {id: %q, version: %d, reason: "twin"}) %s}`, h.ID, h.Version+1, told),
					fmt.Sprintf(`mutation {testWebhook(input: {id: %q}) {delivered status failure errors {code message path}}}`, h.ID))
			}
			return append(requests, `{webhooks {totalCount edges {node {id state cursor version rotations rotatedAt}}}}`)
		},
	}, {
		leaked: "how frequent a word is in records that are hidden would have ranked, counted, completed and corrected by them",
		caller: "anonymous",
		requests: func(v *twinView) []string {
			secret := first(v, func(i *model.Instrument) bool { return !v.visible(i) && len(i.SerialNumber) > 4 }).SerialNumber
			requests := []string{}
			for _, text := range []string{secret, secret[:len(secret)-1], "x" + secret[1:], "压力表", "yl", "biao", "calibration", "10 kΩ", "0.5级", "2025"} {
				requests = append(requests, fmt.Sprintf(`{search(text: %[1]q, orderBy: RELEVANCE, first: 100) {edges {cursor score
						highlights {field text matchedBy ranges {start end}} node {id}} pageInfo {hasNextPage hasPreviousPage}}
					searchFacets(text: %[1]q, groupBy: [KIND, DISCIPLINE, LEVEL, STATUS, INSTITUTION, YEAR]) {dimension values {value count} others}
					searchSuggestions(text: %[1]q) {completions {text kind field} corrections {text word instead}}}`, text))
			}
			return requests
		},
	}}
}

// cursor is one of the list of certificates of a certificate's issuer.
func (v *twinView) cursor() string {
	c := first(v, func(c *model.Certificate) bool { return v.visible(c) && !v.hidden(c.IssuerID) })
	query := fmt.Sprintf(`{institution(id: %q) {certificates(first: 1) {pageInfo {endCursor}}}}`, c.IssuerID)
	body := twin.Ask(v.world.copy(v.T, func(model.Record) bool { return true }), v.world.keys["national"], twin.Query(query)).Body
	_, rest, _ := strings.Cut(string(body), `"endCursor":"`)
	cursor, _, _ := strings.Cut(rest, `"`)
	return cursor
}

// What once leaked does not leak again: with and without the hidden records, and about a
// hidden record and one that is not there.
func TestTwinCases(t *testing.T) {
	w := newTwinWorld(t)
	for _, c := range twinCases() {
		t.Run(c.leaked, func(t *testing.T) {
			caller := twinCallerNamed(c.caller)
			who := w.principal(t, caller)
			v := &twinView{T: t, world: w, visible: w.visible(who), who: who}
			p := w.pair(t, caller, 1)
			for i, query := range c.requests(v) {
				r := twin.Query(query)
				if p.compare(t, i, r) > 0 {
					t.Log(c.leaked)
				}
				if id := p.pool.HiddenIn(r); id != "" {
					p.absent(t, i, r, id)
				}
			}
		})
	}
}

// Two nodes that differ in a record that the caller may see are found out.
func TestTwinFindsADifference(t *testing.T) {
	w := newTwinWorld(t)
	c := twinCallerNamed("provincial")
	visible := w.visible(w.principal(t, c))
	p := w.pair(t, c, *twinSeed)
	left := model.ID("")
	p.part = w.copy(t, func(r model.Record) bool {
		if left == "" && r.Kind() == model.KindCertificate && visible(r) {
			left = r.Base().ID
		}
		return r.Base().ID != left
	})
	const requests = 300
	for range requests {
		r := p.generator.Query()
		if twin.Difference(twin.Ask(p.whole, p.key, r), twin.Ask(p.part, p.key, r)) != "" {
			return
		}
	}
	t.Errorf("%d requests do not tell a node without %s from one with it", requests, left)
}
