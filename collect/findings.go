package collect

import (
	"fmt"

	"metrograph/model"
)

// rule is a kind of finding of the pipeline.
type rule struct {
	id       string
	severity model.Severity
	en, zh   string
}

var (
	ruleOpen   = rule{"collect.open", model.SeverityError, "The file cannot be read: %s.", "无法读取文件：%s。"}
	ruleSize   = rule{"collect.size", model.SeverityError, "The file is larger than %s MiB.", "文件超过 %s MiB。"}
	ruleFormat = rule{"collect.format", model.SeverityError,
		"The file is in no format that can be imported.", "文件格式不受支持。"}
	ruleOther = rule{"collect.format.other", model.SeverityError,
		"The file was said to be %s, and begins like %s. Say which of them it is, or give the file that was meant.",
		"文件声明为 %s，但其开头为 %s。请说明正确的格式，或提供正确的文件。"}
	ruleClassified = rule{"collect.classified", model.SeverityError,
		"The document is marked as classified; it is refused, and nothing of it was kept.", "文件带有涉密标识；已拒绝，未保存任何内容。"}
	ruleSigned    = rule{"collect.signature.verified", model.SeverityInfo, "The signature of %s is verified.", "%s 的签名已验证。"}
	ruleSignature = rule{"collect.signature", model.SeverityWarning,
		"The signature is not verified: %s. Ask whoever issued the document for one that is signed anew, or add their certificate to the trust list.",
		"签名未通过验证：%s。请向出具机构索取重新签名的文件，或将其证书加入信任列表。"}
	ruleClassifiedRow = rule{"collect.classified", model.SeverityError,
		"The record is marked as classified; it is refused, and nothing of it was kept.", "记录带有涉密标识；已拒绝，未保存任何内容。"}
	ruleNoSuchID = rule{"collect.id", model.SeverityError,
		"There is no record with this id that you may read. Leave the id out to make a new record.", "没有您可读取的、具有该标识的记录。如需新建，请删除标识。"}
	ruleStale = rule{"collect.stale", model.SeverityError,
		"The record was changed since: it has version %d, and the row is of version %d. Take it over anew, or leave the version out.",
		"记录此后已被修改：当前版本 %d，本行版本 %d。请重新导出，或删除版本号。"}
	ruleNotFound = rule{"reference.unknown", model.SeverityError,
		"There is no such %s that you may read; record it first, or put it before this row.", "没有您可读取的该%s；请先登记，或将其置于本行之前。"}
	ruleUnlinked = rule{"reference.unlinked", model.SeverityInfo,
		"The node does not have this %s; it is kept as written.", "节点没有该%s；按原文保存。"}
	ruleShortcoming = rule{"collect.shortcoming", model.SeverityWarning, "In %d rows: %s", "%d 行：%s"}
	ruleRefused     = rule{"collect.refused", model.SeverityError, "The node refused the %s: %s.", "节点拒绝了%s：%s。"}
	rulePartial     = rule{"collect.partial", model.SeverityWarning,
		"The certificate was not written, but %d records that it mentions were; they are used when it is imported again.",
		"证书未写入，但其提及的 %d 条记录已写入；再次导入时将使用这些记录。"}
	ruleTwice = rule{"collect.twice", model.SeverityInfo,
		"The same document was imported before in this run.", "本次导入中已处理过同一文件。"}
	ruleEarlier = rule{"collect.earlier", model.SeverityInfo,
		"The certificate was imported before from a file that this one corrects.", "该证书此前由另一文件导入，本文件为其更正。"}
	ruleSuperseded = rule{"collect.superseded", model.SeverityWarning,
		"A corrected file was imported after this one; the certificate is left as it is.", "此文件之后已导入更正文件；证书保持不变。"}
	ruleLeftAlone = rule{"collect.leftalone", model.SeverityInfo,
		"The node already has this %s; it is left as it is, though the document differs in: %s.", "节点已有该%s；保持不变，但文件中下列内容不同：%s。"}
)

func finding(what rule, args ...any) *model.Finding {
	format := func(s string) string {
		if len(args) == 0 {
			return s
		}
		return fmt.Sprintf(s, args...)
	}
	return &model.Finding{Rule: what.id, Severity: what.severity, Path: "/",
		Message: model.Text{En: format(what.en), Zh: format(what.zh)}}
}
