package table

import (
	"metrograph/model"
)

func instruments() []column {
	type I = *model.Instrument
	return columns(head(),
		both("name", "名称", func(i I) model.Text { return i.Name }),
		text("model", "型号", func(i I) string { return i.Model }),
		text("serialNumber", "出厂编号", func(i I) string { return i.SerialNumber }),
		named("manufacturerInstitution", "生产企业", func(i I) model.ID { return i.ManufacturerID }),
		text("manufacturer", "生产厂商", func(i I) string { return i.Manufacturer }),
		text("ownerInstitution", "所有机构标识", func(i I) string { return string(i.OwnerID) }),
		text("owner", "所有者", func(i I) string { return i.Owner }),
		text("identifiers", "其他编号", func(i I) string {
			return joined(i.Identifiers, func(id *model.Identifier) string { return words(id.Issuer, best(id.Name), id.Value) })
		}),
		text("categoryCode", "分类编码", func(i I) string { return i.CategoryCode }),
		text("discipline", "专业", func(i I) string { return string(i.Discipline) }),
		text("role", "器具用途", func(i I) string { return string(i.Role) }),
		text("measuringIntervals", "测量区间", func(i I) string { return joined(i.MeasuringIntervals, between) }),
		text("accuracyClass", "准确度等级", func(i I) string { return i.AccuracyClass }),
		text("maximumPermissibleErrors", "最大允许误差", func(i I) string { return joined(i.MPE, permissible) }),
		text("resolution", "分辨力", func(i I) string { return amount(i.Resolution) }),
		text("description", "说明", func(i I) string { return best(i.Description) }),
		tail())
}

func permissible(m *model.MPE) string {
	if m.Text != "" {
		return m.Text
	}
	return between(&m.Interval)
}

func institutions() []column {
	type I = *model.Institution
	return columns(head(),
		both("name", "名称", func(i I) model.Text { return i.Name }),
		both("shortName", "简称", func(i I) model.Text { return i.ShortName }),
		text("kind", "机构类型", func(i I) string { return string(i.InstitutionKind) }),
		text("creditCode", "统一社会信用代码", func(i I) string { return i.CreditCode }),
		text("accreditations", "资质", func(i I) string {
			return joined(i.Accreditations, func(a *model.Accreditation) string { return words(string(a.Kind), a.Number, string(a.ValidUntil)) })
		}),
		named("parent", "上级机构", func(i I) model.ID { return i.ParentID }),
		text("contact", "联系方式", func(i I) string { return contact(&i.Contact) }),
		text("endpoint", "节点地址", func(i I) string { return i.Endpoint }),
		tail())
}

func contact(c *model.Contact) string {
	return words(c.Person, c.Email, c.Phone, best(c.Address), c.Country, c.Website)
}

func methods() []column {
	type M = *model.Method
	return columns(head(),
		text("code", "代号", func(m M) string { return m.Code }),
		both("title", "标题", func(m M) model.Text { return m.Title }),
		text("kind", "规范类型", func(m M) string { return string(m.NormKind) }),
		text("discipline", "专业", func(m M) string { return string(m.Discipline) }),
		flag("inForce", "现行有效", func(m M) bool { return m.InForce }),
		text("validFrom", "实施日期", func(m M) string { return string(m.ValidFrom) }),
		text("validUntil", "废止日期", func(m M) string { return string(m.ValidUntil) }),
		text("supersededBy", "代替者", func(m M) string { return string(m.SupersededBy) }),
		tail())
}

func persons() []column {
	type P = *model.Person
	return columns(head(),
		both("name", "姓名", func(p P) model.Text { return p.Name }),
		text("employeeNumber", "工号", func(p P) string { return p.EmployeeNumber }),
		named("institution", "所属机构", func(p P) model.ID { return p.InstitutionID }),
		text("qualifications", "资格", func(p P) string {
			return joined(p.Qualifications, func(q *model.Qualification) string { return words(q.Number, best(q.Scope), string(q.ValidUntil)) })
		}),
		text("email", "电子邮箱", func(p P) string { return p.Email }),
		text("phone", "电话", func(p P) string { return p.Phone }),
		tail())
}

func environments() []column {
	type E = *model.Environment
	return columns(head(),
		both("name", "名称", func(e E) model.Text { return e.Name }),
		text("place", "地点", func(e E) string { return words(best(e.Place.Name), best(e.Place.Address)) }),
		text("from", "开始时间", func(e E) string { return moment(e.From) }),
		text("to", "结束时间", func(e E) string { return moment(e.To) }),
		text("influences", "影响量", func(e E) string { return joined(e.Influences, influence) }),
		text("discipline", "专业", func(e E) string { return string(e.Discipline) }),
		text("description", "说明", func(e E) string { return best(e.Description) }),
		tail())
}

func influence(f *model.Influence) string {
	if f.Value != nil {
		return words(f.QuantityKind, amount(f.Value))
	}
	return words(f.QuantityKind, amount(f.Minimum), "…", amount(f.Maximum))
}

func datasets() []column {
	type D = *model.Dataset
	return columns(head(),
		both("name", "名称", func(d D) model.Text { return d.Name }),
		text("versionLabel", "版本标签", func(d D) string { return d.VersionLabel }),
		both("description", "说明", func(d D) model.Text { return d.Description }),
		text("discipline", "专业", func(d D) string { return string(d.Discipline) }),
		text("licence", "许可", func(d D) string { return d.Licence }),
		text("contact", "联系方式", func(d D) string { return contact(&d.Contact) }),
		text("keywords", "关键词", func(d D) string { return joined(d.Keywords, func(s *string) string { return *s }) }),
		number("members", "成员数", func(d D) int64 { return int64(len(d.Members)) }),
		text("stage", "数据阶段", func(d D) string { return string(d.Stage) }),
		tail())
}

func attachments() []column {
	type A = *model.Attachment
	return columns(head(),
		text("fileName", "文件名", func(a A) string { return a.FileName }),
		text("mediaType", "媒体类型", func(a A) string { return a.MediaType }),
		number("size", "大小", func(a A) int64 { return a.Size }),
		text("sha256", "文件哈希", func(a A) string { return a.SHA256 }),
		text("role", "附件用途", func(a A) string { return string(a.Role) }),
		text("description", "说明", func(a A) string { return best(a.Description) }),
		tail())
}
