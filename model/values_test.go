package model

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestIDRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(Kinds()).Draw(t, "kind")
		at := time.UnixMilli(rapid.Int64Range(0, 1<<48-1).Draw(t, "at"))
		var u [16]byte
		copy(u[6:], rapid.SliceOfN(rapid.Byte(), 10, 10).Draw(t, "entropy"))
		id := kind.ID(at, u)
		got, ok := id.UUID()
		if !ok || !id.Valid() || id.Kind() != kind {
			t.Fatalf("%s of %s is malformed", id, kind)
		}
		u[6], u[8] = u[6]&0x0f|0x70, u[8]&0x3f|0x80
		ms := at.UnixMilli()
		for i := range 6 {
			u[i] = byte(ms >> (40 - 8*i))
		}
		if got != u {
			t.Fatalf("%s holds %x, want %x", id, got, u)
		}
		if again := encodeBase32(got); !strings.HasSuffix(string(id), "_"+again) {
			t.Fatalf("%s is written again as %s", id, again)
		}
	})
}

// TestTypeIDVectors are the valid and invalid suffixes of the TypeID 0.3 specification.
func TestTypeIDVectors(t *testing.T) {
	valid := map[ID]string{
		"cert_00000000000000000000000000": "00000000000000000000000000000000",
		"cert_00000000000000000000000001": "00000000000000000000000000000001",
		"cert_0000000000000000000000000a": "0000000000000000000000000000000a",
		"cert_0000000000000000000000000g": "00000000000000000000000000000010",
		"cert_00000000000000000000000010": "00000000000000000000000000000020",
		"cert_7zzzzzzzzzzzzzzzzzzzzzzzzz": "ffffffffffffffffffffffffffffffff",
		"cert_0123456789abcdefghjkmnpqrs": "0110c8531d0952d8d73e1194e95b5f19",
		"cert_01h455vb4pex5vsknk084sn02q": "01890a5dac96774bbcceb302099a8057",
	}
	for id, want := range valid {
		u, ok := id.UUID()
		if got := new(big.Int).SetBytes(u[:]); !ok || got.Text(16) != strings.TrimLeft(want[:31], "0")+want[31:] {
			t.Errorf("%s holds %x, want %s", id, u, want)
		}
	}
	for _, id := range []ID{
		"", "cert", "cert_", "cert_1234567890123456789012345", "cert_1234567890123456789012345 ",
		"cert_0123456789ABCDEFGHJKMNPQRS", "cert_123456789-123456789-123456", "cert_ooooooiiiiiiuuuuuuulllllll",
		"cert_i23456789ol23456789oi23456", "cert_8zzzzzzzzzzzzzzzzzzzzzzzzz", "_01h455vb4pex5vsknk084sn02q",
		"CERT_01h455vb4pex5vsknk084sn02q", "user_01h455vb4pex5vsknk084sn02q", "cert_x_01h455vb4pex5vsknk084sn02q",
		"cert_01h455vb4pex5vsknk084sn0\xff2", "01h455vb4pex5vsknk084sn02q",
	} {
		if id.Valid() {
			t.Errorf("%q is valid", id)
		}
	}
}

func TestIDsSortByTime(t *testing.T) {
	at, last := testTime, ID("")
	for range 100 {
		at = at.Add(7 * time.Millisecond)
		id := NewID(KindCertificate, at)
		if id <= last {
			t.Fatalf("%s follows %s", id, last)
		}
		last = id
	}
	if NewID(KindPerson, at) == NewID(KindPerson, at) {
		t.Error("two ids of one moment are the same")
	}
}

func TestKinds(t *testing.T) {
	prefixes := map[string]bool{}
	for _, kind := range Kinds() {
		r := kind.New()
		if r.Kind() != kind || r.Facts().Kind != kind || kind.prefix() == "" || prefixes[kind.prefix()] {
			t.Errorf("%s: New returns a %s of prefix %q", kind, r.Kind(), kind.prefix())
		}
		prefixes[kind.prefix()] = true
	}
	if Kind("rumour").New() != nil {
		t.Error("there is a record of an unknown kind")
	}
}

// drawDecimal writes a decimal in one of its many ways.
func drawDecimal(t *rapid.T) Decimal {
	return Decimal(rapid.StringMatching(`[+-]?(\d{1,20}\.?|\d{0,10}\.\d{1,20})([eE][+-]?\d{1,2})?`).Draw(t, "decimal"))
}

func TestDecimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDecimal(t)
		if _, ok := ParseDecimal(string(d)); !ok {
			t.Fatalf("%s is no decimal", d)
		}
		exact, ok := d.Rat()
		if !ok || exact.Sign() != d.Sign() {
			t.Fatalf("%s is %v, of sign %d", d, exact, d.Sign())
		}
		f, ok := d.Float64()
		if want, _ := exact.Float64(); !ok || f != want {
			t.Fatalf("%s is %v, want %v", d, f, want)
		}
		if float, _, err := big.ParseFloat(string(d), 10, 200, big.ToNearestEven); err != nil || float.Sign() != d.Sign() {
			t.Fatalf("%s is %v elsewhere", d, float)
		}
	})
}

func TestDecimalCmp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, e := drawDecimal(t), drawDecimal(t)
		if rapid.Bool().Draw(t, "near") {
			e = d + "0" // one zero more, or ten times the exponent
		}
		x, _ := d.Rat()
		y, okay := e.Rat()
		got, ok := d.Cmp(e)
		if ok != okay || ok && got != x.Cmp(y) {
			t.Fatalf("Cmp(%s, %s) = %d, %t; want %d", d, e, got, ok, x.Cmp(y))
		}
	})
	tests := []struct {
		d, e Decimal
		want int
	}{
		{"0.1", "0.10", 0}, {"-0", "0.0", 0}, {"1e-400", "0", 1}, {"1e400", "1e401", -1}, {"1e5", "100000", 0},
		{"0.30000000000000004", "0.3", 1}, {"1.00000000000000000001", "1", 1}, {"-2", "-1", -1}, {"0e5", "0", 0}, {"-1e9999", "-1.1e9999", 1}, {"12e-2", "0.12", 0}, {"0.0012e2", ".12", 0},
	}
	for _, tt := range tests {
		if got, ok := tt.d.Cmp(tt.e); !ok || got != tt.want {
			t.Errorf("Cmp(%s, %s) = %d, %t; want %d", tt.d, tt.e, got, ok, tt.want)
		}
	}
	if _, ok := Decimal("").Cmp("1"); ok {
		t.Error("a missing number compares")
	}
}

func TestMalformedDecimals(t *testing.T) {
	for _, d := range []Decimal{"", "-", "+", ".", "e", "1e", "e1", "1e+", ".e1", "--1", "+-1", "1.2.3", "1,5", "1 ", " 1", "0x1",
		"1_000", "NaN", "Inf", "1e10000", "1e-10000", "1e99999999999999999999", "１", "1/2", "1p3", "1e1.5", "\xff"} {
		if d.Valid() || d.Sign() != 0 {
			t.Errorf("%q is a decimal", d)
		}
		if _, ok := d.Rat(); ok {
			t.Errorf("%q has a value", d)
		}
		if _, ok := d.Float64(); ok {
			t.Errorf("%q has a value", d)
		}
	}
	if f, ok := Decimal("1e9999").Float64(); ok {
		t.Errorf("1e9999 is %v", f)
	}
	if r, ok := Decimal("010").Rat(); !ok || r.Cmp(big.NewRat(10, 1)) != 0 {
		t.Errorf("010 is %v; it is no octal number", r)
	}
}

func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"0.10", "-1.5E-3", "+.5", "1.", "1e9999", "--1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := ParseDecimal(s)
		r, rational := d.Rat()
		if ok != rational || ok && r.Sign() != d.Sign() || !ok && d.Sign() != 0 {
			t.Fatalf("%q: decimal %t, rational %v, sign %d", s, ok, r, d.Sign())
		}
		if _, err := strconv.ParseFloat(s, 64); ok && err != nil && !strings.Contains(err.Error(), "range") {
			t.Fatalf("%q is no number for the standard library: %v", s, err)
		}
	})
}

func TestDate(t *testing.T) {
	for d, want := range map[Date]bool{
		"2026-03-09": true, "2024-02-29": true, "0001-01-01": true, "2026-02-29": false, "2026-13-01": false, "2026-3-9": false,
		"20260309": false, "": false, "2026-03-09T00:00:00Z": false, "x": false,
	} {
		if d.Valid() != want {
			t.Errorf("%q: valid %t, want %t", d, d.Valid(), want)
		}
	}
	at := time.Date(2026, 3, 10, 1, 0, 0, 0, time.FixedZone("CST", 8*3600))
	if got := DateOf(at); got != "2026-03-09" {
		t.Errorf("the day of %s in UTC is %s", at, got)
	}
	if got, ok := Date("2026-03-09").Time(); !ok || !got.Equal(time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("the time of the day is %s", got)
	}
}

func TestText(t *testing.T) {
	var text Text
	text.Add("zh-CN", "温度")
	text.Add("EN", "temperature")
	text.Add("en-US", "Celsius")
	text.Add("de", "Temperatur")
	text.Add("de", "Grad")
	text.Add("fr", "")
	want := Text{Zh: "温度", En: "temperature\nCelsius", Other: []Localized{{"de", "Temperatur\nGrad"}}}
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("texts added (-want +got):\n%s", diff)
	}
	tests := []struct {
		langs []string
		want  string
	}{
		{[]string{"zh"}, "温度"}, {[]string{"zh-CN"}, "温度"}, {[]string{"fr", "de"}, "Temperatur\nGrad"}, {[]string{"fr"}, "temperature\nCelsius"},
		{nil, "temperature\nCelsius"},
	}
	for _, tt := range tests {
		if got := text.In(tt.langs...); got != tt.want {
			t.Errorf("in %q it is %q, want %q", tt.langs, got, tt.want)
		}
	}
	if got := len(text.All()); got != 3 {
		t.Errorf("it is in %d languages, want 3", got)
	}
}

func TestTextWithout(t *testing.T) {
	if !(Text{}).IsZero() || !Plain("").IsZero() || Plain("a").IsZero() || (Text{}).In("zh") != "" {
		t.Error("an empty text is told wrongly")
	}
	if got := (Text{Zh: "温度"}).In("de"); got != "温度" {
		t.Errorf("without English it is %q", got)
	}
	if got := Plain("T").String(); got != "T" {
		t.Errorf("a text of unknown language is %q", got)
	}
	for _, text := range []Text{{}, Plain(" "), {En: "\n"}, {Other: []Localized{{"de", ""}}}} {
		if !text.blank() {
			t.Errorf("%+v has something to read", text)
		}
	}
	if last := (Text{Other: []Localized{{"de", ""}, {"fr", "x"}}}); last.blank() {
		t.Error("the second of the other languages is not looked at")
	}
}

func TestRegion(t *testing.T) {
	tests := []struct {
		region   Region
		valid    bool
		province Region
		zh, en   string
	}{
		{"110108", true, "110000", "北京市", "Beijing"},
		{"350100", true, "350000", "福建省", "Fujian"},
		{"650000", true, "650000", "新疆维吾尔自治区", "Xinjiang"},
		{"810000", true, "810000", "香港特别行政区", "Hong Kong"},
		{"990000", false, "990000", "", ""},
		{"100000", false, "100000", "", ""},
		{"11010", false, "", "", ""}, {"11010a", false, "", "", ""}, {"", false, "", "", ""}, {"1101080", false, "", "", ""},
	}
	for _, tt := range tests {
		name := tt.region.ProvinceName()
		if tt.region.Valid() != tt.valid || tt.region.Province() != tt.province || name.Zh != tt.zh || name.En != tt.en {
			t.Errorf("%q: valid %t, province %q, %+v", tt.region, tt.region.Valid(), tt.region.Province(), name)
		}
	}
}

// TestProvinces counts 23 provinces, 5 autonomous regions, 4 municipalities and 2 special
// administrative regions.
func TestProvinces(t *testing.T) {
	if got := len(Provinces()); got != 34 || !slices.IsSorted(Provinces()) {
		t.Errorf("%d provinces, sorted %t; want 34", got, slices.IsSorted(Provinces()))
	}
	for _, p := range Provinces() {
		if name := p.ProvinceName(); p.Province() != p || name.Zh == "" || name.En == "" {
			t.Errorf("%s is in %s, %+v", p, p.Province(), name)
		}
	}
}

// TestCreditCode has the worked example of GB 32100-2015 (weighted sum 1640, 1640 mod 31 is
// 28, 31 less 28 is 3) and codes whose check character was computed by it.
func TestCreditCode(t *testing.T) {
	tests := map[string]bool{
		"91350100M000100Y43": true, "121100004000000001": true, "91110108MA0000000A": true, "52310000500000000M": true,
		"91350100M000100Y4Z": false, "91350100M000100Y44": false, // Z is none of the characters
		"91350100M000100Y4": false, "91350100M000100Y433": false, "91350100m000100y43": false, "": false,
		"9135010IM00100Y433": false, "91350100Ｍ00010": false, "9A350100M000100Y43": false, "91A50100M000100Y43": false,
	}
	for code, want := range tests {
		if got := CreditCodeValid(code); got != want {
			t.Errorf("%q is valid: %t", code, got)
		}
	}
	if got := organizationCheck("91350100M000100Y43"); got != '4' {
		t.Errorf("the organization code of the example ends in %c", got)
	}
}

// TestCreditCodeFindsMistakes: no single wrong character and no exchange of neighbours goes
// unnoticed, which is what the weights are for.
func TestCreditCodeFindsMistakes(t *testing.T) {
	const code = "91350100M000100Y43"
	for i := range code {
		for _, c := range creditCodeSigns {
			wrong := code[:i] + string(c) + code[i+1:]
			if wrong != code && CreditCodeValid(wrong) {
				t.Errorf("%s passes for %s", wrong, code)
			}
		}
		if i > 0 && code[i] != code[i-1] {
			if wrong := code[:i-1] + code[i:i+1] + code[i-1:i] + code[i+1:]; CreditCodeValid(wrong) {
				t.Errorf("%s passes for %s", wrong, code)
			}
		}
	}
}

func TestEnumerations(t *testing.T) {
	lists := []values{activities, documentTypes, verificationKinds, disciplines, classifications, levels, statuses, sourceCategories,
		dataStages, institutionKinds, accreditationKinds, placeKinds, personnelRoles, adjustments, columnRoles, conformities,
		uncertaintyKinds, instrumentRoles, normKinds, attachmentRoles, amendmentKinds, severities, roles, actions}
	for _, list := range lists {
		sorted := slices.Sorted(slices.Values(list))
		if len(list) < 2 || len(slices.Compact(sorted)) != len(list) || list.has("") || list.has("nonsense") {
			t.Errorf("the enumeration %s is not well formed", list)
		}
	}
	if len(disciplines) != 10 || len(levels) != 4 {
		t.Errorf("%d disciplines and %d levels, want 10 and 4", len(disciplines), len(levels))
	}
}
