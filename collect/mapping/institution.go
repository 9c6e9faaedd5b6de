package mapping

import (
	"metrograph/collect/parcel"
	"metrograph/model"
)

// Known refers to an institution that the node may have by the name.
func Known(p *parcel.Parcel, name model.Text) model.ID {
	if name.IsZero() {
		return ""
	}
	one := &model.Institution{Name: name, InstitutionKind: model.InstitutionOther}
	for _, list := range [][]*model.Institution{p.Institutions, p.Known} {
		for _, other := range list {
			if other.NaturalKey() == one.NaturalKey() {
				return other.ID
			}
		}
	}
	one.ID = p.NewID(model.KindInstitution)
	p.Known = append(p.Known, one)
	return one.ID
}
