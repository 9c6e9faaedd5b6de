package sample

import (
	"strings"

	"metrograph/model"
)

// maxPoints is the most points at which any device is measured.
const maxPoints = 8

// A variant is a device measured with one uncertainty and judged by one rule: all that the
// certificates of such instruments share.
type variant struct {
	*device
	line      *line
	rule      rule
	points    []point
	unit      model.Unit // of values
	errUnit   model.Unit // of errors and limits
	quantity  string
	columns   []model.Column // of a result; what differs between certificates is left out
	readings  []model.Column // of the series of repeated readings
	methods   []applicable   // the newest first
	evaluated []applicable   // those of a type evaluation
	titles    map[model.DocumentType]model.Text
}

type variantKey struct {
	device *device
	tenths int64
	rule   rule
}

// An applicable method is one from the day it came into force.
type applicable struct {
	from model.Date
	use  []model.MethodUse
}

// variant returns the variant of a device, made once.
func (g *generator) variant(l *line, d *device, tenths int64, rl rule) *variant {
	key := variantKey{d, tenths, rl}
	if v, ok := g.variants[key]; ok {
		return v
	}
	v := &variant{device: d, line: l, rule: rl, points: points(or(d.at, l.at), d.mpe, tenths), quantity: or(d.quantity, l.quantity)}
	v.unit = g.unit(or(d.unit, l.unit))
	v.errUnit = g.unit(or(l.errUnit, v.unit.Text))
	if d.unit != "" {
		v.errUnit = v.unit
	}
	v.columns, v.readings = g.columns(v), g.readings(v)
	for _, code := range codes(d.methods) {
		v.methods = append(v.methods, applicable{g.since[code], g.uses[code]})
	}
	evaluation := g.uses["JJF 1015-2014"][0]
	for _, m := range v.methods {
		v.evaluated = append(v.evaluated, applicable{m.from, []model.MethodUse{evaluation, m.use[0]}})
	}
	v.titles = titles(d)
	g.variants[key] = v
	return v
}

// codes splits a list of codes, which have one space each: JJG 99-2022 JJG 99-2006.
func codes(list string) []string {
	words := strings.Fields(list)
	out := make([]string, 0, len(words)/2)
	for i := 0; i+1 < len(words); i += 2 {
		out = append(out, words[i]+" "+words[i+1])
	}
	return out
}

// applied returns the method that was in force on the day.
func applied(list []applicable, day model.Date) []model.MethodUse {
	for _, m := range list {
		if m.from <= day {
			return m.use
		}
	}
	return list[len(list)-1].use
}

func titles(d *device) map[model.DocumentType]model.Text {
	return map[model.DocumentType]model.Text{
		model.DocumentVerificationCertificate: bi(d.zh+"检定证书", "Verification certificate: "+d.en),
		model.DocumentRejectionNotice:         bi(d.zh+"检定结果通知书", "Rejection notice: "+d.en),
		model.DocumentCalibrationCertificate:  bi(d.zh+"校准证书", "Calibration certificate: "+d.en),
		model.DocumentTestReport:              bi(d.zh+"检测报告", "Test report: "+d.en),
		model.DocumentTypeEvaluationReport:    bi(d.zh+"型式评价报告", "Type evaluation report: "+d.en),
	}
}

// sameUnit tells whether errors are in the unit of the values, so that they add up.
func (v *variant) sameUnit() bool { return v.unit.Text == v.errUnit.Text }

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
