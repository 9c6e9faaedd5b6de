package mapping

import (
	"fmt"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// Rule is a kind of finding: how grave it is, and its sentence in English and Chinese.
type Rule struct {
	ID       string
	Severity model.Severity
	En, Zh   string
}

// Error is a rule about what refuses a document.
func Error(id, en, zh string) Rule { return Rule{id, model.SeverityError, en, zh} }

// Warning is a rule about what somebody should look at.
func Warning(id, en, zh string) Rule { return Rule{id, model.SeverityWarning, en, zh} }

// Info is a rule about what is worth knowing.
func Info(id, en, zh string) Rule { return Rule{id, model.SeverityInfo, en, zh} }

// Finding is a finding of the rule, at the root of the document.
func (what Rule) Finding(args ...any) model.Finding {
	return model.Finding{Rule: what.ID, Severity: what.Severity, Path: "/",
		Message: model.Text{En: sprint(what.En, args), Zh: sprint(what.Zh, args)}}
}

func sprint(format string, args []any) string {
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// faults says what each reason for not reading a document means.
var faults = map[xmltree.Fault]Rule{
	xmltree.FaultEmpty:     {En: "The file is empty.", Zh: "文件为空。"},
	xmltree.FaultSize:      {En: "The file is larger than can be read: %s.", Zh: "文件过大：%s。"},
	xmltree.FaultEncoding:  {En: "The characters cannot be decoded: %s.", Zh: "字符无法解码：%s。"},
	xmltree.FaultMalformed: {En: "This is not well-formed XML: %s.", Zh: "不是格式良好的 XML：%s。"},
	xmltree.FaultDoctype:   {En: "Document type declarations and entities are refused.", Zh: "拒绝文档类型声明与实体。"},
	xmltree.FaultDepth:     {En: "The elements are nested too deeply: %s.", Zh: "元素嵌套过深：%s。"},
	xmltree.FaultNodes:     {En: "There are too many elements: %s.", Zh: "元素过多：%s。"},
	xmltree.FaultTag:       {En: "A tag is too long: %s.", Zh: "标签过长：%s。"},
}

// Fault is the finding for a document that could not be parsed.
func Fault(e *xmltree.Error) model.Finding {
	what := faults[e.Fault]
	what.ID, what.Severity = string(e.Fault), model.SeverityError
	var args []any
	if e.Fault != xmltree.FaultEmpty && e.Fault != xmltree.FaultDoctype {
		args = append(args, e.Detail)
	}
	f := what.Finding(args...)
	f.Line = e.Line
	return f
}

// MaxFindings bounds the list, so that a document cannot make its record grow without end.
const MaxFindings = 2000

// Findings collects what is found, once each.
type Findings struct {
	List []model.Finding
	More Rule // what is said where there are more than can be listed
	seen map[string]bool
}

// Find adds a finding about an element. What was said already is not said again: a unit that
// is wrong a hundred times is one finding, at the first of its lines.
func (l *Findings) Find(what Rule, n *xmltree.Node, args ...any) {
	f := what.Finding(args...)
	key := what.ID + "\x00" + f.Message.En
	if len(args) == 0 {
		key += "\x00" + n.Path()
	}
	l.FindOnce(key, n, f)
}

// FindOnce adds a finding about an element unless there is one of the key.
func (l *Findings) FindOnce(key string, n *xmltree.Node, f model.Finding) {
	if l.seen[key] {
		return
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	l.seen[key] = true
	f.Path = n.Path()
	if n != nil {
		f.Line = n.Line
	}
	l.Add(f)
}

// Add appends a finding while there is room. An error is told in any case: it is what
// refuses the document.
func (l *Findings) Add(f model.Finding) {
	switch full := len(l.List) - MaxFindings; {
	case full < 0 || f.Severity == model.SeverityError:
		l.List = append(l.List, f)
	case full == 0:
		l.List = append(l.List, l.More.Finding())
	}
}
