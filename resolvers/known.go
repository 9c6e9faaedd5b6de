package resolvers

import (
	"context"

	"metrograph/model"
	"metrograph/registry"
)

const kindCertificate = model.KindCertificate

// instrumentKnownAs is the condition that a certificate is about the instrument that is known by
// its manufacturer, model and serial number, of which several institutions may have records.
func (r *Resolver) instrumentKnownAs(ctx context.Context, manufacturer, name, serialNumber string) (*registry.Filter, error) {
	by, filter := "manufacturerName", map[string]any{"eq": manufacturer}
	if id := model.ID(manufacturer); id.Valid() && id.Kind() == model.KindInstitution {
		by = "manufacturer"
	}
	where, err := registry.ParseFilter(model.KindInstrument, map[string]any{
		by: filter, "model": map[string]any{"eq": name}, "serialNumber": map[string]any{"eq": serialNumber}})
	if err != nil {
		return nil, err
	}
	most, none := 100, registry.Equal("id", "")
	ids, _ := model.Fields(model.KindInstrument, "id")
	pages, err := r.registry.List(ctx, registry.ListRequest{Kind: model.KindInstrument, Where: where, First: &most, Fields: ids})
	if err != nil || len(pages[0].Records) == 0 {
		return none, err
	}
	var found []string
	for _, record := range pages[0].Records {
		found = append(found, string(record.Base().ID))
	}
	return registry.Equal("instrument", found...), nil
}
