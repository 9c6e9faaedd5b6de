package federate_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/federate"
	"metrograph/model"
	"metrograph/registry"
)

// cutShort is a body whose connection breaks.
type cutShort struct {
	io.ReadCloser
	left int
}

func (c *cutShort) Read(b []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.ReadCloser.Read(b[:min(len(b), c.left)])
	c.left -= n
	return n, err
}

func nonPublic(c *model.Certificate) { c.Classification = model.ClassificationNonPublic }

// twoNodes are a national centre and a laboratory that trust each other.
func twoNodes(t testing.TB) (w *world, national, lab *node) {
	w = newWorld(t)
	national = w.join("national", model.LevelNational, "110000")
	lab = w.join("lab", model.LevelThirdParty, "440300")
	befriend(national, lab)
	return w, national, lab
}

// TestHarvest: what the policy of the origin shows the peer is at the peer, whole and read-only.
func TestHarvest(t *testing.T) {
	_, national, lab := twoNodes(t)
	public := lab.certificate("P-1")
	lab.certificate("N-1", nonPublic)
	lab.certificate("D-1", func(c *model.Certificate) { c.Status = model.StatusRecorded })
	national.mustHarvest(lab)

	if diff := cmp.Diff([]string{"N-1", "P-1"}, national.numbers(member(national.self))); diff != "" {
		t.Error(diff)
	}
	replica := national.load(member(national.self), public.ID).(*model.Certificate)
	if replica.Version != 1 || replica.Origin != lab.self.ID || replica.Replica.NodeID != lab.self.ID || replica.Replica.Hash == "" {
		t.Errorf("the replica is %+v", replica.Head)
	}
	for _, who := range []context.Context{national.operator(), member(national.self, model.RoleRecorder)} {
		out, err := national.Write(who, []model.Write{{Action: model.ActionAmend, Record: &model.Certificate{Head: model.Head{ID: public.ID}, Number: "X"},
			Fields: []string{"number"}, Version: 1, Reason: "x"}})
		if err != nil || model.CodeOf(out[0].Err) != model.CodeForbidden {
			t.Errorf("a replica was changed: %v %v", out, err)
		}
	}
}

// TestChangesTravel: amendments, withdrawals and deletions come over and are in the report.
func TestChangesTravel(t *testing.T) {
	_, national, lab := twoNodes(t)
	kept, withdrawn, deleted := lab.certificate("A"), lab.certificate("B"), lab.certificate("C")
	national.mustHarvest(lab)
	lab.change(model.ActionAmend, &model.Certificate{Head: model.Head{ID: kept.ID}, Number: "A2"}, "number")
	lab.change(model.ActionWithdraw, withdrawn)
	lab.change(model.ActionDelete, deleted)
	national.mustHarvest(lab)
	if diff := cmp.Diff([]string{"A2"}, national.numbers(member(national.self))); diff != "" {
		t.Error(diff)
	}
	last := lastSubmission(t, national)
	var outcomes []string
	for _, c := range last.Changes {
		outcomes = append(outcomes, c.Outcome)
	}
	slices.Sort(outcomes)
	if diff := cmp.Diff([]string{"amended", "deleted", "withdrawn"}, outcomes); diff != "" || last.State != model.SubmissionAcknowledged {
		t.Errorf("%s\n%+v", diff, last)
	}
	if theirs := lastSubmission(t, lab); theirs.Receipt != last.Receipt || theirs.ID != last.ID || theirs.State != model.SubmissionAcknowledged {
		t.Errorf("the sender has %+v", theirs)
	}
	if left := national.load(national.operator(), withdrawn.ID); left != nil && left.(*model.Certificate).Number != "" {
		t.Errorf("of a withdrawn record is left %+v", left)
	}
}

// TestWhatWasTakenBackIsNotInTheHistory: the journal keeps it and serves it to nobody.
func TestWhatWasTakenBackIsNotInTheHistory(t *testing.T) {
	_, national, lab := twoNodes(t)
	c := lab.certificate("A")
	national.mustHarvest(lab)
	auditor := member(national.self, model.RoleAuditor)
	numbers := func() (all []string) {
		page, err := national.History(auditor, registry.HistoryRequest{ID: c.ID})
		if err != nil || len(page.Revisions) == 0 {
			t.Fatal(page, err)
		}
		for _, r := range page.Revisions {
			all = append(all, r.Record.(*model.Certificate).Number)
		}
		return all
	}
	if diff := cmp.Diff([]string{"A"}, numbers()); diff != "" {
		t.Error(diff)
	}
	lab.change(model.ActionWithdraw, c)
	national.mustHarvest(lab)
	if diff := cmp.Diff([]string{"", ""}, numbers()); diff != "" {
		t.Error(diff)
	}
}

func lastSubmission(t testing.TB, n *node) *model.Submission {
	t.Helper()
	first := 1
	pages, err := n.List(n.operator(), registry.ListRequest{Kind: model.KindSubmission, First: &first})
	if err != nil || len(pages[0].Records) == 0 {
		t.Fatal("there is no submission", err)
	}
	return pages[0].Records[0].(*model.Submission)
}

// TestAgreement: what an agreement grants comes, and is taken back with it.
func TestAgreement(t *testing.T) {
	w := newWorld(t)
	maker, lab := w.join("maker", model.LevelManufacturer, "330100"), w.join("lab", model.LevelThirdParty, "440300")
	befriend(maker, lab)
	secret := lab.certificate("N-1", nonPublic)
	open := lab.certificate("P-1")
	maker.mustHarvest(lab)
	if maker.load(maker.operator(), secret.ID) != nil {
		t.Fatal("the maker has what it may not")
	}
	agreement := lab.create(lab.operator(), &model.Agreement{GrantorID: lab.self.ID, GranteeID: maker.self.ID,
		Kinds: []model.Kind{model.KindCertificate}, From: "2025-01-01", Until: "2026-01-01",
		Head: model.Head{Classification: model.ClassificationNonPublic, Status: model.StatusPublished}})
	maker.mustHarvest(lab)
	got := maker.whole(secret.ID)
	if got == nil || got.Number != "N-1" || !got.Customer.Name.IsZero() || !slices.Contains(got.Replica.Masked, "customer") {
		t.Fatalf("by the agreement the maker has %+v", got)
	}
	if read := lastSubmission(t, maker).Tally.Read; read > 2 {
		t.Errorf("%d records went over for one that is new", read)
	}
	lab.change(model.ActionWithdraw, agreement)
	maker.mustHarvest(lab)
	got = maker.whole(secret.ID)
	if got == nil || got.Number != "" || got.Status != model.StatusWithdrawn || !got.Replica.Withdrawn {
		t.Errorf("without the agreement the maker has %+v", got)
	}
	lists := func(id model.ID) func(model.Transferred) bool {
		return func(change model.Transferred) bool { return change.Record == id }
	}
	if last := lastSubmission(t, maker); last.Tally.Withdrawn != 2 || !slices.ContainsFunc(last.Changes, lists(secret.ID)) ||
		!slices.ContainsFunc(last.Changes, lists(agreement.Base().ID)) {
		t.Errorf("the report says %+v", last.Tally)
	}
	if kept := maker.whole(open.ID); kept == nil || kept.Number != "P-1" {
		t.Error("what is public was taken back too")
	}
}

// whole is a certificate as the store has it, whoever may read it.
func (n *node) whole(id model.ID) *model.Certificate {
	n.w.Helper()
	documents, err := n.store.Get(context.Background(), model.KindCertificate, []model.ID{id}, 0)
	if err != nil {
		n.w.Fatal(err)
	}
	if documents[0] == nil {
		return nil
	}
	record, err := documents[0].Record(0)
	if err != nil {
		n.w.Fatal(err)
	}
	return record.(*model.Certificate)
}

// TestSubmit pushes, and both sides have the receipt; pulling afterwards brings nothing again.
func TestSubmit(t *testing.T) {
	_, national, lab := twoNodes(t)
	lab.certificate("P-1")
	if err := lab.Submit(context.Background(), national.self.ID, ""); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"P-1"}, national.numbers(member(national.self))); diff != "" {
		t.Error(diff)
	}
	ours, theirs := lastSubmission(t, lab), lastSubmission(t, national)
	if ours.ID != theirs.ID || ours.Receipt != theirs.Receipt || ours.Tally != theirs.Tally || ours.State != model.SubmissionAcknowledged {
		t.Errorf("the sender has %+v\nthe receiver %+v", ours, theirs)
	}
	national.mustHarvest(lab)
	if again := lastSubmission(t, national); again.ID != theirs.ID {
		t.Errorf("a harvest after the submission brought %+v", again.Tally)
	}
}

// TestPassingOn: province to nation, with the original origin and its signature.
func TestPassingOn(t *testing.T) {
	w := newWorld(t)
	national, province := w.join("national", model.LevelNational, "110000"), w.join("province", model.LevelProvincial, "440000")
	lab := w.join("lab", model.LevelThirdParty, "440300")
	befriend(province, lab)
	befriend(national, province, func(t *federate.Terms) { t.Relay = true })
	c := lab.certificate("P-1")
	province.mustHarvest(lab)
	national.mustHarvest(province)
	got := national.whole(c.ID)
	if got == nil || got.Origin != lab.self.ID || got.Replica.NodeID != lab.self.ID || got.Replica.From != province.self.ID {
		t.Fatalf("the nation has %+v", got)
	}
	lab.change(model.ActionDelete, c)
	province.mustHarvest(lab)
	national.mustHarvest(province)
	if got := national.whole(c.ID); got == nil || !got.Replica.Withdrawn || got.Number != "" {
		t.Errorf("of a deleted record the nation has %+v", got)
	}
	if changes := lastSubmission(t, national).Changes; len(changes) != 1 || changes[0].Outcome != registry.OutcomeDeleted {
		t.Errorf("the report says %+v", changes)
	}
}

// TestRotation: a new key is taken on the word of the old one, by whoever hears of it first.
func TestRotation(t *testing.T) {
	_, national, lab := twoNodes(t)
	if _, err := lab.RotateKey(); err != nil {
		t.Fatal(err)
	}
	lab.certificate("P-1")
	national.mustHarvest(lab)
	if _, err := national.RotateKey(); err != nil {
		t.Fatal(err)
	}
	lab.certificate("P-2")
	national.mustHarvest(lab)
	if diff := cmp.Diff([]string{"P-1", "P-2"}, national.numbers(member(national.self))); diff != "" {
		t.Error(diff)
	}
	peers, err := national.Node.Peers()
	if err != nil || len(peers[0].Keys) != 2 || peers[0].Fingerprint != lab.Node.Fingerprint() {
		t.Errorf("%+v %v", peers, err)
	}
}

// TestRotations: a peer that heard nothing while a node was given several new keys goes from one
// to the next, and so does whoever gets the records by way of it.
func TestRotations(t *testing.T) {
	w := newWorld(t)
	nation, province := w.join("nation", model.LevelNational, "110000"), w.join("province", model.LevelProvincial, "440000")
	lab := w.join("lab", model.LevelThirdParty, "440300")
	befriend(province, lab)
	befriend(nation, province, func(t *federate.Terms) { t.Relay = true })
	want := []string{}
	for round := range 3 {
		number := fmt.Sprint("P-", round)
		lab.certificate(number)
		want = append(want, number)
		province.mustHarvest(lab)
		nation.mustHarvest(province)
		for _, n := range []*node{province, nation} {
			if diff := cmp.Diff(want, n.numbers(member(n.self))); diff != "" {
				t.Fatalf("%s, round %d: %s", n.name, round, diff)
			}
		}
		for range 3 {
			w.now = w.now.Add(20 * 24 * time.Hour)
			if _, err := lab.RotateKey(); err != nil {
				t.Fatal(err)
			}
		}
	}
	lab.shut()
	lab.open()
	province.mustHarvest(lab)
}

// TestBrokenChain: whoever hears of a new key when all the words for it are over is told what to
// do, and nothing comes meanwhile.
func TestBrokenChain(t *testing.T) {
	w, nation, lab := twoNodes(t)
	for range 2 {
		if _, err := lab.RotateKey(); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(60 * 24 * time.Hour)
	}
	w.now = w.now.Add(60 * 24 * time.Hour)
	lab.certificate("P-1")
	if err := nation.Node.Harvest(t.Context(), lab.self.ID, ""); err == nil {
		t.Fatal("a key was taken for which nobody vouched")
	}
	if said := nation.progress(lab).Failure; !strings.Contains(said, lab.Fingerprint()) || !strings.Contains(said, "remove the peer") {
		t.Errorf("the peer's status says: %s", said)
	}
	if err := nation.RemovePeer(lab.self.ID); err != nil {
		t.Fatal(err)
	}
	nation.trust(lab, federate.Terms{})
	nation.mustHarvest(lab)
}

// TestFullDiskUnderTheAccount: where the account of the peers cannot be written nothing is sent,
// what comes is asked for again, the status says why, and all goes on once there is room.
func TestFullDiskUnderTheAccount(t *testing.T) {
	for _, full := range []string{"receiver", "sender"} {
		for _, mode := range []string{"harvest", "submit"} {
			t.Run(full+" "+mode, func(t *testing.T) {
				_, nation, lab := twoNodes(t)
				exchange := func() error { return nation.Node.Harvest(t.Context(), lab.self.ID, "") }
				at := map[string][2]*node{"receiver": {nation, lab}, "sender": {lab, nation}}[full]
				if mode == "submit" {
					exchange = func() error { return lab.Submit(t.Context(), nation.self.ID, "") }
				}
				want := []string{}
				for n := range 3 {
					number := fmt.Sprint("P-", n)
					lab.certificate(number)
					want = append(want, number)
					at[0].Fill(true)
					for range 2 {
						if err := exchange(); err == nil {
							t.Fatal("nothing could be kept, and nobody says so")
						}
					}
					if p := at[0].progress(at[1]); full == "receiver" && mode == "harvest" && !strings.Contains(p.Failure, "write its state") {
						t.Errorf("the status says %+v", p)
					}
					at[0].Fill(false)
					if err := exchange(); err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(want, nation.numbers(member(nation.self))); diff != "" {
						t.Error(diff)
					}
					for _, pair := range [][2]*node{{nation, lab}, {lab, nation}} {
						if p := pair[0].progress(pair[1]); p.Failure+p.PushFailure != "" || p.Rejected > 0 {
							t.Errorf("%s has room again, and its status is %+v", pair[0].name, p)
						}
					}
				}
			})
		}
	}
}

// TestAttachments are fetched when somebody wants them, or with the records.
func TestAttachments(t *testing.T) {
	for _, when := range []federate.Attachments{federate.AttachmentsOnDemand, federate.AttachmentsEager} {
		t.Run(string(when), func(t *testing.T) {
			w := newWorld(t)
			national, lab := w.join("national", model.LevelNational, "110000"), w.join("lab", model.LevelThirdParty, "440300")
			befriend(national, lab, func(t *federate.Terms) { t.Attachments = when })
			content := strings.Repeat("certificate ", 5000)
			a := &model.Attachment{FileName: "a.txt", MediaType: "text/plain", Role: model.AttachmentOther,
				Head: model.Head{Classification: model.ClassificationPublic, Status: model.StatusPublished}}
			written, err := lab.Upload(lab.operator(), a, strings.NewReader(content), "upload")
			if err != nil {
				t.Fatal(err)
			}
			cuts := 0
			w.faults = func(r *http.Request) error {
				w.cut = nil
				if strings.Contains(r.URL.Path, "/attachments/") && cuts < 2 {
					cuts++
					w.cut = func() int { return 7000 }
				}
				return nil
			}
			national.mustHarvest(lab)
			if when == federate.AttachmentsEager {
				delete(w.nodes, "lab")
			}
			_, reader, err := national.Download(member(national.self), written.ID)
			if err != nil {
				t.Fatal(err)
			}
			defer reader.Close()
			if got, err := io.ReadAll(reader); err != nil || string(got) != content {
				t.Errorf("%d bytes came, %v", len(got), err)
			}
			if cuts != 2 {
				t.Errorf("%d answers were cut", cuts)
			}
		})
	}
}

// TestReceiptIsSigned: a statement that was changed is no receipt.
func TestReceiptIsSigned(t *testing.T) {
	_, national, lab := twoNodes(t)
	lab.certificate("P-1")
	national.mustHarvest(lab)
	var receipt federate.Receipt
	if err := json.Unmarshal([]byte(lastSubmission(t, lab).Receipt), &receipt); err != nil {
		t.Fatal(err)
	}
	var s federate.Statement
	if err := json.Unmarshal(receipt.Statement, &s); err != nil || s.Receiver != national.self.ID || s.Tally.Created == 0 {
		t.Errorf("%+v %v", s, err)
	}
}
