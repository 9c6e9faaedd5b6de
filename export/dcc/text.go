package dcc

import (
	"strings"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// part is a text, and the term that says which part of an element it is.
type part struct {
	text model.Text
	term string
}

// is makes the part that is the element's own text.
func is(t model.Text) part { return part{text: t} }

// texts writes an element with a text in several languages, if there is any.
func (d *document) texts(name string, parts ...part) {
	for _, p := range parts {
		if hasText(p.text) {
			d.start(name)
			d.contents(parts)
			d.end()
			return
		}
	}
}

// demanded writes an element with a text that the standard demands.
func (d *document) demanded(name string, parts ...part) {
	d.start(name)
	if !d.contents(parts) {
		d.notGiven()
	}
	d.end()
}

// notGiven writes the content of a text that is not there.
func (d *document) notGiven() {
	for _, n := range dccterm.NoText().All() {
		d.leaf("dcc:content", n.Text, attr{"lang", n.Lang}, marked(dccterm.NotGiven))
	}
}

func (d *document) contents(parts []part) (any bool) {
	for _, p := range parts {
		for _, l := range p.text.All() {
			if l.Text != "" {
				d.content(l, p.term)
				any = true
			}
		}
	}
	return any
}

func (d *document) content(l model.Localized, term string) {
	var terms []string
	if term != "" {
		terms = append(terms, dccterm.Make(term, ""))
	}
	lang := l.Lang
	if lang != "" && !isLanguage(lang) {
		terms, lang = append(terms, dccterm.Make(dccterm.Lang, lang)), ""
	}
	d.leaf("dcc:content", l.Text, attr{"lang", lang}, attr{"refType", strings.Join(terms, " ")})
}

// line writes an element of one text without a language, if there is any. The standard wants
// no blank space at its ends.
func (d *document) line(name, text string, attrs ...attr) {
	if text = strings.TrimSpace(text); text != "" {
		d.leaf(name, text, attrs...)
	}
}

// demandedLine writes one that the standard demands.
func (d *document) demandedLine(name, text string) { d.line(name, orDash(text)) }

func orDash(text string) string {
	if strings.TrimSpace(text) == "" {
		return dccterm.Dash
	}
	return text
}

// marked is a refType of one term of Metrograph.
func marked(key string) attr { return attr{"refType", dccterm.Make(key, "")} }

// terms are the refType and the refId of an element: the terms of the source, which begin
// with a number sign where they refer to another element, and those of Metrograph.
func (d *document) terms(source []string, own ...string) (refType, refID attr) {
	var ids []string
	for _, s := range source {
		if id, ok := strings.CutPrefix(s, "#"); ok && d.ids[id] {
			ids = append(ids, id)
		}
	}
	return attr{"refType", dccterm.Join(source, own...)}, attr{"refId", strings.Join(ids, " ")}
}

func isLanguage(lang string) bool {
	return len(lang) == 2 && 'a' <= lang[0] && lang[0] <= 'z' && 'a' <= lang[1] && lang[1] <= 'z'
}

func hasText(t model.Text) bool {
	for _, l := range t.All() {
		if l.Text != "" {
			return true
		}
	}
	return false
}

// flat is a text where there is place for one only, as the reader makes it: all languages,
// each wording once.
func flat(t model.Text) string {
	var parts []string
	seen := map[string]bool{}
	for _, l := range t.All() {
		if !seen[l.Text] {
			seen[l.Text] = true
			parts = append(parts, l.Text)
		}
	}
	return strings.Join(parts, " / ")
}

// named writes the name of somebody whom the certificate names in one text, and of whom there
// may be a record: in the record's words where they are the same, else in both.
func (d *document) named(element, written string, record model.Text) {
	if flat(record) == written {
		d.demanded(element, is(record))
		return
	}
	d.demanded(element, is(model.Plain(written)), part{record, dccterm.OfRecord})
}
