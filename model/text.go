package model

import "strings"

// Text is a text in several languages, as names, titles and remarks are. Chinese and
// English have a place of their own; every other language is kept beside them.
type Text struct {
	Zh    string      `json:"zh,omitempty"`
	En    string      `json:"en,omitempty"`
	Other []Localized `json:"other,omitempty"`
}

// Localized is a text in one language.
type Localized struct {
	Lang string `json:"lang"` // ISO 639-1; empty where the source does not say
	Text string `json:"text"`
}

// Plain is a text whose language is not known.
func Plain(text string) Text {
	if text == "" {
		return Text{}
	}
	return Text{Other: []Localized{{Text: text}}}
}

// Add puts a text in its language's place; a second text of one language follows the
// first on a line of its own.
func (t *Text) Add(lang, text string) {
	switch place(lang) {
	case "zh":
		t.Zh = joinLines(t.Zh, text)
	case "en":
		t.En = joinLines(t.En, text)
	default:
		if text == "" {
			return
		}
		for i := range t.Other {
			if t.Other[i].Lang == lang {
				t.Other[i].Text = joinLines(t.Other[i].Text, text)
				return
			}
		}
		t.Other = append(t.Other, Localized{Lang: lang, Text: text})
	}
}

// place is the language whose place a text of the language takes: that of simplified Chinese
// is zh, and every English is en.
func place(lang string) string {
	switch strings.ToLower(lang) {
	case "zh", "zh-cn", "zh-hans", "zh-hans-cn":
		return "zh"
	case "en", "en-us", "en-gb":
		return "en"
	}
	return lang
}

func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// In returns the text in the first of the languages that it has, then in English, in
// Chinese, or in whatever language there is.
func (t Text) In(langs ...string) string {
	for _, lang := range langs {
		if s := t.exactly(lang); s != "" {
			return s
		}
	}
	switch {
	case t.En != "":
		return t.En
	case t.Zh != "":
		return t.Zh
	case len(t.Other) > 0:
		return t.Other[0].Text
	}
	return ""
}

func (t Text) exactly(lang string) string {
	switch place(lang) {
	case "zh":
		return t.Zh
	case "en":
		return t.En
	}
	for _, o := range t.Other {
		if o.Lang == lang {
			return o.Text
		}
	}
	return ""
}

// IsZero tells whether there is no text in any language.
func (t Text) IsZero() bool { return t.Zh == "" && t.En == "" && len(t.Other) == 0 }

// blank tells whether there is nothing to read in any language.
func (t *Text) blank() bool {
	for i := range t.Other {
		if strings.TrimSpace(t.Other[i].Text) != "" {
			return false
		}
	}
	return strings.TrimSpace(t.Zh) == "" && strings.TrimSpace(t.En) == ""
}

// All returns the text in every language it has.
func (t Text) All() []Localized {
	all := make([]Localized, 0, 2+len(t.Other))
	if t.Zh != "" {
		all = append(all, Localized{"zh", t.Zh})
	}
	if t.En != "" {
		all = append(all, Localized{"en", t.En})
	}
	return append(all, t.Other...)
}

// Best is [Text.In] for languages in a list.
func (t Text) Best(languages []string) string { return t.In(languages...) }

// String is the text for a log line or a search term.
func (t Text) String() string { return t.In() }
