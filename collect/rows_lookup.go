package collect

import (
	"context"

	"metrograph/model"
)

// lookUp finds records by their natural keys. Instruments are known by their maker, which the
// node may have as an institution or, from before it did, as a name.
func (b *rowBatch) lookUp(ctx context.Context, wanted []model.Record) ([]model.Record, error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	if err := b.findMakers(ctx, wanted); err != nil {
		return nil, err
	}
	asked := make([]model.Record, len(wanted), 2*len(wanted))
	copy(asked, wanted)
	var of []int
	for i, r := range wanted {
		instrument, ok := r.(*model.Instrument)
		if !ok || instrument.Manufacturer == "" || instrument.ManufacturerID == "" {
			continue
		}
		byName := *instrument
		byName.ManufacturerID = ""
		asked, of = append(asked, &byName), append(of, i)
	}
	found, err := b.registry.Match(ctx, asked)
	if err != nil {
		return nil, err
	}
	for n, i := range of {
		if found[i] == nil {
			found[i] = found[len(wanted)+n]
		}
	}
	for _, r := range wanted {
		r.Base().Origin = "" // that it was looked for at an origin does not make it that one's
	}
	return found[:len(wanted)], nil
}

// findMakers fills in the institutions that made instruments, where the node has them.
func (b *rowBatch) findMakers(ctx context.Context, wanted []model.Record) error {
	var names []string
	var institutions []model.Record
	each := func(do func(*model.Instrument)) {
		for _, r := range wanted {
			if i, ok := r.(*model.Instrument); ok && i.Manufacturer != "" && i.ManufacturerID == "" {
				do(i)
			}
		}
	}
	const most = 10_000
	if b.makers == nil || len(b.makers) > most {
		b.run.makers = map[string]model.ID{}
	}
	each(func(i *model.Instrument) {
		if _, asked := b.makers[i.Manufacturer]; !asked {
			b.makers[i.Manufacturer] = ""
			names, institutions = append(names, i.Manufacturer), append(institutions, &model.Institution{Name: model.Text{Zh: i.Manufacturer}})
		}
	})
	if len(institutions) > 0 {
		found, err := b.registry.Match(ctx, institutions)
		if err != nil {
			return err
		}
		for n, institution := range found {
			if institution != nil {
				b.makers[names[n]] = institution.Base().ID
			}
		}
	}
	each(func(i *model.Instrument) { i.ManufacturerID = b.makers[i.Manufacturer] })
	return nil
}
