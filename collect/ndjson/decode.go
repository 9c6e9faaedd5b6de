package ndjson

import (
	"bytes"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"

	"metrograph/collect/row"
	"metrograph/model"
)

// decoder reads one record after the other. It goes on after a fault, so that all faults of a
// record are found at once.
type decoder struct {
	json  jsontext.Decoder
	plans plans
	row   *row.Row
	place []step
}

// step is a part of a path: a field, or an entry of a list.
type step struct {
	field string
	entry int
}

// read fills in the record of a row from its text, which is valid JSON.
func (d *decoder) read(found *row.Row, text []byte, p plans) {
	d.json.Reset(bytes.NewBuffer(text))
	d.plans, d.row, d.place = p, found, d.place[:0]
	d.object(reflect.ValueOf(found.Record).Elem())
	found.Classified = found.Classified || marked(text)
}

// at is the place that is being read, as the model writes places.
func (d *decoder) at() string {
	var b strings.Builder
	for _, s := range d.place {
		switch {
		case s.field == "":
			b.WriteString("[" + strconv.Itoa(s.entry) + "]")
		case b.Len() > 0:
			b.WriteString("." + s.field)
		default:
			b.WriteString(s.field)
		}
	}
	return b.String()
}

func (d *decoder) fault(rule row.Rule, args ...any) { d.row.Fault(rule, d.at(), args...) }

// wrong says that a value is of another type than it should be, and passes it over.
func (d *decoder) wrong(want string) {
	d.fault(ruleType, kindNames[d.json.PeekKind()], want)
	_ = d.json.SkipValue() // the text is valid
}

var kindNames = map[jsontext.Kind]string{'n': "null", 't': "true", 'f': "false", '"': "a text 文本", '0': "a number 数字", '{': "an object 对象", '[': "a list 列表"}

// value reads what comes next into a field. Null leaves it empty.
func (d *decoder) value(v reflect.Value) {
	next := d.json.PeekKind()
	if next == 'n' {
		_, _ = d.json.ReadToken()
		return
	}
	t := v.Type()
	switch {
	case t == typeID && next == '{':
		d.reference(v)
	case t == typeTime:
		d.moment(v, next)
	case t == typeText && next == '"':
		text := d.string()
		v.Set(reflect.ValueOf(inItsLanguage(text)))
	case t == typeUnit && next == '"':
		unit, problem := model.ParseUnit(d.string())
		v.Set(reflect.ValueOf(unit))
		if problem != nil {
			problem.Path, problem.Line = d.at(), d.row.Line
			d.row.Findings = append(d.row.Findings, *problem)
		}
	case t == typeDecimal && next == '0':
		token, _ := d.json.ReadToken()
		v.SetString(token.String()) // as it is written: 0.10 is not 0.1
	default:
		d.plain(v, next)
	}
}

// plain reads a value by its kind in Go.
func (d *decoder) plain(v reflect.Value, next jsontext.Kind) {
	switch v.Kind() {
	case reflect.String:
		if next != '"' {
			d.wrong("a text 文本")
			return
		}
		v.SetString(d.string())
	case reflect.Bool:
		if next != 't' && next != 'f' {
			d.wrong("true or false")
			return
		}
		token, _ := d.json.ReadToken()
		v.SetBool(token.Bool())
	case reflect.Int, reflect.Int64:
		if next != '0' {
			d.wrong("a whole number 整数")
			return
		}
		token, _ := d.json.ReadToken()
		if number, err := strconv.ParseInt(token.String(), 10, 64); err == nil {
			v.SetInt(number)
		} else {
			d.fault(ruleType, token.String(), "a whole number 整数")
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(v.Elem())
	case reflect.Slice:
		d.list(v, next)
	case reflect.Struct:
		d.object(v)
	}
}

func (d *decoder) string() string {
	token, _ := d.json.ReadToken() // the text is valid
	return token.String()
}

func (d *decoder) moment(v reflect.Value, next jsontext.Kind) {
	const want = "a time as 2006-01-02T15:04:05Z 时间"
	if next != '"' {
		d.wrong(want)
		return
	}
	text := d.string()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		d.fault(ruleType, strconv.Quote(row.Echo(text)), want)
		return
	}
	v.Set(reflect.ValueOf(at.UTC()))
}

func (d *decoder) list(v reflect.Value, next jsontext.Kind) {
	if next != '[' {
		d.wrong("a list 列表")
		return
	}
	_, _ = d.json.ReadToken()
	d.place = append(d.place, step{})
	for n := 0; d.json.PeekKind() != ']'; n++ {
		d.place[len(d.place)-1].entry = n
		if n == v.Cap() {
			v.Grow(max(n, 4))
		}
		v.SetLen(n + 1)
		v.Index(n).SetZero()
		d.value(v.Index(n))
	}
	d.place = d.place[:len(d.place)-1]
	_, _ = d.json.ReadToken()
}

func (d *decoder) object(v reflect.Value) {
	p := d.plans[v.Type()]
	if p == nil || d.json.PeekKind() != '{' {
		d.wrong("an object 对象")
		return
	}
	_, _ = d.json.ReadToken()
	top := len(d.place) == 0
	d.place = append(d.place, step{})
	for d.json.PeekKind() == '"' {
		token, _ := d.json.ReadToken()
		f, known := p.fields[token.String()]
		if !known {
			d.unknown(token.String(), p, top)
			continue
		}
		d.place[len(d.place)-1].field = f.name
		if top {
			d.row.Fields = append(d.row.Fields, f.name)
		}
		d.value(v.FieldByIndex(f.index))
	}
	d.place = d.place[:len(d.place)-1]
	_, _ = d.json.ReadToken()
}

// unknown passes a member over that there is no field for, and says so, unless it is one of
// those that tell of the record or of what was wrong with it.
func (d *decoder) unknown(name string, p *plan, top bool) {
	d.place[len(d.place)-1].field = row.Echo(name)
	next := d.json.PeekKind()
	switch {
	case strings.EqualFold(name, "classified"):
		token, err := d.json.ReadValue()
		if err == nil && flagged(strings.Trim(string(token), `"`)) {
			d.row.Classified = true
		}
		return
	case top && (name == "findings" || name == "line" && next == '0' || name == "__typename" && next == '"'):
	default:
		if near := nearest(name, p.names); near != "" {
			d.fault(ruleNearest, row.Echo(name), near)
		} else {
			d.fault(ruleUnknown, row.Echo(name))
		}
	}
	_ = d.json.SkipValue()
}

func flagged(value string) bool {
	switch strings.ToLower(value) {
	case "true", "1", "yes", "是":
		return true
	}
	return false
}

// inItsLanguage is a text in the language that its letters tell.
func inItsLanguage(text string) model.Text {
	for _, c := range text {
		if unicode.Is(unicode.Han, c) {
			return model.Text{Zh: text}
		}
	}
	return model.Text{En: text}
}

// marked tells whether any text of a record is a marking of a state secret.
func marked(text []byte) bool {
	if !bytes.Contains(text, []byte("密")) && !bytes.Contains(text, []byte(`\u`)) {
		return false
	}
	dec := jsontext.NewDecoder(bytes.NewBuffer(text))
	for {
		token, err := dec.ReadToken()
		if err != nil {
			return false
		}
		if token.Kind() == '"' && model.IsMarking(token.String()) {
			return true
		}
	}
}
