package publication

import (
	"fmt"
	"strconv"

	"metrograph/model"
)

const (
	dataCiteNamespace = "http://datacite.org/schema/kernel-4"
	spdxList          = "https://spdx.org/licenses/"
)

// localized is a text of the metadata with its language.
type localized struct{ text, lang string }

// both are the texts of the metadata in Chinese and English, that of the work's language first.
func (w *Work) both(t model.Text) []localized {
	var list []localized
	for _, lang := range []string{w.lang(), map[string]string{"zh": "en", "en": "zh"}[w.lang()]} {
		if text := map[string]string{"zh": t.Zh, "en": t.En}[lang]; text != "" {
			list = append(list, localized{text, lang})
		}
	}
	if len(list) == 0 && !t.IsZero() {
		list = append(list, localized{t.In(), ""})
	}
	return list
}

// date of the metadata.
type date struct{ day, kind, note string }

func (w *Work) dates() []date {
	list := []date{{w.day(), "Issued", ""}, {w.available(), "Available", ""}}
	if w.Withdrawn() {
		list = append(list, date{formatted(w.Withdrawal.At, "2006-01-02"), "Withdrawn", w.Withdrawal.Reason})
	}
	return list
}

// related are the addresses of other publications, with the relation of this one to them.
func (w *Work) related() []property {
	var list []property
	if w.Supersedes != "" {
		list = append(list, property{"IsNewVersionOf", w.Supersedes})
	}
	if w.SupersededBy != "" {
		list = append(list, property{"IsPreviousVersionOf", w.SupersededBy})
	}
	return list
}

// creatorNames are those of the metadata, which wants at least one.
func (w *Work) creatorNames() []string {
	if names := w.creators(); len(names) > 0 {
		return names
	}
	return []string{unavailable}
}

// unavailable is the standard value of DataCite, appendix 3, for what cannot be told.
const unavailable = "(:unav)"

func orUnavailable(s string) string {
	if s == "" {
		return unavailable
	}
	return s
}

// requiredYear is the year of the publication, which the metadata has to have; 0000 where it is
// masked.
func (w *Work) requiredYear() string {
	if year := w.year(); year != "" {
		return year
	}
	return "0000"
}

func (w *Work) size() string { return strconv.Itoa(len(w.Members)) + " records" }

// kindOfWork is the free text that says what was published.
func (w *Work) kindOfWork() string {
	if kind := w.SubjectID.Kind(); kind == model.KindCertificate || kind == model.KindInstrument {
		return fmt.Sprintf("Metrological data/%s", kind.TypeName())
	}
	return "Metrological data/Dataset"
}

// DataCiteJSON is the metadata of the publication in the JSON of DataCite's metadata schema 4.6.
func DataCiteJSON(w *Work) (string, error) {
	return indented(object{
		{"id", w.URL},
		{"schemaVersion", dataCiteNamespace},
		{"identifiers", []object{{{"identifier", w.URL}, {"identifierType", "URL"}}}},
		{"creators", each(w.creatorNames(), func(name string) object { return object{{"name", name}, {"nameType", "Organizational"}} })},
		{"titles", each(w.both(w.Title), func(t localized) object { return object{{"title", t.text}, {"lang", t.lang}} })},
		{"publisher", object{{"name", orUnavailable(w.publisher())}, {"lang", w.lang()}}},
		{"publicationYear", w.requiredYear()},
		{"types", object{{"resourceType", w.kindOfWork()}, {"resourceTypeGeneral", "Dataset"}, {"schemaOrg", "Dataset"}, {"citeproc", "dataset"}}},
		{"subjects", each(w.Keywords, func(k string) object { return object{{"subject", k}} })},
		{"dates", each(w.dates(), func(d date) object {
			return object{{"date", d.day}, {"dateType", d.kind}, {"dateInformation", d.note}}
		})},
		{"language", w.lang()},
		{"alternateIdentifiers", []object{{{"alternateIdentifier", w.Identifier}, {"alternateIdentifierType", "Metrograph"}}}},
		{"relatedIdentifiers", each(w.related(), func(p property) object {
			return object{{"relatedIdentifier", p.value}, {"relatedIdentifierType", "URL"}, {"relationType", p.name}, {"resourceTypeGeneral", "Dataset"}}
		})},
		{"sizes", []string{w.size()}},
		{"formats", []string{"application/x-ndjson"}},
		{"version", w.VersionLabel},
		{"rightsList", w.rights()},
		{"descriptions", each(w.both(w.Description), func(t localized) object {
			return object{{"description", t.text}, {"descriptionType", "Abstract"}, {"lang", t.lang}}
		})},
	})
}

// rights is the licence, by its SPDX identifier where it is one of those made for data.
func (w *Work) rights() []object {
	if w.Licence == "" {
		return nil
	}
	url := model.LicenceURL(w.Licence)
	if url == "" {
		return []object{{{"rights", w.Licence}}}
	}
	return []object{{{"rights", w.Licence}, {"rightsUri", url}, {"rightsIdentifier", w.Licence}, {"rightsIdentifierScheme", "SPDX"}, {"schemeUri", spdxList}}}
}

func each[T any](list []T, write func(T) object) []object {
	var out []object
	for _, v := range list {
		out = append(out, write(v))
	}
	return out
}
