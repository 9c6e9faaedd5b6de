package storetest

import (
	"fmt"
	"testing"

	"metrograph/model"
	"metrograph/store"
)

func searchCases() []testCase {
	return []testCase{
		{"searches in Chinese and English", testSearch},
		{"searches for amounts", testAmounts},
		{"searches for what is like a word", testNear},
		{"a search stays in its scope and its order", testSearchScope},
		{"words within a text", testContains},
	}
}

// library makes certificates to be searched.
func library() []model.Record {
	var m maker
	named := func(zh, en, number, gauge string) model.Record {
		return m.certificate(func(c *model.Certificate) {
			c.Title, c.Number = model.Text{Zh: zh, En: en}, number
			c.Items[0].Name, c.Items[0].Model, c.Items[0].Manufacturer, c.Items[0].SerialNumber = model.Text{Zh: gauge}, "", "", fmt.Sprint("S", m.n)
			c.Methods = []model.MethodUse{{Code: "JJG196-2006"}}
		})
	}
	return []model.Record{
		named("数字压力计校准证书", "Calibration certificate", "GP-2024-001", "数字压力计"),
		named("压力变送器检定证书", "Verification certificate", "GP-2024-002", "压力变送器"),
		named("字数统计", "", "QX/77", "计数器"),
		named("", "Thermometer CALIBRATION, Ångström", "ＡＢ１２", ""),
		named("温度计", "thermo", "ab-12/3", "数"),
	}
}

// testSearch: what is found by a text, in any case and width, whatever stands between words.
func testSearch(t *testing.T, open Open) {
	s, n := populated(t, open, library())
	for text, want := range map[string][]int{
		"压力":                      {0, 1},
		"数字压力":                    {0},
		"压力 证书":                   {0, 1},
		"证书压力":                    {}, // 书压 stands nowhere
		"calibration":             {0, 3},
		"Calibration CERTIFICATE": {0},
		"thermo":                  {4}, // a word, not the beginning of one
		"ångström":                {3},
		"196":                     {0, 1, 2, 3, 4},
		"jjg196-2006":             {0, 1, 2, 3, 4},
		"gp 2024":                 {0, 1},
		"2024/002":                {1},
		"AB12":                    {3, 4},
		"ａｂ":                      {3, 4},
		"数":                       {0, 2, 4}, // at the beginning of a pair, or alone
		"压力计 calibration":         {0},
		"数字 压力 计":                 {0},
		"计":                       {0, 2, 4}, // at the end of a name, too
		"GP2024001":               {0},
		"gp2024/002":              {1},
		"jjg1962006":              {0, 1, 2, 3, 4},
		"ylj":                     {0},
		"YaLi":                    {0, 1},
		"shuziyaliji gp":          {0},
		"wendu":                   {}, // of a title, which is not a name
		"10 kΩ":                   {},
		"nothing of this":         {},
		"压力 nothing":              {},
		"!?":                      {0, 1, 2, 3, 4}, // no terms: nothing is asked
		"":                        {0, 1, 2, 3, 4},
	} {
		where := store.Where(store.FieldText, store.Contains, text)
		wanted := naive{}
		for _, i := range want {
			wanted = append(wanted, n[i])
		}
		for _, sort := range []string{"", "issuedAt"} {
			page := list(t, s, store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Where: where, Sort: sort, Limit: 10})
			if got := ids(page.Documents); !equalIDs(got, wanted.ids()) {
				t.Errorf("%q in the order of %q finds %v, want %v", text, sort, got, wanted.ids())
			}
		}
		n.agreeCount(t, s, store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Where: where})
	}
}

// testAmounts: numbers with units are found in whatever unit, where they are asked for.
func testAmounts(t *testing.T, open Open) {
	var m maker
	resistor := func(class, upper, unit, limit string) model.Record {
		return m.instrument(func(i *model.Instrument) {
			i.Name, i.AccuracyClass = model.Text{Zh: "电阻器"}, class
			i.MeasuringIntervals = []model.Interval{{Lower: &model.Quantity{Value: "0", Unit: model.Unit{Text: unit}}, Upper: &model.Quantity{Value: model.Decimal(upper), Unit: model.Unit{Text: unit}}}}
			i.MPE = []model.MPE{{Text: "±" + limit, Interval: model.Interval{Upper: &model.Quantity{Value: model.Decimal(limit), Unit: model.Unit{Text: "%"}}}}}
		})
	}
	s, n := populated(t, open, []model.Record{resistor("0.02级", "10", `\kilo\ohm`, "0.5"), resistor("0.020", "1e4", "Ω", "0.50"), resistor("0.2S", "10", "Ω", "5")})
	for text, want := range map[string][]int{
		"10 kΩ": {0, 1}, "10千欧": {0, 1}, "10000 Ω": {0, 1}, "0.01 MΩ 电阻器": {0, 1}, "0.02级": {0, 1}, "class 0.02": {0, 1}, "10 Ω": {2},
		"0.5 %": {0, 1}, "5000 ppm": {0, 1}, "10 kΩ 0.02级": {0, 1}, "10 kΩ 5%": {}, "11 kΩ": {}, "10": {},
	} {
		wanted := naive{}
		for _, i := range want {
			wanted = append(wanted, n[i])
		}
		q := store.Query{Kind: model.KindInstrument, Scope: model.Everything(), Where: store.Where(store.FieldText, store.Mentions, text), Limit: 10}
		if got := ids(list(t, s, q).Documents); !equalIDs(got, wanted.ids()) {
			t.Errorf("%q finds %v, want %v", text, got, wanted.ids())
		}
		n.agreeCount(t, s, q)
		q.Where = store.Where(store.FieldText, store.Contains, text)
		n.agree(t, s, q)
	}
}

// testNear: what is like a word is found, under filters and scopes.
func testNear(t *testing.T, open Open) {
	s, n := populated(t, open, newWorld(17).certificates(60))
	for _, text := range []string{"thermometre", "themometer", "压为计", "gq", "xyzzy", "2025", ""} {
		for _, scope := range scopes() {
			for _, where := range []*store.Filter{nil, store.Where("documentType", store.In, "TEST_REPORT")} {
				q := store.Query{Kind: model.KindCertificate, Scope: scope, Desc: true, Limit: 7,
					Where: store.All(store.Where(store.FieldText, store.Near, text), where)}
				n.agree(t, s, q)
			}
		}
	}
}

// testSearchScope: searches with filters, scopes, orders and pages, where the word is frequent
// and the caller sees little, and the other way round.
func testSearchScope(t *testing.T, open Open) {
	s, n := populated(t, open, newWorld(16).certificates(90))
	for _, text := range []string{"压力计", "thermometer", "GP", "数 校准", "no such word", "shuzi", "ylj thermometer"} {
		where := store.All(store.Where(store.FieldText, store.Contains, text), store.Where("documentType", store.In, "TEST_REPORT", "REJECTION_NOTICE"))
		for _, scope := range scopes() {
			for _, sort := range []string{"", "issuedAt", "number"} {
				q := store.Query{Kind: model.KindCertificate, Scope: scope, Where: where, Sort: sort, Desc: true, Limit: 3}
				n.agree(t, s, q)
				if page, _ := n.page(q); len(page) > 1 {
					after := page[1].key(q.SortField())
					q.After = &after
					n.agree(t, s, q)
				}
			}
		}
	}
}

// testContains: a text field holds words in order, at the boundaries of words, and Han text
// anywhere.
func testContains(t *testing.T, open Open) {
	var m maker
	customers := []string{"深圳市计量质量检测研究院", "Acme Gauges, Inc.", "ACME-gauges", "Acmes", "计量", "R2D2 Ltd", ""}
	var records []model.Record
	for _, name := range customers {
		records = append(records, m.certificate(func(c *model.Certificate) { c.Customer.Name.Zh = name }))
	}
	s, n := populated(t, open, records)
	for _, text := range []string{"计量", "量质", "质量检测研究院", "院", "acme", "ACME gauges", "gauges acme", "gauge", "inc", "2", "R2", "d2 ltd", "计", "市 计量", "no", "Acme, Inc"} {
		q := store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Where: store.Where("customer", store.Contains, text), Limit: 10}
		n.agree(t, s, q)
		n.agreeCount(t, s, q)
	}
}
