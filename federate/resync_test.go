package federate_test

import (
	"context"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/federate"
	"metrograph/model"
	"metrograph/registry"
)

// TestASenderThatWasRestored has forgotten what it sent since its backup. Who harvests from it
// is told, keeps what it has, and puts that right when its operator says so; and so does who
// harvests from there.
func TestASenderThatWasRestored(t *testing.T) {
	w := newWorld(t)
	national, province := w.join("national", model.LevelNational, "110000"), w.join("province", model.LevelProvincial, "440000")
	lab := w.join("lab", model.LevelThirdParty, "440300")
	befriend(province, lab)
	befriend(national, province, func(t *federate.Terms) { t.Relay = true })
	exchange := func() {
		province.mustHarvest(lab)
		national.mustHarvest(province)
	}
	amended, withdrawn, kept := lab.certificate("amended"), lab.certificate("withdrawn"), lab.certificate("kept")
	exchange()
	backup := lab.backup()
	lab.change(model.ActionAmend, &model.Certificate{Head: model.Head{ID: amended.ID}, Number: "lost"}, "number")
	lab.change(model.ActionWithdraw, withdrawn)
	forgotten := lab.certificate("forgotten")
	exchange()

	lab.restore(backup)
	lab.change(model.ActionAmend, &model.Certificate{Head: model.Head{ID: amended.ID}, Number: "amended again"}, "number")
	exchange()
	if got := province.progress(lab); got.Ahead != 1 || got.Rejected != 1 {
		t.Errorf("before the resync: %+v", got)
	}
	if c := province.whole(forgotten.ID); c == nil || c.Number != "forgotten" {
		t.Errorf("what the laboratory has forgotten was not kept: %+v", c)
	}
	if diff := cmp.Diff([]string{"forgotten", "kept", "lost", "withdrawn"}, national.numbers(member(national.self))); diff != "" {
		t.Error(diff)
	}

	for _, pair := range [][2]*node{{province, lab}, {national, province}} {
		at, from := pair[0], pair[1]
		session, err := at.Resync(context.Background(), from.self.ID)
		if err == nil {
			err = at.Node.Harvest(context.Background(), from.self.ID, session)
		}
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(from.shared(at.self, at), at.held(from)); diff != "" {
			t.Errorf("%s after the resync (-shared +held):\n%s", at.name, diff)
		}
		report := lastSubmission(t, at)
		outcomes := map[model.ID]string{}
		for _, c := range report.Changes {
			outcomes[c.Record] = c.Outcome
		}
		want := map[model.ID]string{amended.ID: registry.OutcomeAmended, forgotten.ID: registry.OutcomeWithdrawn}
		if diff := cmp.Diff(want, outcomes); diff != "" || report.ID != session || report.State != model.SubmissionAcknowledged {
			t.Errorf("the report of %s: %s\n%+v", at.name, diff, report)
		}
		if got := at.progress(from); got.Ahead != 0 || got.Resync {
			t.Errorf("after the resync: %+v", got)
		}
	}
	if diff := cmp.Diff([]string{"amended again", "kept", "withdrawn"}, national.numbers(member(national.self))); diff != "" {
		t.Error(diff)
	}
	lab.change(model.ActionDelete, kept)
	exchange()
	if got := national.whole(kept.ID); got == nil || !got.Replica.Withdrawn {
		t.Errorf("the exchange does not go on: %+v", got)
	}
}

// TestAResyncThatIsCut goes on where it was.
func TestAResyncThatIsCut(t *testing.T) {
	w, national, lab := twoNodes(t)
	for _, number := range []string{"A", "B", "C"} {
		lab.certificate(number)
	}
	backup := lab.backup()
	forgotten := lab.certificate("D")
	national.mustHarvest(lab)
	lab.restore(backup)
	session, err := national.Resync(context.Background(), lab.self.ID)
	if err != nil {
		t.Fatal(err)
	}
	for cut := 0; cut < 12; cut++ {
		left := cut / 2
		w.cut = func() int {
			if left--; left < 0 {
				return 40
			}
			return -1
		}
		if err := national.Node.Harvest(context.Background(), lab.self.ID, session); err == nil && cut == 0 {
			t.Fatal("nothing was cut")
		}
		national.shut()
		national.open()
	}
	w.cut = nil
	national.mustHarvest(lab)
	if diff := cmp.Diff(lab.shared(national.self, national), national.held(lab)); diff != "" {
		t.Errorf("(-shared +held):\n%s", diff)
	}
	if got := national.whole(forgotten.ID); got == nil || !got.Replica.Withdrawn || got.Number != "" {
		t.Errorf("of what was forgotten there is %+v", got)
	}
}

// backup copies the folder of a node.
func (n *node) backup() string {
	n.w.Helper()
	folder := n.w.TempDir()
	n.shut()
	if err := os.CopyFS(folder, os.DirFS(n.dir)); err != nil {
		n.w.Fatal(err)
	}
	n.open()
	return folder
}

// restore puts a copy in the place of the node's folder.
func (n *node) restore(folder string) {
	n.w.Helper()
	n.shut()
	n.dir = folder
	n.open()
}

// progress is how far a node has come with what a peer shares.
func (n *node) progress(from *node) federate.Progress {
	n.w.Helper()
	all, err := n.Node.Peers()
	if err != nil {
		n.w.Fatal(err)
	}
	for _, s := range all {
		if s.ID == from.self.ID {
			return s.Progress
		}
	}
	return federate.Progress{}
}
