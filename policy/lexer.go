package policy

import (
	"fmt"
	"strings"
	"unicode"
)

// token is a piece of a condition.
type token struct {
	kind tokenKind
	text string
}

type tokenKind uint8

const (
	tokenEnd      tokenKind = iota
	tokenObject             // r.obj.level: text is level
	tokenCaller             // r.sub.level: text is level
	tokenConstant           // 'PUBLIC': text is PUBLIC
	tokenSymbol             // == && || ! ( ) , in true
)

// String is the token as it is written.
func (t token) String() string {
	switch t.kind {
	case tokenEnd:
		return "the end"
	case tokenObject:
		return "r.obj." + t.text
	case tokenCaller:
		return "r.sub." + t.text
	case tokenConstant:
		return "'" + t.text + "'"
	}
	return t.text
}

// lex cuts a condition into tokens. It knows only what a filter can be made of, and says of
// everything else why it cannot: Casbin would accept much more, and read some of it in ways
// that surprise.
func lex(s string) ([]token, error) {
	var tokens []token
	for s = strings.TrimLeft(s, " \t"); s != ""; s = strings.TrimLeft(s, " \t") {
		t, length, err := next(s)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		s = s[length:]
	}
	return tokens, nil
}

func next(s string) (t token, length int, err error) {
	for _, symbol := range []string{"==", "&&", "||", "(", ")", ","} {
		if strings.HasPrefix(s, symbol) && !strings.HasPrefix(s, "===") {
			return token{tokenSymbol, symbol}, len(symbol), nil
		}
	}
	switch c := s[0]; {
	case c == '\'':
		return constant(s)
	case letter(c):
		return word(s)
	case c == '!' && !strings.HasPrefix(s, "!=") && !strings.HasPrefix(s, "!~"):
		return token{tokenSymbol, "!"}, 1, nil
	}
	return t, 0, unusable(s)
}

func constant(s string) (t token, length int, err error) {
	text, _, closed := strings.Cut(s[1:], "'")
	if !closed {
		return t, 0, fmt.Errorf("the text %s is not closed", clip(s))
	}
	for i := range len(text) {
		if !wordByte(text[i]) {
			return t, 0, fmt.Errorf("the text %s has a character that no value of an attribute has", clip("'"+text+"'"))
		}
	}
	return token{tokenConstant, text}, len(text) + 2, nil
}

func word(s string) (t token, length int, err error) {
	for length < len(s) && (wordByte(s[length]) || s[length] == '.') {
		length++
	}
	text := s[:length]
	rest := strings.TrimLeft(s[length:], " \t")
	switch {
	case text == "in" || text == "true":
		return token{tokenSymbol, text}, length, nil
	case strings.HasPrefix(rest, "("):
		return t, 0, fmt.Errorf("the function %s cannot become a filter", clip(text))
	case strings.HasPrefix(text, "r.obj."):
		return token{tokenObject, text[len("r.obj."):]}, length, nil
	case strings.HasPrefix(text, "r.sub."):
		return token{tokenCaller, text[len("r.sub."):]}, length, nil
	case text == "false":
		return t, 0, fmt.Errorf("a rule that never holds is no rule: leave it out")
	}
	return t, 0, fmt.Errorf("%s is neither an attribute (r.obj.…, r.sub.…) nor a text in single quotes", clip(text))
}

// unusable says why the operator at the beginning of s cannot become a filter.
func unusable(s string) error {
	switch {
	case strings.HasPrefix(s, "!="):
		return fmt.Errorf("!= is a negation and cannot become a filter: list the values that are meant with in ('A', 'B')")
	case strings.HasPrefix(s, "=~"), strings.HasPrefix(s, "!~"):
		return fmt.Errorf("a regular expression cannot become a filter: list the values that are meant with in ('A', 'B')")
	case strings.HasPrefix(s, `"`):
		return fmt.Errorf("texts stand in single quotes")
	case strings.ContainsAny(s[:1], "<>"):
		return fmt.Errorf("an order (%s) cannot become a filter: attributes are compared for equality only", s[:1])
	case strings.ContainsAny(s[:1], "+-*/%^?:"):
		return fmt.Errorf("a calculation (%s) cannot become a filter", s[:1])
	}
	return fmt.Errorf("%s cannot be understood", clip(s))
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func wordByte(c byte) bool { return letter(c) || '0' <= c && c <= '9' || c == '_' }

// clip shortens what a message quotes, and makes it printable.
func clip(s string) string {
	const longest = 60
	if runes := []rune(s); len(runes) > longest {
		s = string(runes[:longest]) + "…"
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
