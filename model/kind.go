package model

import "strings"

// Kind names a kind of record.
type Kind string

const (
	KindInstitution Kind = "institution" // 机构
	KindCertificate Kind = "certificate" // 证书与报告
	KindInstrument  Kind = "instrument"  // 计量器具
	KindEnvironment Kind = "environment" // 环境条件
	KindPerson      Kind = "person"      // 人员
	KindMethod      Kind = "method"      // 方法
	KindDataset     Kind = "dataset"     // 数据集
	KindAttachment  Kind = "attachment"  // 附件
	KindAgreement   Kind = "agreement"   // 共享协议
	KindCredential  Kind = "credential"  // 访问凭证 (API keys; never served as a record)

	KindCollectionJob Kind = "collectionJob" // 采集任务
	KindExport        Kind = "export"        // 数据导出
	KindWebhook       Kind = "webhook"       // 推送订阅
	KindSubmission    Kind = "submission"    // 数据汇交

	KindCommittee   Kind = "committee"   // 专家委员会
	KindEvaluation  Kind = "evaluation"  // 评价
	KindReview      Kind = "review"      // 评审意见
	KindPublication Kind = "publication" // 发布
	KindReport      Kind = "report"      // 分析报告与蓝皮书
)

// Kinds lists every kind of record, in a fixed order.
func Kinds() []Kind {
	return []Kind{
		KindInstitution, KindCertificate, KindInstrument, KindEnvironment, KindPerson,
		KindMethod, KindDataset, KindAttachment, KindAgreement, KindCredential,
		KindCollectionJob, KindExport, KindWebhook, KindSubmission,
		KindCommittee, KindEvaluation, KindReview,
		KindPublication, KindReport,
	}
}

// prefix begins the identifiers of the kind's records.
func (k Kind) prefix() string {
	switch k {
	case KindInstitution:
		return "inst"
	case KindCertificate:
		return "cert"
	case KindInstrument:
		return "instr"
	case KindEnvironment:
		return "env"
	case KindPerson:
		return "pers"
	case KindMethod:
		return "meth"
	case KindDataset:
		return "data"
	case KindAttachment:
		return "att"
	case KindAgreement:
		return "agr"
	case KindCredential:
		return "key"
	case KindCollectionJob:
		return "job"
	case KindExport:
		return "exp"
	case KindWebhook:
		return "hook"
	case KindSubmission:
		return "sub"
	case KindCommittee:
		return "comm"
	case KindEvaluation:
		return "eval"
	case KindReview:
		return "rev"
	case KindPublication:
		return "pub"
	case KindReport:
		return "rep"
	}
	return ""
}

// TypeName is the name of the kind's type in the schema, e.g. Certificate.
func (k Kind) TypeName() string {
	if k == "" {
		return ""
	}
	return strings.ToUpper(string(k[:1])) + string(k[1:])
}

// New returns an empty record of the kind, or nil for an unknown one.
func (k Kind) New() Record {
	switch k {
	case KindInstitution:
		return new(Institution)
	case KindCertificate:
		return new(Certificate)
	case KindInstrument:
		return new(Instrument)
	case KindEnvironment:
		return new(Environment)
	case KindPerson:
		return new(Person)
	case KindMethod:
		return new(Method)
	case KindDataset:
		return new(Dataset)
	case KindAttachment:
		return new(Attachment)
	case KindAgreement:
		return new(Agreement)
	case KindCredential:
		return new(Credential)
	case KindCollectionJob:
		return new(CollectionJob)
	case KindExport:
		return new(Export)
	case KindWebhook:
		return new(Webhook)
	case KindSubmission:
		return new(Submission)
	case KindCommittee:
		return new(Committee)
	case KindEvaluation:
		return new(Evaluation)
	case KindReview:
		return new(Review)
	case KindPublication:
		return new(Publication)
	case KindReport:
		return new(Report)
	}
	return nil
}
