package model

// EvaluationSheet is what an evaluator is given to judge by: nothing of it is typed, all of
// it is computed from records as whoever asks may read them.
type EvaluationSheet struct {
	SubjectID    ID            `json:"subject"`      // a certificate or a data set
	Certificates int           `json:"certificates"` // that were looked at
	More         bool          `json:"more"`         // whether the data set has more of them
	Lines        []SheetLine   `json:"lines"`        // of all together: the worst of each, and how many
	Members      []SheetMember `json:"members"`      // of a data set: its certificates one by one
}

// SheetMember is one certificate of a data set.
type SheetMember struct {
	CertificateID ID          `json:"certificate"`
	Lines         []SheetLine `json:"lines"`
}

// SheetLine is one question of the sheet with its answer.
type SheetLine struct {
	Topic    SheetTopic            `json:"topic"`
	Criteria []EvaluationCriterion `json:"criteria"` // that it informs
	Norm     string                `json:"norm"`
	Clause   string                `json:"clause"`
	Asked    Text                  `json:"asked"`
	Outcome  SheetOutcome          `json:"outcome"`
	Found    Text                  `json:"found"`
	Value    Decimal               `json:"value,omitempty"` // the number that decides: the worst of several
	Limit    Decimal               `json:"limit,omitempty"` // that it is compared with
	Unit     Unit                  `json:"unit,omitzero"`   // of both
	Checked  int                   `json:"checked"`         // things that were looked at: points, standards, rules, …
	Failing  int                   `json:"failing"`         // of them not as asked
	Path     string                `json:"path,omitempty"`  // of the worst, in its certificate
	Records  []ID                  `json:"records"`         // that the answer rests on
}

// SheetTopic is what a line of the sheet asks about.
type SheetTopic string

const (
	SheetFindings     SheetTopic = "FINDINGS"     // 规则检查
	SheetQuality      SheetTopic = "QUALITY"      // 数据质量得分
	SheetMeasured     SheetTopic = "MEASURED"     // 测量数据
	SheetUnits        SheetTopic = "UNITS"        // 计量单位
	SheetChain        SheetTopic = "CHAIN"        // 溯源链
	SheetStandards    SheetTopic = "STANDARDS"    // 计量标准有效性
	SheetCapability   SheetTopic = "CAPABILITY"   // 校准和测量能力
	SheetReference    SheetTopic = "REFERENCE"    // 与参考值比对
	SheetHistory      SheetTopic = "HISTORY"      // 历史一致性
	SheetIndependence SheetTopic = "INDEPENDENCE" // 机构独立性
	SheetSeparation   SheetTopic = "SEPARATION"   // 人员职责分离
)

func (SheetTopic) Values() []SheetTopic {
	return []SheetTopic{SheetFindings, SheetQuality, SheetMeasured, SheetUnits, SheetChain, SheetStandards, SheetCapability,
		SheetReference, SheetHistory, SheetIndependence, SheetSeparation}
}

// EvaluationCriterion is one of the six sides that experts judge data by.
type EvaluationCriterion string

const (
	CriterionMeasured     EvaluationCriterion = "MEASURED"     // 实测性
	CriterionAccurate     EvaluationCriterion = "ACCURATE"     // 准确性
	CriterionImpartial    EvaluationCriterion = "IMPARTIAL"    // 公正性
	CriterionPractical    EvaluationCriterion = "PRACTICAL"    // 实用性
	CriterionCompleteness EvaluationCriterion = "COMPLETENESS" // 完整性
	CriterionTraceability EvaluationCriterion = "TRACEABILITY" // 溯源性
)

func (EvaluationCriterion) Values() []EvaluationCriterion {
	return []EvaluationCriterion{CriterionMeasured, CriterionAccurate, CriterionImpartial, CriterionPractical,
		CriterionCompleteness, CriterionTraceability}
}

// SheetOutcome is what a line comes to.
type SheetOutcome string

const (
	SheetPassed        SheetOutcome = "PASSED"         // 通过
	SheetAttention     SheetOutcome = "ATTENTION"      // 需关注
	SheetFailed        SheetOutcome = "FAILED"         // 不通过
	SheetNotApplicable SheetOutcome = "NOT_APPLICABLE" // 不适用
)

func (SheetOutcome) Values() []SheetOutcome {
	return []SheetOutcome{SheetPassed, SheetAttention, SheetFailed, SheetNotApplicable}
}

// Worse tells whether the outcome weighs more than another one.
func (o SheetOutcome) Worse(than SheetOutcome) bool { return o.weight() > than.weight() }

func (o SheetOutcome) weight() int {
	switch o {
	case SheetFailed:
		return 3
	case SheetAttention:
		return 2
	case SheetPassed:
		return 1
	}
	return 0
}
