package publication

import (
	"time"

	"metrograph/model"
)

// SchemaOrg is the publication as schema.org/Dataset in JSON-LD, with what search engines for
// data sets want of one.
func SchemaOrg(w *Work) (string, error) {
	licence := w.Licence
	if url := model.LicenceURL(licence); url != "" {
		licence = url
	}
	var creators []object
	for _, name := range w.creators() {
		creators = append(creators, organisation(name))
	}
	return indented(object{
		{"@context", "https://schema.org"},
		{"@type", "Dataset"},
		{"@id", w.URL},
		{"url", w.URL},
		{"identifier", object{{"@type", "PropertyValue"}, {"propertyID", "ISO/IEC 7064 MOD 37-36"}, {"value", w.Identifier}, {"url", w.URL}}},
		{"name", w.in(w.Title)},
		{"alternateName", w.other(w.Title)},
		{"description", w.description()},
		{"version", w.VersionLabel},
		{"keywords", w.Keywords},
		{"license", licence},
		{"creator", creators},
		{"publisher", organisation(w.publisher())},
		{"datePublished", w.day()},
		{"conditionsOfAccess", w.access()},
		{"isAccessibleForFree", !w.Withdrawn()},
		{"isBasedOn", w.Supersedes},
		{"creativeWorkStatus", w.standing()},
		{"distribution", w.distribution()},
	})
}

func organisation(name string) object {
	if name == "" {
		return nil
	}
	return object{{"@type", "Organization"}, {"name", name}}
}

// other is a text in the language that the work is not described in; empty where it is the same.
func (w *Work) other(t model.Text) string {
	lang := map[string]string{"zh": "en", "en": "zh"}[w.lang()]
	if text := t.In(lang); text != w.in(t) {
		return text
	}
	return ""
}

// description is that of the data set, or says what was published.
func (w *Work) description() string {
	if text := w.in(w.Description); text != "" {
		return text
	}
	return w.in(w.Title)
}

// Withdrawn tells whether the publication was taken back.
func (w *Work) Withdrawn() bool { return w.Status == model.StatusWithdrawn }

func (w *Work) access() string {
	if w.EmbargoUntil.IsZero() {
		return ""
	}
	return "embargo until " + w.EmbargoUntil.UTC().Format(time.RFC3339)
}

func (w *Work) standing() string {
	switch {
	case w.Withdrawn():
		return "Withdrawn"
	case w.SupersededBy != "":
		return "Superseded"
	}
	return "Published"
}

// distribution is where the content and its manifest can be had.
func (w *Work) distribution() []object {
	if w.Withdrawn() {
		return nil
	}
	return []object{
		{{"@type", "DataDownload"}, {"name", "content"}, {"encodingFormat", "application/x-ndjson"}, {"contentUrl", w.URL + "/content"}},
		{{"@type", "DataDownload"}, {"name", "manifest"}, {"encodingFormat", "application/json"}, {"contentUrl", w.URL + "/manifest"}},
	}
}
