package sample

import "metrograph/model"

// The lists below are shared by all certificates; nobody writes to them.
var (
	coverage         = []model.Decimal{"0.95"} // the probability of every interval
	bilingual        = []string{"zh", "en"}
	chinese          = []string{"zh"}
	uncertaintyBasis = []string{"JJF 1059.1-2012 测量不确定度评定与表示"}
	evaluationBasis  = []string{"JJF 1015-2014 计量器具型式评价通用规范"}
	lawBasis         = []string{"中华人民共和国计量法"}
)

// languages of the documents of a laboratory: those of municipal offices are in Chinese.
func languages(l *lab) []string {
	if l.row.parent == "GDMI" || l.index%5 == 4 {
		return chinese
	}
	return bilingual
}

func basis(a model.Activity) []string {
	switch a {
	case model.ActivityVerification:
		return lawBasis
	case model.ActivityTypeEvaluation:
		return evaluationBasis
	}
	return uncertaintyBasis
}
