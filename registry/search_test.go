package registry_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"metrograph/model"
	"metrograph/registry"
)

// library is a centre with instruments of several names, of which some are not public.
func library(t testing.TB) *centre {
	c := newCentre(t)
	named := func(zh, number string, edits ...func(*model.Instrument)) {
		c.instrument(c.national, number, func(i *model.Instrument) {
			i.Name = model.Text{Zh: zh}
			for _, edit := range edits {
				edit(i)
			}
		})
	}
	hidden := func(i *model.Instrument) { i.Classification = model.ClassificationNonPublic }
	named("数字多用表", "CAL-2023-0001")
	named("多用表校准器", "CAL-2023-0002")
	named("压力表", "数字多用表")
	named("钢卷尺", "CAL-2023-0003", func(i *model.Instrument) { i.AccuracyClass = "0.02级" })
	named("数字多用表", "SECRET-77", hidden)
	named("离心机", "SECRET-78", hidden)
	return c
}

func names(records []model.Record) []string {
	list := []string{}
	for _, r := range records {
		i := r.(*model.Instrument)
		list = append(list, i.Name.Zh+" "+i.SerialNumber)
	}
	return list
}

func instruments(text string) registry.SearchRequest {
	return registry.SearchRequest{Text: text, Kinds: []model.Kind{model.KindInstrument}, Explained: true}
}

// TestSearchRanks: identifiers before names, the whole before a part, of what the caller may read.
func TestSearchRanks(t *testing.T) {
	c := library(t)
	for text, want := range map[string][]string{
		"数字多用表":       {"压力表 数字多用表", "数字多用表 CAL-2023-0001"},
		"多用表":         {"多用表校准器 CAL-2023-0002", "压力表 数字多用表", "数字多用表 CAL-2023-0001"},
		"dyb":         {"多用表校准器 CAL-2023-0002", "数字多用表 CAL-2023-0001"},
		"CAL20230002": {"多用表校准器 CAL-2023-0002"},
		"0.02 级":      {"钢卷尺 CAL-2023-0003"},
		"离心机":         {},
	} {
		q := instruments(text)
		q.Ranked = true
		page, err := c.Search(c.anonymous(), q)
		if err != nil {
			t.Fatal(err)
		}
		got := names(page.Records)
		if text == "多用表" { // the number has it within, which is as much as a name that begins with it
			slices.Sort(got)
			slices.Sort(want)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q (-want +got):\n%s", text, d)
		}
		for i, m := range page.Matches {
			if !m.All || m.Score <= 0 || i > 0 && m.Score > page.Matches[i-1].Score {
				t.Errorf("%q: match %d is %+v", text, i, m)
			}
		}
	}
}

// TestRankedPages: pages forwards and backwards of any size are the whole, in order; cursors of
// another search are refused.
func TestRankedPages(t *testing.T) {
	c := newCentre(t)
	for i := range 23 {
		c.instrument(c.national, fmt.Sprint("SN-", i), func(r *model.Instrument) {
			r.Name.Zh = []string{"压力表", "压力表 二", "精密 压力表"}[i%3]
		})
	}
	ask := func(ctx context.Context, edit func(*registry.SearchRequest)) registry.Page {
		q := instruments("压力表")
		q.Ranked = true
		edit(&q)
		page, err := c.Search(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	all := names(ask(c.anonymous(), func(q *registry.SearchRequest) { q.First = new(100) }).Records)
	if len(all) != 23 {
		t.Fatalf("%d records", len(all))
	}
	rapid.Check(t, func(r *rapid.T) {
		size := rapid.IntRange(1, 9).Draw(r, "size")
		back := rapid.Bool().Draw(r, "backwards")
		var got []string
		for cursor := (*string)(nil); ; {
			page := ask(c.anonymous(), func(q *registry.SearchRequest) {
				if q.First, q.After = &size, cursor; back {
					q.First, q.After, q.Last, q.Before = nil, nil, &size, cursor
				}
			})
			more := page.HasNext
			if cursor = &page.Cursors[len(page.Cursors)-1]; back {
				got, cursor, more = append(names(page.Records), got...), &page.Cursors[0], page.HasPrevious
			} else {
				got = append(got, names(page.Records)...)
			}
			if !more {
				break
			}
		}
		if d := cmp.Diff(all, got); d != "" {
			r.Fatal(d)
		}
	})
	cursor := ask(c.anonymous(), func(*registry.SearchRequest) {}).Cursors[0]
	for _, q := range []registry.SearchRequest{{Text: "压力表", After: &cursor}, {Text: "压力", Ranked: true, After: &cursor}} {
		if _, err := c.Search(c.anonymous(), q); model.CodeOf(err) != model.CodeInvalid {
			t.Errorf("%+v with the cursor of another search: %v", q, err)
		}
	}
}

// TestFacetsCountUnderScope: each caller counts what they may count.
func TestFacetsCountUnderScope(t *testing.T) {
	c := library(t)
	by := []registry.FacetBy{registry.FacetKind, registry.FacetClassification, registry.FacetYear}
	for caller, want := range map[string][]registry.Facet{
		"anonymous": {{By: registry.FacetKind, Values: []registry.FacetValue{{Value: "instrument", Count: 3}}},
			{By: registry.FacetClassification, Values: []registry.FacetValue{{Value: "PUBLIC", Count: 3}}}, {By: registry.FacetYear}},
		"member": {{By: registry.FacetKind, Values: []registry.FacetValue{{Value: "instrument", Count: 4}}},
			{By: registry.FacetClassification, Values: []registry.FacetValue{{Value: "PUBLIC", Count: 3}, {Value: "NON_PUBLIC", Count: 1}}}, {By: registry.FacetYear}},
	} {
		ctx := c.anonymous()
		if caller == "member" {
			ctx = c.member(c.national)
		}
		got, err := c.Facets(ctx, registry.FacetRequest{Text: "多用表", By: by})
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("%s: %v\n%s", caller, err, d)
		}
	}
	if _, err := c.Facets(c.anonymous(), registry.FacetRequest{Text: "多用表", By: []registry.FacetBy{"owner"}}); model.CodeOf(err) != model.CodeInvalid {
		t.Errorf("a dimension that there is not: %v", err)
	}
}

// TestSuggestions: completions and corrections are made of what the caller may read.
func TestSuggestions(t *testing.T) {
	c := library(t)
	suggest := func(ctx context.Context, text string) registry.Suggestions {
		s, err := c.Suggest(ctx, registry.SuggestRequest{Text: text, Kinds: []model.Kind{model.KindInstrument}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	texts := func(s registry.Suggestions) (list []string) {
		for _, x := range s.Completions {
			list = append(list, x.Field+" "+x.Text)
		}
		return list
	}
	for text, want := range map[string][]string{
		"cal-":  {"serialNumber CAL-2023-0001", "serialNumber CAL-2023-0002", "serialNumber CAL-2023-0003"},
		"数字":    {"name 数字多用表"},
		"szdyb": {"name 数字多用表"},
		"卷尺":    {"name 钢卷尺"},
		"SEC":   nil,
		"离心":    nil,
	} {
		if d := cmp.Diff(want, texts(suggest(c.anonymous(), text))); d != "" {
			t.Errorf("%q (-want +got):\n%s", text, d)
		}
	}
	if got := texts(suggest(c.member(c.national), "离心")); len(got) != 1 {
		t.Errorf("a member is suggested %v", got)
	}
	for text, want := range map[string][]registry.Correction{
		"数宇多用表":    {{Text: "数字多用表", Word: "数宇多用表", Instead: "数字多用表"}},
		"cla 0001": {{Text: "cal 0001", Word: "cla", Instead: "cal"}},
		"离新机":      nil,
		"secert":   nil,
		"cal":      nil,
	} {
		if d := cmp.Diff(want, suggest(c.anonymous(), text).Corrections); d != "" {
			t.Errorf("corrections of %q (-want +got):\n%s", text, d)
		}
	}
	if got := suggest(c.member(c.national), "secert").Corrections; len(got) != 1 || got[0].Instead != "secret" {
		t.Errorf("a member is corrected to %v", got)
	}
	for _, first := range []int{0, 21} {
		if _, err := c.Suggest(c.anonymous(), registry.SuggestRequest{Text: "a", First: &first}); model.CodeOf(err) != model.CodeInvalid {
			t.Errorf("first %d: %v", first, err)
		}
	}
}

// FuzzSearch searches, ranks and suggests for whatever is typed: it is refused as a fault of
// the caller's, or every hit has what the search asks for, where it says.
func FuzzSearch(f *testing.F) {
	c := library(f)
	anonymous := c.anonymous()
	for _, text := range []string{"数字 多用表", "CAL20230001", "10 kΩ", "dyb", "0.02级 尺", "ＣＡＬ", "\x00", strings.Repeat("表", 80)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, ranked := range []bool{false, true} {
			page, err := c.Search(anonymous, registry.SearchRequest{Text: text, Ranked: ranked, Explained: true})
			if err != nil && model.CodeOf(err) != model.CodeInvalid {
				t.Fatal(err)
			}
			for i, m := range page.Matches {
				if !m.All || len(m.Hits) == 0 {
					t.Errorf("%q finds %s: %+v", text, page.Records[i].Base().ID, m)
				}
			}
		}
		if _, err := c.Suggest(anonymous, registry.SuggestRequest{Text: text}); err != nil && model.CodeOf(err) != model.CodeInvalid {
			t.Fatal(err)
		}
	})
}
