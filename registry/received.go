package registry

import (
	"context"

	"metrograph/model"
)

// ReceivedFrom goes through what ever came from a peer, in the order in which it came, some at a
// time. What came more than once is there as often.
func (r *Registry) ReceivedFrom(ctx context.Context, peer model.ID, do func([]model.ID) error) error {
	for after := int64(0); ; {
		entries, err := r.store.Changes(ctx, after, harvestPage)
		if err != nil {
			return inside("what came from a peer", err)
		}
		if len(entries) == 0 {
			return nil
		}
		var ids []model.ID
		for i := range entries {
			if entries[i].Actor == actorOf(peer) {
				ids = append(ids, entries[i].ID)
			}
		}
		if len(ids) > 0 {
			if err := do(ids); err != nil {
				return err
			}
		}
		after = entries[len(entries)-1].Sequence
	}
}

// actorOf is how the journal names a peer.
func actorOf(peer model.ID) string { return "peer:" + string(peer) }
