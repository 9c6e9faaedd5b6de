package model

// ruleNumber is the place of a rule in the table.
type ruleNumber uint8

const (
	ruleTextEncoding ruleNumber = iota
	ruleTextNUL
	ruleTextLength
	ruleListLength
	ruleEnum
	ruleIDForm
	ruleIDKind
	ruleIDSelf
	ruleVersion
	ruleMore
	ruleDateForm
	ruleDecimalForm
	ruleSHA256
	ruleRegion
	ruleCategoryCode
	ruleLanguage
	ruleCountry
	ruleEmail
	ruleURL
	ruleUnitSyntax
	ruleUnitCode
	ruleQuantityValue
	ruleQuantityOrder
	ruleUncertaintyKind
	ruleUncertaintyValue
	ruleUncertaintyPositive
	ruleCoverageFactor
	ruleCoverageFactorMissing
	ruleProbability
	ruleCoverageInterval
	ruleSeriesColumns
	ruleColumnRole
	ruleColumnExclusive
	ruleColumnEmpty
	ruleColumnLength
	ruleColumnUnits
	ruleColumnUncertainty
	ruleColumnConformity
	ruleResultAdjustment
	ruleDerived
	ruleIdentifierValue
	ruleCertificateNumber
	ruleCertificateIssuer
	ruleCertificateDraft
	ruleCertificateIncomplete
	ruleCertificateDates
	ruleItemIdentity
	rulePersonnelRole
	ruleAmendmentKind
	ruleAmendmentTarget
	ruleInstitutionName
	ruleInstitutionKind
	ruleCreditCodeForm
	ruleCreditCodeCheck
	ruleOrganizationCode
	ruleEndpoint
	rulePublicKey
	ruleAccreditationKind
	ruleAccreditationNumber
	ruleCapabilityRange
	ruleCapabilityUncertainty
	ruleCapabilityUnit
	ruleInstrumentName
	ruleEnvironmentTimes
	ruleInfluences
	ruleInfluenceKind
	rulePersonName
	ruleQualificationNumber
	ruleMethodCode
	ruleMethodKind
	ruleMethodDates
	ruleDatasetName
	ruleMediaAttachment
	ruleFileName
	ruleFileNameForm
	ruleMediaType
	ruleFileSize
	ruleFileHash
	ruleAttachmentRole
	ruleGrantor
	ruleGrantee
	ruleAgreementParties
	ruleAgreementKinds
	ruleAgreementOrigin
	ruleAgreementCredential
	ruleAgreementFields
	ruleAgreementDates
	ruleCredentialLabel
	ruleCredentialHash
	ruleCredentialRoles
	ruleTaskState
	ruleExportFormat
	ruleExportKind
	ruleWebhookURL
	ruleWebhookQuery
	ruleSubmissionParties
	ruleCommitteeName
	ruleCommitteeInstitution
	ruleCommitteeTier
	ruleCommitteeQuorum
	ruleCommitteeLimit
	ruleSeatPerson
	ruleSeatDates
	ruleEvaluationState
	ruleEvaluationSubject
	ruleEvaluationParties
	ruleReviewEvaluation
	ruleReviewAuthor
	ruleReviewVote
	ruleReviewPoints
	ruleReviewScores
	rulePublicationIdentifier
	rulePublicationSubject
	rulePublicationTitle
	rulePublicationMembers
	rulePublicationMember
	ruleReportSubject
	ruleCount
)

const (
	clause17025  = "ISO/IEC 17025:2017, "
	clauseUnit   = "SmartCom D-SI 2; SI Brochure 9, 5"
	clauseReport = "JCGM 100:2008, 7.2.3; JJF 1059.1-2012, 5; ILAC-P14:09/2020, 5"
	clauseStages = "Metrograph data model, stages 原始/基础性/衍生性"
	clauseModel  = "Metrograph data model"
)

// rules is the one table of rules, by their numbers. Clauses of ISO/IEC 17025 are those of
// 7.8.2.1 that say what a report holds, unless they say more.
var rules = [ruleCount]Rule{
	ruleTextEncoding: {"text.encoding", SeverityError, "RFC 3629, 3",
		Text{Zh: "{field} 不是有效的 UTF-8 文本；请将来源转换为 UTF-8 编码后重新提交。",
			En: "{field} is not valid UTF-8; convert the source to UTF-8 and send it again."}},
	ruleTextNUL: {"text.nul", SeverityError, clauseModel,
		Text{Zh: "{field} 含有空字符 (U+0000)；请将其删除。",
			En: "{field} contains the character NUL (U+0000); remove it."}},
	ruleTextLength: {"text.length", SeverityError, clauseModel,
		Text{Zh: "{field} 过长，最多 {want} 个字符；请缩短，或作为附件提交。",
			En: "{field} is longer than {want} characters; shorten it, or attach it as a file."}},
	ruleListLength: {"list.length", SeverityError, clauseModel,
		Text{Zh: "{field} 的条目过多，最多 {want} 个；请拆分记录。",
			En: "{field} has more than {want} entries; split the record."}},
	ruleEnum: {"enum.unknown", SeverityError, clauseModel,
		Text{Zh: "{field} 的值“{value}”未定义；应为下列之一：{want}。",
			En: `{field} has the unknown value "{value}"; use one of {want}.`}},
	ruleIDForm: {"id.form", SeverityError, "TypeID 0.3; RFC 9562, 5.7",
		Text{Zh: "{field} 的标识符“{value}”格式不正确；请使用本节点或其他节点给出的标识符。",
			En: `{field} has the malformed id "{value}"; use an id as this node or another one gave it.`}},
	ruleIDKind: {"id.kind", SeverityError, clauseModel,
		Text{Zh: "{field} 的标识符“{value}”指向其他类型的记录；应指向 {want}。",
			En: `{field} has the id "{value}" of another kind of record; it has to name a record of kind {want}.`}},
	ruleIDSelf: {"id.self", SeverityError, clauseModel,
		Text{Zh: "{field} 指向记录自身；请指向另一条记录或删除该引用。",
			En: "{field} refers to the record itself; name another record or remove the reference."}},
	ruleVersion: {"record.version", SeverityError, clauseModel,
		Text{Zh: "版本号 {value} 为负；首个版本为 1。",
			En: "The version {value} is negative; the first version is 1."}},
	ruleMore: {"record.findings.more", SeverityWarning, clauseModel,
		Text{Zh: "问题过多，其余未列出；请先改正已列出的问题。",
			En: "There are more findings than are listed; mend the listed ones first."}},
	ruleDateForm: {"date.form", SeverityError, "ISO 8601-1:2019, 5.2.2; GB/T 7408.1-2023",
		Text{Zh: "{field} 的日期“{value}”无效；请写成年-月-日，如 2026-03-09。",
			En: `{field} has the invalid date "{value}"; write year-month-day, e.g. 2026-03-09.`}},
	ruleDecimalForm: {"decimal.form", SeverityError, "SI Brochure 9, 5.4.4",
		Text{Zh: "{field} 的“{value}”不是十进制数；请写成如 -0.10 或 1.5e-3，不带单位和分组符号。",
			En: `{field} is "{value}", which is no decimal number; write e.g. -0.10 or 1.5e-3, without unit or group separators.`}},
	ruleSHA256: {"hash.sha256", SeverityError, "FIPS 180-4, 6.2",
		Text{Zh: "{field} 的“{value}”不是 SHA-256 摘要；应为 64 个小写十六进制数字。",
			En: `{field} is "{value}", which is no SHA-256 digest; give 64 lower-case hexadecimal digits.`}},
	ruleRegion: {"region.code", SeverityError, "GB/T 2260-2007",
		Text{Zh: "{field} 的行政区划代码“{value}”无效；应为六位数字，前两位为省级代码，如 110000（北京市）。",
			En: `{field} has the invalid division code "{value}"; give six digits of which the first two are a province, e.g. 110000 (Beijing).`}},
	ruleCategoryCode: {"category.code", SeverityWarning, "JJF 1022-2014",
		Text{Zh: "{field} 的分类代码“{value}”不符合规定；应为八位数字，如 01210100。",
			En: `{field} has the category code "{value}"; a code has eight digits, e.g. 01210100.`}},
	ruleLanguage: {"language.code", SeverityWarning, "ISO 639-1:2002; RFC 5646, 2.1",
		Text{Zh: "{field} 的语言代码“{value}”无效；请使用两个小写字母，如 zh、en。",
			En: `{field} has the language code "{value}"; use two lower-case letters, e.g. zh or en.`}},
	ruleCountry: {"country.code", SeverityWarning, "ISO 3166-1:2020; GB/T 2659.1-2022",
		Text{Zh: "{field} 的国家代码“{value}”无效；请使用两个大写字母，如 CN。",
			En: `{field} has the country code "{value}"; use two capital letters, e.g. CN.`}},
	ruleEmail: {"email.form", SeverityWarning, "RFC 5321, 4.1.2",
		Text{Zh: "{field} 的电子邮箱“{value}”格式不正确；请写成 名称@域名。",
			En: `{field} has the malformed address "{value}"; write name@domain.`}},
	ruleURL: {"url.form", SeverityWarning, "RFC 3986, 3; RFC 9110, 4.2",
		Text{Zh: "{field} 的网址“{value}”格式不正确；请写成以 https:// 开头的完整网址。",
			En: `{field} has the malformed address "{value}"; write it in full, beginning with https://.`}},
	ruleUnitSyntax: {"unit.syntax", SeverityWarning, clauseUnit,
		Text{Zh: `单位“{value}”无法识别，已按原文保留；请写成 D-SI 形式，如 \kilo\metre\per\hour，或国际单位制符号，如 km/h。`,
			En: `The unit "{value}" cannot be read and is kept as text; write it as D-SI does, e.g. \kilo\metre\per\hour, or in SI symbols, e.g. km/h.`}},
	ruleUnitCode: {"unit.ucum", SeverityWarning, "UCUM 2.2, 2–22",
		Text{Zh: "UCUM 代码“{value}”与单位文本含义不同；应为 {want}，或留空由节点给出。",
			En: `The UCUM code "{value}" does not mean what the text of the unit does; it would be {want}, and the node finds it when it is left empty.`}},
	ruleQuantityValue: {"quantity.value", SeverityError, "ISO/IEC Guide 99:2007 (VIM), 1.19; JJF 1001-2011",
		Text{Zh: "量值既有数值又有文本；请只保留其一。",
			En: "The quantity has both a number and a text; keep one of them."}},
	ruleQuantityOrder: {"quantity.order", SeverityError, "ISO/IEC Guide 99:2007 (VIM), 4.7; JJF 1001-2011",
		Text{Zh: "下限 {value} 大于上限 {want}；请交换或更正。",
			En: "The lower limit {value} is above the upper limit {want}; exchange or correct them."}},
	ruleUncertaintyKind: {"uncertainty.kind.required", SeverityError, "JCGM 100:2008, 7.2; JJF 1059.1-2012, 5",
		Text{Zh: "未说明不确定度的形式；请填写 {want} 之一。",
			En: "The form of the uncertainty is missing; give one of {want}."}},
	ruleUncertaintyValue: {"uncertainty.value.required", SeverityWarning, clauseReport,
		Text{Zh: "缺少 {field}；请按证书填写，或删除该不确定度。",
			En: "{field} is missing; give it as the certificate states it, or remove the uncertainty."}},
	ruleUncertaintyPositive: {"uncertainty.positive", SeverityError, "ISO/IEC Guide 99:2007 (VIM), 2.26, 2.35; JCGM 100:2008, 3.3.5, 6.2.1; JJF 1059.1-2012, 4.5",
		Text{Zh: "不确定度 {value} 不大于零；不确定度恒为正值，证书未给出时请删除。",
			En: "The uncertainty {value} is not above zero; give a positive value, or remove it where the certificate states none."}},
	ruleCoverageFactor: {"uncertainty.coverageFactor", SeverityError, "JCGM 100:2008, 6.2.1, 6.3.1; JJF 1059.1-2012, 4.5",
		Text{Zh: "包含因子 k = {value} 不大于零；请按证书填写，通常在 2 与 3 之间。",
			En: "The coverage factor k = {value} is not above zero; give it as stated, typically between 2 and 3."}},
	ruleCoverageFactorMissing: {"uncertainty.coverageFactor.required", SeverityWarning, clauseReport,
		Text{Zh: "扩展不确定度未给出包含因子 k；请按证书填写。k 从不假定，缺少 k 时不能换算为标准不确定度。",
			En: "The expanded uncertainty has no coverage factor k; give it as stated. k is never assumed: without it there is no standard uncertainty."}},
	ruleProbability: {"uncertainty.probability", SeverityError, "ISO/IEC Guide 99:2007 (VIM), 2.37; JCGM 100:2008, 6.2.2; JJF 1059.1-2012, 4.5",
		Text{Zh: "包含概率“{value}”应大于 0 且不大于 1；请写成 {want}。",
			En: `The coverage probability "{value}" has to be above 0 and at most 1; write {want}.`}},
	ruleCoverageInterval: {"uncertainty.interval", SeverityError, "ISO/IEC Guide 99:2007 (VIM), 2.36; JCGM 101:2008, 7.7",
		Text{Zh: "包含区间的下限 {value} 大于上限 {want}；请交换或更正。",
			En: "The coverage interval's lower end {value} is above its upper end {want}; exchange or correct them."}},
	ruleSeriesColumns: {"series.columns.required", SeverityWarning, clause17025 + "7.8.2.1 m)",
		Text{Zh: "数据表没有列；请给出各列，或删除该表。",
			En: "The table has no columns; give them, or remove the table."}},
	ruleColumnRole: {"column.role.required", SeverityError, clauseModel,
		Text{Zh: "未说明列的含义；请填写 {want} 之一。",
			En: "The role of the column is missing; give one of {want}."}},
	ruleColumnExclusive: {"column.exclusive", SeverityError, clauseModel,
		Text{Zh: "列中既有数值又有文本；请分成两列。",
			En: "The column has both numbers and texts; make two columns of it."}},
	ruleColumnEmpty: {"column.empty", SeverityWarning, clause17025 + "7.8.2.1 m)",
		Text{Zh: "列中没有值；请给出各值，或删除该列。",
			En: "The column has no values; give them, or remove the column."}},
	ruleColumnLength: {"column.length", SeverityError, clauseModel,
		Text{Zh: "列中有 {value} 个值；应与数据表行数相同，为 {want} 个，或仅一个（适用于各行）。",
			En: "The column has {value} values; it has to have {want}, one a row, or a single one that holds for every row."}},
	ruleColumnUnits: {"column.units.length", SeverityError, clauseModel,
		Text{Zh: "列中有 {value} 个单位；应为一个，或与值的个数相同，为 {want} 个。",
			En: "The column has {value} units; give one for all values, or {want}, one a value."}},
	ruleColumnUncertainty: {"column.uncertainty.length", SeverityError, clauseModel,
		Text{Zh: "{field} 有 {value} 项；应为一项，或与值的个数相同，为 {want} 项。",
			En: "{field} has {value} entries; give one for all values, or {want}, one a value."}},
	ruleColumnConformity: {"column.conformity", SeverityWarning, "JJF 1094-2002, 5.3; JCGM 106:2012, 8",
		Text{Zh: "符合性判定“{value}”未定义；请使用 {want}。",
			En: `The verdict "{value}" is unknown; use one of {want}.`}},
	ruleResultAdjustment: {"result.adjustment.required", SeverityError, clause17025 + "7.8.4.1 d)",
		Text{Zh: "未说明结果是调整前还是调整后；请填写 {want} 之一（未调整时为 NONE）。",
			En: "The result does not say whether it is from before or after an adjustment; give one of {want} (NONE where there was none)."}},
	ruleDerived: {"data.derived", SeverityError, clauseStages,
		Text{Zh: "衍生性数据未说明由哪些记录得出；请在 derivedFrom 中列出。",
			En: "Derived data names no record that it was derived from; list them in derivedFrom."}},
	ruleIdentifierValue: {"identifier.value.required", SeverityWarning, clause17025 + "7.8.2.1 g)",
		Text{Zh: "识别号为空；请填写，或删除该条目。",
			En: "The identifier has no value; give it, or remove the entry."}},
	ruleCertificateNumber: {"certificate.number.required", SeverityError, clause17025 + "7.8.2.1 d)",
		Text{Zh: "缺少证书编号；请按文件填写。",
			En: "The number of the document is missing; give it as printed."}},
	ruleCertificateIssuer: {"certificate.issuer.required", SeverityError, clause17025 + "7.8.2.1 b)",
		Text{Zh: "缺少出具机构；请填写该机构的标识符。",
			En: "The issuing institution is missing; give its id."}},
	ruleCertificateDraft: {"certificate.incomplete.draft", SeverityWarning, clause17025 + "7.8.2.1 a); Metrograph data model",
		Text{Zh: "缺少 {field}；审核前请填写。",
			En: "{field} is missing; give it before the review."}},
	ruleCertificateIncomplete: {"certificate.incomplete", SeverityError, clause17025 + "7.8.2.1 a); Metrograph data model",
		Text{Zh: "缺少 {field}；审核后的证书必须填写。",
			En: "{field} is missing; a certificate that was reviewed has to have it."}},
	ruleCertificateDates: {"certificate.dates.order", SeverityError, clause17025 + "7.8.2.1 h)–j)",
		Text{Zh: "{field} 的日期 {value} 早于 {want}；收样、开始、结束、签发、有效期应依次不早于前者，请更正。",
			En: "{field} is {value}, before {want}; received, performed from, performed to, issued and valid until have to follow each other, correct them."}},
	ruleItemIdentity: {"certificate.item.identity", SeverityWarning, clause17025 + "7.8.2.1 g)",
		Text{Zh: "被测对象没有任何标识；请填写计量器具或其名称、型号、编号。",
			En: "Nothing identifies the item; give the instrument, or its name, model or serial number."}},
	rulePersonnelRole: {"certificate.personnel.role.required", SeverityError, clause17025 + "7.8.2.1 o)",
		Text{Zh: "未说明人员的职责；请填写 {want} 之一。",
			En: "What the person did is missing; give one of {want}."}},
	ruleAmendmentKind: {"certificate.amendment.kind.required", SeverityError, clause17025 + "7.8.8",
		Text{Zh: "未说明是修改还是替换；请填写 {want} 之一。",
			En: "Whether the earlier document is amended or replaced is missing; give one of {want}."}},
	ruleAmendmentTarget: {"certificate.amendment.target", SeverityError, clause17025 + "7.8.8.3",
		Text{Zh: "未指明被修改或替换的证书；请填写其标识符或编号。",
			En: "The document that is amended or replaced is missing; give its id or its number."}},
	ruleInstitutionName: {"institution.name.required", SeverityError, clause17025 + "7.8.2.1 b)",
		Text{Zh: "缺少机构名称；请填写。", En: "The name of the institution is missing; give it."}},
	ruleInstitutionKind: {"institution.kind.required", SeverityError, clauseModel,
		Text{Zh: "缺少机构类别；请填写 {want} 之一。", En: "The kind of institution is missing; give one of {want}."}},
	ruleCreditCodeForm: {"institution.uscc.form", SeverityError, "GB 32100-2015, 5",
		Text{Zh: "统一社会信用代码“{value}”格式不正确；应为 18 位数字或大写字母（不用 I、O、S、V、Z），第 3 至 8 位为数字。",
			En: `The unified social credit code "{value}" is malformed; it has 18 digits or capital letters (never I, O, S, V or Z), and digits in places 3 to 8.`}},
	ruleCreditCodeCheck: {"institution.uscc.check", SeverityError, "GB 32100-2015, 5; GB/T 17710-2008",
		Text{Zh: "统一社会信用代码“{value}”的校验码不符；由前 17 位算得 {want}，请核对各位。",
			En: `The unified social credit code "{value}" does not end in its check character; the first 17 give {want}, compare them with the licence.`}},
	ruleOrganizationCode: {"institution.uscc.organization", SeverityWarning, "GB 32100-2015, 5; GB 11714-1997",
		Text{Zh: "统一社会信用代码“{value}”第 9 至 17 位的组织机构代码校验码不符，算得 {want}；请核对。",
			En: `The organization code in places 9 to 17 of "{value}" does not end in its check character, which would be {want}; compare it with the licence.`}},
	ruleEndpoint: {"institution.endpoint", SeverityError, "RFC 3986, 3; RFC 9110, 4.2",
		Text{Zh: "节点地址“{value}”无效；请写成以 https:// 开头的完整网址。",
			En: `The address of the node "{value}" is invalid; write it in full, beginning with https://.`}},
	rulePublicKey: {"institution.publicKey", SeverityError, "RFC 8032, 5.1.5; RFC 4648, 4",
		Text{Zh: "公钥无效；应为 Ed25519 公钥的 32 字节的 base64 编码（44 个字符）。",
			En: "The public key is invalid; give the 32 bytes of an Ed25519 key in base64, 44 characters."}},
	ruleAccreditationKind: {"institution.accreditation.kind.required", SeverityError, clauseModel,
		Text{Zh: "缺少资质类别；请填写 {want} 之一。", En: "The scheme of the accreditation is missing; give one of {want}."}},
	ruleAccreditationNumber: {"institution.accreditation.number.required", SeverityWarning, "ISO/IEC 17011:2017, 7.8",
		Text{Zh: "缺少资质证书编号；请填写。", En: "The number of the accreditation is missing; give it."}},
	ruleCapabilityRange: {"institution.capability.range.required", SeverityError, "ILAC-P14:09/2020, 4",
		Text{Zh: "校准和测量能力未给出测量范围；请填写下限、上限或两者。", En: "The capability has no measuring range; give its lower end, its upper end or both."}},
	ruleCapabilityUncertainty: {"institution.capability.uncertainty.kind", SeverityError, "ILAC-P14:09/2020, 4",
		Text{Zh: "校准和测量能力应以扩展不确定度表示；请填写 EXPANDED 及其包含因子。", En: "A capability is stated by an expanded uncertainty; give one of kind EXPANDED with its coverage factor."}},
	ruleCapabilityUnit: {"institution.capability.unit.required", SeverityError, "ILAC-P14:09/2020, 4",
		Text{Zh: "校准和测量能力的不确定度没有单位；请填写单位，或注明为相对不确定度。", En: "The uncertainty of the capability has no unit; give the unit, or mark the uncertainty as relative."}},
	ruleInstrumentName: {"instrument.name.required", SeverityError, clause17025 + "7.8.2.1 g)",
		Text{Zh: "缺少计量器具名称；请填写。", En: "The name of the instrument is missing; give it."}},
	ruleEnvironmentTimes: {"environment.times.order", SeverityError, clause17025 + "7.5.1",
		Text{Zh: "结束时间早于开始时间；请交换或更正。", En: "The end of the period is before its beginning; exchange or correct them."}},
	ruleInfluences: {"environment.influences.required", SeverityWarning, clause17025 + "7.8.4.1 b)",
		Text{Zh: "环境条件没有影响量；请给出温度、湿度等。", En: "The environment has no influence quantities; give temperature, humidity and the like."}},
	ruleInfluenceKind: {"environment.influence.kind.required", SeverityWarning, clause17025 + "7.8.4.1 b)",
		Text{Zh: "未说明影响量的种类；请填写，如 temperature。", En: "The kind of the influence quantity is missing; give it, e.g. temperature."}},
	rulePersonName: {"person.name.required", SeverityError, clause17025 + "7.8.2.1 o)",
		Text{Zh: "缺少姓名；请填写。", En: "The name of the person is missing; give it."}},
	ruleQualificationNumber: {"person.qualification.number.required", SeverityWarning, clause17025 + "6.2.5",
		Text{Zh: "缺少资格证书编号；请填写。", En: "The number of the qualification is missing; give it."}},
	ruleMethodCode: {"method.code.required", SeverityError, clause17025 + "7.8.2.1 f)",
		Text{Zh: "缺少技术规范编号；请填写，如 JJG 196-2006。", En: "The code of the method is missing; give it, e.g. JJG 196-2006."}},
	ruleMethodKind: {"method.kind.required", SeverityError, clauseModel,
		Text{Zh: "缺少技术规范类别；请填写 {want} 之一。", En: "The family of the method is missing; give one of {want}."}},
	ruleMethodDates: {"method.dates.order", SeverityError, clause17025 + "7.2.1.3",
		Text{Zh: "废止日期 {value} 早于实施日期 {want}；请更正。", En: "The method ends on {value}, before it begins on {want}; correct the dates."}},
	ruleDatasetName: {"dataset.name.required", SeverityError, clauseModel,
		Text{Zh: "缺少数据集名称；请填写。", En: "The name of the data set is missing; give it."}},
	ruleMediaAttachment: {"dataset.media.attachment.required", SeverityError, clauseModel,
		Text{Zh: "媒体条目没有附件；请填写附件标识符，或删除该条目。", En: "The entry names no attachment; give its id, or remove the entry."}},
	ruleFileName: {"attachment.fileName.required", SeverityError, clauseModel,
		Text{Zh: "缺少文件名；请填写。", En: "The name of the file is missing; give it."}},
	ruleFileNameForm: {"attachment.fileName", SeverityError, clauseModel,
		Text{Zh: "文件名“{value}”含有路径或控制字符；请只写文件名。",
			En: `The file name "{value}" has a path or control characters in it; give the bare name.`}},
	ruleMediaType: {"attachment.mediaType", SeverityError, "RFC 9110, 8.3.1; RFC 6838, 4.2",
		Text{Zh: "媒体类型“{value}”缺失或无效；请写成 类型/子类型，如 application/pdf。",
			En: `The media type "{value}" is missing or invalid; write type/subtype, e.g. application/pdf.`}},
	ruleFileSize: {"attachment.size", SeverityError, clauseModel,
		Text{Zh: "文件大小 {value} 为负；请给出字节数。", En: "The size {value} is negative; give the number of bytes."}},
	ruleFileHash: {"attachment.sha256.required", SeverityError, "FIPS 180-4, 6.2",
		Text{Zh: "缺少文件的 SHA-256 摘要；请填写。", En: "The SHA-256 digest of the file is missing; give it."}},
	ruleAttachmentRole: {"attachment.role.required", SeverityError, clauseModel,
		Text{Zh: "缺少附件用途；请填写 {want} 之一。", En: "What the file is to its record is missing; give one of {want}."}},
	ruleGrantor: {"agreement.grantor.required", SeverityError, clauseModel,
		Text{Zh: "缺少提供方机构；请填写其标识符。", En: "The institution that shares is missing; give its id."}},
	ruleGrantee: {"agreement.grantee.required", SeverityError, clauseModel,
		Text{Zh: "缺少接收方机构；请填写其标识符。", En: "The institution that is shared with is missing; give its id."}},
	ruleAgreementParties: {"agreement.parties", SeverityError, clauseModel,
		Text{Zh: "提供方与接收方是同一机构；请填写两个不同的机构。", En: "Both sides of the agreement are one institution; name two."}},
	ruleAgreementKinds: {"agreement.kinds.required", SeverityError, clauseModel,
		Text{Zh: "未说明共享哪些类型的记录；请从 {want} 中选填。", En: "The kinds of record that are shared are missing; give some of {want}."}},
	ruleAgreementOrigin: {"agreement.origin", SeverityError, clauseModel,
		Text{Zh: "协议只能由授予方自己登记；请用授予方的凭证登记。", En: "An agreement is recorded by its grantor; record it with a key of the grantor."}},
	ruleAgreementCredential: {"agreement.kinds.private", SeverityError, clauseModel,
		Text{Zh: "访问凭证、协议和节点自身的任务不得共享；请从 kinds 中删除。", En: "Credentials, agreements and the node's own tasks are never shared; remove them from the kinds."}},
	ruleAgreementFields: {"agreement.fields", SeverityError, clauseModel,
		Text{Zh: "所共享的记录没有名为“{value}”的字段；请使用接口中的字段名。",
			En: `None of the shared kinds has a field "{value}"; use the names of the API.`}},
	ruleAgreementDates: {"agreement.dates.order", SeverityError, clauseModel,
		Text{Zh: "协议结束日期 {value} 早于开始日期 {want}；请更正。", En: "The agreement ends on {value}, before it begins on {want}; correct the dates."}},
	ruleCredentialLabel: {"credential.label.required", SeverityError, clauseModel,
		Text{Zh: "缺少凭证名称；请填写，以便日后辨认和撤销。", En: "The label of the key is missing; give one to recognise and revoke it by."}},
	ruleCredentialHash: {"credential.hash.required", SeverityError, "FIPS 180-4, 6.2",
		Text{Zh: "缺少密钥的 SHA-256 摘要；请填写。", En: "The SHA-256 digest of the key is missing; give it."}},
	ruleCredentialRoles: {"credential.roles", SeverityError, clauseModel,
		Text{Zh: "角色 {value} 来自机构本身，不能授予凭证；请从 {want} 中选择。",
			En: "The role {value} comes with the institution and cannot be given to a key; choose from {want}."}},
	ruleTaskState: {"task.state.required", SeverityError, clauseModel,
		Text{Zh: "缺少任务状态；请填写 {want} 之一。", En: "The state is missing; give one of {want}."}},
	ruleExportFormat: {"export.format.required", SeverityError, clauseModel,
		Text{Zh: "缺少导出格式；请填写 {want} 之一。", En: "The format is missing; give one of {want}."}},
	ruleExportKind: {"export.kind", SeverityError, clauseModel,
		Text{Zh: "这一类记录不能导出；请选择数据类记录。", En: "Records of this kind cannot be exported; choose a kind of data."}},
	ruleWebhookURL: {"webhook.url", SeverityError, "RFC 3986, 4.3",
		Text{Zh: "缺少接收地址，或其格式不正确；请填写完整的 http 或 https 地址。", En: "The address that events are sent to is missing or malformed; give a whole http or https address."}},
	ruleWebhookQuery: {"webhook.query.required", SeverityError, clauseModel,
		Text{Zh: "缺少订阅语句；请填写一个 GraphQL 订阅。", En: "The subscription is missing; give a GraphQL subscription."}},
	ruleSubmissionParties: {"submission.parties", SeverityError, clauseModel,
		Text{Zh: "缺少汇交的一方；请填写汇交机构和接收机构。", En: "A side of the submission is missing; give the sender and the receiver."}},
	ruleCommitteeName: {"committee.name.required", SeverityError, clauseModel,
		Text{Zh: "缺少专家委员会名称；请填写。", En: "The name of the committee is missing; give it."}},
	ruleCommitteeInstitution: {"committee.institution.required", SeverityError, clauseModel,
		Text{Zh: "缺少委员会所属机构；请填写其标识符。", En: "The institution whose committee it is is missing; give its id."}},
	ruleCommitteeTier: {"committee.tier.required", SeverityError, clauseModel,
		Text{Zh: "缺少委员会层级；请填写 {want} 之一。", En: "The tier of the committee is missing; give one of {want}."}},
	ruleCommitteeQuorum: {"committee.quorum", SeverityError, clauseModel,
		Text{Zh: "法定评审人数至少为 {want}；请更正。", En: "The quorum is at least {want}; correct it."}},
	ruleCommitteeLimit: {"committee.decisionRule", SeverityError, clauseModel,
		Text{Zh: "{field} 的值 {value} 不在 0 到 {want} 之间；请更正。", En: "The value {value} of {field} is not from 0 to {want}; correct it."}},
	ruleSeatPerson: {"committee.seat.person.required", SeverityError, clauseModel,
		Text{Zh: "委员席位缺少人员；请填写其标识符，或删除该席位。", En: "The seat names nobody; give the id of a person, or remove the seat."}},
	ruleSeatDates: {"committee.seat.dates.order", SeverityError, clauseModel,
		Text{Zh: "任期结束日期 {value} 早于开始日期 {want}；请更正。", En: "The term ends on {value}, before it begins on {want}; correct the dates."}},
	ruleEvaluationState: {"evaluation.state.required", SeverityError, clauseModel,
		Text{Zh: "缺少 {field}；请填写 {want} 之一。", En: "The {field} of the evaluation is missing; give one of {want}."}},
	ruleEvaluationSubject: {"evaluation.subject.required", SeverityError, clauseModel,
		Text{Zh: "缺少评价对象，或其不是证书或数据集；请填写证书或数据集的标识符。", En: "The subject is missing, or is neither a certificate nor a data set; give the id of one."}},
	ruleEvaluationParties: {"evaluation.parties", SeverityError, clauseModel,
		Text{Zh: "缺少申请机构或专家委员会；请填写其标识符。", En: "The applicant or the committee is missing; give its id."}},
	ruleReviewEvaluation: {"review.evaluation.required", SeverityError, clauseModel,
		Text{Zh: "缺少所属评价；请填写其标识符。", En: "The evaluation is missing; give its id."}},
	ruleReviewAuthor: {"review.author.required", SeverityError, clauseModel,
		Text{Zh: "缺少评审专家；请使用属于专家本人的凭证。", En: "The expert is missing; use a credential that is one person's."}},
	ruleReviewVote: {"review.vote.required", SeverityError, clauseModel,
		Text{Zh: "缺少表决意见；请填写 {want} 之一。", En: "The vote is missing; give one of {want}."}},
	ruleReviewPoints: {"review.points", SeverityError, clauseModel,
		Text{Zh: "分值 {value} 不在 0 到 {want} 之间；请更正。", En: "{value} points are not from 0 to {want}; correct them."}},
	ruleReviewScores: {"review.scores", SeverityError, clauseModel,
		Text{Zh: "评价准则 {value} 须评分一次且仅一次；请为 {want} 各给一个分值。", En: "The criterion {value} is not scored exactly once; score each of {want} once."}},
	rulePublicationIdentifier: {"publication.identifier", SeverityError, "ISO/IEC 7064:2003, MOD 37-36",
		Text{Zh: "发布标识“{value}”与记录标识不符；应为 {want}。",
			En: `The identifier "{value}" is not that of the publication; it is {want}.`}},
	rulePublicationSubject: {"publication.subject.required", SeverityError, "DataCite 4.6, 12",
		Text{Zh: "缺少发布对象或其版本；请指明所发布的记录及版本号。", En: "What was published is missing; name the record and its version."}},
	rulePublicationTitle: {"publication.title.required", SeverityError, "DataCite 4.6, 3",
		Text{Zh: "缺少题名；请用中文或英文填写。", En: "The title is missing; give it in Chinese or English."}},
	rulePublicationMembers: {"publication.members.required", SeverityError, clauseModel,
		Text{Zh: "发布内容为空；请至少列出一条记录。", En: "The publication has no content; list at least one record."}},
	ruleReportSubject: {"report.subject", SeverityError, clauseModel,
		Text{Zh: "缺少报告对象；蓝皮书请填写统计期，分析报告请填写计量器具或型号。", En: "What the report is of is missing; give the period of a blue book, or the instrument or model of another report."}},
	rulePublicationMember: {"publication.member", SeverityError, clauseModel,
		Text{Zh: "成员缺少标识、版本号或摘要；请补全。", En: "The member lacks its id, its version or its hash; give all of them."}},
}
