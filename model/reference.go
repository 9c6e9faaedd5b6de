package model

import (
	"strconv"
	"strings"
)

// references collects the pointers of a record.
type references []Reference

func (r references) one(path string, to ID, kind Kind) references {
	if to == "" {
		return r
	}
	return append(r, Reference{Path: path, To: to, Kind: kind})
}

func (r references) many(path string, to []ID, kind Kind) references {
	for i, id := range to {
		r = r.one(index(path, i), id, kind)
	}
	return r
}

// index writes the path of a list's entry.
func index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// at writes the path of a field of a list's entry.
func at(path string, i int, field string) string { return index(path, i) + "." + field }

// naturalKey joins the parts of a natural key; it is empty when the first or second is.
func naturalKey(parts ...string) string {
	if parts[0] == "" || parts[1] == "" {
		return ""
	}
	return strings.Join(parts, "\x1f")
}
