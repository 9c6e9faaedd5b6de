// Package page writes the landing pages of publications: what a persistent identifier shows to
// people. A page has no script, and asks nobody else for anything.
package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"
	"time"

	"metrograph/model"
	"metrograph/publication"
)

//go:embed page.html
var source string

//go:embed page.css
var style string

// Page is what a landing page shows.
type Page struct {
	Work      publication.Work // with its language
	Path      string           // of the page at the node that shows it
	Now       time.Time
	Embargoed bool
	Manifest  bool // whether the reader may have it
}

// Policy is the content security policy of the pages: their own style, and nothing else.
func Policy() string {
	digest := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(digest[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// Write writes the page of a publication.
func Write(w io.Writer, p Page) error {
	linked, err := publication.SchemaOrg(&p.Work)
	if err != nil {
		return err
	}
	return write(w, "page", p.Work.Lang, map[string]any{"Page": p, "Work": &p.Work, "JSONLD": template.JS(linked), "URL": template.URL(p.Work.URL)}) //nolint:gosec // json.Marshal escapes < and >
}

// WriteError writes the page that says why there is none.
func WriteError(w io.Writer, lang, message string) error {
	return write(w, "fault", lang, map[string]any{"Message": message})
}

func write(w io.Writer, name, lang string, data map[string]any) error {
	zh := lang != "en"
	data["Zh"], data["Style"] = zh, template.CSS(style)
	functions := template.FuncMap{
		"say": func(chinese, english string) string {
			if zh {
				return chinese
			}
			return english
		},
		"in":      func(t model.Text) string { return t.In(map[bool]string{true: "zh", false: "en"}[zh]) },
		"other":   func(t model.Text) string { return otherOf(t, zh) },
		"day":     func(t time.Time) string { return t.UTC().Format(time.DateOnly) },
		"minute":  func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") },
		"kind":    func(id model.ID) string { return kindName(id.Kind(), zh) },
		"licence": func(name string) template.URL { return template.URL(model.LicenceURL(name)) }, //nolint:gosec // from a table
		"cite":    publication.Citation,
		"subject": func(d model.Discipline) string { return disciplineName(d, zh) },
		"rows":    func(list []model.PublishedMember) []model.PublishedMember { return list[:min(len(list), mostRows)] },
		"more":    func(list []model.PublishedMember) int { return max(0, len(list)-mostRows) },
	}
	t, err := template.New("").Funcs(functions).Parse(source)
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(w, name, data)
}

// mostRows is how many members a page lists; the manifest has all of them.
const mostRows = 200

func otherOf(t model.Text, zh bool) string {
	text := t.Zh
	if zh {
		text = t.En
	}
	if text == t.In(map[bool]string{true: "zh", false: "en"}[zh]) {
		return ""
	}
	return text
}

func kindName(k model.Kind, zh bool) string {
	names := map[model.Kind][2]string{
		model.KindDataset: {"数据集", "Data set"}, model.KindCertificate: {"证书与报告", "Certificate or report"}, model.KindInstrument: {"计量器具", "Instrument"},
		model.KindAttachment: {"附件", "Attachment"}, model.KindEnvironment: {"环境条件", "Environment"}, model.KindMethod: {"方法", "Method"},
		model.KindInstitution: {"机构", "Institution"},
	}
	if zh {
		return names[k][0]
	}
	return names[k][1]
}

func disciplineName(d model.Discipline, zh bool) string {
	names := map[model.Discipline]string{
		model.DisciplineLength: "长度", model.DisciplineThermal: "热工", model.DisciplineMechanics: "力学", model.DisciplineElectromagnetics: "电磁",
		model.DisciplineRadio: "无线电", model.DisciplineTimeFrequency: "时间频率", model.DisciplineOptics: "光学", model.DisciplineAcoustics: "声学",
		model.DisciplineIonizingRadiation: "电离辐射", model.DisciplineChemistry: "化学",
	}
	if name := names[d]; zh && name != "" {
		return name
	}
	text := strings.ToLower(strings.ReplaceAll(string(d), "_", " "))
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
