package resolvers

// analysisFields are the types that carry the answers of analyses, and their fields: what they
// tell comes from results that the caller may read.
func analysisFields() map[string][]string {
	return map[string][]string{
		"Comparison":         {"unit", "reference", "referenceUncertainty", "laboratories", "consistency", "robust", "components", "cochran", "grubbs", "notes"},
		"ComparedLaboratory": {"label", "value", "uncertainty", "deviation", "en", "zeta", "z", "zPrime", "excluded"},
		"OutlierTest":        {"label", "statistic", "criticalFive", "criticalOne", "straggler", "outlier"},
		"Analysis": {"unit", "nominal", "nominalUnit", "points", "certificates", "excluded", "mean", "deviation", "drift", "robustDrift", "trend",
			"stability", "forecast", "individuals", "ewma", "cusum", "changes", "repeatability", "season", "temperature", "intervals", "conformity",
			"notes"},
		"AnalysisPoint":     {"date", "years", "value", "uncertainty", "adjustment", "segment", "fitted", "certificate"},
		"AnalysisExclusion": {"certificate", "reason"},
		"AnalysisNote":      {"about", "message"},
		"DriftLine": {"slope", "slopeUncertainty", "level", "levelUncertainty", "covariance", "chiSquared", "degreesOfFreedom", "birgeRatio",
			"probability", "significance", "weighted", "segments"},
		"RobustDrift":       {"slope", "lower", "upper", "level"},
		"TrendTest":         {"score", "variance", "statistic", "probability", "exact"},
		"StabilityCheck":    {"range", "largestChange", "limit", "stable"},
		"LimitForecast":     {"limit", "reached", "date", "years", "current"},
		"ControlChart":      {"centre", "sigma", "plotted", "lower", "upper", "signals"},
		"CumulativeChart":   {"high", "low", "decision", "signals"},
		"ChartSignal":       {"rule", "first", "last"},
		"LevelChange":       {"index", "date", "before", "after", "probability"},
		"PooledDeviation":   {"deviation", "degreesOfFreedom", "groups"},
		"SeasonalInfluence": {"amplitude", "peak", "probability", "count"},
		"Association":       {"coefficient", "probability", "count"},
		"IntervalAdvice":    {"method", "months", "basis"},
		"ConformityCheck":   {"date", "certificate", "probability", "verdict", "decision", "stated", "disagrees"},
		"Population": {"unit", "nominal", "nominalUnit", "pointCount", "certificates", "excluded", "members", "robust", "components",
			"laboratories", "consistency", "clusters", "silhouette", "reliability", "season", "temperature", "disagreements", "notes"},
		"PopulationMember":      {"instrument", "pointCount", "level", "slope", "score", "slopeScore", "probability", "outlier", "cluster"},
		"RobustMean":            {"mean", "deviation", "uncertainty", "count"},
		"VarianceComponents":    {"within", "between", "total", "statistic", "probability", "degreesOfFreedom"},
		"LaboratoryAgreement":   {"institution", "pointCount", "value", "uncertainty", "deviation", "expandedUncertainty", "score", "excluded"},
		"LaboratoryConsistency": {"reference", "uncertainty", "chiSquared", "birgeRatio", "probability", "consistent", "between"},
		"PopulationCluster":     {"size", "level", "slope"},
		"ObservedReliability":   {"inTolerance", "count", "observed", "lower", "upper", "months", "advisedMonths", "safeMonths"},
	}
}

// analysisInputs are the inputs of analyses, and their fields.
func analysisInputs() map[string][]string {
	return map[string][]string{
		"ComparedResultInput":   {"label", "values", "unit", "uncertainty"},
		"SeriesPointInput":      {"date", "value", "unit", "uncertainty", "adjustment"},
		"StatisticsPeriodInput": {"from", "to"},
		"StatisticsTopInput":    {"dimension", "first", "by"},
		"StatisticsOrder":       {"measure", "direction"},
		"PointChoice":           {"result", "quantityKind", "nominal", "nominalUnit"},
		"AnalysisOptions":       {"limit", "months", "target", "inService"},
	}
}
