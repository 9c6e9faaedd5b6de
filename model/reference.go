package model

import "strings"

// references collects the pointers of a record.
type references []Reference

func (r references) one(field string, to ID, kind Kind) references {
	return r.entry(field, -1, "", to, kind)
}

func (r references) many(field string, to []ID, kind Kind) references {
	for i, id := range to {
		r = r.entry(field, i, "", id, kind)
	}
	return r
}

// entry adds the pointer in a field of a list's entry.
func (r references) entry(field string, i int, of string, to ID, kind Kind) references {
	if to == "" {
		return r
	}
	return append(r, Reference{To: to, Kind: kind, field: field, entry: i, of: of})
}

// naturalKey joins the parts of a natural key; it is empty when the first or second is.
func naturalKey(parts ...string) string {
	if parts[0] == "" || parts[1] == "" {
		return ""
	}
	return strings.Join(parts, "\x1f")
}
