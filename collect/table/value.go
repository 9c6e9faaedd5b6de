package table

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"metrograph/model"
)

// plain is a cell without what only looks different: full-width letters, digits and signs,
// spaces of other kinds, and minus signs.
func plain(s string) string {
	s = strings.Map(func(c rune) rune {
		switch c {
		case '\u00a0', '\u3000', '\u2007', '\u202f', '\t', '\r', '\n':
			return ' '
		case '−', '–', '—', '﹣':
			return '-'
		case '。', '．':
			return '.'
		case '、', '，':
			return ','
		case '﹢':
			return '+'
		}
		return c
	}, s)
	return strings.TrimSpace(width.Fold.String(s))
}

var (
	grouped = regexp.MustCompile(`^[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$`)
	powered = regexp.MustCompile(`\s*[×xX*·]\s*10\s*(?:\^|\*\*)?\s*\(?([+-]?[0-9]{1,4})\)?`)
	superUp = strings.NewReplacer("⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9", "⁻", "-", "⁺", "+")
)

// decimal reads a number as it is written: 1,000.50 is 1000.50, and 1.2×10⁻³ is 1.2e-3.
func decimal(s string) (model.Decimal, bool) {
	s = strings.ReplaceAll(powers(plain(s)), " ", "")
	if grouped.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	return model.ParseDecimal(s)
}

// powers writes powers of ten as an exponent.
func powers(s string) string {
	if !strings.Contains(s, "10") {
		return s
	}
	at := strings.LastIndexAny(s, "×xX*·")
	if at < 0 {
		return s
	}
	return powered.ReplaceAllString(s[:at]+superUp.Replace(s[at:]), "e$1")
}

var days = []*regexp.Regexp{
	regexp.MustCompile(`^([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日?(?:\s.*)?$`),
	regexp.MustCompile(`^([0-9]{4})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})(?:[ T].*)?$`),
	regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})$`),
}

// Bounds of what a serial number of a day can be: those of the years 1900 to 9999.
const (
	firstSerial = 1
	lastSerial  = 2958465
)

// day reads a date: 2024年3月5日, 2024/3/5, 2024.3.5, 2024-03-05, 20240305; a number of a
// workbook is one of its days.
func day(s string, number, from1904 bool) (model.Date, bool) {
	s = plain(s)
	for _, form := range days {
		if parts := form.FindStringSubmatch(s); parts != nil {
			month, _ := strconv.Atoi(parts[2])
			date, _ := strconv.Atoi(parts[3])
			d := model.Date(fmt.Sprintf("%s-%02d-%02d", parts[1], month, date))
			return d, d.Valid()
		}
	}
	if serial, err := strconv.ParseFloat(s, 64); number && err == nil && serial >= 0 && serial < lastSerial+1 {
		return ofSerial(int(math.Floor(serial)), from1904)
	}
	return model.Date(s), false
}

// ofSerial is the day of a workbook's number. Those of the system of 1900 have a 29th of
// February 1900 among them, which there was not.
func ofSerial(serial int, from1904 bool) (model.Date, bool) {
	begin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		begin = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case serial == 60, serial < firstSerial:
		return "", false
	case serial < 60:
		begin = begin.AddDate(0, 0, 1)
	}
	return model.DateOf(begin.AddDate(0, 0, serial)), true
}

// flag reads yes or no.
func flag(s string) (yes, ok bool) {
	switch strings.ToLower(plain(s)) {
	case "是", "yes", "y", "true", "1", "√", "✓", "有效", "现行":
		return true, true
	case "否", "no", "n", "false", "0", "×", "无效", "废止":
		return false, true
	}
	return false, false
}

// list divides a cell at semicolons and line breaks.
func list(s string) (parts []string) {
	for _, part := range strings.FieldsFunc(s, func(c rune) bool { return c == ';' || c == '；' || c == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
