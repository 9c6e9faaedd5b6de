package model

// Activity is what was done to the instrument.
type Activity string

const (
	ActivityVerification   Activity = "VERIFICATION"    // 检定
	ActivityCalibration    Activity = "CALIBRATION"     // 校准
	ActivityTesting        Activity = "TESTING"         // 检测
	ActivityTypeEvaluation Activity = "TYPE_EVALUATION" // 型式评价
)

// DocumentType is the type of the issued document.
type DocumentType string

const (
	DocumentVerificationCertificate DocumentType = "VERIFICATION_CERTIFICATE" // 检定证书
	DocumentRejectionNotice         DocumentType = "REJECTION_NOTICE"         // 检定结果通知书
	DocumentCalibrationCertificate  DocumentType = "CALIBRATION_CERTIFICATE"  // 校准证书
	DocumentTestReport              DocumentType = "TEST_REPORT"              // 检测报告
	DocumentTypeEvaluationReport    DocumentType = "TYPE_EVALUATION_REPORT"   // 型式评价报告
)

// VerificationKind tells a first verification from a later one.
type VerificationKind string

const (
	VerificationInitial    VerificationKind = "INITIAL"    // 首次检定
	VerificationSubsequent VerificationKind = "SUBSEQUENT" // 后续检定
)

// Discipline is one of the ten disciplines of metrology.
type Discipline string

const (
	DisciplineLength            Discipline = "LENGTH"             // 长度
	DisciplineThermal           Discipline = "THERMAL"            // 热工
	DisciplineMechanics         Discipline = "MECHANICS"          // 力学
	DisciplineElectromagnetics  Discipline = "ELECTROMAGNETICS"   // 电磁
	DisciplineRadio             Discipline = "RADIO"              // 无线电
	DisciplineTimeFrequency     Discipline = "TIME_FREQUENCY"     // 时间频率
	DisciplineOptics            Discipline = "OPTICS"             // 光学
	DisciplineAcoustics         Discipline = "ACOUSTICS"          // 声学
	DisciplineIonizingRadiation Discipline = "IONIZING_RADIATION" // 电离辐射
	DisciplineChemistry         Discipline = "CHEMISTRY"          // 化学
)

// Classification is the class of a record: may it be public?
type Classification string

const (
	ClassificationPublic    Classification = "PUBLIC"     // 公开类
	ClassificationNonPublic Classification = "NON_PUBLIC" // 非公开类
)

// Level is the level of an institution, and of the data that it owns.
type Level string

const (
	LevelNational     Level = "NATIONAL"     // 国家级
	LevelProvincial   Level = "PROVINCIAL"   // 省市级
	LevelThirdParty   Level = "THIRD_PARTY"  // 第三方
	LevelManufacturer Level = "MANUFACTURER" // 生产企业
)

// Rank orders levels, the highest last: 3 for the nation, 2 for a province, 1 for laboratories
// and manufacturers, 0 for what is no level.
func (l Level) Rank() int {
	switch l {
	case LevelNational:
		return 3
	case LevelProvincial:
		return 2
	case LevelThirdParty, LevelManufacturer:
		return 1
	}
	return 0
}

// Status is where a record stands between being recorded and being published.
type Status string

const (
	StatusDraft     Status = "DRAFT"     // 草稿
	StatusRecorded  Status = "RECORDED"  // 已登记
	StatusReviewed  Status = "REVIEWED"  // 已审核
	StatusPublished Status = "PUBLISHED" // 已发布
	StatusWithdrawn Status = "WITHDRAWN" // 已撤回
)

// SourceCategory says from which part of a business the data comes.
type SourceCategory string

const (
	SourceEnergy             SourceCategory = "ENERGY"              // 能源
	SourceBusinessManagement SourceCategory = "BUSINESS_MANAGEMENT" // 经营管理
	SourceProcessControl     SourceCategory = "PROCESS_CONTROL"     // 工艺过程控制
	SourceProductQuality     SourceCategory = "PRODUCT_QUALITY"     // 产品质量检验
	SourceSafetyEnvironment  SourceCategory = "SAFETY_ENVIRONMENT"  // 安全环保
)

// DataStage tells raw from processed data.
type DataStage string

const (
	StageRaw     DataStage = "RAW"     // 原始数据
	StageBasic   DataStage = "BASIC"   // 基础性数据
	StageDerived DataStage = "DERIVED" // 衍生性数据
)

// InstitutionKind is what an institution is.
type InstitutionKind string

const (
	InstitutionNationalInstitute InstitutionKind = "NATIONAL_INSTITUTE"     // 国家计量院
	InstitutionLocalInstitute    InstitutionKind = "LOCAL_INSTITUTE"        // 地方计量机构
	InstitutionIndustryCentre    InstitutionKind = "INDUSTRY_CENTRE"        // 行业计量中心
	InstitutionThirdPartyLab     InstitutionKind = "THIRD_PARTY_LABORATORY" // 第三方实验室
	InstitutionManufacturer      InstitutionKind = "MANUFACTURER"           // 生产企业
	InstitutionOther             InstitutionKind = "OTHER"                  // 其他
)

// AccreditationKind is the scheme of an accreditation.
type AccreditationKind string

const (
	AccreditationCNAS  AccreditationKind = "CNAS"  // 中国合格评定国家认可委员会认可
	AccreditationCMA   AccreditationKind = "CMA"   // 检验检测机构资质认定
	AccreditationOther AccreditationKind = "OTHER" // 其他
)

// PlaceKind is where an activity was performed.
type PlaceKind string

const (
	PlaceLaboratory PlaceKind = "LABORATORY"    // 实验室
	PlaceCustomer   PlaceKind = "CUSTOMER_SITE" // 客户现场
	PlaceOther      PlaceKind = "OTHER"         // 其他地点
)

// PersonnelRole is what a person did for a certificate.
type PersonnelRole string

const (
	PersonnelPerformed  PersonnelRole = "PERFORMED"  // 检定员/校准员
	PersonnelChecked    PersonnelRole = "CHECKED"    // 核验员
	PersonnelAuthorized PersonnelRole = "AUTHORIZED" // 批准人
)

// Adjustment tells results before an adjustment of the instrument from those after it.
type Adjustment string

const (
	AdjustmentNone    Adjustment = "NONE"     // 未调整
	AdjustmentAsFound Adjustment = "AS_FOUND" // 调整前
	AdjustmentAsLeft  Adjustment = "AS_LEFT"  // 调整后
)

// ColumnRole is what the values of a column are.
type ColumnRole string

const (
	ColumnNominal        ColumnRole = "NOMINAL"         // 标称值
	ColumnReferenceValue ColumnRole = "REFERENCE_VALUE" // 参考量值
	ColumnIndication     ColumnRole = "INDICATION"      // 示值
	ColumnMeasuredValue  ColumnRole = "MEASURED_VALUE"  // 测得的量值
	ColumnError          ColumnRole = "ERROR"           // 示值误差
	ColumnCorrection     ColumnRole = "CORRECTION"      // 修正值
	ColumnLimitLower     ColumnRole = "LIMIT_LOWER"     // 下限
	ColumnLimitUpper     ColumnRole = "LIMIT_UPPER"     // 上限
	ColumnConformity     ColumnRole = "CONFORMITY"      // 符合性
	ColumnInfluence      ColumnRole = "INFLUENCE"       // 影响量
	ColumnOther          ColumnRole = "OTHER"           // 其他
)

// Conformity is a verdict on conformity with a requirement (JJF 1094: three-way).
type Conformity string

const (
	ConformityPass            Conformity = "PASS"             // 合格
	ConformityFail            Conformity = "FAIL"             // 不合格
	ConformityConditionalPass Conformity = "CONDITIONAL_PASS" // 有条件合格
	ConformityConditionalFail Conformity = "CONDITIONAL_FAIL" // 有条件不合格
	ConformityInconclusive    Conformity = "INCONCLUSIVE"     // 待定
	ConformityNone            Conformity = "NO_STATEMENT"     // 不作判定
)

// UncertaintyKind is the form in which an uncertainty is stated.
type UncertaintyKind string

const (
	UncertaintyStandard UncertaintyKind = "STANDARD"          // 标准不确定度
	UncertaintyExpanded UncertaintyKind = "EXPANDED"          // 扩展不确定度
	UncertaintyInterval UncertaintyKind = "COVERAGE_INTERVAL" // 包含区间
)

// InstrumentRole is what an instrument is used for.
type InstrumentRole string

const (
	InstrumentWorking           InstrumentRole = "WORKING"              // 工作计量器具
	InstrumentStandard          InstrumentRole = "MEASUREMENT_STANDARD" // 计量标准
	InstrumentReferenceMaterial InstrumentRole = "REFERENCE_MATERIAL"   // 标准物质
)

// NormKind is the family of a method's document.
type NormKind string

const (
	NormJJG   NormKind = "JJG"   // 国家计量检定规程
	NormJJF   NormKind = "JJF"   // 国家计量技术规范
	NormGB    NormKind = "GB"    // 国家标准
	NormISO   NormKind = "ISO"   // 国际标准 (ISO, IEC)
	NormOIML  NormKind = "OIML"  // 国际建议
	NormLocal NormKind = "LOCAL" // 地方、行业或内部方法
	NormOther NormKind = "OTHER" // 其他
)

// AttachmentRole is what an attached file is to its record.
type AttachmentRole string

const (
	AttachmentOriginal AttachmentRole = "ORIGINAL" // 原始文件
	AttachmentPDF      AttachmentRole = "PDF"      // PDF 版本
	AttachmentRawData  AttachmentRole = "RAW_DATA" // 原始数据
	AttachmentVideo    AttachmentRole = "VIDEO"    // 视频
	AttachmentPicture  AttachmentRole = "PICTURE"  // 图片
	AttachmentOther    AttachmentRole = "OTHER"    // 其他
)

// AmendmentKind is what a certificate does to an earlier one.
type AmendmentKind string

const (
	AmendmentAmends   AmendmentKind = "AMENDS"   // 修改
	AmendmentReplaces AmendmentKind = "REPLACES" // 替换
)

// Severity is how much a finding weighs.
type Severity string

const (
	SeverityError   Severity = "ERROR"   // 错误: the record is refused
	SeverityWarning Severity = "WARNING" // 警告: the record is kept, the finding with it
	SeverityInfo    Severity = "INFO"    // 提示
)

// Values lists the values of the enumeration in the order of their declaration.
func (Activity) Values() []Activity {
	return []Activity{ActivityVerification, ActivityCalibration, ActivityTesting, ActivityTypeEvaluation}
}
func (DocumentType) Values() []DocumentType {
	return []DocumentType{DocumentVerificationCertificate, DocumentRejectionNotice, DocumentCalibrationCertificate,
		DocumentTestReport, DocumentTypeEvaluationReport}
}
func (VerificationKind) Values() []VerificationKind {
	return []VerificationKind{VerificationInitial, VerificationSubsequent}
}
func (Discipline) Values() []Discipline {
	return []Discipline{DisciplineLength, DisciplineThermal, DisciplineMechanics, DisciplineElectromagnetics, DisciplineRadio,
		DisciplineTimeFrequency, DisciplineOptics, DisciplineAcoustics, DisciplineIonizingRadiation, DisciplineChemistry}
}
func (Classification) Values() []Classification {
	return []Classification{ClassificationPublic, ClassificationNonPublic}
}
func (Level) Values() []Level {
	return []Level{LevelNational, LevelProvincial, LevelThirdParty, LevelManufacturer}
}
func (Status) Values() []Status {
	return []Status{StatusDraft, StatusRecorded, StatusReviewed, StatusPublished, StatusWithdrawn}
}
func (SourceCategory) Values() []SourceCategory {
	return []SourceCategory{SourceEnergy, SourceBusinessManagement, SourceProcessControl, SourceProductQuality, SourceSafetyEnvironment}
}
func (DataStage) Values() []DataStage { return []DataStage{StageRaw, StageBasic, StageDerived} }
func (InstitutionKind) Values() []InstitutionKind {
	return []InstitutionKind{InstitutionNationalInstitute, InstitutionLocalInstitute, InstitutionIndustryCentre,
		InstitutionThirdPartyLab, InstitutionManufacturer, InstitutionOther}
}
func (AccreditationKind) Values() []AccreditationKind {
	return []AccreditationKind{AccreditationCNAS, AccreditationCMA, AccreditationOther}
}
func (PlaceKind) Values() []PlaceKind { return []PlaceKind{PlaceLaboratory, PlaceCustomer, PlaceOther} }
func (PersonnelRole) Values() []PersonnelRole {
	return []PersonnelRole{PersonnelPerformed, PersonnelChecked, PersonnelAuthorized}
}
func (Adjustment) Values() []Adjustment {
	return []Adjustment{AdjustmentNone, AdjustmentAsFound, AdjustmentAsLeft}
}
func (ColumnRole) Values() []ColumnRole {
	return []ColumnRole{ColumnNominal, ColumnReferenceValue, ColumnIndication, ColumnMeasuredValue, ColumnError, ColumnCorrection,
		ColumnLimitLower, ColumnLimitUpper, ColumnConformity, ColumnInfluence, ColumnOther}
}
func (Conformity) Values() []Conformity {
	return []Conformity{ConformityPass, ConformityFail, ConformityConditionalPass, ConformityConditionalFail, ConformityInconclusive, ConformityNone}
}
func (UncertaintyKind) Values() []UncertaintyKind {
	return []UncertaintyKind{UncertaintyStandard, UncertaintyExpanded, UncertaintyInterval}
}
func (InstrumentRole) Values() []InstrumentRole {
	return []InstrumentRole{InstrumentWorking, InstrumentStandard, InstrumentReferenceMaterial}
}
func (NormKind) Values() []NormKind {
	return []NormKind{NormJJG, NormJJF, NormGB, NormISO, NormOIML, NormLocal, NormOther}
}
func (AttachmentRole) Values() []AttachmentRole {
	return []AttachmentRole{AttachmentOriginal, AttachmentPDF, AttachmentRawData, AttachmentVideo, AttachmentPicture, AttachmentOther}
}
func (AmendmentKind) Values() []AmendmentKind {
	return []AmendmentKind{AmendmentAmends, AmendmentReplaces}
}
func (Severity) Values() []Severity { return []Severity{SeverityError, SeverityWarning, SeverityInfo} }

// enumeration is a type whose values are a fixed list.
type enumeration[T any] interface {
	~string
	Values() []T
}
