package reports_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/workflow/reports"
)

// TestLegal: from every state, every transition is legal or refused with those that are, and a
// transition leads to every state.
func TestLegal(t *testing.T) {
	reached := map[model.ReportState]bool{}
	for _, tr := range reports.Transitions() {
		reached[tr.To] = true
	}
	for _, state := range model.ReportState("").Values() {
		if !reached[state] {
			t.Errorf("nothing leads to %s", state)
		}
		next := reports.Next(state)
		for _, tr := range reports.Transitions() {
			err := tr.Legal(state)
			if legal := slices.Contains(tr.From, state); (err == nil) != legal {
				t.Errorf("%s from %s: %v", tr.Name, state, err)
			}
			for _, name := range next {
				if err != nil && !strings.Contains(err.Error(), string(name)) {
					t.Errorf("%s from %s does not name %s: %v", tr.Name, state, name, err)
				}
			}
		}
	}
}

// TestFourEyes: nobody approves or returns what they requested, with whichever credential.
func TestFourEyes(t *testing.T) {
	id := func(n byte) model.ID {
		return model.KindPerson.ID(time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC), [16]byte{15: n})
	}
	both := model.Roles(model.RoleReviewer, model.RolePublisher)
	tests := []struct {
		by        model.Principal
		requested bool
	}{
		{model.Principal{Subject: "a", Via: "apikey", Granted: both}, true},
		{model.Principal{Subject: "a", Via: "oidc", Granted: both}, false},
		{model.Principal{Subject: "b", Via: "apikey", Granted: both}, false},
		{model.Principal{Subject: "b", Via: "apikey", Person: id(1), Granted: both}, true},
		{model.Principal{Subject: "b", Via: "apikey", Person: id(2), Granted: both}, false},
	}
	for _, tt := range tests {
		tt.by.Institution = model.KindInstitution.ID(time.Time{}, [16]byte{15: 1})
		c := &reports.Case{By: &tt.by, Report: &model.Report{Requester: model.Requester{Subject: "a", Via: "apikey", Person: id(1)}}}
		for name, want := range map[reports.Name]bool{reports.Approve: !tt.requested, reports.Return: !tt.requested, reports.Submit: tt.requested,
			reports.Remake: tt.requested, reports.Publish: true} {
			if err := reports.Find(name).May(c); (err == nil) != want {
				t.Errorf("%s by %+v: %v", name, tt.by, err)
			}
		}
	}
}
