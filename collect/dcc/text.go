package dcc

import (
	"slices"
	"strings"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// text takes a dcc:textType: a text in one or more languages.
func (r *reader) text(n *xmltree.Node) model.Text {
	var t model.Text
	for _, c := range els(n, "content") {
		if text := tidy(c.Use()); text != "" {
			t.Add(strings.ToLower(c.Attr("lang")), text)
		}
	}
	return t
}

// rich takes a dcc:richContentType: a name and texts, which become lines, and files, which
// become attachments. Formulae are left over.
func (r *reader) rich(n *xmltree.Node) model.Text {
	t := r.text(el(n, "name"))
	addText(&t, r.text(n))
	for _, f := range els(n, "file") {
		r.file(f)
	}
	return t
}

// riches takes any number of them, as old versions have them, into one text.
func (r *reader) riches(list []*xmltree.Node) model.Text {
	var t model.Text
	for _, n := range list {
		addText(&t, r.rich(n))
	}
	return t
}

// addText appends a text to another, each language to its own.
func addText(t *model.Text, more model.Text) {
	for _, part := range more.All() {
		t.Add(part.Lang, part.Text)
	}
}

// joinText puts two texts beside each other in every language that either has; a language
// that one of them lacks takes that one's best.
func joinText(a, b model.Text, separator string) model.Text {
	switch {
	case a.IsZero():
		return b
	case b.IsZero():
		return a
	}
	var t model.Text
	// What is in no particular language goes with any, and needs no place of its own then.
	seen := map[string]bool{"": unspoken(a) && !hasUnspoken(b) || unspoken(b) && !hasUnspoken(a)}
	for _, part := range append(a.All(), b.All()...) {
		if lang := part.Lang; !seen[lang] {
			seen[lang] = true
			t.Add(lang, a.In(lang)+separator+b.In(lang))
		}
	}
	return t
}

// unspoken tells whether all of the text is in no particular language.
func unspoken(t model.Text) bool { return len(t.All()) == 1 && hasUnspoken(t) }

// hasUnspoken tells whether some of the text is.
func hasUnspoken(t model.Text) bool {
	return slices.ContainsFunc(t.All(), func(l model.Localized) bool { return l.Lang == "" })
}

// flat is a text where there is place for one only: all languages, each wording once.
func flat(t model.Text) string {
	var parts []string
	seen := map[string]bool{}
	for _, part := range t.All() {
		if !seen[part.Text] {
			seen[part.Text] = true
			parts = append(parts, part.Text)
		}
	}
	return strings.Join(parts, " / ")
}

// tidy removes the indentation that XML editors put into texts of several lines.
func tidy(text string) string {
	if !strings.Contains(text, "\n") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// useAll takes the texts of elements.
func useAll(list []*xmltree.Node) []string {
	var texts []string
	for _, n := range list {
		if text := tidy(n.Use()); text != "" {
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
