package sqlitestore

import (
	"slices"
	"strconv"
	"strings"

	"metrograph/search"
	"metrograph/store"
)

// The full-text index is used as an index of sets: it tells, for each token, which records
// have it, in one or two bytes a record, and it takes a batch of records as one sorted run that
// it merges later, so that a token costs a tenth of an entry in an ordinary index. Its tokens
// are the index terms of a record, and the values of its fields marked with the field's name.
// They are separated by spaces; the tokenizer takes ASCII letters and digits and every byte
// from 0x80 as they are, so every other byte of a value is written as one from 0x80 to 0xbb,
// which text in UTF-8 never has where a character begins.
const (
	markField = 0xbc // then the name of a field, markField again, and a value
	markWord  = 0xbd // then a word of a text that is not among the index terms
	escape    = 0xbb // then a control character with its high bit set
)

// everyRecord is a token that every record has.
const everyRecord = "\xbe"

// tokenForm is another one whenever the same record would have other tokens, lists or terms
// than before. Then every file is indexed anew when it is opened.
const tokenForm = "tokens 3"

// longestToken bounds tokens. A longer value is found by its beginning and then compared.
const longestToken = 240

// tokenBytes is how each ASCII byte is written in a token; zero for as it is, escape for two.
var tokenBytes = func() (table [128]byte) {
	upper, punctuation := byte(0x80), byte(0x9a)
	for i := range table {
		switch b := byte(i); {
		case 'a' <= b && b <= 'z', '0' <= b && b <= '9':
		case 'A' <= b && b <= 'Z':
			table[i] = upper
			upper++
		case b < ' ' || b == 0x7f:
			table[i] = escape
		default:
			table[i] = punctuation
			punctuation++
		}
	}
	return table
}()

// appendToken appends the token of a field's value. The token of an empty value is that of a
// record that has none.
func appendToken(token []byte, field, value string) []byte {
	start := len(token)
	token = append(token, markField)
	token = appendEscaped(token, field)
	token = append(token, markField)
	token = appendEscaped(token, value)
	return token[:min(len(token), start+longestToken)]
}

func appendEscaped(token []byte, text string) []byte {
	for i := range len(text) {
		b := text[i]
		switch {
		case b >= 0x80 || tokenBytes[b] == 0:
			token = append(token, b)
		case tokenBytes[b] == escape:
			token = append(token, escape, b|0x80)
		default:
			token = append(token, tokenBytes[b])
		}
	}
	return token
}

// tokenOf returns the token of a field's value, and whether it is that of no other value.
func tokenOf(field, value string) (token string, exact bool) {
	t := appendToken(nil, field, value)
	return string(t), len(t) < longestToken
}

// tokensOf appends the tokens of a record, with spaces between them.
func (l *layout) tokensOf(tokens []byte, x store.Index) []byte {
	tokens = append(tokens, everyRecord+" "...)
	for _, t := range x.Terms {
		tokens = append(append(tokens, t...), ' ')
	}
	for _, c := range l.columns {
		values := x.Values[c.at]
		switch {
		case !c.indexed():
			continue
		case c.Type == store.Int:
			tokens = append(appendToken(tokens, c.Field.Name, decimal(values[0])), ' ')
			continue
		case len(values) == 0:
			tokens = append(appendToken(tokens, c.Field.Name, ""), ' ')
		}
		for _, v := range values {
			tokens = append(appendToken(tokens, c.Field.Name, v.(string)), ' ')
			if c.form == plain && c.Type == store.Code && isIrregular(v.(string)) {
				tokens = append(appendToken(tokens, c.Field.Name, irregular), ' ')
			}
			if c.Type == store.Text {
				tokens = appendWords(tokens, v.(string), x.Terms)
			}
		}
	}
	return tokens
}

// indexed tells whether the full-text index has the values of a column.
func (c *column) indexed() bool {
	return c.form != identity && (c.Type != store.Int || c.Group)
}

func decimal(v store.Value) string {
	n, _ := v.(int64)
	return strconv.FormatInt(n, 10)
}

// appendWords appends the words of a text that are not among the index terms of the record.
func appendWords(tokens []byte, text string, terms []string) []byte {
	var memory [16]string
	for _, t := range search.AppendTerms(memory[:0], text) {
		if !slices.Contains(terms, t) {
			tokens = append(append(append(tokens, markWord), t...), ' ')
		}
	}
	return tokens
}

// paddedTerms writes index terms with a space before and after each.
func paddedTerms(terms []string) string {
	if len(terms) == 0 {
		return ""
	}
	return " " + strings.Join(terms, " ") + " "
}
