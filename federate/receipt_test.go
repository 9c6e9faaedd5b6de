package federate_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// TestARefusedReceiptHoldsNothingUp: the sender refuses a receipt, here since it has another session
// of this identifier. What it shares later comes all the same.
func TestARefusedReceiptHoldsNothingUp(t *testing.T) {
	w, national, lab := twoNodes(t)
	other := w.join("other", model.LevelProvincial, "440000")
	befriend(other, lab)
	lab.certificate("P-1")
	other.mustHarvest(lab)
	session := lastSubmission(t, lab)
	if err := national.Node.Harvest(context.Background(), lab.self.ID, session.ID); err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"P-2", "P-3"} {
		lab.certificate(number)
		national.mustHarvest(lab)
	}
	if diff := cmp.Diff([]string{"P-1", "P-2", "P-3"}, national.numbers(member(national.self))); diff != "" {
		t.Error(diff)
	}
	mine := national.load(national.operator(), session.ID).(*model.Submission)
	if mine.State != model.SubmissionAccepted || mine.Failure == "" {
		t.Errorf("it is not said that the sender refused: %+v", mine)
	}
	if last := lastSubmission(t, national); last.State != model.SubmissionAcknowledged || last.Failure != "" {
		t.Errorf("%+v", last)
	}
	if theirs := lab.load(lab.operator(), session.ID).(*model.Submission); theirs.ReceiverID != other.self.ID || theirs.Receipt != session.Receipt {
		t.Errorf("another session was changed: %+v", theirs)
	}
}

// TestPushWhileReceiving: what is pushed to a peer while a receipt is on its way to it stays in the
// account.
func TestPushWhileReceiving(t *testing.T) {
	w, national, lab := twoNodes(t)
	lab.certificate("P-1")
	national.certificate("N-1")
	pushed := false
	w.faults = func(r *http.Request) error {
		if pushed || !strings.HasSuffix(r.URL.Path, "/receipt") {
			return nil
		}
		pushed = true
		return national.Submit(context.Background(), lab.self.ID, "")
	}
	national.mustHarvest(lab)
	if p := national.progress(lab); !pushed || p.Submitted == 0 || p.PushSuccess.IsZero() || p.Receipt != nil || p.Success.IsZero() {
		t.Errorf("%+v", p)
	}
}
