package ndjson

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"metrograph/model"
)

// kindOf finds what a record is: by its __typename, by its identifier, or a certificate. A note
// has nothing but what was wrong with the line behind it.
func kindOf(text []byte) (kind model.Kind, note bool, err error) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(text))
	if _, err := dec.ReadToken(); err != nil {
		return "", false, err
	}
	members, notes := 0, 0
	kind = model.KindCertificate
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return "", false, err
		}
		members++
		switch name.String() {
		case "__typename":
			if value, err := dec.ReadToken(); err == nil && value.Kind() == '"' {
				return kindNamed(value.String()), false, valid(text)
			}
		case "id":
			if value, err := dec.ReadToken(); err == nil && value.Kind() == '"' {
				if k := model.ID(value.String()).Kind(); k != "" {
					kind = k
				}
				continue
			}
		case "findings", "line":
			notes++
		}
		if err := dec.SkipValue(); err != nil {
			return "", false, err
		}
	}
	return kind, members > 0 && notes == members, valid(text)
}

// kindNamed is the kind that a type of the schema stands for.
func kindNamed(name string) model.Kind {
	for _, k := range model.Kinds() {
		if k.TypeName() == name {
			return k
		}
	}
	return model.Kind(name)
}

// valid tells what is wrong with a text that has to be one value.
func valid(text []byte) error {
	dec := jsontext.NewDecoder(bytes.NewBuffer(text))
	if err := dec.SkipValue(); err != nil {
		return err
	}
	if rest := bytes.TrimSpace(text[dec.InputOffset():]); len(rest) > 0 {
		return errTwo
	}
	return nil
}

// why says what is wrong with JSON, without the library's own words before it.
func why(err error) string {
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "jsontext: "), "json: ")
}
