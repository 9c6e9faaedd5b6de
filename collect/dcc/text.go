package dcc

import (
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// text takes a dcc:textType: a text in one or more languages.
func (r *reader) text(n *xmltree.Node) model.Text {
	var t model.Text
	for _, c := range els(n, "content") {
		if text := mapping.Tidy(c.Use()); text != "" {
			t.Add(strings.ToLower(c.Attr("lang")), text)
		}
	}
	return t
}

// rich takes a dcc:richContentType: a name and texts, which become lines, and files, which
// become attachments. Formulae are left over.
func (r *reader) rich(n *xmltree.Node) model.Text {
	t := r.text(el(n, "name"))
	mapping.AddText(&t, r.text(n))
	for _, f := range els(n, "file") {
		r.file(f)
	}
	return t
}

// riches takes any number of them, as old versions have them, into one text.
func (r *reader) riches(list []*xmltree.Node) model.Text {
	var t model.Text
	for _, n := range list {
		mapping.AddText(&t, r.rich(n))
	}
	return t
}

// useAll takes the texts of elements.
func useAll(list []*xmltree.Node) []string {
	var texts []string
	for _, n := range list {
		if text := mapping.Tidy(n.Use()); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// containsAny tells whether the text, in small letters, has any of the words.
func containsAny(text string, words ...string) bool {
	text = strings.ToLower(text)
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// anyText joins all languages of a text for a search of words.
func anyText(t model.Text) string {
	var all strings.Builder
	for _, part := range t.All() {
		all.WriteString(part.Text + "\n")
	}
	return all.String()
}
