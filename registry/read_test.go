package registry_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/registry"
)

func TestEachLevelSeesItsOwnCertificates(t *testing.T) {
	c := newCentre(t)
	gauge := c.instrument(c.thirdParty, "S-1")
	c.certificate(c.national, "N-public", issuedOn("2025-01-09"))
	c.certificate(c.national, "N-secret", nonPublic, issuedOn("2025-01-08"))
	c.certificate(c.thirdParty, "T-secret", nonPublic, about(gauge), issuedOn("2025-01-07"))
	c.certificate(c.maker, "M-secret", nonPublic, issuedOn("2025-01-06"))
	c.certificate(c.thirdParty, "T-draft", func(c *model.Certificate) { c.Status = model.StatusDraft }, issuedOn("2025-01-05"))
	cases := []struct {
		caller string
		ctx    context.Context
		want   []string
	}{
		{"anonymous", c.anonymous(), []string{"N-public"}},
		{"manufacturer", c.member(c.maker), []string{"N-public", "T-secret", "M-secret"}},
		{"third party", c.member(c.thirdParty), []string{"N-public", "T-secret", "T-draft"}},
		{"province of the laboratory", c.member(c.provincial), []string{"N-public", "T-secret"}},
		{"province of the maker", c.member(c.elsewhere), []string{"N-public", "M-secret"}},
		{"national", c.member(c.national), []string{"N-public", "N-secret", "T-secret", "M-secret"}},
	}
	for _, tc := range cases {
		if d := cmp.Diff(tc.want, c.numbers(tc.ctx, registry.ListRequest{})); d != "" {
			t.Errorf("%s: %s", tc.caller, d)
		}
	}
}

func TestMaskedFieldsAreEmptyAndNamed(t *testing.T) {
	c := newCentre(t)
	c.certificate(c.thirdParty, "T-1")
	fields, _ := model.Fields(model.KindCertificate, "number", "customer", "items")
	for _, tc := range []struct {
		caller   string
		ctx      context.Context
		customer string
		redacted []string
	}{
		{"anonymous", c.anonymous(), "", []string{"Certificate.customer"}},
		{"issuer", c.member(c.thirdParty), "客户公司", nil},
	} {
		pages, err := c.List(tc.ctx, registry.ListRequest{Kind: model.KindCertificate, Fields: fields})
		if err != nil {
			t.Fatal(err)
		}
		cert := pages[0].Records[0].(*model.Certificate)
		if cert.Customer.Name.Zh != tc.customer {
			t.Errorf("%s: customer %q", tc.caller, cert.Customer.Name.Zh)
		}
		if cert.Items == nil {
			t.Errorf("%s: a list that may be read and is empty must not look masked", tc.caller)
		}
		if d := cmp.Diff(tc.redacted, pages[0].Redacted); d != "" {
			t.Errorf("%s: %s", tc.caller, d)
		}
	}
}

// A filter by a masked field would tell by its result what the field holds.
func TestMaskedFieldsCannotBeAskedAbout(t *testing.T) {
	c := newCentre(t)
	c.certificate(c.thirdParty, "T-1")
	byCustomer := registry.ListRequest{Where: registry.Equal("customer", "客户公司")}
	if got := c.numbers(c.anonymous(), byCustomer); len(got) != 0 {
		t.Errorf("anonymous finds %v by the customer", got)
	}
	if got := c.numbers(c.member(c.thirdParty), byCustomer); len(got) != 1 {
		t.Errorf("the issuer finds %v by the customer", got)
	}
}

func TestMissingHiddenAndMalformedIDsAreAlike(t *testing.T) {
	c := newCentre(t)
	hidden := c.certificate(c.national, "N-1", nonPublic)
	for _, id := range []model.ID{hidden.ID, c.NewID(model.KindCertificate), "cert_garbage", "", "nonsense"} {
		loaded, err := c.Load(c.anonymous(), model.KindCertificate, []model.ID{id}, 0)
		if err != nil || loaded.Records[0] != nil {
			t.Errorf("%s: loaded %v, %v", id, loaded.Records[0], err)
		}
		_, history := c.History(c.anonymous(), registry.HistoryRequest{ID: id})
		_, explained := c.Explain(c.anonymous(), id)
		withdrawn := c.write(c.anonymous(), model.Write{Action: model.ActionWithdraw, Version: 1,
			Record: &model.Certificate{Head: model.Head{ID: id}}})
		want := model.NotFound().Error()
		for name, err := range map[string]error{"history": history, "explain": explained, "withdraw": withdrawn.Err} {
			if err == nil || err.Error() != want {
				t.Errorf("%s of %s: %v, want %s", name, id, err, want)
			}
		}
	}
}

func TestPagesForwardsAndBackwards(t *testing.T) {
	c := newCentre(t)
	for i := range 7 {
		c.certificate(c.national, fmt.Sprint("N-", i), issuedOn(model.Date(fmt.Sprintf("2025-01-0%d", i/2+1))))
	}
	whole := c.numbers(c.anonymous(), registry.ListRequest{})
	forwards := c.walk(registry.ListRequest{First: ptr(3)}, false)
	backwards := c.walk(registry.ListRequest{Last: ptr(3)}, true)
	if d := cmp.Diff(whole, forwards); d != "" {
		t.Errorf("forwards: %s", d)
	}
	if d := cmp.Diff(whole, backwards); d != "" {
		t.Errorf("backwards: %s", d)
	}
}

// walk reads a list page after page and returns the numbers in the order of the list.
func (c *centre) walk(q registry.ListRequest, backwards bool) []string {
	c.Helper()
	q.Kind = model.KindCertificate
	var all []string
	for turn := 0; ; turn++ {
		pages, err := c.List(c.anonymous(), q)
		if err != nil {
			c.Fatal(err)
		}
		page := pages[0]
		more, behind := page.HasNext, page.HasPrevious
		var part []string
		for _, r := range page.Records {
			part = append(part, r.(*model.Certificate).Number)
		}
		if backwards {
			more, behind = behind, more
			all = append(part, all...)
			q.Before = &page.Cursors[0]
		} else {
			all = append(all, part...)
			q.After = &page.Cursors[len(page.Cursors)-1]
		}
		if behind != (turn > 0) {
			c.Errorf("turn %d: pages behind: %v", turn, behind)
		}
		if !more {
			return all
		}
	}
}

func TestCursorsBelongToTheirList(t *testing.T) {
	c := newCentre(t)
	c.certificate(c.national, "N-1")
	pages, err := c.List(c.anonymous(), registry.ListRequest{Kind: model.KindCertificate})
	if err != nil {
		t.Fatal(err)
	}
	cursor := pages[0].Cursors[0]
	other := "A"
	if strings.HasPrefix(cursor, other) {
		other = "B"
	}
	for name, q := range map[string]registry.ListRequest{
		"another filter": {Kind: model.KindCertificate, After: &cursor, Where: registry.Equal("activity", "CALIBRATION")},
		"another order":  {Kind: model.KindCertificate, After: &cursor, Order: registry.Order{Field: "number"}},
		"another kind":   {Kind: model.KindInstrument, After: &cursor},
		"changed":        {Kind: model.KindCertificate, After: ptr(other + cursor[1:])},
		"garbage":        {Kind: model.KindCertificate, After: ptr("%%%")},
		"empty":          {Kind: model.KindCertificate, After: ptr("")},
	} {
		if _, err := c.List(c.anonymous(), q); model.CodeOf(err) != model.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSearchFindsByWordsInBothLanguages(t *testing.T) {
	c := newCentre(t)
	gauge := c.instrument(c.thirdParty, "SN20250001")
	c.certificate(c.thirdParty, "GD-2025-0042", about(gauge))
	c.certificate(c.thirdParty, "GD-2025-0043", about(gauge), nonPublic)
	for text, want := range map[string]int{
		"压力计": 2, "压": 2, "digital GAUGE": 2, "gd 2025 0042": 1, "GD-2025-0043": 0, "ＧＤ－２０２５－００４２": 1, "声级计": 0,
	} {
		page, err := c.Search(c.anonymous(), registry.SearchRequest{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Records) != want {
			t.Errorf("%q: %d records, want %d", text, len(page.Records), want)
		}
	}
	if _, err := c.Search(c.anonymous(), registry.SearchRequest{Text: " -- "}); model.CodeOf(err) != model.CodeInvalid {
		t.Errorf("a search for nothing: %v", err)
	}
}

func TestStatisticsCountWhatTheCallerMayCount(t *testing.T) {
	c := newCentre(t)
	c.certificate(c.national, "N-1")
	c.certificate(c.thirdParty, "T-1", nonPublic)
	c.certificate(c.thirdParty, "T-2", issuedOn("2024-12-31"))
	byLevelAndYear := registry.StatisticsRequest{Kind: model.KindCertificate,
		By: []registry.Dimension{{Field: "level"}, {Field: "issuedAt", Span: "year"}}}
	for _, tc := range []struct {
		caller string
		ctx    context.Context
		want   []registry.Bucket
	}{
		{"anonymous", c.anonymous(), []registry.Bucket{
			{Keys: []string{"NATIONAL", "2025"}, Count: 1}, {Keys: []string{"THIRD_PARTY", "2024"}, Count: 1}}},
		{"national", c.member(c.national), []registry.Bucket{
			{Keys: []string{"NATIONAL", "2025"}, Count: 1}, {Keys: []string{"THIRD_PARTY", "2024"}, Count: 1},
			{Keys: []string{"THIRD_PARTY", "2025"}, Count: 1}}},
	} {
		got, err := c.Statistics(tc.ctx, byLevelAndYear)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%s: %s", tc.caller, d)
		}
	}
}

func TestChainFollowsStandardsUpwards(t *testing.T) {
	c := newCentre(t)
	working, standard, primary := c.instrument(c.thirdParty, "W"), c.instrument(c.provincial, "S"), c.instrument(c.national, "P")
	uses := func(i *model.Instrument) func(*model.Certificate) {
		return func(c *model.Certificate) { c.Standards = []model.StandardUse{{InstrumentID: i.ID, Name: i.Name}} }
	}
	c.certificate(c.national, "P-1", about(primary))
	c.certificate(c.national, "S-1", about(standard), uses(primary))
	c.certificate(c.thirdParty, "W-1", about(working), uses(standard))
	ends := func(depth int) (list []string) {
		steps, err := c.Chain(c.anonymous(), working.ID, depth)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range steps {
			list = append(list, fmt.Sprint(s.Depth, " ", s.Instrument.SerialNumber, " ", s.End))
		}
		return list
	}
	if d := cmp.Diff([]string{"1 S ", "2 P TOP"}, ends(10)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"1 S DEPTH_LIMIT"}, ends(1)); d != "" {
		t.Error(d)
	}
	c.certificate(c.national, "P-2", about(primary), uses(working), issuedOn("2025-02-01"))
	if d := cmp.Diff([]string{"1 S ", "2 P ", "3 W CYCLE"}, ends(10)); d != "" {
		t.Error(d)
	}
}

// That a hidden standard occurs again would tell that two uses name the same one.
func TestChainEndsAtEveryUseOfAHiddenStandard(t *testing.T) {
	c := newCentre(t)
	hidden := c.instrument(c.national, "H", func(i *model.Instrument) { i.Classification = model.ClassificationNonPublic })
	working := c.instrument(c.national, "W")
	c.certificate(c.national, "C-1", about(working), func(cert *model.Certificate) {
		cert.Standards = []model.StandardUse{{InstrumentID: hidden.ID}, {InstrumentID: hidden.ID}}
	})
	steps, err := c.Chain(c.anonymous(), working.ID, 3)
	if err != nil || len(steps) != 2 {
		t.Fatalf("%d steps, %v", len(steps), err)
	}
	for i, s := range steps {
		if s.End != registry.EndUnknown {
			t.Errorf("step %d ends with %s", i, s.End)
		}
	}
}
