package collect

import (
	"context"
	"errors"

	"metrograph/collect/row"
	"metrograph/model"
)

// check does in a dry run what the node would do: it holds the records to their rules, and
// looks whether what they refer to is there.
func (b *rowBatch) check(ctx context.Context, of []*rowState) error {
	if b.seen == nil {
		b.run.seen = map[uint64]uint64{}
	}
	if err := b.checkReferences(ctx, of); err != nil {
		return err
	}
	for _, s := range of {
		findings := s.Record.Validate()
		if s.add(findings); model.Grave(s.Findings) {
			s.refuse(model.CodeInvalid)
		} else {
			s.outcome = b.would(s)
		}
	}
	return nil
}

// would is what would become of a row that nothing speaks against.
func (b *rowBatch) would(s *rowState) Outcome {
	if s.existing != nil {
		return Amended
	}
	key := s.Record.NaturalKey()
	if key == "" {
		key = s.Key
	}
	content := fingerprint(s.Record.Kind(), s.hash) | 1
	if key == "" {
		key = s.hash
	}
	place := fingerprint(s.Record.Kind(), key)
	was := b.seen[place]
	b.seen[place] = content
	switch was {
	case 0:
		return Created
	case content:
		return Unchanged
	}
	return Amended
}

// checkReferences looks for the records that rows refer to by their identifiers.
func (b *rowBatch) checkReferences(ctx context.Context, of []*rowState) error {
	made := map[model.ID]bool{}
	for _, id := range b.local {
		made[id] = true
	}
	var ids []model.ID
	each := func(do func(*rowState, model.Reference)) {
		for _, s := range of {
			known := map[model.ID]bool{}
			for _, id := range s.names {
				known[id] = true
			}
			for _, ref := range s.Record.References() {
				if !made[ref.To] && !known[ref.To] && ref.To != b.own {
					do(s, ref)
				}
			}
		}
	}
	each(func(_ *rowState, ref model.Reference) { ids = append(ids, ref.To) })
	found, err := b.findAll(ctx, ids)
	if err != nil {
		return err
	}
	n := 0
	each(func(s *rowState, ref model.Reference) {
		if found[n] == nil {
			f := finding(ruleNotFound, ref.To.Kind())
			f.Message.Zh = finding(ruleNotFound, kindNames[ref.To.Kind()]).Message.Zh
			f.Path = ref.Path()
			s.add([]model.Finding{*f})
		}
		n++
	})
	return nil
}

// rowsAreMarked tells whether any row of a document is marked as classified.
func rowsAreMarked(ctx context.Context, f *rowFormat, raw []byte) (bool, error) {
	o, problem := Bytes("", raw).open()
	if problem != nil {
		return false, nil
	}
	reader, err := f.open(newMetered(o))
	if errors.Is(err, row.ErrMarked) {
		return true, nil
	}
	if err != nil {
		return false, nil // as every row of it is going to be refused
	}
	for n := 0; ; n++ {
		if n%maxBatch == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		found, err := reader.Next()
		switch {
		case errors.Is(err, row.ErrMarked):
			return true, nil
		case err != nil:
			return false, nil
		case found.Classified, found.Record != nil && model.IsClassified(found.Record):
			return true, nil
		}
	}
}
