package table

import (
	"strings"

	"golang.org/x/text/width"

	"metrograph/model"
)

// sheet is a table of the template: records of a kind, a row each, or the results of
// certificates, a row a point.
type sheet struct {
	name, zh string
	kind     model.Kind // empty for results
	columns  []column
}

// column is a column of a sheet.
type column struct {
	path     string // in the record; for results the role, or what it says of the others
	en, zh   string
	as       reading
	enum     string   // name of the code list
	aliases  []string // what laboratories call it beside
	required bool
	example  string // of a date also a number: of days from that on which the template is written
	note     string // what to write, in English and Chinese
}

// reading is how a cell is read.
type reading uint8

const (
	asText      reading = iota // a text as it stands
	asCode                     // a number or a code: full-width signs become plain
	asDecimal                  // a number
	asDate                     // a day
	asEnum                     // an entry of a code list
	asFlag                     // yes or no
	asQuantity                 // a number with a unit and an uncertainty
	asMethods                  // codes of methods, with semicolons
	asKeys                     // numbers of environments, with semicolons
	asPerson                   // a name; the path tells the role
	asKey                      // what a record without a natural key is known by
	asInfluence                // a quantity; the path tells which
	asIssuer                   // an institution: name, credit code or id
	asNothing                  // findings of an earlier rejection
)

const semicolons = "Several with semicolons. 多个时用分号分隔。"

func sheets() []sheet {
	return []sheet{
		{"methods", "方法", model.KindMethod, methods()},
		{"persons", "人员", model.KindPerson, persons()},
		{"instruments", "计量器具", model.KindInstrument, instruments()},
		{"environments", "环境条件", model.KindEnvironment, environments()},
		{"certificates", "证书", model.KindCertificate, certificates()},
		{"results", "结果", "", results()},
	}
}

// findingsColumn is where what was wrong with a row is told; read again, it is passed over.
var findingsColumn = column{path: "findings", en: "Findings", zh: "检查结果", as: asNothing}

func certificates() []column {
	return []column{
		{path: "number", en: "Certificate number", zh: "证书编号", as: asCode, aliases: []string{"报告编号", "证书号", "certificate no"}, required: true, example: "GDMI-2024-V00001"},
		{path: "revision", en: "Revision", zh: "修订号", as: asCode},
		{path: "title.zh", en: "Title in Chinese", zh: "中文标题", aliases: []string{"标题", "title"}, example: "弹性元件式一般压力表检定证书"},
		{path: "title.en", en: "Title in English", zh: "英文标题"},
		{path: "documentType", en: "Document type", zh: "文件类型", as: asEnum, enum: "DocumentType", aliases: []string{"证书类型"}, example: "检定证书"},
		{path: "activity", en: "Activity", zh: "活动类型", as: asEnum, enum: "Activity", aliases: []string{"业务类型"}, example: "检定"},
		{path: "verificationKind", en: "Kind of verification", zh: "检定类别", as: asEnum, enum: "VerificationKind", example: "后续检定"},
		{path: "mandatory", en: "Mandatory", zh: "强制检定", as: asFlag, example: "是"},
		{path: "discipline", en: "Discipline", zh: "专业", as: asEnum, enum: "Discipline", aliases: []string{"学科", "专业类别"}, example: "力学"},
		{path: "categoryCode", en: "Category code", zh: "分类代码", as: asCode, note: "JJF 1022."},
		{path: "issuer", en: "Issuer", zh: "出具机构", as: asIssuer, aliases: []string{"检定机构", "校准机构"},
			note: "Name, credit code or id; your own institution where it is empty. 名称、统一社会信用代码或标识；空白为本机构。"},
		{path: "customer.name.zh", en: "Customer", zh: "委托单位", aliases: []string{"客户", "送检单位"}, example: "佛山示例陶瓷有限公司"},
		{path: "customer.contact.address.zh", en: "Customer's address", zh: "委托单位地址"},
		{path: "items[0].name.zh", en: "Instrument", zh: "器具名称", aliases: []string{"仪器名称", "样品名称"}, example: "弹性元件式一般压力表"},
		{path: "items[0].manufacturer", en: "Manufacturer", zh: "制造单位", as: asCode, aliases: []string{"生产厂家", "制造商", "生产企业"}, example: "示例仪表厂"},
		{path: "items[0].model", en: "Model", zh: "型号规格", as: asCode, aliases: []string{"型号", "规格型号"}, example: "Y-100"},
		{path: "items[0].serialNumber", en: "Serial number", zh: "出厂编号", as: asCode, aliases: []string{"器具编号", "设备编号"}, example: "A20240001"},
		{path: "methods", en: "Methods", zh: "依据文件", as: asMethods, aliases: []string{"检定依据", "校准依据", "技术依据"}, example: "JJG 52-2013", note: semicolons},
		{path: "environments", en: "Environment numbers", zh: "环境编号", as: asKeys, example: "ENV-1", note: "Of the sheet of environments. " + semicolons},
		{path: "personnel.PERFORMED", en: "Performed by", zh: "检定员", as: asPerson, aliases: []string{"校准员", "检测员"}, example: "张示例"},
		{path: "personnel.CHECKED", en: "Checked by", zh: "核验员", as: asPerson, example: "王示例"},
		{path: "personnel.AUTHORIZED", en: "Authorized by", zh: "批准人", as: asPerson, example: "李示例"},
		{path: "place.name.zh", en: "Place", zh: "地点", aliases: []string{"检定地点", "校准地点"}, example: "压力实验室"},
		{path: "receivedAt", en: "Received", zh: "接收日期", as: asDate, aliases: []string{"收样日期"}},
		{path: "performedFrom", en: "Performed from", zh: "开始日期", as: asDate},
		{path: "performedTo", en: "Performed to", zh: "结束日期", as: asDate, aliases: []string{"检定日期", "校准日期"}, example: "-2"},
		{path: "issuedAt", en: "Issued", zh: "签发日期", as: asDate, aliases: []string{"发布日期"}, example: "-1"},
		{path: "validUntil", en: "Valid until", zh: "有效期至", as: asDate, example: "362"},
		{path: "standards[0].name.zh", en: "Standard", zh: "标准器名称", aliases: []string{"计量标准名称"}, example: "数字压力计"},
		{path: "standards[0].model", en: "Standard's model", zh: "标准器型号", as: asCode, example: "DPG-2.5"},
		{path: "standards[0].serialNumber", en: "Standard's serial number", zh: "标准器编号", as: asCode, example: "S20230007"},
		{path: "standards[0].certificateNumber", en: "Standard's certificate", zh: "标准器证书号", as: asCode, example: "GDIM-P00123"},
		{path: "standards[0].validUntil", en: "Standard valid until", zh: "标准器有效期至", as: asDate, example: "180"},
		{path: "statements[0].conformity", en: "Conformity", zh: "结论", as: asEnum, enum: "Conformity", aliases: []string{"检定结论"}, example: "合格"},
		{path: "statements[0].decisionRule.zh", en: "Decision rule", zh: "判定规则", aliases: []string{"判定依据"}, example: "JJG 52-2013 规定的判定规则"},
		{path: "statements[0].declaration.zh", en: "Statement", zh: "结论说明"},
		{path: "remarks.zh", en: "Remarks", zh: "备注"},
		{path: "classification", en: "Class of data", zh: "数据类别", as: asEnum, enum: "Classification"},
	}
}

func instruments() []column {
	return []column{
		{path: "name.zh", en: "Name", zh: "器具名称", aliases: []string{"名称", "仪器名称"}, required: true, example: "弹性元件式一般压力表"},
		{path: "name.en", en: "Name in English", zh: "英文名称"},
		{path: "manufacturer", en: "Manufacturer", zh: "制造单位", as: asCode, aliases: []string{"生产厂家", "制造商", "生产企业"}, example: "示例仪表厂"},
		{path: "model", en: "Model", zh: "型号规格", as: asCode, aliases: []string{"型号", "规格型号"}, example: "Y-100"},
		{path: "serialNumber", en: "Serial number", zh: "出厂编号", as: asCode, aliases: []string{"器具编号", "设备编号"}, example: "A20240001"},
		{path: "owner", en: "Owner", zh: "使用单位", aliases: []string{"所有者"}},
		{path: "categoryCode", en: "Category code", zh: "分类代码", as: asCode, note: "JJF 1022."},
		{path: "discipline", en: "Discipline", zh: "专业", as: asEnum, enum: "Discipline", example: "力学"},
		{path: "role", en: "Role", zh: "器具用途", as: asEnum, enum: "InstrumentRole", example: "工作计量器具"},
		{path: "measuringIntervals[0].lower", en: "Range from", zh: "测量范围下限", as: asQuantity, example: "0 MPa"},
		{path: "measuringIntervals[0].upper", en: "Range to", zh: "测量范围上限", as: asQuantity, example: "1.6 MPa"},
		{path: "accuracyClass", en: "Accuracy class", zh: "准确度等级", as: asCode, example: "1.6"},
		{path: "maximumPermissibleErrors[0].text", en: "Maximum permissible error", zh: "最大允许误差"},
		{path: "resolution", en: "Resolution", zh: "分辨力", as: asQuantity, aliases: []string{"分度值"}, example: "0.05 MPa"},
		{path: "description.zh", en: "Description", zh: "说明", aliases: []string{"备注"}},
	}
}

func environments() []column {
	return []column{
		{path: "key", en: "Environment number", zh: "环境编号", as: asKey, required: true, example: "ENV-1",
			note: "The same number is the same environment, also in another file. 同一编号即同一条环境记录。"},
		{path: "name.zh", en: "Name", zh: "名称"},
		{path: "place.name.zh", en: "Place", zh: "地点", example: "压力实验室"},
		{path: "temperature", en: "Temperature", zh: "温度", as: asInfluence, aliases: []string{"环境温度"}, example: "20.1 ℃ ± 0.3 ℃ (k=2)"},
		{path: "relativeHumidity", en: "Relative humidity", zh: "相对湿度", as: asInfluence, aliases: []string{"湿度"}, example: "55 %RH"},
		{path: "pressure", en: "Atmospheric pressure", zh: "大气压", as: asInfluence, aliases: []string{"气压", "大气压力"}, example: "101.3 kPa"},
		{path: "description.zh", en: "Description", zh: "说明", aliases: []string{"备注"}},
	}
}

func persons() []column {
	return []column{
		{path: "name.zh", en: "Name", zh: "姓名", required: true, example: "张示例"},
		{path: "name.en", en: "Name in Latin letters", zh: "英文姓名"},
		{path: "employeeNumber", en: "Employee number", zh: "工号", as: asCode, aliases: []string{"员工编号"}, example: "E1001"},
		{path: "qualifications[0].number", en: "Qualification number", zh: "资格证号", as: asCode, aliases: []string{"注册计量师证号"}},
		{path: "qualifications[0].scope.zh", en: "Qualification scope", zh: "资格范围"},
		{path: "qualifications[0].discipline", en: "Qualification discipline", zh: "资格专业", as: asEnum, enum: "Discipline"},
		{path: "qualifications[0].validUntil", en: "Qualification valid until", zh: "资格有效期至", as: asDate},
		{path: "email", en: "Email", zh: "邮箱", as: asCode, aliases: []string{"电子邮箱"}},
		{path: "phone", en: "Phone", zh: "电话", as: asCode},
	}
}

func methods() []column {
	return []column{
		{path: "code", en: "Code", zh: "方法编号", as: asCode, aliases: []string{"编号", "规程号"}, required: true, example: "JJG 52-2013"},
		{path: "title.zh", en: "Title", zh: "方法名称", aliases: []string{"名称"}, example: "弹性元件式一般压力表、压力真空表和真空表检定规程"},
		{path: "title.en", en: "Title in English", zh: "英文名称"},
		{path: "kind", en: "Kind", zh: "方法类型", as: asEnum, enum: "NormKind", required: true, example: "JJG"},
		{path: "discipline", en: "Discipline", zh: "专业", as: asEnum, enum: "Discipline", example: "力学"},
		{path: "inForce", en: "In force", zh: "现行有效", as: asFlag, example: "是"},
		{path: "validFrom", en: "Valid from", zh: "实施日期", as: asDate, example: "2013-12-27"},
		{path: "validUntil", en: "Valid until", zh: "废止日期", as: asDate},
	}
}

// Columns of results that are no values themselves.
const (
	ofCertificate = "certificate"
	ofRevision    = "revision"
	ofTable       = "table"
	ofAdjustment  = "adjustment"
	ofQuantity    = "quantityKind"
	ofUnit        = "unit"
	ofU           = "U"
	ofFactor      = "k"
	ofProbability = "p"
)

func results() []column {
	return []column{
		{path: ofCertificate, en: "Certificate number", zh: "证书编号", as: asCode, aliases: []string{"报告编号", "证书号", "certificate no"}, required: true, example: "GDMI-2024-V00001"},
		{path: ofTable, en: "Result", zh: "项目名称", aliases: []string{"检定项目", "校准项目"}, example: "示值误差"},
		{path: ofAdjustment, en: "Adjustment", zh: "调整状态", as: asEnum, enum: "Adjustment"},
		{path: ofQuantity, en: "Quantity", zh: "量", as: asCode, example: "pressure"},
		{path: ofUnit, en: "Unit", zh: "单位", as: asCode, aliases: []string{"计量单位"}, example: "MPa", note: "Where the cells have none. 单元格未写单位时适用。"},
		{path: "NOMINAL", en: "Nominal value", zh: "标称值", as: asQuantity, aliases: []string{"校准点", "检定点"}, example: "0.4"},
		{path: "REFERENCE_VALUE", en: "Reference value", zh: "参考值", as: asQuantity, aliases: []string{"标准值", "参考量值"}, example: "0.4003"},
		{path: "INDICATION", en: "Indication", zh: "示值", as: asQuantity, aliases: []string{"被测示值"}, example: "0.402"},
		{path: "MEASURED_VALUE", en: "Measured value", zh: "测得值", as: asQuantity, aliases: []string{"测量值", "实测值", "测量结果"}},
		{path: "ERROR", en: "Error", zh: "示值误差", as: asQuantity, aliases: []string{"误差"}, example: "0.0017"},
		{path: "CORRECTION", en: "Correction", zh: "修正值", as: asQuantity},
		{path: "LIMIT_LOWER", en: "Lower limit", zh: "下限", as: asQuantity, example: "-0.016"},
		{path: "LIMIT_UPPER", en: "Upper limit", zh: "上限", as: asQuantity, example: "0.016"},
		{path: ofU, en: "Expanded uncertainty U", zh: "扩展不确定度U", as: asQuantity, aliases: []string{"扩展不确定度", "不确定度", "U", "expanded uncertainty"}, example: "0.0040"},
		{path: ofFactor, en: "Coverage factor k", zh: "包含因子k", as: asDecimal, aliases: []string{"包含因子", "k", "coverage factor"}, example: "2"},
		{path: ofProbability, en: "Coverage probability p", zh: "包含概率p", as: asDecimal, aliases: []string{"包含概率", "p"}, example: "0.95"},
		{path: "CONFORMITY", en: "Verdict", zh: "符合性", as: asEnum, enum: "Conformity", aliases: []string{"判定", "单项结论"}, example: "合格"},
	}
}

// header is what people see above the column.
func (c *column) header() string { return c.zh + " " + c.en }

// names are the keys of all that the column may be called.
func (c *column) names() []string {
	names := []string{key(c.zh), key(c.en), key(c.zh + c.en), key(c.en + c.zh), key(c.path)}
	for _, alias := range c.aliases {
		names = append(names, key(alias))
	}
	return names
}

// key is a header without what does not tell it from others: signs, spaces, width and case.
func key(header string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(width.Fold.String(header)) {
		if c > 0x2e7f && !isPunctuation(c) || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		}
	}
	return b.String()
}

func isPunctuation(c rune) bool {
	return c >= 0x3000 && c <= 0x303f || c >= 0xff00 && c <= 0xff0f || c >= 0xff1a && c <= 0xff20
}
