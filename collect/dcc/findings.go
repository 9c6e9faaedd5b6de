package dcc

import (
	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
)

var (
	ruleRoot = mapping.Error("dcc.root",
		"This is not a digital calibration certificate: the root element is %s.", "不是数字校准证书：根元素为 %s。")
	ruleVersion = mapping.Error("dcc.version",
		"DCC version %s is not supported; versions 1.8 to 3.3 are.", "不支持 DCC %s 版；支持 1.8 至 3.3 版。")
	ruleVersionNew = mapping.Warning("dcc.version.new",
		"DCC version %s is newer than 3.3; what is not known of it is kept unmapped.", "DCC %s 版新于 3.3 版；未知内容原样保留。")
	ruleVersionUnknown = mapping.Warning("dcc.version.unknown",
		"The document does not state a DCC version that can be read (%q).", "文件未注明可识别的 DCC 版本（“%s”）。")
	ruleMissing = mapping.Error("dcc.missing", "%s is missing.", "缺少 %s。")
	ruleDate    = mapping.Warning("dcc.date",
		"%q is not a date; the text is kept unmapped.", "“%s”不是日期；原文予以保留。")
	ruleNumber = mapping.Warning("dcc.number",
		"%q is not a decimal number; the value is missing and the text is kept unmapped.", "“%s”不是十进制数；该值留空，原文予以保留。")
	ruleLength = mapping.Warning("dcc.length",
		"%s has %d entries for %d values; it is kept unmapped.", "%s 有 %d 项，而数值有 %d 个；原文予以保留。")
	ruleRows = mapping.Warning("dcc.rows",
		"The columns of this table have %d different lengths; it is kept as that many tables.", "该表各列长度有 %d 种；按相应数目分表保存。")
	ruleEmpty       = mapping.Warning("dcc.empty", "%s has no value.", "%s 没有数值。")
	ruleUncertainty = mapping.Warning("dcc.uncertainty",
		"%q cannot be a %s; it is missing and the text is kept unmapped.", "“%s”不能作为%s；该值留空，原文予以保留。")
	ruleInterval = mapping.Warning("dcc.uncertainty.interval",
		"The coverage interval from %s to %s is the wrong way round; it is kept unmapped.", "包含区间 %s 至 %s 上下限颠倒；原文予以保留。")
	ruleMixed = mapping.Warning("dcc.uncertainty.mixed",
		"The uncertainties of one list are stated in different forms; those that differ from the first are kept unmapped.",
		"同一列表的不确定度表示形式不一；与首个形式不同者原样保留。")
	ruleRelative = mapping.Warning("dcc.uncertainty.relative",
		"The document does not say what kind of relative uncertainty this is; it is taken as expanded, without a coverage factor.",
		"文件未说明相对不确定度的类型；按扩展不确定度处理，不设包含因子。")
	ruleRole = mapping.Info("dcc.role",
		"Nothing says what the values of %q are; the column has the role OTHER.", "未说明“%s”的数值属何种量；该列角色为 OTHER。")
	ruleRoleName = mapping.Info("dcc.role.name",
		"There is no known refType: the role %s is taken from the name %q.", "无已知 refType：角色 %s 取自名称“%s”。")
	ruleConformity = mapping.Warning("dcc.conformity",
		"The verdict %q is taken as %s; the text is kept unmapped.", "判定“%s”按 %s 处理；原文予以保留。")
	ruleDiscipline = mapping.Info("dcc.discipline",
		"The discipline cannot be told with certainty; it is left empty.", "无法确定专业类别；留空。")
	rulePersonRole = mapping.Info("dcc.person.role",
		"The document does not say what %s did; taken as having performed the calibration.", "文件未说明 %s 的职责；按校准员处理。")
	ruleEquipment = mapping.Info("dcc.equipment",
		"The document does not say what %q was used for; taken as a standard.", "文件未说明“%s”的用途；按所用标准处理。")
	ruleAdjustment = mapping.Info("dcc.adjustment",
		"There are results from before an adjustment: these are taken as from after it.", "文件含调整前结果：此处按调整后结果处理。")
	ruleFile = mapping.Warning("dcc.file",
		"The embedded file %q cannot be decoded; it is kept as it is.", "嵌入文件“%s”无法解码；按原文保留。")
	rulePrevious = mapping.Warning("dcc.previous",
		"previousReport %q is taken as the certificate that this one amends; it may be that of an earlier calibration.",
		"previousReport“%s”按被修改的证书处理；也可能是上一次校准的证书。")
	ruleValidity = mapping.Warning("dcc.validity",
		"The statements give different dates of recalibration; the date until which the certificate is valid is left empty.",
		"各声明给出的复校日期不同；有效期留空。")
	rulePlace = mapping.Info("dcc.place",
		"The place of performance %q is taken as %s; the text is kept unmapped.", "校准地点“%s”按 %s 处理；原文予以保留。")
	ruleSupplement = mapping.Warning("dcc.supplement",
		"What the document says of %s in its comment cannot be read; it is kept unmapped.", "文件注释中关于 %s 的补充无法识别；原文予以保留。")
	ruleUnmapped = mapping.Info("dcc.unmapped",
		"This has no place in the model; it is kept with the certificate as it was written.", "模型中无对应位置；按原文随证书保存。")
	ruleMore = mapping.Warning("dcc.more",
		"There are more findings than can be listed.", "其余发现不再逐条列出。")
)

// find adds a finding about an element, once.
func (r *reader) find(what mapping.Rule, n *xmltree.Node, args ...any) {
	r.findings.Find(what, n, args...)
}
