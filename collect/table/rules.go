package table

import (
	"metrograph/collect/row"
	"metrograph/model"
)

var (
	ruleHeader = row.Rule{ID: "table.header", Severity: model.SeverityWarning,
		En: "The column %q is not known; it was left out. Use the names of the template.", Zh: "未识别的列 %q，已忽略。请使用模板中的列名。"}
	ruleTwice = row.Rule{ID: "table.twice", Severity: model.SeverityWarning,
		En: "The column %q is there twice; the first was read.", Zh: "列 %q 重复；已读取第一列。"}
	ruleSheet = row.Rule{ID: "table.sheet", Severity: model.SeverityWarning,
		En: "The sheet %q has no row of known column names; it was left out.", Zh: "工作表 %q 没有可识别的表头，已忽略。"}
	ruleMissing = row.Rule{ID: "table.missing", Severity: model.SeverityError, En: "The cell %s is empty. Fill it in.", Zh: "%s 为空。请填写。"}
	ruleNumber  = row.Rule{ID: "table.number", Severity: model.SeverityError, En: "%q is no number. Write, for example, 0.10.", Zh: "%q 不是数字。示例：0.10。"}
	ruleDay     = row.Rule{ID: "table.date", Severity: model.SeverityError,
		En: "%q is no date. Write, for example, 2024-03-05 or 2024年3月5日.", Zh: "%q 不是日期。示例：2024-03-05 或 2024年3月5日。"}
	ruleEnum     = row.Rule{ID: "table.enum", Severity: model.SeverityError, En: "%q is not among the values: %s.", Zh: "%q 不在可选值中：%s。"}
	ruleFlag     = row.Rule{ID: "table.flag", Severity: model.SeverityError, En: "%q is neither yes nor no. Write 是 or 否.", Zh: "%q 无法识别。请填写“是”或“否”。"}
	ruleQuantity = row.Rule{ID: "table.quantity", Severity: model.SeverityError,
		En: "%q is no quantity. Write, for example, 10.002 ± 0.005 (k=2), 10.0021(12), or 20.0 °C.",
		Zh: "%q 不是量值。示例：10.002 ± 0.005 (k=2)、10.0021(12) 或 20.0 °C。"}
	ruleCell   = row.Rule{ID: "table.cell", Severity: model.SeverityError, En: "The cell has the error %s. Mend its formula.", Zh: "单元格错误 %s。请修正公式。"}
	ruleLength = row.Rule{ID: "table.length", Severity: model.SeverityError,
		En: "The cell has more than %d characters. Shorten it.", Zh: "单元格超过 %d 个字符。请缩短。"}
	ruleLone = row.Rule{ID: "table.uncertainty", Severity: model.SeverityError,
		En: "There is no value that this uncertainty is of. Write the value, or empty the cell.", Zh: "没有该不确定度所属的量值。请填写量值，或清空该单元格。"}
	ruleFactor = row.Rule{ID: "table.factor", Severity: model.SeverityWarning,
		En: "There is no uncertainty that this is of; it was left out.", Zh: "没有与之对应的不确定度；已忽略。"}
	ruleOrphan = row.Rule{ID: "table.orphan", Severity: model.SeverityError,
		En: "There is no certificate %q before or around this row. Put the rows in the order of the certificates, or correct the number.",
		Zh: "未找到证书 %q。请按证书顺序排列结果行，或更正证书编号。"}
	ruleBook = row.Rule{ID: "table.workbook", Severity: model.SeverityError, En: "The workbook cannot be read: %s. Save it anew as .xlsx.", Zh: "无法读取工作簿：%s。请另存为 .xlsx。"}
	ruleRow  = row.Rule{ID: "table.row", Severity: model.SeverityError, En: "The row cannot be read: %s.", Zh: "无法读取该行：%s。"}
)
