package precision_test

import (
	"fmt"
	"strings"
	"testing"

	"metrograph/analysis"
	"metrograph/analysis/precision"
	"metrograph/internal/near"
	"metrograph/model"
)

// oneWay is a set of NIST/ITL StRD (analysis of variance) with its certified values.
type oneWay struct {
	name                                                   string
	groups                                                 []string
	between, meanBetween, f, within, meanWithin, deviation float64
}

func oneWays() []oneWay {
	return []oneWay{
		{"AtmWtAg", silver(), 3.638341875e-9, 3.638341875e-9, 15.946733567793, 1.04951729166667e-8, 2.28155932971014e-10, 0.000015104831444641},
		{"SiRstv", silicon(), 0.0511462616, 0.0127865654, 1.18046237440255, 0.21663656, 0.010831828, 0.104076068334656},
		{"SmLs01", smith(""), 1.68, 0.21, 21.0, 1.8, 0.01, 0.1},
		{"SmLs07", smith("100000000000"), 1.68, 0.21, 21.0, 1.8, 0.01, 0.1},
	}
}

// silver is the atomic weight of silver by two instruments.
func silver() []string {
	return []string{
		"107.8681568 107.8681465 107.8681572 107.8681785 107.8681446 107.8681903 107.8681526 107.8681494 107.8681616 107.8681587 107.8681519 107.8681486 107.8681419 107.8681569 107.8681508 107.8681672 107.8681385 107.8681518 107.8681662 107.8681424 107.868136 107.8681333 107.868161 107.8681477",
		"107.8681079 107.8681344 107.8681513 107.8681197 107.8681604 107.8681385 107.8681642 107.8681365 107.8681151 107.8681082 107.8681517 107.8681448 107.8681198 107.8681482 107.8681334 107.8681609 107.8681101 107.8681512 107.8681469 107.868136 107.8681254 107.8681261 107.868145 107.8681368",
	}
}

// silicon is the resistivity of silicon wafers by five instruments.
func silicon() []string {
	return []string{
		"196.3052 196.124 196.189 196.2569 196.3403",
		"196.3042 196.3825 196.1669 196.3257 196.0422",
		"196.1303 196.2005 196.2889 196.0343 196.1811",
		"196.2795 196.1748 196.1494 196.1485 195.9885",
		"196.2119 196.1051 196.185 196.0052 196.209",
	}
}

// smith makes the sets of Simon and Lesage: nine groups of 21, about levels that differ by
// tenths, behind leading digits that doubles have no room for.
func smith(digits string) []string {
	groups := make([]string, 9)
	for i := range groups {
		at := [...]int{4, 3, 5, 3, 5, 3, 5, 3, 5}[i]
		pair := fmt.Sprintf(" %[1]s1.%[2]d %[1]s1.%[3]d", digits, at-1, at+1)
		groups[i] = fmt.Sprintf("%s1.%d", digits, at) + strings.Repeat(pair, 10)
	}
	return groups
}

func TestOneWay(t *testing.T) {
	for _, set := range oneWays() {
		t.Run(set.name, func(t *testing.T) {
			v, err := precision.Analyse(groupsOf(t, set.groups))
			if err != nil {
				t.Fatal(err)
			}
			near.Relative(t, "sum of squares between", v.Between, set.between)
			near.Relative(t, "mean square between", v.MSBetween, set.meanBetween)
			near.Relative(t, "F", v.F, set.f)
			near.Relative(t, "sum of squares within", v.Within, set.within)
			near.Relative(t, "mean square within", v.MSWithin, set.meanWithin)
			near.Relative(t, "residual standard deviation", v.Repeatability, set.deviation)
		})
	}
}

// groupsOf summarises groups by exact differences from their first number.
func groupsOf(t *testing.T, texts []string) []precision.Group {
	t.Helper()
	var all []model.Decimal
	var ends []int
	for _, text := range texts {
		for word := range strings.FieldsSeq(text) {
			all = append(all, model.Decimal(word))
		}
		ends = append(ends, len(all))
	}
	_, shifted, err := analysis.Shift(all)
	if err != nil {
		t.Fatal(err)
	}
	var groups []precision.Group
	start := 0
	for _, end := range ends {
		g, err := precision.GroupOf(shifted[start:end])
		if err != nil {
			t.Fatal(err)
		}
		groups, start = append(groups, g), end
	}
	return groups
}

// zener is JCGM 100:2008, H.5, table H.9: a Zener voltage standard, ten days of five readings,
// means in µV above 10 V and standard deviations in µV.
func zener() []precision.Group {
	means := []float64{172, 116, 13, 144, 106, 31, 60, 125, 163, 41}
	deviations := []float64{60, 77, 111, 101, 67, 93, 80, 73, 88, 86}
	groups := make([]precision.Group, len(means))
	for i := range groups {
		groups[i] = precision.Group{N: 5, Mean: means[i], Deviation: deviations[i]}
	}
	return groups
}

func TestDays(t *testing.T) {
	v, err := precision.Analyse(zener())
	if err != nil {
		t.Fatal(err)
	}
	for _, check := range []struct {
		what     string
		got      float64
		printed  string
		computed float64
	}{
		{"grand mean", v.Mean, "97", 97.1},
		{"s_b", v.Repeatability, "85", 84.88698369008054},
		{"s of days", v.BetweenGroups, "43", 42.638610567314586},
		{"u of the mean", v.UncertaintyOfMean, "18", 18.05328532736109},
	} {
		near.Printed(t, check.what, check.got, check.printed)
		near.Relative(t, check.what, check.got, check.computed)
	}
	near.Printed(t, "s of the means", v.DeviationOfMeans, "57")
	near.Printed(t, "s_a", v.DeviationOfMeans*2.23606797749979, "128")
	near.Relative(t, "s_a", v.DeviationOfMeans*2.23606797749979, 127.65600477672625)
	near.Relative(t, "F", v.F, 2.2615192699707953) // printed as 2.25 from the rounded 128²/85²
}

// TestEffectiveDF is JCGM 100:2008, H.1.6: the calibration of an end gauge, in nm, with the
// combined variance of 1002 nm² that it rests on.
func TestEffectiveDF(t *testing.T) {
	nu, err := precision.EffectiveDF([]float64{25, 9.7, 2.9, 16.6}, []float64{18, 25.6, 50, 2}, 31.654383582688826)
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "effective degrees of freedom", nu, 16.729140271616608)
	k, err := precision.CoverageFactor(nu, 0.99)
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "t for 16 degrees", k, 2.9207816223499967)
	near.Printed(t, "k99", k, "2.92")
	near.Printed(t, "U99", k*32, "93")
	near.Relative(t, "U99", k*32, 93.4650119151999)
}

func TestPooled(t *testing.T) {
	deviations, counts := []float64{0.12, 0.15, 0.09, 0.2}, []int{10, 10, 6, 8}
	groups := make([]precision.Group, len(counts))
	for i := range groups {
		groups[i] = precision.Group{N: counts[i], Deviation: deviations[i]}
	}
	pooled, err := precision.Pool(groups)
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "pooled standard deviation", pooled.Deviation, 0.147490112662962)
	b, err := precision.Bartlett(groups)
	if err != nil {
		t.Fatal(err)
	}
	near.Relative(t, "Bartlett's χ²", b.ChiSquared, 3.85696150399727)
	if pooled.DF != 30 || b.DF != 3 {
		t.Errorf("degrees of freedom %d and %d", pooled.DF, b.DF)
	}
}
