package main

import (
	"context"
	"fmt"

	"metrograph/model"
	"metrograph/registry"
)

// committee is the expert committee of a centre of the demo network, with keys of its experts.
// The insider has a seat too, and works for the centre itself.
type committee struct {
	id      model.ID
	experts []expert
	insider model.ID
}

// expert is a person of the committee, from elsewhere.
type expert struct {
	id  model.ID
	key string
}

// convene gives the nation and the first province a committee, unless it has one, and its
// experts new keys.
func (w *demoNetwork) convene(ctx context.Context, c *demoCentre, n *node) error {
	if c.name != "national" && c.name != "provincialA" {
		return nil
	}
	found, err := n.List(n.operator(ctx), registry.ListRequest{Kind: model.KindCommittee, Where: registry.Equal("origin", string(c.self.ID))})
	if err != nil {
		return err
	}
	var m *model.Committee
	if len(found[0].Records) > 0 {
		m = found[0].Records[0].(*model.Committee)
	} else if m, err = w.appoint(ctx, c, n); err != nil {
		return err
	}
	c.committee = committee{id: m.ID, insider: m.Seats[0].PersonID}
	for _, seat := range m.Seats[1:] {
		q := keyRequest{Label: "demo expert", Person: seat.PersonID, Roles: []model.Role{model.RoleExpert}}
		if c.self.Level == model.LevelNational {
			q.Institution = c.self.ID // what the nation reads is read by its members
		}
		key, err := n.createKey(ctx, q)
		if err != nil {
			return err
		}
		c.committee.experts = append(c.committee.experts, expert{seat.PersonID, key})
	}
	return nil
}

// appoint records a committee and those who have seats in it.
func (w *demoNetwork) appoint(ctx context.Context, c *demoCentre, n *node) (*model.Committee, error) {
	m := &model.Committee{Name: model.Text{Zh: "示例专家委员会", En: "Sample committee of experts"}, InstitutionID: c.self.ID, Tier: model.TierCentre, Quorum: 2,
		DecisionRule: model.DecisionRule{LeastMean: "6", LeastShare: "0.5"}}
	if c.self.Level == model.LevelNational {
		m.Tier = model.TierNational
	}
	elsewhere := w.centre("provincialB").self.ID
	for i, employer := range []model.ID{c.self.ID, elsewhere, elsewhere} {
		p := &model.Person{InstitutionID: employer, Name: model.Text{Zh: fmt.Sprintf("示例专家 %s-%d", c.name, i), En: fmt.Sprintf("Sample expert %s-%d", c.name, i)}}
		id, err := n.record(ctx, p)
		if err != nil {
			return nil, err
		}
		m.Seats = append(m.Seats, model.CommitteeSeat{PersonID: id, From: "2020-01-01"})
	}
	_, err := n.record(ctx, m)
	return m, err
}
