package collect

import (
	"context"

	"metrograph/collect/row"
	"metrograph/model"
)

// match finds what the node has of the rows, and of the records that they refer to. Those come
// first that others have in their natural keys.
func (b *rowBatch) match(ctx context.Context) error {
	if err := b.identified(ctx); err != nil {
		return err
	}
	for _, kinds := range [][]model.Kind{
		{model.KindInstitution},
		{model.KindPerson, model.KindMethod, model.KindInstrument, model.KindEnvironment},
		{model.KindCertificate},
	} {
		for _, kind := range kinds {
			if err := b.matchRows(ctx, kind); err != nil {
				return err
			}
			if err := b.matchRefs(ctx, kind); err != nil {
				return err
			}
		}
	}
	for _, s := range b.rows {
		b.settle(s)
	}
	return nil
}

// identified looks for the records that rows name by their identifiers.
func (b *rowBatch) identified(ctx context.Context) error {
	return b.find(ctx, func(s *rowState) model.ID { return s.id }, func(s *rowState, found model.Record) {
		if s.existing = found; found == nil || found.Kind() != s.Record.Kind() {
			s.existing = nil
			s.fault(ruleNoSuchID, "id")
		}
	})
}

// find looks for records of rows that are not refused yet.
func (b *rowBatch) find(ctx context.Context, of func(*rowState) model.ID, take func(*rowState, model.Record)) error {
	var ids []model.ID
	var states []*rowState
	for _, s := range b.rows {
		if s.outcome != "" {
			continue
		}
		if id := of(s); id != "" {
			ids, states = append(ids, id), append(states, s)
		}
	}
	found, err := b.findAll(ctx, ids)
	if err != nil {
		return err
	}
	for i, s := range states {
		take(s, found[i])
	}
	return nil
}

// matchRows looks for the records of rows of a kind by their natural keys, and by what stands
// for one; new ones get an identifier.
func (b *rowBatch) matchRows(ctx context.Context, kind model.Kind) error {
	mine := func(s *rowState) bool {
		return s.outcome == "" && s.Record.Kind() == kind && s.id == ""
	}
	var wanted []model.Record
	var states []*rowState
	for _, s := range b.rows {
		if !mine(s) {
			continue
		}
		s.rename(s.Record)
		wanted, states = append(wanted, s.Record), append(states, s)
	}
	found, err := b.lookUp(ctx, wanted)
	if err != nil {
		return err
	}
	for i, s := range states {
		s.existing = found[i]
	}
	err = b.find(ctx, func(s *rowState) model.ID {
		if !mine(s) || s.existing != nil || s.Record.NaturalKey() != "" {
			return ""
		}
		return b.derived(s)
	}, func(s *rowState, found model.Record) { s.existing = found })
	if err != nil {
		return err
	}
	for _, s := range states {
		b.settleID(s)
	}
	return nil
}

// derived is the identifier of a row that has neither identifier nor natural key.
func (b *rowBatch) derived(s *rowState) model.ID {
	what := []byte(s.hash)
	if s.Key != "" {
		what = []byte(s.Key)
	}
	return derived(s.Record.Kind(), b.own, what)
}

// settleID gives the record of a row its identifier, and notes what it is known by.
func (b *rowBatch) settleID(s *rowState) {
	key := s.Record.NaturalKey()
	switch {
	case s.existing != nil:
		s.Record.Base().ID = s.existing.Base().ID
	case key == "":
		s.Record.Base().ID = b.derived(s)
	default:
		s.Record.Base().ID = b.registry.NewID(s.Record.Kind())
	}
	if key == "" {
		key = s.Key
	}
	if key != "" {
		b.local[recordKey{s.Record.Kind(), key}] = s.Record.Base().ID
	}
}

// matchRefs looks for the records of a kind that rows refer to.
func (b *rowBatch) matchRefs(ctx context.Context, kind model.Kind) error {
	found, places := []model.Record{}, map[recordKey]int{}
	each := func(do func(*rowState, *row.Ref, recordKey)) {
		for _, s := range b.rows {
			for i := range s.Refs {
				if ref := &s.Refs[i]; ref.Kind == kind && s.outcome == "" {
					do(s, ref, b.keyOf(s, ref))
				}
			}
		}
	}
	each(func(s *rowState, ref *row.Ref, key recordKey) {
		if ref.Known != nil && b.known(key) == "" && key.key != "" {
			if _, asked := places[key]; !asked {
				places[key] = len(found)
				found = append(found, ref.Known)
			}
		}
	})
	found, err := b.lookUp(ctx, found)
	if err != nil {
		return err
	}
	each(func(s *rowState, ref *row.Ref, key recordKey) {
		id := b.known(key)
		if place, asked := places[key]; asked && id == "" && found[place] != nil {
			id = found[place].Base().ID
			b.remember(key, id)
		}
		if id != "" {
			s.names[ref.ID] = id
		}
	})
	return b.matchKeys(ctx, each)
}

// findAll finds records by their identifiers; the node is not asked for none.
func (b *rowBatch) findAll(ctx context.Context, ids []model.ID) ([]model.Record, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return b.registry.Find(ctx, ids)
}

// matchKeys looks for records that have no natural key, by what stands for one.
func (b *rowBatch) matchKeys(ctx context.Context, each func(func(*rowState, *row.Ref, recordKey))) error {
	var ids []model.ID
	each(func(s *rowState, ref *row.Ref, _ recordKey) {
		if ref.Key != "" && s.names[ref.ID] == "" {
			ids = append(ids, derived(ref.Kind, b.own, []byte(ref.Key)))
		}
	})
	found, err := b.findAll(ctx, ids)
	if err != nil {
		return err
	}
	n := 0
	each(func(s *rowState, ref *row.Ref, _ recordKey) {
		if ref.Key != "" && s.names[ref.ID] == "" {
			if found[n] != nil {
				s.names[ref.ID] = ids[n]
			}
			n++
		}
	})
	return nil
}

// keyOf is what a reference looks for.
func (b *rowBatch) keyOf(s *rowState, ref *row.Ref) recordKey {
	if ref.Known == nil {
		return recordKey{ref.Kind, ref.Key}
	}
	s.rename(ref.Known)
	belong(ref.Known, b.own)
	return recordKey{ref.Kind, ref.Known.NaturalKey()}
}

// known is the identifier of what was looked for before, or stands in this batch.
func (b *rowBatch) known(key recordKey) model.ID {
	if id := b.local[key]; id != "" {
		return id
	}
	return b.met[key]
}

// remember keeps what was found for the rows to come.
func (b *rowBatch) remember(key recordKey, id model.ID) {
	const most = 10_000
	if len(b.met) >= most {
		clear(b.met)
	}
	b.met[key] = id
}

// settle says which references lead to nothing.
func (b *rowBatch) settle(s *rowState) {
	if s.outcome != "" {
		return
	}
	for _, ref := range s.Refs {
		if s.names[ref.ID] != "" {
			continue
		}
		key := b.keyOf(s, &ref)
		if b.options.Check && key.key != "" && b.seen[fingerprint(key.kind, key.key)] != 0 {
			s.names[ref.ID] = b.registry.NewID(ref.Kind) // it would be there
			continue
		}
		what := ruleNotFound
		if ref.Soft {
			what = ruleUnlinked
		}
		s.names[ref.ID] = ""
		f := finding(what, ref.Kind)
		f.Message.Zh = finding(what, kindNames[ref.Kind]).Message.Zh
		f.Path = ref.Path
		s.add([]model.Finding{*f})
		if !ref.Soft {
			s.refuse(model.CodeInvalid)
		}
	}
}
