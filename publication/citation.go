package publication

import (
	"strings"
	"time"
)

// Citation is the reference to a publication by GB/T 7714-2015, 4.6, as a data set that is online
// [DS/OL], accessed on a day. The place of publication is left out, as 8.4.1.3 allows for what is
// accessed over a network.
func Citation(w *Work, accessed time.Time) string {
	var b strings.Builder
	colon, comma := ": ", ", "
	if names := w.creators(); len(names) > 0 {
		b.WriteString(strings.Join(atMostThree(names, w.lang()), comma) + ". ")
	}
	b.WriteString(w.in(w.Title))
	if w.VersionLabel != "" {
		b.WriteString(colon + w.version())
	}
	b.WriteString("[DS/OL].")
	if publisher := w.publisher(); publisher != "" {
		b.WriteString(" " + publisher + comma + w.year())
	} else {
		b.WriteString(" " + w.year())
	}
	if day := w.day(); day != "" {
		b.WriteString("(" + day + ")")
	}
	b.WriteString("[" + formatted(accessed, time.DateOnly) + "]. " + w.URL + ".")
	return b.String()
}

// version is how the version of the data set stands in a citation.
func (w *Work) version() string {
	if w.lang() == "en" {
		return "version " + w.VersionLabel
	}
	return w.VersionLabel + "版"
}

// atMostThree names three creators, as 8.1.2 wants, and says that there are others.
func atMostThree(names []string, lang string) []string {
	const most = 3
	if len(names) <= most {
		return names
	}
	others := "等"
	if lang == "en" {
		others = "et al"
	}
	return append(names[:most:most], others)
}

// CSL is the publication as an item of CSL-JSON, the input format of citation processors (CSL
// 1.0.2), accessed on a day.
func CSL(w *Work, accessed time.Time) (string, error) {
	var authors []object
	for _, name := range w.creators() {
		authors = append(authors, object{{"literal", name}})
	}
	return indented(object{
		{"id", w.Identifier},
		{"type", "dataset"},
		{"title", w.in(w.Title)},
		{"author", authors},
		{"publisher", w.publisher()},
		{"issued", dateParts(w.PublishedAt)},
		{"accessed", dateParts(accessed)},
		{"version", w.VersionLabel},
		{"abstract", w.in(w.Description)},
		{"keyword", strings.Join(w.Keywords, ", ")},
		{"license", w.Licence},
		{"number", w.Identifier},
		{"URL", w.URL},
		{"language", w.lang()},
	})
}

func dateParts(t time.Time) object {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return object{{"date-parts", [][]int{{t.Year(), int(t.Month()), t.Day()}}}}
}
