package model

// CertificateEvaluation is what the rules of quality come to on a certificate.
type CertificateEvaluation struct {
	Findings []QualityFinding `json:"findings"`
	Quality  Quality          `json:"quality"`
}

// QualityFinding says where a certificate does not meet a demand of a norm, and what to do.
type QualityFinding struct {
	Rule      string           `json:"rule"`
	Norm      string           `json:"norm"`
	Clause    string           `json:"clause"`
	Severity  Severity         `json:"severity"`
	Dimension QualityDimension `json:"dimension"`
	Path      string           `json:"path"`
	Message   Text             `json:"message"`
	Remedy    Text             `json:"remedy"`
}

// Quality is the scores of certificates, from 0 to 100; nil where no rule applies that the
// reader may be told of.
type Quality struct {
	Certificates int           `json:"certificates"` // that were evaluated
	Score        *int          `json:"score"`        // the mean of the others
	Completeness *int          `json:"completeness"`
	Consistency  *int          `json:"consistency"`
	Timeliness   *int          `json:"timeliness"`
	Traceability *int          `json:"traceability"`
	Lowering     []QualityLoss `json:"lowering"` // the most first
}

// QualityLoss is what a rule that is not met takes from the score.
type QualityLoss struct {
	Rule         string           `json:"rule"`
	Dimension    QualityDimension `json:"dimension"`
	Certificates int              `json:"certificates"` // that do not meet the rule
	Points       Decimal          `json:"points"`       // of 100
}

// QualityDimension is a side of the quality of data.
type QualityDimension string

const (
	QualityCompleteness QualityDimension = "COMPLETENESS" // 完整性
	QualityConsistency  QualityDimension = "CONSISTENCY"  // 一致性
	QualityTimeliness   QualityDimension = "TIMELINESS"   // 时效性
	QualityTraceability QualityDimension = "TRACEABILITY" // 溯源性
)

func (QualityDimension) Values() []QualityDimension {
	return []QualityDimension{QualityCompleteness, QualityConsistency, QualityTimeliness, QualityTraceability}
}
