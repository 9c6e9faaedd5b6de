package store

import (
	"metrograph/model"
	"metrograph/search"
)

func institutions() Schema {
	type I = *model.Institution
	return Schema{
		Kind:  model.KindInstitution,
		Paths: commonPaths([]string{"creditCode"}, []string{"parent"}, []string{"name"}),
		Fields: []Field{
			one("name", Text, "name", func(i I) Value { return i.Name.In("zh") }).sorts(),
			one("kind", Code, "kind", func(i I) Value { return string(i.InstitutionKind) }).groups(),
			one("creditCode", Code, "creditCode", func(i I) Value { return i.CreditCode }),
			one("parent", Code, "parent", func(i I) Value { return string(i.ParentID) }),
		},
		TermReads: []string{"name", "shortName", "creditCode"},
		said: func(r model.Record) []search.Text {
			i := r.(I)
			list := inAll(inAll(nil, "name", search.Name, i.Name), "shortName", search.Name, i.ShortName)
			return append(list, found("creditCode", search.Identifier, i.CreditCode))
		},
	}
}

func instruments() Schema {
	type I = *model.Instrument
	return Schema{
		Kind: model.KindInstrument,
		Paths: commonPaths([]string{"discipline"}, []string{"ownerInstitution"}, []string{"model"}, []string{"serialNumber"},
			[]string{"role"}),
		Fields: []Field{
			one("name", Text, "name", func(i I) Value { return i.Name.In("zh") }).sorts(),
			one("model", Text, "model", func(i I) Value { return i.Model }).sorts(),
			one("serialNumber", Text, "serialNumber", func(i I) Value { return i.SerialNumber }).sorts(),
			one("manufacturerName", Text, "manufacturer", func(i I) Value { return i.Manufacturer }),
			one("ownerInstitution", Code, "ownerInstitution", func(i I) Value { return string(i.OwnerID) }),
			one("role", Code, "role", func(i I) Value { return string(i.Role) }).groups(),
			one("categoryCode", Code, "categoryCode", func(i I) Value { return i.CategoryCode }),
			one("accuracyClass", Code, "accuracyClass", func(i I) Value { return i.AccuracyClass }).groups(),
		},
		TermReads:   []string{"name", "model", "serialNumber", "manufacturer", "identifiers"},
		AmountReads: []string{"measuringIntervals", "accuracyClass", "maximumPermissibleErrors"},
		said: func(r model.Record) []search.Text {
			i := r.(I)
			list := append(inAll(nil, "name", search.Name, i.Name), found("model", search.Name, i.Model),
				found("serialNumber", search.Identifier, i.SerialNumber), found("manufacturer", search.Other, i.Manufacturer))
			return identified(list, "identifiers", i.Identifiers)
		},
		amounts: func(r model.Record) []search.Amount { return characteristics(r.(I)) },
	}
}

// characteristics are the accuracy class of an instrument, and the ends of its measuring
// intervals and of its limits of error.
func characteristics(i *model.Instrument) []search.Amount {
	var list []search.Amount
	if i.AccuracyClass != "" {
		list = append(list, search.Amount{Field: "accuracyClass", Class: i.AccuracyClass})
	}
	for k := range i.MeasuringIntervals {
		list = appendEnds(list, "measuringIntervals", &i.MeasuringIntervals[k])
	}
	for k := range i.MPE {
		list = appendEnds(list, "maximumPermissibleErrors", &i.MPE[k].Interval)
	}
	return list
}

func appendEnds(list []search.Amount, field string, of *model.Interval) []search.Amount {
	for _, end := range []*model.Quantity{of.Lower, of.Upper} {
		if end != nil && end.Value != "" {
			list = append(list, search.Amount{Field: field, Value: end.Value, Unit: end.Unit})
		}
	}
	return list
}

func environments() Schema {
	type E = *model.Environment
	return Schema{
		Kind:  model.KindEnvironment,
		Paths: commonPaths([]string{"discipline"}),
		Fields: []Field{
			one("name", Text, "name", func(e E) Value { return e.Name.In("zh") }).sorts(),
			one("from", Int, "from", func(e E) Value { return Millis(e.From) }).sorts(),
			many("quantityKind", Code, "influences", func(e E) []string {
				var kinds []string
				for _, i := range e.Influences {
					kinds = append(kinds, i.QuantityKind)
				}
				return kinds
			}),
		},
		TermReads: []string{"name", "place"},
		said: func(r model.Record) []search.Text {
			e := r.(E)
			return inAll(inAll(nil, "name", search.Name, e.Name), "place", search.Other, e.Place.Name)
		},
	}
}

func persons() Schema {
	type P = *model.Person
	return Schema{
		Kind:  model.KindPerson,
		Paths: commonPaths([]string{"institution"}),
		Fields: []Field{
			one("name", Text, "name", func(p P) Value { return p.Name.In("zh") }).sorts(),
			one("employeeNumber", Text, "employeeNumber", func(p P) Value { return p.EmployeeNumber }),
			one("institution", Code, "institution", func(p P) Value { return string(p.InstitutionID) }).groups(),
		},
		TermReads: []string{"name", "employeeNumber"},
		said: func(r model.Record) []search.Text {
			p := r.(P)
			return append(inAll(nil, "name", search.Name, p.Name), found("employeeNumber", search.Identifier, p.EmployeeNumber))
		},
	}
}

func methods() Schema {
	type M = *model.Method
	return Schema{
		Kind:  model.KindMethod,
		Paths: commonPaths([]string{"discipline"}, []string{"code"}),
		Fields: []Field{
			one("code", Text, "code", func(m M) Value { return m.Code }).sorts(),
			one("title", Text, "title", func(m M) Value { return m.Title.In("zh") }).sorts(),
			one("kind", Code, "kind", func(m M) Value { return string(m.NormKind) }).groups(),
			one("inForce", Int, "inForce", func(m M) Value { return Flag(m.InForce) }).groups(),
		},
		TermReads: []string{"code", "title"},
		said: func(r model.Record) []search.Text {
			m := r.(M)
			return append(inAll(nil, "title", search.Name, m.Title), found("code", search.Identifier, m.Code))
		},
	}
}

func datasets() Schema {
	type D = *model.Dataset
	return Schema{
		Kind:  model.KindDataset,
		Paths: commonPaths([]string{"discipline"}, []string{"member"}, []string{"supersedes"}),
		Fields: []Field{
			one("name", Text, "name", func(d D) Value { return d.Name.In("zh") }).sorts(),
			one("stage", Code, "stage", func(d D) Value { return string(d.Stage) }).groups(),
			many("member", Code, "members", func(d D) []string { return texts(d.Members) }),
			one("supersedes", Code, "supersedes", func(d D) Value { return string(d.SupersedesID) }),
		},
		TermReads: []string{"name", "keywords"},
		said: func(r model.Record) []search.Text {
			d := r.(D)
			list := inAll(nil, "name", search.Name, d.Name)
			for _, word := range d.Keywords {
				list = append(list, found("keywords", search.Other, word))
			}
			return list
		},
	}
}

func attachments() Schema {
	type A = *model.Attachment
	return Schema{
		Kind:  model.KindAttachment,
		Paths: commonPaths([]string{"sha256"}),
		Fields: []Field{
			one("fileName", Text, "fileName", func(a A) Value { return a.FileName }).sorts(),
			one("sha256", Code, "sha256", func(a A) Value { return a.SHA256 }),
			one("role", Code, "role", func(a A) Value { return string(a.Role) }).groups(),
			one("mediaType", Code, "mediaType", func(a A) Value { return a.MediaType }).groups(),
			one("size", Int, "size", func(a A) Value { return a.Size }).sums(),
		},
		TermReads: []string{"fileName"},
		said: func(r model.Record) []search.Text {
			return []search.Text{found("fileName", search.Name, r.(A).FileName)}
		},
	}
}

func agreements() Schema {
	type A = *model.Agreement
	return Schema{
		Kind:  model.KindAgreement,
		Paths: commonPaths([]string{"grantor"}, []string{"grantee"}),
		Fields: []Field{
			one("grantor", Code, "grantor", func(a A) Value { return string(a.GrantorID) }),
			one("grantee", Code, "grantee", func(a A) Value { return string(a.GranteeID) }),
			one("until", Code, "until", func(a A) Value { return string(a.Until) }).sorts(),
		},
		terms: func(model.Record) []string { return nil },
	}
}

func credentials() Schema {
	type C = *model.Credential
	return Schema{
		Kind:  model.KindCredential,
		Paths: commonPaths([]string{"institution"}, []string{"hash"}),
		Fields: []Field{
			one("hash", Code, "hash", func(c C) Value { return c.Hash }),
			one("label", Text, "label", func(c C) Value { return c.Label }).sorts(),
			one("institution", Code, "institution", func(c C) Value { return string(c.InstitutionID) }),
		},
		terms: func(model.Record) []string { return nil },
	}
}
