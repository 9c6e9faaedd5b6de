package ndjson

import (
	"errors"

	"metrograph/collect/row"
	"metrograph/model"
)

var errTwo = errors.New("there is more than one value in the line")

var (
	ruleSyntax = row.Rule{ID: "json.syntax", Severity: model.SeverityError,
		En: "This is not JSON: %s. Mend the line; a record is one object in one line.", Zh: "不是有效的 JSON：%s。请修正该行；每行一个对象。"}
	ruleCut = row.Rule{ID: "json.cut", Severity: model.SeverityError,
		En: "The source cannot be read from here on: %s. Records before this line were taken in; mend this place and hand the source in again.",
		Zh: "自此处起无法读取：%s。此行之前的记录已处理；请修正后重新提交。"}
	ruleLong = row.Rule{ID: "json.long", Severity: model.SeverityError,
		En: "The record is larger than %d MiB. Divide it.", Zh: "记录超过 %d MiB。请拆分。"}
	ruleObject = row.Rule{ID: "json.object", Severity: model.SeverityError,
		En: "A record has to be an object, in braces.", Zh: "记录应为对象（花括号）。"}
	ruleKind = row.Rule{ID: "json.kind", Severity: model.SeverityError,
		En: "Records of the kind %q are not collected. Set __typename to Certificate, Instrument, Environment, Person, Method or Institution.",
		Zh: "不采集类别为 %q 的记录。__typename 应为 Certificate、Instrument、Environment、Person、Method 或 Institution。"}
	ruleUnknown = row.Rule{ID: "json.unknown", Severity: model.SeverityError,
		En: "There is no field %q here. Correct its name or leave it out.", Zh: "此处没有字段 %q。请更正名称或删除。"}
	ruleNearest = row.Rule{ID: "json.unknown", Severity: model.SeverityError,
		En: "There is no field %q here. Is %q meant?", Zh: "此处没有字段 %q。是否应为 %q？"}
	ruleType = row.Rule{ID: "json.type", Severity: model.SeverityError,
		En: "There is %s where %s is expected.", Zh: "此处为 %s，应为 %s。"}
	ruleReference = row.Rule{ID: "json.reference", Severity: model.SeverityError,
		En: "This does not tell which %s is meant. Give its id, or an object with %s.", Zh: "无法确定所指 %s。请给出标识，或含 %s 的对象。"}
)
