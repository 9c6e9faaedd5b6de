package publication

import (
	"encoding/json"
	"time"

	"metrograph/model"
)

// Work is a publication as it is cited: with the address that its identifier resolves at, and
// the publications before and after it.
type Work struct {
	*model.Publication
	URL          string // of the landing page
	Supersedes   string // the same of the publication that this one takes the place of; empty for none
	SupersededBy string
	Lang         string // zh or en: which of the names comes first; empty for zh
}

// lang is the language that the work is described in first.
func (w *Work) lang() string {
	if w.Lang == "en" {
		return "en"
	}
	return "zh"
}

// in is a text in the language of the work, or in the one that it has.
func (w *Work) in(t model.Text) string { return t.In(w.lang()) }

// creators are the names of the creators in the language of the work.
func (w *Work) creators() []string {
	var names []string
	for _, c := range w.Creators {
		if name := w.in(c.Name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// publisher is the name of the publisher in the language of the work.
func (w *Work) publisher() string { return w.in(w.Publisher) }

// year is that of the publication, and day its date; empty where that is masked.
func (w *Work) year() string { return formatted(w.PublishedAt, "2006") }
func (w *Work) day() string  { return formatted(w.PublishedAt, time.DateOnly) }

func formatted(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}

// available is the day on which the content opens.
func (w *Work) available() string {
	if w.EmbargoUntil.IsZero() {
		return w.day()
	}
	return formatted(w.EmbargoUntil, time.DateOnly)
}

// object is JSON that keeps its order and leaves out what is empty.
type object []property

type property struct {
	name  string
	value any
}

// MarshalJSON writes the properties that are not empty.
func (o object) MarshalJSON() ([]byte, error) {
	text := []byte{'{'}
	for _, p := range o {
		if absent(p.value) {
			continue
		}
		value, err := json.Marshal(p.value)
		if err != nil {
			return nil, err
		}
		name, err := json.Marshal(p.name)
		if err != nil {
			return nil, err
		}
		if len(text) > 1 {
			text = append(text, ',')
		}
		text = append(append(append(text, name...), ':'), value...)
	}
	return append(text, '}'), nil
}

func absent(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []string:
		return len(v) == 0
	case []object:
		return len(v) == 0
	case object:
		return len(v) == 0
	}
	return false
}

func indented(o object) (string, error) {
	text, err := json.MarshalIndent(o, "", "  ")
	return string(text), err
}
