package dccterm

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"metrograph/model"
)

// Name of the elements in the comment: the supplement holds a patch for each record that is
// not told by the document alone, and what its source had and the model has no place for.
const (
	Supplement  = "supplement"
	Patch       = "patch"       // attributes of and n say which record; its text is a JSON merge patch
	Unmapped    = "unmapped"    // attributes path and line
	DerivedFrom = "derivedFrom" // the id of a record; it is for information and not read
)

// Records that patches are for.
const (
	OfCertificate = "certificate"
	OfIssuer      = "issuer"
	OfItem        = "item"     // the instrument of the item of the number
	OfStandard    = "standard" // the instrument of the standard of the number
	OfDevice      = "device"   // the instrument of the device of the number
	OfPerson      = "person"
	OfMethod      = "method"
	OfEnvironment = "environment"
)

// Fields lists the fields that a patch for a record may set, by their names in the API. What
// decides on access, identity and trust is never among them: a document cannot claim it.
func Fields(of string) []string {
	switch of {
	case OfCertificate:
		return []string{"number", "documentType", "activity", "verificationKind", "mandatory", "discipline", "categoryCode",
			"sourceCategory", "stage", "place", "languages", "customer"}
	case OfIssuer:
		return []string{"shortName", "kind", "creditCode", "accreditations", "contact"}
	case OfItem, OfStandard, OfDevice:
		return []string{"name", "model", "serialNumber", "manufacturer", "owner", "identifiers", "categoryCode", "discipline",
			"role", "accuracyClass", "maximumPermissibleErrors", "description", "measuringIntervals", "resolution"}
	case OfPerson:
		return []string{"employeeNumber"} // a certificate is no place for what else is known of a person
	case OfMethod:
		return []string{"code", "title", "kind", "discipline", "inForce", "validFrom", "validUntil"}
	case OfEnvironment:
		return []string{"place", "from", "to", "discipline"}
	}
	return nil
}

type fields map[string]json.RawMessage

func fieldsOf(v any) (fields, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	f := fields{}
	return f, json.Unmarshal(raw, &f)
}

// Diff writes the merge patch (RFC 7396) that makes of what the document tells of a record
// what the record is; it is empty where they are the same.
func Diff(of string, told, record model.Record) ([]byte, error) {
	from, err := fieldsOf(told)
	if err != nil {
		return nil, err
	}
	to, err := fieldsOf(record)
	if err != nil {
		return nil, err
	}
	patch := fields{}
	for _, name := range Fields(of) {
		switch value, set := to[name]; {
		case bytes.Equal(from[name], value):
		case set:
			patch[name] = value
		default:
			patch[name] = json.RawMessage("null")
		}
	}
	if len(patch) == 0 {
		return nil, nil
	}
	return json.Marshal(patch)
}

// Apply makes of what the document tells of a record what the patch says that it is. Fields
// that a patch for the record may not set make it wrong as a whole.
func Apply[R any](of string, patch []byte, record *R) error {
	changes := fields{}
	if err := json.Unmarshal(patch, &changes); err != nil {
		return err
	}
	allowed := Fields(of)
	all, err := fieldsOf(record)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		if !slices.Contains(allowed, name) {
			return model.Errorf(model.CodeInvalid, "the field %q cannot be set by a document", name)
		}
		if all[name] = changes[name]; string(changes[name]) == "null" {
			delete(all, name)
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return err
	}
	var fresh R
	if err := json.Unmarshal(raw, &fresh); err != nil {
		return err
	}
	*record = fresh
	return nil
}
