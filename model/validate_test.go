package model

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCompleteRecordsAreRight(t *testing.T) {
	for _, kind := range Kinds() {
		if found := complete(kind).Validate(); len(found) > 0 {
			t.Errorf("%s: %s", kind, paths(found))
		}
	}
}

// TestEveryRuleFires breaks complete records in one place and looks for the finding there.
func TestEveryRuleFires(t *testing.T) {
	fired := map[string]bool{}
	for _, tt := range brokenRecords() {
		found := tt.record.Validate()
		i := slices.IndexFunc(found, func(f Finding) bool { return f.Rule == tt.rule && f.Path == tt.path })
		if i < 0 {
			t.Errorf("%s at %s: found only %s", tt.rule, tt.path, paths(found))
			continue
		}
		fired[tt.rule] = true
		for _, f := range found {
			checkFinding(t, tt.record, f)
		}
	}
	for _, rule := range Rules() {
		if !fired[rule.ID] {
			t.Errorf("no record breaks %s", rule.ID)
		}
	}
}

// checkFinding looks at whether a finding says what it has to.
func checkFinding(t *testing.T, r Record, f Finding) {
	t.Helper()
	i := slices.IndexFunc(Rules(), func(rule Rule) bool { return rule.ID == f.Rule })
	if i < 0 || f.Severity != Rules()[i].Severity || f.Clause == "" {
		t.Errorf("finding %+v is not that of a rule", f)
	}
	if f.Message.Zh == "" || f.Message.En == "" || strings.Contains(f.Message.En+f.Message.Zh, "{field}") ||
		strings.Contains(f.Message.En+f.Message.Zh, "{value}") || strings.Contains(f.Message.En+f.Message.Zh, "{want}") {
		t.Errorf("%s: message %+v", f.Rule, f.Message)
	}
	if !utf8.ValidString(f.Message.En) || utf8.RuneCountInString(f.Message.En) > 500 {
		t.Errorf("%s: message %q", f.Rule, f.Message.En)
	}
	if f.Path != "" && !hasPath(reflect.TypeOf(r), f.Path) {
		t.Errorf("%s: there is no %s in a %s", f.Rule, f.Path, r.Kind())
	}
}

var pathPart = regexp.MustCompile(`^([A-Za-z0-9]+)(\[\d+\])?$`)

// hasPath tells whether a type has a field at a path of JSON names.
func hasPath(t reflect.Type, path string) bool {
	for part := range strings.SplitSeq(path, ".") {
		match := pathPart.FindStringSubmatch(part)
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if match == nil || t.Kind() != reflect.Struct {
			return false
		}
		i := slices.IndexFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return jsonName(f) == match[1] })
		if i < 0 {
			return false
		}
		t = reflect.VisibleFields(t)[i].Type
		if match[2] != "" {
			if t.Kind() != reflect.Slice {
				return false
			}
			t = t.Elem()
		}
	}
	return true
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for i, rule := range Rules() {
		if rule.ID == "" || rule.Clause == "" || !severities.has(string(rule.Severity)) || rule.Message.Zh == "" || rule.Message.En == "" {
			t.Errorf("rule %d is incomplete: %+v", i, rule)
		}
		if seen[rule.ID] {
			t.Errorf("two rules are called %s", rule.ID)
		}
		seen[rule.ID] = true
	}
	Rules()[0].ID = "changed"
	if Rules()[0].ID == "changed" {
		t.Error("the table of rules can be changed from outside")
	}
}

func TestMessages(t *testing.T) {
	tests := []struct {
		record Record
		rule   string
		want   string // in both languages
	}{
		{quantity(func(q *Quantity) { q.Uncertainty.Probability = "95" }), "uncertainty.probability", "0.95"},
		{quantity(func(q *Quantity) { q.Uncertainty.Probability = "99.73" }), "uncertainty.probability", "0.9973"},
		{quantity(func(q *Quantity) { q.Uncertainty.Probability = "-1" }), "uncertainty.probability", "0.95"},
		{institution(func(i *Institution) { i.CreditCode = "91350100M000100Y4Z" }), "institution.uscc.form", "I"},
		{institution(func(i *Institution) { i.CreditCode = "91350100M000100Y44" }), "institution.uscc.check", " 3"},
		{institution(func(i *Institution) { i.CreditCode = "91110108MA0000000A" }), "institution.uscc.organization", " 7"},
		{certificate(func(c *Certificate) { c.Activity = "SALE" }), "enum.unknown", "VERIFICATION, CALIBRATION, TESTING, TYPE_EVALUATION"},
		{quantity(func(q *Quantity) { q.Unit = Unit{Text: `\kgf`} }), "unit.syntax", `\kgf`},
	}
	for _, tt := range tests {
		found := tt.record.Validate()
		i := slices.IndexFunc(found, func(f Finding) bool { return f.Rule == tt.rule })
		if i < 0 || !strings.Contains(found[i].Message.En, tt.want) || !strings.Contains(found[i].Message.Zh, tt.want) {
			t.Errorf("%s: %+v, want a finding that says %q", tt.rule, found, tt.want)
		}
	}
}

func TestEchoIsShortAndHarmless(t *testing.T) {
	for _, s := range []string{strings.Repeat("长", 1000), "a\x1b[31m\n\u202e", "\xff\xfe"} {
		got := echo(s)
		if utf8.RuneCountInString(got) > maxEcho || strings.ContainsAny(got, "\x1b\n\u202e") || !utf8.ValidString(got) {
			t.Errorf("echo(%q) = %q", s, got)
		}
	}
	if got := echo("10 °C"); got != "10 °C" {
		t.Errorf("echo changes %q", got)
	}
}

// TestErrorsAreNotCrowdedOut: however many warnings there are, an error behind them counts.
func TestErrorsAreNotCrowdedOut(t *testing.T) {
	c := completeCertificate()
	c.Languages = repeat(3*maxFound, "English")
	c.AttachmentIDs = repeat[ID](3*maxFound, "x")
	found := c.Validate()
	if !Grave(found) || len(found) != 2*maxFound+2 {
		t.Errorf("%d findings, grave: %t; want %d and an error among them", len(found), Grave(found), 2*maxFound+2)
	}
}

func TestDatesMayBeMissing(t *testing.T) {
	c := completeCertificate()
	c.ReceivedAt, c.PerformedTo, c.IssuedAt = "", "", ""
	if found := c.Validate(); len(found) > 0 {
		t.Error(paths(found))
	}
}

func TestTooManyRows(t *testing.T) {
	var k checker
	c := Column{Role: ColumnOther, Values: make([]Decimal, maxRows+1)}
	c.check(&k, maxRows+1)
	if got := paths(k.findings); got != "list.length@values" {
		t.Error(got)
	}
}

func TestEmptyRecords(t *testing.T) {
	for _, kind := range Kinds() {
		found := kind.New().Validate()
		if !Grave(found) && kind != KindEnvironment {
			t.Errorf("an empty %s is taken: %s", kind, paths(found))
		}
	}
}

// FuzzValidate: whatever is in a record, Validate ends and its findings can be shown.
func FuzzValidate(f *testing.F) {
	f.Add("1.5", "0.95", `\metre`, "PASS", "2026-01-01")
	f.Add("1e9999", "1e-9999", "\xff", "\x00", "x")
	f.Fuzz(func(t *testing.T, number, probability, unit, text, date string) {
		c := completeCertificate()
		col := &c.Results[0].Series[0].Columns[2]
		col.Values[0], col.Units = Decimal(number), []Unit{{Text: unit, UCUM: text}}
		col.Uncertainty.Values[1], col.Uncertainty.Probability[0] = Decimal(number), Decimal(probability)
		col.Uncertainty.Lower, col.Uncertainty.Upper = []Decimal{Decimal(number)}, []Decimal{Decimal(probability)}
		c.Number, c.IssuedAt, c.Discipline, c.IssuerID = text, Date(date), Discipline(text), ID(text)
		for _, f := range c.Validate() {
			checkFinding(t, c, f)
		}
	})
}

func BenchmarkValidate(b *testing.B) {
	c := completeCertificate()
	c.Results = []MeasurementResult{completeResult(8)}
	b.ReportAllocs()
	for b.Loop() {
		if found := c.Validate(); len(found) > 0 {
			b.Fatal(paths(found))
		}
	}
}

func BenchmarkValidateRows(b *testing.B) {
	for _, rows := range []int{8, 1000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			c := completeCertificate()
			c.Results = []MeasurementResult{completeResult(rows)}
			b.ReportAllocs()
			for b.Loop() {
				c.Validate()
			}
		})
	}
}
