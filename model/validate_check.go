package model

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxText    = 100_000   // characters of a text
	maxCode    = 500       // characters of a number, a code or a name that machines compare
	maxEntries = 10_000    // of a list
	maxRows    = 1_000_000 // of a table
	maxDepth   = 16        // of places within places; records nest about half as deep
	maxFound   = 500       // findings of one severity that are kept for a record
)

// checker collects the findings of one record. It knows the place that it is at, and writes
// paths and messages only when something is found, so that a right record costs little.
type checker struct {
	findings []Finding
	self     ID // of the record
	place    [maxDepth]step
	depth    int
	errors   int
	others   int
}

// step is a part of a path: a field, or an entry of a field's list. One without a field adds
// nothing to the path.
type step struct {
	field string
	entry int // -1 for the field itself
}

func (k *checker) in(field string) { k.at(field, -1) }

func (k *checker) at(field string, entry int) {
	k.place[k.depth] = step{field, entry}
	k.depth++
}

func (k *checker) out() { k.depth-- }

// fail records that the field breaks the rule; without a field, it is the place itself. Of
// each severity a limited number is kept: errors are never crowded out by warnings.
func (k *checker) fail(rule ruleNumber, field, value, want string) {
	count := &k.others
	if rules[rule].Severity == SeverityError {
		count = &k.errors
	}
	*count++
	switch {
	case *count == maxFound+1:
		k.findings = append(k.findings, ruleMore.finding("", "", "", ""))
	case *count <= maxFound:
		path := k.path(field)
		k.findings = append(k.findings, rule.finding(path, lastTwo(path), value, want))
	}
}

// path writes the path of a field of the place, e.g. results[0].series[1].columns[2].values.
func (k *checker) path(field string) string {
	var b []byte
	for _, s := range k.place[:k.depth] {
		if s.field == "" {
			continue
		}
		b = append(separate(b, "."), s.field...)
		if s.entry >= 0 {
			b = append(strconv.AppendInt(append(b, '['), int64(s.entry), 10), ']')
		}
	}
	if field != "" {
		b = append(separate(b, "."), field...)
	}
	return string(b)
}

// lastTwo is the end of a path: the field, and the entry or the text that it belongs to.
func lastTwo(path string) string {
	last := strings.LastIndexByte(path, '.')
	if last < 0 {
		return path
	}
	return path[strings.LastIndexByte(path[:last], '.')+1:]
}

func (k *checker) require(rule ruleNumber, field string, present bool) {
	if !present {
		k.fail(rule, field, "", "")
	}
}

// code checks a short string: a number, a code, a name as written.
func (k *checker) code(field, s string) { k.chars(field, s, maxCode) }

func (k *checker) codes(field string, list []string) {
	k.limit(field, len(list), maxEntries)
	for i, s := range list {
		if !plain(s, maxCode) {
			k.at(field, i)
			k.code("", s)
			k.out()
		}
	}
}

// prose checks a long string.
func (k *checker) prose(field, s string) { k.chars(field, s, maxText) }

func (k *checker) chars(field, s string, limit int) {
	switch {
	case plain(s, limit):
	case !utf8.ValidString(s):
		k.fail(ruleTextEncoding, field, "", "")
	case strings.IndexByte(s, 0) >= 0:
		k.fail(ruleTextNUL, field, "", "")
	case utf8.RuneCountInString(s) > limit:
		k.fail(ruleTextLength, field, "", strconv.Itoa(limit))
	}
}

// plain tells whether a string is short ASCII without NUL: nothing can be wrong with it.
func plain(s string, limit int) bool {
	for i := range len(s) {
		if s[i]-1 >= utf8.RuneSelf-1 { // 0 wraps around
			return false
		}
	}
	return len(s) <= limit
}

func (k *checker) text(field string, t *Text) {
	if plain(t.Zh, maxText) && plain(t.En, maxText) && len(t.Other) == 0 {
		return
	}
	k.in(field)
	k.prose("zh", t.Zh)
	k.prose("en", t.En)
	k.limit("other", len(t.Other), maxEntries)
	for i := range t.Other {
		k.at("other", i)
		k.language("lang", t.Other[i].Lang)
		k.prose("text", t.Other[i].Text)
		k.out()
	}
	k.out()
}

func (k *checker) texts(field string, list []Text) {
	k.limit(field, len(list), maxEntries)
	for i := range list {
		k.at(field, i)
		k.text("", &list[i])
		k.out()
	}
}

func (k *checker) limit(field string, n, limit int) {
	if n > limit {
		k.fail(ruleListLength, field, "", strconv.Itoa(limit))
	}
}

// ref checks a reference to another record; kind is empty where any will do.
func (k *checker) ref(field string, id ID, kind Kind) {
	k.id(field, id, kind)
	if id != "" && id == k.self {
		k.fail(ruleIDSelf, field, "", "")
	}
}

func (k *checker) refs(field string, ids []ID, kind Kind) {
	k.limit(field, len(ids), maxEntries)
	for i, id := range ids {
		k.at(field, i)
		k.ref("", id, kind)
		k.out()
	}
}

func (k *checker) id(field string, id ID, kind Kind) {
	switch {
	case id == "":
	case !id.Valid():
		k.fail(ruleIDForm, field, string(id), "")
	case kind != "" && id.Kind() != kind:
		k.fail(ruleIDKind, field, string(id), string(kind))
	}
}

func (k *checker) date(field string, d Date) {
	if d != "" && !d.Valid() {
		k.fail(ruleDateForm, field, string(d), "")
	}
}

// dates checks two dates and their order.
func (k *checker) dates(order ruleNumber, from string, first Date, to string, last Date) {
	k.date(from, first)
	k.date(to, last)
	if first != "" && last < first && last.Valid() && first.Valid() {
		k.fail(order, to, string(last), string(first))
	}
}

// decimal checks a number and tells whether there is one to look at further.
func (k *checker) decimal(field string, d Decimal) bool {
	switch {
	case d == "":
		return false
	case len(d) > maxCode:
		k.fail(ruleTextLength, field, "", strconv.Itoa(maxCode))
	case !d.Valid():
		k.fail(ruleDecimalForm, field, string(d), "")
	default:
		return true
	}
	return false
}

func (k *checker) sha256(field, s string) {
	if s != "" && !isSHA256(s) {
		k.fail(ruleSHA256, field, s, "")
	}
}

func isSHA256(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) && (s[i] < 'a' || s[i] > 'f') {
			return false
		}
	}
	return len(s) == 64
}

func (k *checker) region(field string, r Region) {
	if r != "" && !r.Valid() {
		k.fail(ruleRegion, field, string(r), "")
	}
}

// categoryCode checks a JJF 1022 code by its form; the code itself may be a local one.
func (k *checker) categoryCode(field, s string) {
	if s != "" && (len(s) != 8 || !digitsOnly(s)) {
		k.fail(ruleCategoryCode, field, s, "")
	}
	k.code(field, s)
}

// language checks a language tag by its form: a code of two letters, with or without more.
func (k *checker) language(field, s string) {
	k.code(field, s)
	if s != "" && (len(s) < 2 || !isLower(s[0]) || !isLower(s[1]) || len(s) > 2 && s[2] != '-' && !isLower(s[2])) {
		k.fail(ruleLanguage, field, s, "")
	}
}

func (k *checker) country(field, s string) {
	if s != "" && (len(s) != 2 || s[0] < 'A' || s[0] > 'Z' || s[1] < 'A' || s[1] > 'Z') {
		k.fail(ruleCountry, field, s, "")
	}
	k.code(field, s)
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

func (k *checker) email(field, s string) {
	k.code(field, s)
	if s == "" {
		return
	}
	name, domain, found := strings.Cut(s, "@")
	if !found || name == "" || domain == "" || strings.ContainsAny(s, " \t\r\n<>") || strings.Contains(domain, "@") {
		k.fail(ruleEmail, field, s, "")
	}
}

func (k *checker) url(rule ruleNumber, field, s string) {
	k.code(field, s)
	if s != "" && !isWebAddress(s) {
		k.fail(rule, field, s, "")
	}
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != ""
}
