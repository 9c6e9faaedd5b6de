package gbt36344

import (
	"testing"

	"metrograph/model"
	. "metrograph/workflow/rule/ruletest"
)

type (
	cert  = *model.Certificate
	world = *World
)

func TestRules(t *testing.T) {
	Check(t, Rules(), []Example{
		{Rule: "future", Name: "next year", Edit: func(c cert, _ world) { c.IssuedAt, c.ValidUntil = "2025-03-01", "" }, Want: []string{"issuedAt"}},
		{Rule: "future", Name: "not recorded yet", Edit: func(c cert, _ world) { c.Created, c.Provenance = model.Stamp{}, model.Provenance{} }, Silent: true},
		{Rule: "collected", Name: "late", Edit: func(c cert, _ world) { c.Created.At = c.Created.At.AddDate(2, 0, 0) }, Want: []string{"issuedAt"}},
		{Rule: "issued", Name: "late", Edit: func(c cert, _ world) { c.ReceivedAt, c.PerformedFrom, c.PerformedTo = "", "2023-10-01", "" }, Want: []string{"issuedAt"}},
		{Rule: "validity", Name: "none", Edit: func(c cert, _ world) { c.ValidUntil = "" }, Want: []string{"validUntil"}},
	})
}
