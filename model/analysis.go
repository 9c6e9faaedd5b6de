package model

// AnalysisPoint is one result in a series of deviations: an error of indication at a point of
// an instrument, at a calibration.
type AnalysisPoint struct {
	Date          Date       `json:"date,omitempty"`
	Years         float64    `json:"years"` // since the first point, of 365.25 days
	Value         float64    `json:"value"`
	Uncertainty   *float64   `json:"uncertainty,omitempty"` // standard uncertainty
	Adjustment    Adjustment `json:"adjustment"`
	Segment       int        `json:"segment"` // how often the instrument was adjusted before
	Fitted        *float64   `json:"fitted,omitempty"`
	CertificateID ID         `json:"certificate,omitempty"`
}

// Analysis is what a series of deviations tells. What could not be computed is null, and a
// note says why. Numbers are in Unit, slopes in Unit per year.
type Analysis struct {
	Unit           Unit                `json:"unit"`
	Nominal        *float64            `json:"nominal,omitempty"`
	NominalUnit    Unit                `json:"nominalUnit"`
	Points         []AnalysisPoint     `json:"points"`
	CertificateIDs []ID                `json:"certificates"`
	Excluded       []AnalysisExclusion `json:"excluded"`
	Mean           *float64            `json:"mean,omitempty"`
	Deviation      *float64            `json:"deviation,omitempty"` // experimental standard deviation
	Drift          *DriftLine          `json:"drift,omitempty"`
	RobustDrift    *RobustDrift        `json:"robustDrift,omitempty"`
	Trend          *TrendTest          `json:"trend,omitempty"`
	Stability      *StabilityCheck     `json:"stability,omitempty"`
	Forecast       *LimitForecast      `json:"forecast,omitempty"`
	Individuals    *ControlChart       `json:"individuals,omitempty"`
	EWMA           *ControlChart       `json:"ewma,omitempty"`
	CUSUM          *CumulativeChart    `json:"cusum,omitempty"`
	Changes        []LevelChange       `json:"changes"`
	Repeatability  *PooledDeviation    `json:"repeatability,omitempty"`
	Season         *SeasonalInfluence  `json:"season,omitempty"`
	Temperature    *Association        `json:"temperature,omitempty"`
	Intervals      []IntervalAdvice    `json:"intervals"`
	Conformity     []ConformityCheck   `json:"conformity"`
	Notes          []AnalysisNote      `json:"notes"`
}

// AnalysisExclusion is a certificate that could not be used, and why.
type AnalysisExclusion struct {
	CertificateID ID     `json:"certificate,omitempty"`
	Reason        string `json:"reason"`
}

// Why a certificate is not part of an analysis.
const (
	ExcludedMasked    = "RESULTS_MASKED"
	ExcludedWithdrawn = "WITHDRAWN"
	ExcludedReplaced  = "REPLACED"
	ExcludedItems     = "SEVERAL_ITEMS"
	ExcludedDate      = "NO_DATE"
	ExcludedPoint     = "NO_SUCH_POINT"
)

// AnalysisNote says of a part of an analysis why it is missing, or what to heed about it.
type AnalysisNote struct {
	About   string `json:"about"`
	Message Text   `json:"message"`
}

// DriftLine is a straight line through deviations over time.
type DriftLine struct {
	Slope            float64 `json:"slope"`
	SlopeUncertainty float64 `json:"slopeUncertainty"`
	Level            float64 `json:"level"` // at the first point's date, of the last segment
	LevelUncertainty float64 `json:"levelUncertainty"`
	Covariance       float64 `json:"covariance"`
	ChiSquared       float64 `json:"chiSquared"`
	DegreesOfFreedom int     `json:"degreesOfFreedom"`
	BirgeRatio       float64 `json:"birgeRatio"`
	Probability      float64 `json:"probability"` // of such a chi-squared
	Significance     float64 `json:"significance"`
	Weighted         bool    `json:"weighted"`
	Segments         int     `json:"segments"`
}

// RobustDrift is the slope of Theil and Sen.
type RobustDrift struct {
	Slope float64 `json:"slope"`
	Lower float64 `json:"lower"`
	Upper float64 `json:"upper"`
	Level float64 `json:"level"`
}

// TrendTest is the test of Mann and Kendall.
type TrendTest struct {
	Score       int     `json:"score"`
	Variance    float64 `json:"variance"`
	Statistic   float64 `json:"statistic"`
	Probability float64 `json:"probability"`
	Exact       bool    `json:"exact"`
}

// StabilityCheck is the check of stability of JJF 1033.
type StabilityCheck struct {
	Range         float64 `json:"range"`
	LargestChange float64 `json:"largestChange"`
	Limit         float64 `json:"limit"`
	Stable        bool    `json:"stable"`
}

// LimitForecast is when |deviation| + U reaches the limit.
type LimitForecast struct {
	Limit   float64  `json:"limit"`
	Reached bool     `json:"reached"`           // within the time looked ahead
	Date    Date     `json:"date,omitempty"`    // when
	Years   *float64 `json:"years,omitempty"`   // since the last point
	Current *float64 `json:"current,omitempty"` // |deviation| + U at the last point, by the line
}

// ControlChart is a chart of individual values or of moving averages.
type ControlChart struct {
	Centre  float64       `json:"centre"`
	Sigma   float64       `json:"sigma"`
	Plotted []float64     `json:"plotted"`
	Lower   []float64     `json:"lower"`
	Upper   []float64     `json:"upper"`
	Signals []ChartSignal `json:"signals"`
}

// CumulativeChart is a chart of cumulative sums.
type CumulativeChart struct {
	High     []float64     `json:"high"`
	Low      []float64     `json:"low"`
	Decision float64       `json:"decision"`
	Signals  []ChartSignal `json:"signals"`
}

// ChartSignal is a pattern that a chart shows, by the places of its points.
type ChartSignal struct {
	Rule  string `json:"rule"`
	First int    `json:"first"`
	Last  int    `json:"last"`
}

// LevelChange is a change of level in a series.
type LevelChange struct {
	Index       int     `json:"index"`
	Date        Date    `json:"date,omitempty"`
	Before      float64 `json:"before"`
	After       float64 `json:"after"`
	Probability float64 `json:"probability"`
}

// PooledDeviation is a standard deviation from repeated readings of several calibrations.
type PooledDeviation struct {
	Deviation        float64 `json:"deviation"`
	DegreesOfFreedom int     `json:"degreesOfFreedom"`
	Groups           int     `json:"groups"`
}

// SeasonalInfluence is a yearly course.
type SeasonalInfluence struct {
	Amplitude   float64 `json:"amplitude"`
	Peak        float64 `json:"peak"`
	Probability float64 `json:"probability"`
	Count       int     `json:"count"`
}

// Association is a rank correlation.
type Association struct {
	Coefficient float64 `json:"coefficient"`
	Probability float64 `json:"probability"`
	Count       int     `json:"count"`
}

// IntervalAdvice is a recalibration interval that a method of ILAC-G24 advises.
type IntervalAdvice struct {
	Method string   `json:"method"`
	Months *float64 `json:"months,omitempty"`
	Basis  Text     `json:"basis"`
}

// ConformityCheck is the verdict on a point, beside what its certificate states.
type ConformityCheck struct {
	Date          Date       `json:"date,omitempty"`
	CertificateID ID         `json:"certificate,omitempty"`
	Probability   *float64   `json:"probability,omitempty"` // of conformance
	Verdict       string     `json:"verdict,omitempty"`     // JJF 1094
	Decision      Conformity `json:"decision,omitempty"`    // ILAC-G8, guard band U
	Stated        Conformity `json:"stated,omitempty"`
	Disagrees     bool       `json:"disagrees"`
}

// Population is what the instruments of a group have in common, and who stands out.
type Population struct {
	Unit           Unit                   `json:"unit"`
	Nominal        *float64               `json:"nominal,omitempty"`
	NominalUnit    Unit                   `json:"nominalUnit"`
	PointCount     int                    `json:"pointCount"`
	CertificateIDs []ID                   `json:"certificates"`
	Excluded       []AnalysisExclusion    `json:"excluded"`
	Members        []PopulationMember     `json:"members"`
	Robust         *RobustMean            `json:"robust,omitempty"`
	Components     *VarianceComponents    `json:"components,omitempty"`
	Laboratories   []LaboratoryAgreement  `json:"laboratories"`
	Consistency    *LaboratoryConsistency `json:"consistency,omitempty"`
	Clusters       []PopulationCluster    `json:"clusters"`
	Silhouette     *float64               `json:"silhouette,omitempty"`
	Reliability    *ObservedReliability   `json:"reliability,omitempty"`
	Season         *SeasonalInfluence     `json:"season,omitempty"`
	Temperature    *Association           `json:"temperature,omitempty"`
	Disagreements  []ConformityCheck      `json:"disagreements"`
	Notes          []AnalysisNote         `json:"notes"`
}

// PopulationMember is one instrument among the others.
type PopulationMember struct {
	InstrumentID ID       `json:"instrument,omitempty"`
	PointCount   int      `json:"pointCount"`
	Level        float64  `json:"level"` // last deviation
	Slope        *float64 `json:"slope,omitempty"`
	Score        *float64 `json:"score,omitempty"` // robust z-score of the level
	SlopeScore   *float64 `json:"slopeScore,omitempty"`
	Probability  *float64 `json:"probability,omitempty"` // of the larger of the scores among so many
	Outlier      bool     `json:"outlier"`
	Cluster      *int     `json:"cluster,omitempty"`
}

// RobustMean is algorithm A of ISO 13528.
type RobustMean struct {
	Mean        float64 `json:"mean"`
	Deviation   float64 `json:"deviation"`
	Uncertainty float64 `json:"uncertainty"`
	Count       int     `json:"count"`
}

// VarianceComponents are the components within and between instruments.
type VarianceComponents struct {
	Within           float64 `json:"within"`
	Between          float64 `json:"between"`
	Total            float64 `json:"total"`
	Statistic        float64 `json:"statistic"`
	Probability      float64 `json:"probability"`
	DegreesOfFreedom int     `json:"degreesOfFreedom"`
}

// LaboratoryAgreement is how a laboratory's results compare with those of the others.
type LaboratoryAgreement struct {
	InstitutionID ID       `json:"institution,omitempty"`
	PointCount    int      `json:"pointCount"`
	Value         float64  `json:"value"`
	Uncertainty   float64  `json:"uncertainty"`
	Deviation     float64  `json:"deviation"`
	Expanded      float64  `json:"expandedUncertainty"`
	Score         *float64 `json:"score,omitempty"` // En
	Excluded      bool     `json:"excluded"`
}

// LaboratoryConsistency is whether the laboratories agree.
type LaboratoryConsistency struct {
	Reference   float64  `json:"reference"`
	Uncertainty float64  `json:"uncertainty"`
	ChiSquared  float64  `json:"chiSquared"`
	BirgeRatio  float64  `json:"birgeRatio"`
	Probability float64  `json:"probability"`
	Consistent  bool     `json:"consistent"`
	Between     *float64 `json:"between,omitempty"` // standard deviation between laboratories, by Mandel and Paule
}

// PopulationCluster is a cluster of instruments that behave alike.
type PopulationCluster struct {
	Size  int     `json:"size"`
	Level float64 `json:"level"`
	Slope float64 `json:"slope"`
}

// ObservedReliability is how often instruments were found within their limits.
type ObservedReliability struct {
	InTolerance int      `json:"inTolerance"`
	Count       int      `json:"count"`
	Observed    float64  `json:"observed"`
	Lower       float64  `json:"lower"`
	Upper       float64  `json:"upper"`
	Months      float64  `json:"months"`                  // mean interval
	Advised     *float64 `json:"advisedMonths,omitempty"` // for the target
	Safe        *float64 `json:"safeMonths,omitempty"`
}

// SeriesPoint is a deviation of a series that a caller brings along.
type SeriesPoint struct {
	Date        Date         `json:"date"`
	Value       Decimal      `json:"value"`
	Unit        Unit         `json:"unit"`
	Uncertainty *Uncertainty `json:"uncertainty,omitempty"`
	Adjustment  Adjustment   `json:"adjustment,omitempty"`
}

// PointChoice is which result of a certificate is meant.
type PointChoice struct {
	Result       string  `json:"result,omitempty"` // part of its name in any language
	QuantityKind string  `json:"quantityKind,omitempty"`
	Nominal      Decimal `json:"nominal,omitempty"`
	NominalUnit  Unit    `json:"nominalUnit,omitzero"`
}

// AnalysisOptions are what an analysis may be told beyond the series.
type AnalysisOptions struct {
	Limit     Decimal `json:"limit,omitempty"`
	Months    Decimal `json:"months,omitempty"`
	Target    Decimal `json:"target,omitempty"`
	InService bool    `json:"inService,omitempty"`
}
