package e2e_test

import (
	"fmt"
	"slices"
	"testing"

	"metrograph/model"
)

// order is an order of a kind's list.
type order struct {
	kind  model.Kind
	order string
	reads string // the field that it reveals
}

func orders() []order {
	list := []order{{model.KindCertificate, "orderBy: {field: NUMBER, direction: ASC}", "number"}}
	for _, kind := range kinds() {
		list = append(list, order{kind, "orderBy: {field: MODIFIED_AT, direction: DESC}", "modified"})
	}
	return list
}

// checkOrders asks lists in the order of a masked field, and hands the caller cursors that
// another caller, who sees everything, got in the same list: they lead to a place in the
// caller's own list, and to nothing that is not in it.
func (v *visit) checkOrders(t *testing.T, whole *whole) {
	t.Helper()
	for _, o := range orders() {
		own, theirs := v.ids(t, o.kind, o.order), whole.lists[o]
		what := string(o.kind) + "s(" + o.order + ")"
		v.checkIDs(t, what, own, o.kind, func(r *record) bool { return v.oracle.of(t, r).sees(r.kind, o.reads) })
		for _, place := range []int{0, len(theirs.ids) / 3, len(theirs.ids) - 1} {
			behind := func(id model.ID) bool { return slices.Index(theirs.ids, id) > place }
			before := func(id model.ID) bool { return slices.Index(theirs.ids, id) < place }
			v.checkPage(t, o, fmt.Sprintf("first: 100, after: %q", theirs.cursors[place]), only(own.ids, behind), true)
			v.checkPage(t, o, fmt.Sprintf("last: 100, before: %q", theirs.cursors[place]), only(own.ids, before), false)
		}
		v.checkMisplaced(t, o, theirs.cursors[0])
	}
}

func only(ids []model.ID, keep func(model.ID) bool) []model.ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id model.ID) bool { return !keep(id) })
}

// checkPage holds a page to the first, or the last, hundred of the ids.
func (v *visit) checkPage(t *testing.T, o order, window string, want []model.ID, forward bool) {
	t.Helper()
	if n := len(want); n > 100 && forward {
		want = want[:100]
	} else if n > 100 {
		want = want[n-100:]
	}
	a := v.client.read(t, fmt.Sprintf("{page: %ss(%s, %s) {edges {node {id}}}}", o.kind, window, o.order), nil)
	got := []model.ID{}
	for _, edge := range list(a.Data, "page", "edges") {
		got = append(got, model.ID(at(edge, "node", "id").(string)))
	}
	if !slices.Equal(want, got) {
		t.Errorf("%ss(%s, %s): %v, want %v", o.kind, window, o.order, got, want)
	}
}

// checkMisplaced uses a cursor in a list with another filter or another order than its own,
// and one that somebody changed: all are refused alike.
func (v *visit) checkMisplaced(t *testing.T, o order, cursor string) {
	t.Helper()
	changed := []byte(cursor)
	changed[len(changed)/2] ^= 1
	first := ""
	for _, arguments := range []string{
		fmt.Sprintf("after: %q, %s, filter: {classification: {eq: PUBLIC}}", cursor, o.order),
		fmt.Sprintf("after: %q, orderBy: {field: ID, direction: ASC}", cursor),
		fmt.Sprintf("after: %q, %s", changed, o.order),
		fmt.Sprintf("after: %q, %s", "garbage", o.order),
	} {
		a := v.client.ask(t, fmt.Sprintf("{page: %ss(%s) {edges {node {id}}}}", o.kind, arguments), nil)
		if first == "" {
			first = a.body
		}
		if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "INVALID" || a.body != first {
			t.Errorf("%ss(%s): %s; others: %s", o.kind, arguments, a.body, first)
		}
	}
}
