package dcc

import (
	"fmt"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// rule is a kind of finding: how grave it is, and its sentence in English and Chinese.
type rule struct {
	id       string
	severity model.Severity
	en, zh   string
}

var (
	ruleRoot = rule{"dcc.root", model.SeverityError,
		"This is not a digital calibration certificate: the root element is %s.", "不是数字校准证书：根元素为 %s。"}
	ruleVersion = rule{"dcc.version", model.SeverityError,
		"DCC version %s is not supported; versions 2.1 to 3.3 are.", "不支持 DCC %s 版；支持 2.1 至 3.3 版。"}
	ruleVersionNew = rule{"dcc.version.new", model.SeverityWarning,
		"DCC version %s is newer than 3.3; what is not known of it is kept unmapped.", "DCC %s 版新于 3.3 版；未知内容原样保留。"}
	ruleVersionUnknown = rule{"dcc.version.unknown", model.SeverityWarning,
		"The document does not state a DCC version that can be read (%q).", "文件未注明可识别的 DCC 版本（“%s”）。"}
	ruleMissing = rule{"dcc.missing", model.SeverityError, "%s is missing.", "缺少 %s。"}
	ruleDate    = rule{"dcc.date", model.SeverityWarning,
		"%q is not a date; the text is kept unmapped.", "“%s”不是日期；原文予以保留。"}
	ruleNumber = rule{"dcc.number", model.SeverityWarning,
		"%q is not a decimal number; the value is missing and the text is kept unmapped.", "“%s”不是十进制数；该值留空，原文予以保留。"}
	ruleLength = rule{"dcc.length", model.SeverityWarning,
		"%s has %d entries for %d values; it is kept unmapped.", "%s 有 %d 项，而数值有 %d 个；原文予以保留。"}
	ruleRows = rule{"dcc.rows", model.SeverityWarning,
		"The columns of this table have %d different lengths; it is kept as that many tables.", "该表各列长度有 %d 种；按相应数目分表保存。"}
	ruleEmpty       = rule{"dcc.empty", model.SeverityWarning, "%s has no value.", "%s 没有数值。"}
	ruleUncertainty = rule{"dcc.uncertainty", model.SeverityWarning,
		"%q cannot be a %s; it is missing and the text is kept unmapped.", "“%s”不能作为%s；该值留空，原文予以保留。"}
	ruleInterval = rule{"dcc.uncertainty.interval", model.SeverityWarning,
		"The coverage interval from %s to %s is the wrong way round; it is kept unmapped.", "包含区间 %s 至 %s 上下限颠倒；原文予以保留。"}
	ruleMixed = rule{"dcc.uncertainty.mixed", model.SeverityWarning,
		"The uncertainties of one list are stated in different forms; those that differ from the first are kept unmapped.",
		"同一列表的不确定度表示形式不一；与首个形式不同者原样保留。"}
	ruleRelative = rule{"dcc.uncertainty.relative", model.SeverityWarning,
		"The document does not say what kind of relative uncertainty this is; it is taken as expanded, without a coverage factor.",
		"文件未说明相对不确定度的类型；按扩展不确定度处理，不设包含因子。"}
	ruleRole = rule{"dcc.role", model.SeverityInfo,
		"Nothing says what the values of %q are; the column has the role OTHER.", "未说明“%s”的数值属何种量；该列角色为 OTHER。"}
	ruleRoleName = rule{"dcc.role.name", model.SeverityInfo,
		"There is no known refType: the role %s is taken from the name %q.", "无已知 refType：角色 %s 取自名称“%s”。"}
	ruleConformity = rule{"dcc.conformity", model.SeverityWarning,
		"The verdict %q is taken as %s; the text is kept unmapped.", "判定“%s”按 %s 处理；原文予以保留。"}
	ruleDiscipline = rule{"dcc.discipline", model.SeverityInfo,
		"The discipline cannot be told with certainty; it is left empty.", "无法确定专业类别；留空。"}
	rulePersonRole = rule{"dcc.person.role", model.SeverityInfo,
		"The document does not say what %s did; taken as having performed the calibration.", "文件未说明 %s 的职责；按校准员处理。"}
	ruleEquipment = rule{"dcc.equipment", model.SeverityInfo,
		"The document does not say what %q was used for; taken as a standard.", "文件未说明“%s”的用途；按所用标准处理。"}
	ruleAdjustment = rule{"dcc.adjustment", model.SeverityInfo,
		"There are results from before an adjustment: these are taken as from after it.", "文件含调整前结果：此处按调整后结果处理。"}
	ruleFile = rule{"dcc.file", model.SeverityWarning,
		"The embedded file %q cannot be decoded; it is kept as it is.", "嵌入文件“%s”无法解码；按原文保留。"}
	rulePrevious = rule{"dcc.previous", model.SeverityWarning,
		"previousReport %q is taken as the certificate that this one amends; it may be that of an earlier calibration.",
		"previousReport“%s”按被修改的证书处理；也可能是上一次校准的证书。"}
	ruleValidity = rule{"dcc.validity", model.SeverityWarning,
		"The statements give different dates of recalibration; the date until which the certificate is valid is left empty.",
		"各声明给出的复校日期不同；有效期留空。"}
	rulePlace = rule{"dcc.place", model.SeverityInfo,
		"The place of performance %q is taken as %s; the text is kept unmapped.", "校准地点“%s”按 %s 处理；原文予以保留。"}
	ruleSignature = rule{"dcc.signature", model.SeverityInfo,
		"The document carries a signature, which was not verified.", "文件带有签名，未作验证。"}
	ruleSupplement = rule{"dcc.supplement", model.SeverityWarning,
		"What the document says of %s in its comment cannot be read; it is kept unmapped.", "文件注释中关于 %s 的补充无法识别；原文予以保留。"}
	ruleUnmapped = rule{"dcc.unmapped", model.SeverityInfo,
		"This has no place in the model; it is kept with the certificate as it was written.", "模型中无对应位置；按原文随证书保存。"}
	ruleMore = rule{"dcc.more", model.SeverityWarning,
		"There are more findings than can be listed.", "其余发现不再逐条列出。"}
)

// faults says what each reason for not reading a document means.
var faults = map[xmltree.Fault]rule{
	xmltree.FaultEmpty:     {en: "The file is empty.", zh: "文件为空。"},
	xmltree.FaultSize:      {en: "The file is larger than can be read: %s.", zh: "文件过大：%s。"},
	xmltree.FaultEncoding:  {en: "The characters cannot be decoded: %s.", zh: "字符无法解码：%s。"},
	xmltree.FaultMalformed: {en: "This is not well-formed XML: %s.", zh: "不是格式良好的 XML：%s。"},
	xmltree.FaultDoctype:   {en: "Document type declarations and entities are refused.", zh: "拒绝文档类型声明与实体。"},
	xmltree.FaultDepth:     {en: "The elements are nested too deeply: %s.", zh: "元素嵌套过深：%s。"},
	xmltree.FaultNodes:     {en: "There are too many elements: %s.", zh: "元素过多：%s。"},
	xmltree.FaultTag:       {en: "A tag is too long: %s.", zh: "标签过长：%s。"},
}

// maxFindings bounds the list, so that a document cannot make its record grow without end.
const maxFindings = 2000

// findings collects what is found, once each.
type findings struct {
	list []model.Finding
	seen map[string]bool
}

// find adds a finding about an element. What was said already is not said again: a unit that
// is wrong a hundred times is one finding, at the first of its lines.
func (r *reader) find(what rule, n *xmltree.Node, args ...any) {
	f := what.finding(args...)
	key := what.id + "\x00" + f.Message.En
	if len(args) == 0 {
		key += "\x00" + n.Path()
	}
	r.findOnce(key, n, f)
}

// findOnce adds a finding about an element unless there is one of the key.
func (r *reader) findOnce(key string, n *xmltree.Node, f model.Finding) {
	if r.findings.seen[key] {
		return
	}
	if r.findings.seen == nil {
		r.findings.seen = map[string]bool{}
	}
	r.findings.seen[key] = true
	f.Path = n.Path()
	if n != nil {
		f.Line = n.Line
	}
	r.findings.add(f)
}

// add appends a finding while there is room. An error is told in any case: it is what
// refuses the document.
func (l *findings) add(f model.Finding) {
	switch full := len(l.list) - maxFindings; {
	case full < 0 || f.Severity == model.SeverityError:
		l.list = append(l.list, f)
	case full == 0:
		l.list = append(l.list, ruleMore.finding())
	}
}

func (what rule) finding(args ...any) model.Finding {
	return model.Finding{Rule: what.id, Severity: what.severity, Path: "/",
		Message: model.Text{En: sprint(what.en, args), Zh: sprint(what.zh, args)}}
}

func sprint(format string, args []any) string {
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// fault adds the finding for a document that could not be parsed.
func (r *reader) fault(e *xmltree.Error) {
	what := faults[e.Fault]
	format := func(s string) string {
		if e.Fault == xmltree.FaultEmpty || e.Fault == xmltree.FaultDoctype {
			return s
		}
		return fmt.Sprintf(s, e.Detail)
	}
	r.findings.list = append(r.findings.list, model.Finding{
		Rule: string(e.Fault), Severity: model.SeverityError, Path: "/", Line: e.Line,
		Message: model.Text{En: format(what.en), Zh: format(what.zh)},
	})
}
