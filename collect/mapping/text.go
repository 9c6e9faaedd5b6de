package mapping

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"metrograph/model"
)

// AddText appends a text to another, each language to its own.
func AddText(t *model.Text, more model.Text) {
	for _, part := range more.All() {
		t.Add(part.Lang, part.Text)
	}
}

// JoinText puts two texts beside each other in every language that either has; a language
// that one of them lacks takes that one's best.
func JoinText(a, b model.Text, separator string) model.Text {
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

// Flat is a text where there is place for one only: all languages, each wording once.
func Flat(t model.Text) string {
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

// Tidy removes the indentation that XML editors put into texts of several lines.
func Tidy(text string) string {
	if !strings.Contains(text, "\n") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// BaseName is the last part of a file name of whatever system.
func BaseName(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if base == "." || base == ".." || base == "/" {
		return ""
	}
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, base)
}
