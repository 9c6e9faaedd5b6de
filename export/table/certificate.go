package table

import (
	"metrograph/export"
	"metrograph/model"
)

// certificates are the columns of what is on the first page of a certificate.
func certificates() []column {
	type C = *model.Certificate
	return columns(head(),
		text("number", "证书编号", func(c C) string { return c.Number }),
		text("revision", "修订号", func(c C) string { return c.Revision }),
		both("title", "标题", func(c C) model.Text { return c.Title }),
		text("documentType", "文件类型", func(c C) string { return string(c.DocumentType) }),
		text("activity", "活动类别", func(c C) string { return string(c.Activity) }),
		text("verificationKind", "检定类型", func(c C) string { return string(c.VerificationKind) }),
		flag("mandatory", "强制检定", func(c C) bool { return c.Mandatory }),
		text("discipline", "专业", func(c C) string { return string(c.Discipline) }),
		text("categoryCode", "分类编码", func(c C) string { return c.CategoryCode }),
		text("sourceCategory", "数据来源类别", func(c C) string { return string(c.SourceCategory) }),
		text("stage", "数据阶段", func(c C) string { return string(c.Stage) }),
		text("derivedFrom", "派生自", func(c C) string { return ids(c.DerivedFrom) }),
		named("issuer", "出具机构", func(c C) model.ID { return c.IssuerID }),
		text("customerInstitution", "委托机构标识", func(c C) string { return string(c.CustomerID) }),
		text("customer", "委托方", func(c C) string { return best(c.Customer.Name) }),
		text("items", "被测器具", func(c C) string { return joined(c.Items, item) }),
		text("items.instrument", "器具标识", func(c C) string { return ids(c.InstrumentIDs()) }),
		column{"methods", "方法", func(r model.Record, related export.Related) cell { return cell{text: applied(r.(C), related)} }},
		text("basis", "依据", func(c C) string { return joined(c.Basis, func(s *string) string { return *s }) }),
		text("personnel", "人员", func(c C) string { return joined(c.Personnel, assignment) }),
		text("place", "地点", func(c C) string { return words(string(c.Place.PlaceKind), best(c.Place.Name), best(c.Place.Address)) }),
		text("receivedAt", "接收日期", func(c C) string { return string(c.ReceivedAt) }),
		text("performedFrom", "检校开始日期", func(c C) string { return string(c.PerformedFrom) }),
		text("performedTo", "检校结束日期", func(c C) string { return string(c.PerformedTo) }),
		text("issuedAt", "签发日期", func(c C) string { return string(c.IssuedAt) }),
		text("validUntil", "有效期至", func(c C) string { return string(c.ValidUntil) }),
		text("standards", "所用标准器", func(c C) string { return joined(c.Standards, standard) }),
		text("statements", "声明", func(c C) string { return joined(c.Statements, statement) }),
		text("remarks", "备注", func(c C) string { return best(c.Remarks) }),
		text("amendment", "更正", func(c C) string { return amendment(c.Amendment) }),
		text("attachments", "附件", func(c C) string { return ids(c.AttachmentIDs) }),
		tail())
}

func item(it *model.Item) string {
	return words(best(it.Name), it.Manufacturer, it.Model, it.SerialNumber)
}

func applied(c *model.Certificate, related export.Related) string {
	return joined(c.Methods, func(m *model.MethodUse) string {
		if known := export.Of[*model.Method](related, m.MethodID); known != nil && m.Code == "" {
			return known.Code
		}
		return words(m.Code, best(m.Name))
	})
}

func assignment(a *model.Assignment) string { return words(string(a.Role), a.Name, string(a.PersonID)) }

func standard(s *model.StandardUse) string {
	return words(best(s.Name), s.Model, s.SerialNumber, s.CertificateNumber)
}

func statement(s *model.Statement) string {
	return words(string(s.Conformity), best(s.Name), best(s.Declaration))
}

func amendment(a *model.Amendment) string {
	if a == nil {
		return ""
	}
	return words(string(a.AmendmentKind), a.Number, string(a.CertificateID))
}
