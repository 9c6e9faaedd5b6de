package dcc

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/collect/parcel"
	"metrograph/model"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden fixes all that is read from the project's own documents.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.xml")
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			p, _ := read(t, file)
			var got bytes.Buffer
			e := json.NewEncoder(&got)
			e.SetEscapeHTML(false)
			e.SetIndent("", " ")
			if err := e.Encode(p); err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(file, ".xml") + ".golden.json"
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRecordsAreValid says that what is read passes the model's own rules, which refuse a
// record for an error.
func TestRecordsAreValid(t *testing.T) {
	for _, file := range documents(t) {
		p, _ := read(t, file)
		for _, r := range p.Records() {
			for _, f := range r.Validate() {
				if f.Severity == model.SeverityError {
					t.Errorf("%s: %s: %s: %s", filepath.Base(file), r.Kind(), f.Path, f.Message.En)
				}
			}
		}
	}
}

// TestTables states what the tables of each document hold, the published ones included where
// they are: rows × columns, units, and how many columns have an uncertainty.
func TestTables(t *testing.T) {
	want := map[string][]string{
		"weight-v1.8.xml": {"1×2 AS_FOUND \\kilogram,\\degreecelsius U1",
			"3×2 AS_FOUND \\milli\\gram,\\milli\\gram+\\milli\\gram+\\micro\\gram U0", "1×1 AS_FOUND liang U0"},
		"gauge-v2.0.xml":       {"3×3 AS_LEFT \\mega\\pascal,\\mega\\pascal U1"},
		"pressure-v2.2.xml":    {"3×3 NONE \\kilo\\Pascal,\\kilo\\Pascal,\\kilo\\Pascal+\\kilo\\Pascal+\\kgf U2"},
		"weights-v3.0.xml":     {"1×1 AS_FOUND \\joule\\second U0", "1×5 AS_FOUND \\kilogram,\\degreeCelsius U1"},
		"thermometer-v3.1.xml": {"3×1 AS_FOUND \\kelvin U1", "3×14 AS_LEFT \\kelvin,\\degreecelsius,\\kelvin,\\kelvin,\\kelvin,\\one,\\kelvin,\\kelvin,\\kelvin U1"},
		"meter-zh-v3.2.xml":    {"3×4 AS_LEFT \\volt,\\volt U1", "2×2 AS_LEFT \\volt,\\percent U1"},
		"everything-v3.3.xml": {"1×7 AS_LEFT \\volt,\\volt,\\volt,\\metre\\per\\second,\\one,\\one U3",
			"2×6 AS_LEFT \\hertz,\\one,\\degree,\\volt+\\milli\\volt,\\volt U1", "3×1 AS_LEFT \\volt U0",
			"2×2 AS_LEFT \\pascal,\\one+ U1", "2×3 AS_LEFT \\metre,\\metre+\\centi\\metre U2"},
		"01-temperature-typical-v3.1.1.xml": {"5×10 NONE \\kelvin,\\degreecelsius,\\kelvin,\\degreecelsius,\\kelvin,\\degreecelsius,\\kelvin,\\kelvin,\\kelvin U1"},
		"03-temperature-extensive-v3.1.1.xml": {
			"5×18 AS_FOUND \\kelvin,\\degreecelsius,\\kelvin,\\degreecelsius,\\kelvin,\\degreecelsius,\\kelvin,\\kelvin,\\kelvin,\\kelvin,\\kelvin U1",
			"5×20 AS_LEFT \\kelvin,\\degreecelsius,\\kelvin,\\degreecelsius,\\kelvin,\\degreecelsius,\\kelvin,\\second,\\one,\\kelvin,\\kelvin,\\kelvin,\\kelvin U1"},
		"05-humidity-v3.1.2.xml":            {"7×20 NONE \\one,\\percent,\\one,\\percent,\\one,\\percent,\\one,\\percent,\\one,\\percent,\\one,\\percent,\\one,\\percent,\\kelvin,\\degreecelsius U1"},
		"07-mass-silicon-sphere-v2.4.0.xml": {"1×4 NONE \\kilogram U1", "1×3 NONE \\centi\\metre\\tothe{3} U1"},
		"08-mass-weight-10g-v3.0.0.xml": {"1×4 AS_FOUND \\kilogram U1", "1×4 AS_FOUND \\kilogram U1",
			"1×4 AS_FOUND \\kilogram\\metre\\tothe{-3},\\degreeCelsius U1", "1×4 AS_FOUND \\metre\\tothe{3},\\degreeCelsius U1"},
		"09-vacuum-gauge-CDG-v3.1.1.xml": {
			"2×4 NONE \\kilogram\\metre\\tothe{-1}\\second\\tothe{-2},\\kilogram\\metre\\tothe{-1}\\second\\tothe{-2},\\one,\\one U4",
			"12×4 NONE \\kilogram\\metre\\tothe{-1}\\second\\tothe{-2},\\kilogram\\metre\\tothe{-1}\\second\\tothe{-2},\\one,\\one U4"},
		"13-pressure-controller-Beamex-v2.x.xml": {
			"9×4 NONE \\kilo\\Pascal,\\kilo\\Pascal,\\kilo\\Pascal,\\kilo\\Pascal U1",
			"8×4 NONE \\kilo\\Pascal,\\kilo\\Pascal,\\kilo\\Pascal,\\kilo\\Pascal U1",
			"6×4 NONE \\kilo\\Pascal,\\kilo\\Pascal,\\kilo\\Pascal,\\kilo\\Pascal U1"},
		"20-minimal-v3.3.0.xml": {"5×10 NONE \\kelvin,\\degreecelsius,\\kelvin,\\degreecelsius,\\kelvin,\\degreecelsius,\\kelvin,\\kelvin,\\kelvin U1"},
	}
	for _, file := range documents(t) {
		expected, stated := want[filepath.Base(file)]
		if !stated {
			continue
		}
		p, _ := read(t, file)
		if diff := cmp.Diff(expected, tablesOf(p)); diff != "" {
			t.Errorf("%s: %s", filepath.Base(file), diff)
		}
	}
}

func tablesOf(p *parcel.Parcel) []string {
	var tables []string
	for _, r := range p.Certificate.Results {
		for _, s := range r.Series {
			var units []string
			uncertain := 0
			for _, c := range s.Columns {
				var column []string
				for _, u := range c.Units {
					column = append(column, u.Text)
				}
				if len(column) > 0 {
					units = append(units, strings.Join(column, "+"))
				}
				if c.Uncertainty != nil {
					uncertain++
				}
			}
			tables = append(tables, fmt.Sprintf("%d×%d %s %s U%d", s.Rows(), len(s.Columns), r.Adjustment, strings.Join(units, ","), uncertain))
		}
	}
	return tables
}

// TestPublished states the numbers of the published certificates, where they are.
func TestPublished(t *testing.T) {
	for file, want := range map[string]struct {
		format, number, discipline, validUntil        string
		items, standards, persons, methods, instances int
		languages                                     string
	}{
		"01-temperature-typical-v3.1.1.xml":                {"DCC 3.1.1", "GP_DCC_temperature_typical_1.2", "THERMAL", "1959-10-22", 1, 1, 2, 2, 1, "de,en"},
		"03-temperature-extensive-v3.1.1.xml":              {"DCC 3.1.1", "GP_DCC_temperature_extensive_1.2", "THERMAL", "1959-10-22", 1, 3, 2, 6, 1, "de,en"},
		"05-humidity-v3.1.2.xml":                           {"DCC 3.1.2", "Id 123456789 HtW", "THERMAL", "1959-10-22", 2, 2, 2, 4, 2, "de,en"},
		"07-mass-silicon-sphere-v2.4.0.xml":                {"DCC 2.4.0", "PTB - 11129 18", "MECHANICS", "", 1, 0, 3, 2, 1, "de,en"},
		"08-mass-weight-10g-v3.0.0.xml":                    {"DCC 3.0.0", "PTB - 11044 17", "MECHANICS", "", 2, 0, 3, 1, 2, "de,en"},
		"09-vacuum-gauge-CDG-v3.1.1.xml":                   {"DCC 3.1.1", "75999PTB20", "MECHANICS", "", 1, 0, 2, 4, 1, "en,de"},
		"13-pressure-controller-Beamex-v2.x.xml":           {"DCC 2.2.0", "K026-17P4654", "MECHANICS", "", 1, 4, 2, 2, 5, "fi,en,sv"},
		"20-minimal-v3.3.0.xml":                            {"DCC 3.3.0", "1234", "THERMAL", "1959-10-22", 1, 1, 2, 2, 1, "en,de"},
		"signed/dcc_gp_temperature_typical_v12_signed.xml": {"DCC 3.1.1", "GP_DCC_temperature_typical_1.2", "THERMAL", "1959-10-22", 1, 1, 2, 2, 1, "de,en"},
	} {
		path := "../../../shared/dcc/" + file
		if _, err := os.Stat(path); err != nil {
			t.Skip("the published certificates are not here")
		}
		p, _ := read(t, path)
		c := p.Certificate
		if p.Format != want.format || c.Number != want.number || string(c.Discipline) != want.discipline || string(c.ValidUntil) != want.validUntil {
			t.Errorf("%s: %s, number %s, discipline %s, valid until %s", file, p.Format, c.Number, c.Discipline, c.ValidUntil)
		}
		if len(c.Items) != want.items || len(c.Standards) != want.standards || len(c.Personnel) != want.persons ||
			len(c.Methods) != want.methods || len(p.Instruments) != want.instances || strings.Join(c.Languages, ",") != want.languages {
			t.Errorf("%s: %d items, %d standards, %d persons, %d methods, %d instruments, languages %v", file,
				len(c.Items), len(c.Standards), len(c.Personnel), len(c.Methods), len(p.Instruments), c.Languages)
		}
	}
}
