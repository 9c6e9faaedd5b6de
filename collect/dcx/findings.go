package dcx

import "metrograph/collect/mapping"

var (
	ruleVersion = mapping.Warning("dcx.version",
		"DCX version %q is not 1; what is not known of it is kept unmapped.", "DCX 版本“%s”不是 1 版；未知内容原样保留。")
	ruleContent = mapping.Error("dcx.content",
		"This is no certificate: the title says %q. Only issued documents are collected.", "不是证书：标题类型为“%s”。只收集已出具的文件。")
	ruleKind = mapping.Warning("dcx.kind",
		"%q is taken as a test report; check the type of the document.", "“%s”按检测报告处理；请核对文件类型。")
	ruleMissing = mapping.Error("dcx.missing",
		"%s is missing.", "缺少 %s。")
	ruleDate = mapping.Warning("dcx.date",
		"%q is not a date (write 2024-03-05); the text is kept unmapped.", "“%s”不是日期（应写作 2024-03-05）；原文予以保留。")
	ruleNumber = mapping.Warning("dcx.number",
		"%q is not a decimal number; the value is missing and the text is kept unmapped.", "“%s”不是十进制数；该值留空，原文予以保留。")
	ruleRow = mapping.Warning("dcx.row",
		"The row number %q is none of the table's, or is there twice; the row is kept unmapped.", "行号“%s”不属于该表或重复；该行原样保留。")
	ruleCategory = mapping.Warning("dcx.category",
		"The category %q of a column is not known; it is taken as OTHER.", "列类别“%s”未知；按“其他”处理。")
	ruleUncertainty = mapping.Warning("dcx.uncertainty",
		"There is no column that the %s belongs to (scope %s, quantity %s, unit %s); it stands as a column of its own.",
		"找不到 %s 所属的列（范围 %s，量 %s，单位 %s）；单独成列。")
	ruleReference = mapping.Warning("dcx.reference",
		"%q points to nothing in the document.", "“%s”在文件中没有所指。")
	ruleVerdict = mapping.Warning("dcx.verdict",
		"The verdict %q is not known; it is kept unmapped.", "判定“%s”未知；原样保留。")
	ruleStatus = mapping.Info("dcx.status",
		"The operational status %q says nothing of an adjustment; the text is kept unmapped.", "使用状态“%s”未说明是否调整；原文予以保留。")
	ruleFile = mapping.Warning("dcx.file",
		"The embedded file %q cannot be decoded; it is kept as it is.", "嵌入文件“%s”无法解码；按原文保留。")
	ruleDiscipline = mapping.Info("dcx.discipline",
		"The discipline cannot be told with certainty; it is left empty.", "无法确定专业类别；留空。")
	ruleUnmapped = mapping.Info("dcx.unmapped",
		"This has no place in the model; it is kept with the certificate as it was written.", "模型中无对应位置；按原文随证书保存。")
	ruleMore = mapping.Warning("dcx.more",
		"There are more findings than can be listed.", "其余发现不再逐条列出。")
)
