package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"metrograph/model"
)

// gauge is what an instrument says.
func gauge() ([]Text, []Amount) {
	return []Text{
			{"name", Name, "数字 万用表"}, {"name", Name, "Digital multimeter"}, {"model", Name, "Fluke 8846A"},
			{"serialNumber", Identifier, "CAL-2024-0001"}, {"identifiers", Identifier, "JJG 196—2006"}, {"manufacturer", Other, "福禄克（上海）"},
		}, []Amount{
			{Field: "accuracyClass", Class: "0.02级"},
			{Field: "measuringIntervals", Value: "10", Unit: model.Unit{Text: `\kilo\ohm`}},
			{Field: "maximumPermissibleErrors", Value: "-0.0500", Unit: model.Unit{Text: "%"}},
		}
}

// TestAsked: what finds the gauge, and by what.
func TestAsked(t *testing.T) {
	texts, amounts := gauge()
	terms := IndexTerms(texts, amounts)
	for text, want := range map[string]By{
		"数字万用表": ByWords, "数字 万用表": ByWords, "万用": ByWords, "表": ByWords, "Fluke 数字万用表": ByWords, "数": ByWords, "字": ByWords,
		"cal-2024-0001": ByWords, "CAL 2024/0001": ByWords, "CAL20240001": ByJoined, "ＣＡＬ２０２４０００１": ByJoined, "CAL 20240001": ByWords,
		"fluke8846a": ByWords, "jjg196-2006": ByWords, "JJG1962006": ByJoined, "JJG 196－2006": ByWords,
		"wyb": ByPinyin, "szwyb": ByPinyin, "wanyongbiao": ByPinyin, "WanYong": ByPinyin, "wanyo": ByPinyin, "biao": ByPinyin, "fluke wyb": ByWords,
		"10 kΩ": ByQuantity, "10kΩ": ByQuantity, "10000 Ω": ByQuantity, "10 千欧": ByQuantity, "10千欧姆": ByQuantity, "0.01 MΩ": ByQuantity,
		"10 KΩ": ByQuantity, "1e4 ohm": ByQuantity, "0.02级": ByQuantity, "0.020 级": ByQuantity, "class 0.02": ByQuantity, "0.02 class": ByQuantity,
		"10 kΩ万用表": ByQuantity, "-0.05 %": ByQuantity,
		"10 mΩ": "", "10": "", "wybz": "", "0.2级": "", "calib": "", "数字表": "", "2024-0002": "", "万用表 2025": "", "multi": "",
	} {
		q := Parse(text, Options{Amounts: true})
		if got := q.Holds(terms); got != (want != "") {
			t.Errorf("%q finds: %v", text, got)
		}
		m := q.Match(texts, amounts)
		if m.All != (want != "") {
			t.Errorf("%q matches: %+v", text, m)
			continue
		}
		if want != "" && !slices.ContainsFunc(m.Hits, func(h Hit) bool { return h.By == want }) {
			t.Errorf("%q is not answered by %s: %+v", text, want, m.Hits)
		}
		if without := Parse(text, Options{}); want == ByQuantity && !strings.Contains(text, "万") && without.Holds(terms) {
			t.Errorf("%q is an amount without being asked for amounts", text)
		}
	}
}

// TestScores: identifiers before names before the rest, and the whole before a part of it.
func TestScores(t *testing.T) {
	order := [][]Text{
		{{"number", Identifier, "压力计"}},
		{{"number", Identifier, "压力计 7"}},
		{{"name", Name, "压力 计"}},
		{{"name", Name, "压力 计 2"}},
		{{"title", Other, "甲 压力 计"}},
	}
	q := Parse("压力计", Options{})
	last := 1 << 30
	for _, texts := range order {
		m := q.Match(texts, nil)
		if m.Score > last || m.Score == 0 {
			t.Errorf("%v scores %d, the one before %d", texts, m.Score, last)
		}
		last = m.Score
	}
}

// TestRanges: ranges are UTF-16 code units of the text as it is written.
func TestRanges(t *testing.T) {
	for _, c := range []struct{ text, asked, marked string }{
		{"𝄞 数字　万用表 A", "数字万用表", "数字　万用表"},
		{"㎜ gauge Ｎｏ．１２", "no 12", "Ｎｏ．１２"},
		{"ÅNGSTRÖM", "ångström", "ÅNGSTRÖM"},
		{"甲 万用表", "wyb", "万用表"},
		{"CAL-2024/1", "cal20241", "CAL-2024/1"},
	} {
		texts := []Text{{"name", Name, c.text}, {"number", Identifier, c.text}}
		q := Parse(c.asked, Options{})
		m := q.Match(texts, nil)
		if !m.All || len(m.Hits) == 0 {
			t.Errorf("%q does not answer %q", c.text, c.asked)
			continue
		}
		units := utf16.Encode([]rune(c.text))
		r := m.Hits[0].Ranges
		if got := string(utf16.Decode(units[r[0].Start:r[len(r)-1].End])); strings.Trim(got, " ") != c.marked {
			t.Errorf("%q marks %q of %q", c.asked, got, c.text)
		}
	}
}

// TestNear: words that are like others, and how far from them they are.
func TestNear(t *testing.T) {
	texts, amounts := gauge()
	terms := IndexTerms(texts, amounts)
	for text, want := range map[string]bool{"flake": true, "fluek": true, "multimetre": true, "digitl": true, "数宇万用表": true, "2025": true, "xxxx": false, "": false, "!": false} {
		if q := Near(text); q.Holds(terms) != want {
			t.Errorf("near %q: %v", text, !want)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "ac", 1}, {"kitten", "sitting", 3}, {"数宇表", "数字表", 1}, {"a", "abcdef", 3}} {
		if got := Distance(c.a, c.b, 2); got != min(c.want, 3) {
			t.Errorf("%s and %s: %d", c.a, c.b, got)
		}
	}
	if best, d := Instead("数宇万用", "一只数字万用表", 2); best != "数字万用" || d != 1 {
		t.Errorf("%s, %d", best, d)
	}
}

// TestMatchAgrees: what the terms find, the texts have, and the other way round, where every
// part is found in one text.
func TestMatchAgrees(t *testing.T) {
	pieces := []string{"数字", "万用表", "长度", " ", "-", "/", "CAL", "2024", "0001", "A", "重", "kΩ", "10", "级", "0.02", "Å", "（", "dzb"}
	rapid.Check(t, func(r *rapid.T) {
		text := func(name string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 6).Draw(r, name), "")
		}
		texts := []Text{{"name", Name, text("name")}, {"number", Identifier, text("number")}}
		amounts := []Amount{{Field: "accuracyClass", Class: "0.02"}, {Field: "results", Value: "10", Unit: model.Unit{Text: "kΩ"}}}
		terms := IndexTerms(texts, amounts)
		q := Parse(text("asked"), Options{Amounts: true})
		if q.Holds(terms) && len(q.Parts) > 0 && !q.Match(texts, amounts).All {
			r.Fatalf("%+v is found in %v and matches nothing: %v", q, texts, terms)
		}
		for _, h := range q.Match(texts, amounts).Hits {
			units := len(utf16.Encode([]rune(h.Text)))
			for i, x := range h.Ranges {
				if x.Start < 0 || x.End <= x.Start || x.End > units || i > 0 && x.Start <= h.Ranges[i-1].End {
					r.Fatalf("ranges %v of %q", h.Ranges, h.Text)
				}
			}
		}
	})
}

// FuzzParse: any text is a search, of bounded size, which says the same each time; a record
// with the text for a name is found by it.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"CAL 2024/0001", "数字 万用表", "10 kΩ", "class 0.02", "szwyb", "ＣＡＬ", "-5 °C", "1e9999 m", "\xff", strings.Repeat("a b ", 90), "𝄞"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := Parse(text, Options{Amounts: true})
		if d := cmp.Diff(q, Parse(text, Options{Amounts: true})); d != "" {
			t.Error(d)
		}
		if len(q.Parts) > maxAskedParts {
			t.Errorf("%d parts", len(q.Parts))
		}
		texts := []Text{{"name", Name, text}}
		if !q.Holds(IndexTerms(texts, nil)) {
			t.Errorf("%q does not find itself", text)
		}
		q.Match(texts, nil)
		if n := len(Near(text).Parts[0].Ways); n > mostNear {
			t.Errorf("near %q is %d ways", text, n)
		}
	})
}
