package federate_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/federate"
	"metrograph/model"
)

// agreed is a laboratory that shares what is not public with an institution of another province.
func agreed(t *testing.T) (w *world, grantee, lab *node, grant func(until model.Date) *model.Agreement) {
	w = newWorld(t)
	grantee, lab = w.join("grantee", model.LevelThirdParty, "320000"), w.join("lab", model.LevelThirdParty, "440300")
	befriend(grantee, lab)
	lab.certificate("N-1", func(c *model.Certificate) { c.Classification = model.ClassificationNonPublic })
	lab.certificate("N-2", func(c *model.Certificate) {
		c.Classification, c.Discipline = model.ClassificationNonPublic, model.DisciplineThermal
	})
	lab.certificate("P-1")
	return w, grantee, lab, func(until model.Date) *model.Agreement {
		return lab.create(lab.operator(), &model.Agreement{GrantorID: lab.self.ID, GranteeID: grantee.self.ID,
			Kinds: []model.Kind{model.KindCertificate}, Disciplines: []model.Discipline{model.DisciplineThermal}, Until: until,
			Head: model.Head{Classification: model.ClassificationNonPublic, Status: model.StatusPublished}}).(*model.Agreement)
	}
}

// TestMembersSeeWhatWasAgreed: what came under an agreement is seen by the members of the
// institution that it was shared with, at their own node as at the owner's, by lists and one by
// one; by nobody else, and no longer than the agreement lasts.
func TestMembersSeeWhatWasAgreed(t *testing.T) {
	w, grantee, lab, grant := agreed(t)
	stranger := &model.Institution{Head: model.Head{ID: w.newID(model.KindInstitution, w.now), Level: model.LevelThirdParty, Region: "320000"}}
	compare := func(when string, want ...string) {
		t.Helper()
		grantee.mustHarvest(lab)
		for at, n := range map[string]*node{"the owner": lab, "the own node": grantee} {
			if diff := cmp.Diff(want, n.numbers(member(grantee.self))); diff != "" {
				t.Errorf("%s, at %s: %s", when, at, diff)
			}
			if diff := cmp.Diff([]string{"P-1"}, n.numbers(member(stranger))); diff != "" {
				t.Errorf("%s, a stranger at %s: %s", when, at, diff)
			}
		}
		for _, record := range grantee.stored(model.KindCertificate) {
			id, listed := record.Base().ID, record.Base().Replica.Withdrawn
			for _, number := range grantee.numbers(member(grantee.self)) {
				listed = listed || record.(*model.Certificate).Number == number
			}
			if !listed {
				t.Errorf("%s, %s came and is in no list", when, id)
			}
			if shown := grantee.load(member(grantee.self), id) != nil; shown == record.Base().Replica.Withdrawn {
				t.Errorf("%s, %s by itself: %v", when, id, shown)
			}
		}
	}
	compare("before", "P-1")
	a := grant("")
	compare("while it lasts", "N-2", "P-1")
	lab.change(model.ActionWithdraw, &model.Agreement{Head: model.Head{ID: a.ID}})
	compare("withdrawn", "P-1")
	a = grant("")
	compare("granted again", "N-2", "P-1")
	lab.change(model.ActionDelete, &model.Agreement{Head: model.Head{ID: a.ID}})
	compare("deleted", "P-1")
}

// TestAgreementsEndEverywhere: an agreement that has come to its end shows nothing at the node that
// it came to either, also when that hears nothing more.
func TestAgreementsEndEverywhere(t *testing.T) {
	w, grantee, lab, grant := agreed(t)
	grant("2025-06-02")
	grantee.mustHarvest(lab)
	if diff := cmp.Diff([]string{"N-2", "P-1"}, grantee.numbers(member(grantee.self))); diff != "" {
		t.Error(diff)
	}
	delete(w.nodes, "lab")
	w.now = w.now.Add(72 * time.Hour)
	grantee.shut()
	grantee.open()
	if diff := cmp.Diff([]string{"P-1"}, grantee.numbers(member(grantee.self))); diff != "" {
		t.Error(diff)
	}
}

// TestAgreementsGoNoFurther: an agreement goes to whom something is granted, and to nobody else.
func TestAgreementsGoNoFurther(t *testing.T) {
	w, grantee, lab, grant := agreed(t)
	a := grant("")
	nation := w.join("nation", model.LevelNational, "110000")
	befriend(nation, lab)
	befriend(nation, grantee, func(t *federate.Terms) { t.Relay = true })
	grantee.mustHarvest(lab)
	nation.mustHarvest(lab)
	nation.mustHarvest(grantee)
	if got := grantee.stored(model.KindAgreement); len(got) != 1 || got[0].Base().ID != a.ID || got[0].Base().Provenance.Recorder != "" {
		t.Errorf("the grantee holds %+v", got)
	}
	if got := nation.stored(model.KindAgreement); len(got) != 0 {
		t.Errorf("the nation holds %+v", got)
	}
}
