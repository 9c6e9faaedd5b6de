package instrument

import "metrograph/report"

// Method is a method that reports use, with its source as docs/analysis.md gives it.
type Method struct {
	Zh, En  string
	Formula string
	Source  string
	ZhNeed  string // the least that it needs
	EnNeed  string
}

// ofSeries are the methods for the series of one instrument.
func ofSeries() []Method {
	return []Method{
		{"加权漂移直线", "Weighted drift line", "b = Σw(t − t_m)(y − y_m)/Σw(t − t_m)², w = 1/u²", "JCGM 100:2008, H.3; ISO/TS 28037:2010, 6", "3 点", "3 points"},
		{"预测值的不确定度", "Uncertainty of a prediction", "u²(t) = u²(a) + t²u²(b) + 2t·cov(a, b)", "JCGM 100:2008, H.3; ISO/TS 28037:2010, 6", "3 点", "3 points"},
		{"一致性，Birge 比", "Consistency, Birge ratio", "R_B = √(χ²/ν)", "R. T. Birge, Phys. Rev. 40 (1932) 207", "3 点", "3 points"},
		{"稳健斜率", "Robust slope", "med (y_j − y_i)/(t_j − t_i)", "P. K. Sen, J. Am. Stat. Assoc. 63 (1968) 1379", "3 点", "3 points"},
		{"趋势检验", "Test of trend", "S = Σ sign(t_j − t_i)·sign(y_j − y_i)", "H. B. Mann, Econometrica 13 (1945) 245", "4 点", "4 points"},
		{"到达极限的时间", "Time to the limit", "|a + bt| + 2u(t) = L", "ILAC-G24:2022/OIML D 10", "3 点", "3 points"},
		{"计量标准稳定性考核", "Stability of a standard", "max − min", "JJF 1033-2016 (2023), annex C.2", "4 点", "4 points"},
		{"单值控制图", "Chart of individual values", "centre ± 2.66 · mean range", "ISO 7870-2:2013", "3 点", "3 points"},
		{"EWMA 控制图", "Chart of moving averages", "z_t = λx_t + (1 − λ)z_(t−1), λ = 0.3", "ISO 7870-6:2016", "3 点", "3 points"},
		{"累积和控制图", "Chart of cumulative sums", "K = σ/2, H = 5σ", "ISO 7870-4:2021", "3 点", "3 points"},
		{"控制图判异准则", "Signals of charts", "", "ISO 7870-2:2013, annex B; L. S. Nelson 1984", "1–15 点", "1 to 15 points"},
		{"合格概率", "Conformance probability", "Φ((T_U − y)/u) − Φ((T_L − y)/u)", "JCGM 106:2012, 7", "1 点", "1 point"},
		{"保护带判定", "Decision with a guard band", "w = U", "ILAC-G8:09/2019, 4.2", "1 点", "1 point"},
		{"示值误差符合性评定", "Verdict", "|Δ| ≤ MPEV − U95", "JJF 1094-2002, 5.3.1", "1 点", "1 point"},
		{"间隔：阶梯法、控制图法、漂移法", "Interval: staircase, chart, drift", "", "ILAC-G24:2022/OIML D 10", "1–3 点", "1 to 3 points"},
		{"间隔：可靠性法", "Interval: reliability", "R = exp(−λI)", "NCSLI RP-1, A3", "2 次校准", "2 calibrations"},
		{"水平变化", "Changes of level", "Σ(x − level)² + 3σ² ln n", "B. Jackson et al. 2005", "8 点", "8 points"},
	}
}

// ofPopulation are the methods for the instruments of a model.
func ofPopulation() []Method {
	return []Method{
		{"稳健均值", "Robust mean", "x* ± 1.5 s*", "ISO 13528:2015, C.3.1, 7.7.3", "3 台", "3 instruments"},
		{"方差分量", "Components of variance", "s_R² = s_r² + s_L²", "ISO 5725-2:2019, 7.4; JCGM 100:2008, H.5", "2 台", "2 instruments"},
		{"合并标准偏差", "Pooled standard deviation", "s_p = √(Σ(n_i − 1)s_i²/Σ(n_i − 1))", "JJF 1059.1-2012, 4.3.2; JCGM 100:2008, 4.2.4", "1 组", "1 group"},
		{"符合率的区间", "Interval of a rate", "Clopper–Pearson, 90 %", "C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404", "1 次", "1 calibration"},
		{"漂移直线", "Drift line", "b = Σw(t − t_m)(y − y_m)/Σw(t − t_m)², w = 1", "JCGM 100:2008, H.3.2", "3 点", "3 points"},
		{"实验室的一致性", "Agreement of laboratories", "χ² = Σw(x − x_m)²; E_n = d/2u(d)", "M. G. Cox, Metrologia 44 (2007) 187", "2 家", "2 laboratories"},
		{"实验室间标准偏差", "Deviation between laboratories", "Q(τ²) = n − 1", "Paule, Mandel, J. Res. NBS 87 (1982) 377", "2 家", "2 laboratories"},
		{"离群器具", "Outliers", "|x − med|/(1.4826 MAD) > 3.5", "Iglewicz, Hoaglin 1993", "5 台", "5 instruments"},
		{"聚类", "Clusters", "s = (b − a)/max(a, b) ≥ 0.5", "Rousseeuw 1987", "6 台", "6 instruments"},
		{"间隔：可靠性法", "Interval: reliability", "R = exp(−λI)", "NCSLI RP-1, A3", "2 次校准", "2 calibrations"},
	}
}

// Methods are all methods that reports name.
func Methods() []Method { return append(ofSeries(), ofPopulation()...) }

// methods is the chapter of the methods of a report.
func (w *writer) methods(list []Method) report.Chapter {
	t := w.table("methods", w.say("方法与依据", "Methods and their sources"), w.txt("方法", "Method", 1.1), w.txt("公式", "Formula", 1.7), w.txt("来源", "Source", 1.7), w.txt("至少", "At least", 0.6))
	t.Source = ""
	for _, m := range list {
		t.Rows = append(t.Rows, []string{w.say(m.Zh, m.En), m.Formula, m.Source, w.say(m.ZhNeed, m.EnNeed)})
	}
	return report.Chapter{Title: w.say("方法", "Methods"), Blocks: []report.Block{
		w.text("偏差为示值误差：取误差列，或修正值的相反数，或示值减参考值（实物量具为标称值减测得值；JJF 1001—2011，7.32）。标准不确定度取自证书：扩展不确定度除以所给包含因子，不假定包含因子。t 为以 365.25 天计的年，y 为偏差，w 为权。季节与环境温度的影响分别以谐波回归的 F 检验（至少 8 点）和 Spearman 秩相关（至少 6 点）判断。",
			"A deviation is the error of indication: that of the ERROR column, else the correction with the opposite sign, else indication less reference value (of a material measure, nominal less measured value; JJF 1001-2011, 7.32). Standard uncertainties are those of the certificates: an expanded one is divided by its coverage factor, and none is assumed. t is years of 365.25 days, y the deviation, w a weight. Season is judged by the F test of a yearly course (at least 8 points), ambient temperature by Spearman's rank correlation (at least 6)."), t}}
}
