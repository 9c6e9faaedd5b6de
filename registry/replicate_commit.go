package registry

import (
	"slices"

	"metrograph/model"
	"metrograph/store"
)

// commit writes the changes, and puts into the report which the store refused. Those that it
// refuses because of others are tried once more, when the others are there.
func (b *replication) commit() error {
	changes, of := b.changes, b.of
	for again := false; len(changes) > 0; again = true {
		outcomes, err := b.store.Commit(b.ctx, changes)
		if err != nil {
			return err
		}
		b.feed.look()
		var left []store.Change
		var leftOf []int
		for n, outcome := range outcomes {
			switch {
			case outcome.Err == nil || of[n] < 0:
			case !again:
				left, leftOf = append(left, changes[n]), append(leftOf, of[n])
			default:
				out := &b.out[of[n]]
				out.Outcome = OutcomeRejected
				out.Findings = fault("", "replica.conflict", "the record could not be kept: "+reason(outcome.Err), "该记录无法保存")
			}
		}
		if changes, of, err = b.makeRoom(left, leftOf); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(b.changes, func(c store.Change) bool { return c.Record.Kind() == model.KindAgreement }) {
		return b.reloadAgreements(b.ctx)
	}
	return nil
}

// makeRoom takes back the replicas that have the natural keys of records which the store refused.
// At the node of them all no two have one key: it has given the other one a new key, or deleted
// it, and tells of that later in its feed, when what was taken back comes again.
func (b *replication) makeRoom(refused []store.Change, of []int) (changes []store.Change, parcels []int, err error) {
	taken := map[model.ID]bool{}
	for i := range refused {
		record := refused[i].Record
		found, err := b.store.Lookup(b.ctx, record.Kind(), []string{store.UniqueKey(record)})
		if err != nil {
			return nil, nil, err
		}
		holder := found[0]
		if holder == nil || holder.ID == record.Base().ID || taken[holder.ID] {
			continue
		}
		held, err := holder.Record(standingFields(record.Kind()))
		if err != nil {
			return nil, nil, err
		}
		have := held.Base().Replica
		if have.IsZero() || have.NodeID != record.Base().Replica.NodeID || have.From != b.from.ID && have.NodeID != b.from.ID {
			continue // it is not the peer's to take back
		}
		taken[holder.ID] = true
		changes, parcels = append(changes, store.Change{Record: stub(held, have, b.now()), Operation: store.Withdraw, Actor: actorOf(b.from.ID),
			At: b.now(), Revision: holder.Version + 1}), append(parcels, -1)
	}
	for i := range refused {
		if taken[refused[i].Record.Base().ID] {
			refused[i].Revision++ // it follows what is taken back
		}
	}
	return append(changes, refused...), append(parcels, of...), nil
}

func reason(err error) string {
	if coded, ok := err.(*model.Error); ok { //nolint:errorlint // outcomes are not wrapped
		return coded.Message
	}
	return "the store refused it"
}
