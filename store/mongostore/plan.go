package mongostore

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"metrograph/model"
	"metrograph/store"
)

// standing is where a record stands: the version it has, or had when it was deleted; zero
// for a record that there never was.
type standing struct {
	version int
	hash    store.Hash
	key     string
	gone    bool
}

// claim is the last claim to a unique key.
type claim struct {
	generation int64
	holder     model.ID
}

// planned is a change with the entry that it is to become.
type planned struct {
	revision
	change *change
}

// planner decides about changes one after the other, as if each were committed before the
// next is looked at.
type planner struct {
	records map[model.ID]standing
	claims  map[string]claim
	next    int64
}

// plan decides which of the changes are to be written and refuses the others. What it reads
// may be older than the journal, unless it is to be exact; a wrong guess is found out by the
// journal's unique indexes, before anything is visible.
func (s *Store) plan(ctx context.Context, changes []*change, exact bool) ([]planned, error) {
	p := planner{next: s.next, claims: map[string]claim{}}
	var err error
	if p.records, err = s.standings(ctx, changes, exact); err != nil {
		return nil, err
	}
	if err := s.loadClaims(ctx, changes, &p); err != nil {
		return nil, err
	}
	var list []planned
	for _, c := range changes {
		e, err := p.decide(c)
		if err != nil {
			c.outcome.Err = err
			continue
		}
		list = append(list, planned{revision{e, c.body}, c})
	}
	return list, nil
}

// decide makes the entry of a change, or refuses it.
func (p *planner) decide(c *change) (entry, error) {
	now := p.records[c.ID]
	deletes := c.Change.Operation == store.Delete
	if now.gone || c.Version != now.version+1 || deletes && now.version == 0 {
		return entry{}, store.Stale(c.ID, now.version)
	}
	e := entry{Key: c.body.key}
	if claims(c) && c.body.key != now.key {
		name := claimName(c)
		last := p.claims[name]
		if holder := p.records[last.holder]; last.generation > 0 && !holder.gone && holder.key == c.body.key {
			return entry{}, store.Taken(c.ID)
		}
		e.Claim, e.Generation = name, last.generation+1
		p.claims[name] = claim{e.Generation, c.ID}
	}
	e.Entry = store.NewEntry(c.Prepared, p.next, now.hash)
	p.records[c.ID] = standing{e.Version, e.Hash, e.Key, deletes}
	p.next++
	return e, nil
}

// claims tells whether a change needs a unique key that others might take. A record without
// a natural key has its id for one.
func claims(c *change) bool { return c.body.key != "" && c.body.key != string(c.ID) }

func claimName(c *change) string { return string(c.Kind) + "\x1f" + c.body.key }

// standings finds out where the records of changes stand: as they are projected and, where a
// change does not fit that or the answer has to be exact, as the journal has it.
func (s *Store) standings(ctx context.Context, changes []*change, exact bool) (map[model.ID]standing, error) {
	all := map[model.ID]standing{}
	for kind, ids := range byKind(changes) {
		known := map[model.ID]standing{}
		if !exact {
			var err error
			if known, err = s.projected(ctx, kind, ids); err != nil {
				return nil, err
			}
		}
		var unclear []model.ID
		for _, c := range changes {
			if c.Kind == kind && (exact || c.Version > known[c.ID].version+1) {
				unclear = append(unclear, c.ID)
			}
		}
		journaled, err := s.journaled(ctx, kind, unclear)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			all[id] = known[id]
			if j := journaled[id]; j.version > known[id].version {
				all[id] = j
			}
		}
	}
	return all, nil
}

func byKind(changes []*change) map[model.Kind][]model.ID {
	ids := map[model.Kind][]model.ID{}
	seen := map[model.ID]bool{}
	for _, c := range changes {
		if !seen[c.ID] {
			seen[c.ID] = true
			ids[c.Kind] = append(ids[c.Kind], c.ID)
		}
	}
	return ids
}

// projected returns where records stand for queries.
func (s *Store) projected(ctx context.Context, kind model.Kind, ids []model.ID) (map[model.ID]standing, error) {
	found := map[model.ID]standing{}
	part := doc(fieldVersion, 1, fieldHash, 1, fieldKey, 1, fieldGone, 1)
	cursor, err := s.db.Collection(string(kind)).Find(ctx, doc(fieldID, anyOf(ids)), options.Find().SetProjection(part))
	if err != nil {
		return nil, err
	}
	err = walk(ctx, cursor, func(raw bson.Raw) error {
		id, _ := raw.Lookup(fieldID).StringValueOK()
		version, _ := raw.Lookup(fieldVersion).AsInt64OK()
		hash, _ := hashAt(raw, fieldHash)
		key, _ := raw.Lookup(fieldKey).StringValueOK()
		gone, _ := raw.Lookup(fieldGone).BooleanOK()
		found[model.ID(id)] = standing{int(version), hash, key, gone}
		return nil
	})
	return found, err
}

// journaled returns where records stand in the journal.
func (s *Store) journaled(ctx context.Context, kind model.Kind, ids []model.ID) (map[model.ID]standing, error) {
	found := map[model.ID]standing{}
	if len(ids) == 0 {
		return found, nil
	}
	heads, err := s.heads(ctx, doc(entryKind, string(kind), entryID, anyOf(ids)))
	for i := range heads {
		e := &heads[i]
		if e.Version > found[e.ID].version {
			found[e.ID] = standing{e.Version, e.Hash, e.Key, e.Operation == store.Delete}
		}
	}
	return found, err
}

// loadClaims finds the last claims to the keys that changes need, and where their holders
// stand.
func (s *Store) loadClaims(ctx context.Context, changes []*change, p *planner) error {
	names := map[string]bool{}
	var list []string
	for _, c := range changes {
		if claims(c) && c.body.key != p.records[c.ID].key && !names[claimName(c)] {
			names[claimName(c)] = true
			list = append(list, claimName(c))
		}
	}
	if len(list) == 0 {
		return nil
	}
	heads, err := s.heads(ctx, doc(entryClaim, anyOf(list)))
	if err != nil {
		return err
	}
	holders := map[model.Kind][]model.ID{}
	for i := range heads {
		e := &heads[i]
		if e.Generation > p.claims[e.Claim].generation {
			p.claims[e.Claim] = claim{e.Generation, e.ID}
		}
		if _, known := p.records[e.ID]; !known {
			holders[e.Kind] = append(holders[e.Kind], e.ID)
		}
	}
	for kind, ids := range holders {
		found, err := s.journaled(ctx, kind, ids)
		if err != nil {
			return err
		}
		for id, st := range found {
			p.records[id] = st
		}
	}
	return nil
}
