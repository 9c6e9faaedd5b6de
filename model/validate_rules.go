package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rule is a rule that Validate holds records to. In the message, {field} stands for the end
// of the path, such as columns[2].values[1], {value} for the beginning of what was found
// there, and {want} for what is expected instead.
type Rule struct {
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	Clause   string   `json:"clause"` // norm and clause that the rule comes from
	Message  Text     `json:"message"`
}

// Rules lists every rule, in the order of the values and entities that they are about.
func Rules() []Rule { return append([]Rule(nil), rules[:]...) }

// maxEcho is how many characters of input a message repeats at most.
const maxEcho = 60

// finding states that a rule is broken.
func (r ruleNumber) finding(path, field, value, want string) Finding {
	rule := &rules[r]
	fill := strings.NewReplacer("{field}", field, "{value}", echo(value), "{want}", want)
	return Finding{
		Rule: rule.ID, Severity: rule.Severity, Path: path, Clause: rule.Clause,
		Message: Text{Zh: fill.Replace(rule.Message.Zh), En: fill.Replace(rule.Message.En)},
	}
}

// echo is the beginning of an input, fit to be read: what cannot be printed is replaced.
func echo(s string) string {
	var b strings.Builder
	n := 0
	for _, c := range s {
		if n == maxEcho-1 {
			b.WriteRune('…')
			break
		}
		if !unicode.IsPrint(c) {
			c = utf8.RuneError
		}
		b.WriteRune(c)
		n++
	}
	return b.String()
}
