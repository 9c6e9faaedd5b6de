package federate_test

import (
	"testing"

	"metrograph/federate"
	"metrograph/model"
)

// threeOfThem are a nation that harvests from two provinces, of which one harvests from the
// other and passes on.
func threeOfThem(t *testing.T) (nation, a, b *node) {
	w := newWorld(t)
	nation = w.join("nation", model.LevelNational, "110000")
	a, b = w.join("a", model.LevelProvincial, "440000"), w.join("b", model.LevelProvincial, "320000")
	for _, pair := range [][2]*node{{nation, a}, {nation, b}, {a, b}} {
		pair[0].trust(pair[1], federate.Terms{Relay: pair[0] == nation})
		pair[1].trust(pair[0], federate.Terms{})
	}
	return nation, a, b
}

// TestTheOwnNodeTellsMore: a record that came by way of a node that was shown less of it is
// whole once its own node has sent it, and stays so.
func TestTheOwnNodeTellsMore(t *testing.T) {
	nation, a, b := threeOfThem(t)
	c := b.certificate("B-1")
	a.mustHarvest(b)
	customer := func() string {
		r, ok := nation.load(nation.operator(), c.ID).(*model.Certificate)
		if !ok {
			t.Fatal("the certificate did not come")
		}
		return r.Customer.Name.Zh
	}
	nation.mustHarvest(a)
	if got := customer(); got != "" {
		t.Errorf("the province passed on what it was not shown: %s", got)
	}
	for _, from := range []*node{b, a, b} {
		nation.mustHarvest(from)
		if got := customer(); got != "客户公司" {
			t.Errorf("after the harvest from %s the customer is %q", from.name, got)
		}
	}
}

// TestWhatIsKnownIsNotRejected: a peer that may not pass on records of others tells of the
// institutions that it knows; those that are known from themselves are nothing new.
func TestWhatIsKnownIsNotRejected(t *testing.T) {
	nation, a, _ := threeOfThem(t)
	a.mustHarvest(nation) // which tells of b too
	if s := lastSubmission(t, a); s.Tally.Rejected != 0 || s.Tally.Unchanged == 0 {
		t.Errorf("%+v %+v", s.Tally, s.Changes)
	}
}

// TestASubmissionIsASuccessOfBoth: the receiver knows when all was there last, and so does
// the sender.
func TestASubmissionIsASuccessOfBoth(t *testing.T) {
	_, national, lab := twoNodes(t)
	lab.certificate("A")
	if err := lab.Submit(t.Context(), national.self.ID, ""); err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]*node{{national, lab}, {lab, national}} {
		told, err := pair[0].Told()
		if err != nil || len(told) != 1 {
			t.Fatal(told, err)
		}
		if p := told[0]; p.LastSuccess.IsZero() == (pair[0] == national) || p.LastSubmission.IsZero() == (pair[0] == lab) {
			t.Errorf("%s tells %+v", pair[0].name, p)
		}
	}
}
