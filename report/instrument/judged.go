package instrument

import (
	"cmp"
	"math"
	"slices"

	"metrograph/model"
	"metrograph/report"
)

// conformity is the conformity of the results.
func (s *single) conformity() report.Chapter {
	c := report.Chapter{Title: s.say("符合性", "Conformity")}
	if !s.enough(&c) {
		return c
	}
	if len(s.a.Conformity) > 0 {
		t := s.table("conformity", s.sayf("%s 的合格概率与判定", "Conformance probability and verdicts at %s", s.point()), s.txt("日期", "Date", 0.9), s.txt("证书编号", "Certificate", 1.5), s.col("合格概率", "Probability"),
			s.txt("JJF 1094", "JJF 1094", 0.9), s.txt("ILAC-G8（w = U）", "ILAC-G8 (w = U)", 1.1), s.txt("证书结论", "Stated", 0.9), s.txt("矛盾", "Contradicts", 0.8))
		contradictions := 0
		for _, j := range s.a.Conformity {
			if j.Disagrees {
				contradictions++
			}
			t.Rows = append(t.Rows, []string{string(j.Date), s.numbers[j.CertificateID], s.optional(j.Probability, likely), s.named(j.Verdict), s.named(string(j.Decision)), s.named(string(j.Stated)), s.yes(j.Disagrees)})
		}
		c.Blocks = append(c.Blocks, s.textf("{conformity} 按各次结果与其允许误差限给出合格概率（JCGM 106）、三值判定（JJF 1094）与保护带判定（ILAC-G8），并与证书自身的结论对照；其中 %d 处相互矛盾。待定不与任何结论矛盾。",
			"{conformity} has the conformance probability (JCGM 106), the verdict of JJF 1094 and the decision with a guard band (ILAC-G8) of each result, beside what its certificate states; %d of them contradict each other. An undecided verdict contradicts nothing.", contradictions), t)
	}
	s.why(&c, "CONFORMITY")
	return c
}

// interval is the advice on the recalibration interval.
func (s *single) interval() report.Chapter {
	c := report.Chapter{Title: s.say("校准间隔建议", "Advice on the recalibration interval")}
	if !s.enough(&c) {
		return c
	}
	c.Blocks = append(c.Blocks, s.text("以下为按 ILAC-G24/OIML D 10 各方法得到的建议，供器具所有者确定间隔时参考；不得写入校准证书（ISO/IEC 17025:2017，7.8.4.3）。各法所依据的数据少时，结果相差较大。",
		"What the methods of ILAC-G24/OIML D 10 advise, for the owner to decide by; it does not belong on a calibration certificate (ISO/IEC 17025:2017, 7.8.4.3). Of few data the methods advise very different intervals."))
	if len(s.a.Intervals) > 0 {
		t := s.table("intervals", s.say("各方法建议的校准间隔", "Intervals that the methods advise"), s.txt("方法", "Method", 0.9), s.col("间隔（月）", "Months"), s.txt("依据", "Basis", 3.4))
		t.Columns[1].Wide = 0.7
		for _, i := range s.a.Intervals {
			advised := s.optional(i.Months, months)
			if i.Months == nil {
				advised = "∞"
			}
			t.Rows = append(t.Rows, []string{s.named(i.Method), advised, i.Basis.In(s.o.Lang)})
		}
		c.Blocks = append(c.Blocks, t)
	}
	s.why(&c, "INTERVALS", "FORECAST")
	return c
}

// traceability is the standards that the newest certificate with standards names, and those
// that their own certificates name.
func (s *single) traceability() report.Chapter {
	c := report.Chapter{Title: s.say("量值溯源", "Traceability")}
	t := s.table("chain", s.say("溯源链", "Traceability chain"), s.txt("级", "Step", 0.5), s.txt("计量标准", "Standard", 1.6), s.txt("证书编号", "Certificate", 1.4), s.txt("签发机构或溯源至", "Issuer, or traceable to", 1.5),
		s.txt("有效期至", "Valid until", 0.9), s.txt("测量日有效", "Valid on the day", 0.8))
	i := len(s.certificates) - 1
	for i >= 0 && len(s.certificates[i].Standards) == 0 {
		i--
	}
	if i < 0 {
		c.Blocks = append(c.Blocks, s.text("读者可读的证书未列出所用的计量标准，溯源链无法给出。", "None of the certificates that the reader may read names the standards that were used: there is no chain to be shown."))
		return c
	}
	newest := s.certificates[i]
	for _, u := range newest.Standards {
		t.Rows = append(t.Rows, s.standard("1", u, dayOf(newest)))
		if of, ok := s.related[u.CertificateID].(*model.Certificate); ok {
			for _, above := range of.Standards {
				t.Rows = append(t.Rows, s.standard("2", above, dayOf(of)))
			}
		}
	}
	c.Blocks = append(c.Blocks, s.textf("{chain} 为最近一份列有计量标准的证书（%s，%s）所用的标准，以及这些标准自身证书中所列的标准，以读者可读者为限。", "{chain} has the standards of the newest certificate that names any (%s, %s), and those that their own certificates name, as far as the reader may read them.",
		s.numbers[newest.ID], dayOf(newest)), t)
	return c
}

func (s *single) standard(step string, u model.StandardUse, day model.Date) []string {
	name := u.Name.In(s.o.Lang)
	for _, part := range []string{u.Model, u.SerialNumber} {
		if part != "" {
			name += " " + part
		}
	}
	number, issuer, until := u.CertificateNumber, u.TraceableTo.In(s.o.Lang), u.ValidUntil
	if of, ok := s.related[u.CertificateID].(*model.Certificate); ok {
		number, issuer, until = cmp.Or(number, of.Number), cmp.Or(s.institution(of.IssuerID), issuer), cmp.Or(until, of.ValidUntil)
	}
	valid := none
	if until != "" && day != "" {
		valid = s.yes(day <= until)
	}
	return []string{step, cmp.Or(name, none), cmp.Or(number, none), cmp.Or(issuer, none), cmp.Or(string(until), none), valid}
}

// anomalies is what stands out in the series, and what influences it.
func (s *single) anomalies() report.Chapter {
	c := report.Chapter{Title: s.say("异常与影响因素", "Anomalies and influences")}
	if !s.enough(&c) {
		return c
	}
	var items []string
	for _, one := range s.a.Changes {
		items = append(items, s.sayf("水平变化：自 %s 起由 %s 变为 %s %s（p = %s）。", "Change of level: from %s on, %s becomes %s %s (p = %s).", one.Date, s.dev(one.Before), s.dev(one.After), s.unit, likely(one.Probability)))
	}
	for _, j := range s.a.Conformity {
		if j.Disagrees {
			items = append(items, s.sayf("证书 %s 的结论（%s）与判定（%s）矛盾。", "Certificate %s states %s, the verdict is %s.", s.numbers[j.CertificateID], s.named(string(j.Stated)), s.named(j.Verdict)))
		}
	}
	for i, p := range s.a.Points {
		if i < len(s.readings) && len(s.readings) == len(s.a.Points) {
			if l := s.readings[i].Limit(); l > 0 && math.Abs(p.Value) > l {
				items = append(items, s.sayf("%s 的误差 %s %s 超出允许误差限 ±%s %s（证书 %s）。", "The error of %s, %s %s, is beyond the limits ±%s %s (certificate %s).", p.Date, s.dev(p.Value), s.unit, s.dev(l), s.unit, s.numbers[p.CertificateID]))
			}
		}
	}
	if len(items) == 0 && !slices.ContainsFunc(s.a.Notes, func(n model.AnalysisNote) bool { return n.About == "CHANGES" }) {
		items = append(items, s.say("未发现水平变化、超限结果和结论矛盾。", "No change of level, no result beyond its limits and no contradiction was found."))
	}
	if len(items) > 0 {
		c.Blocks = append(c.Blocks, report.List{Items: items})
	}
	s.why(&c, "CHANGES")
	c.Blocks = append(c.Blocks, s.head("季节与温度", "Season and temperature"))
	c.Blocks = append(c.Blocks, s.influences(s.a.Season, s.a.Temperature, s.a.Notes)...)
	return c
}

// influences is what season and temperature do.
func (w *writer) influences(season *model.SeasonalInfluence, warm *model.Association, notes []model.AnalysisNote) []report.Block {
	var items []string
	if season != nil {
		items = append(items, w.sayf("年周期：振幅 %s %s，p = %s（%d 点）。", "Yearly course: amplitude %s %s, p = %s (%d points).", w.dev(season.Amplitude), w.unit, likely(season.Probability), season.Count))
	}
	if warm != nil {
		items = append(items, w.sayf("环境温度：Spearman 秩相关系数 %s，p = %s（%d 点）。", "Ambient temperature: Spearman's rank correlation %s, p = %s (%d points).", fixed(warm.Coefficient, 2), likely(warm.Probability), warm.Count))
	}
	return []report.Block{report.List{Items: append(items, w.notes(notes, "SEASON", "TEMPERATURE")...)}}
}

// data is what the report rests on, and its limits.
func (s *single) data() report.Chapter {
	c := report.Chapter{Title: s.say("所用数据与局限", "Data used and limitations")}
	c.Blocks = append(c.Blocks, s.head("所用数据", "Data used"), s.textf("本报告共读取 %d 份证书，其中 %d 份的 %d 个结果用于 %s 的分析，%d 份未采用（原因见 {certificates}）。", "%d certificates were read; %[3]d results of %[2]d of them are analysed at %[4]s; %[5]d were not used, for the reasons in {certificates}.",
		len(s.certificates), len(s.a.CertificateIDs), len(s.a.Points), s.point(), len(s.a.Excluded)), s.head("局限", "Limitations"), report.List{Items: s.limitations()})
	return c
}

func (w *writer) limitations() []string {
	return []string{
		w.say("仅含读者有权读取且结果未被屏蔽的证书；其他证书的存在与否本报告均不反映。", "Only certificates that the reader may read, with results that are not masked, are in this report; it says nothing of whether there are others."),
		w.say("各结果视为相互独立；同一实验室的结果有共同的不确定度分量，漂移的不确定度因此偏小。", "Results are taken to be independent. Those of one laboratory share a part of their uncertainty, so that the uncertainty of a drift is too small."),
		w.say("假定漂移为线性，且调整前后相同；外推越远越不可靠。", "Drift is taken to be linear, and the same before and after adjustments; the further a prediction reaches, the less it is worth."),
		w.say("未给出包含因子的扩展不确定度不予采用。", "Expanded uncertainties without a coverage factor are not used."),
		w.say("本报告不是校准证书，不代替器具的检定或校准。", "This report is no certificate and replaces no verification or calibration."),
	}
}

// index lists the files of all that is numbered, in an appendix.
func (w *writer) index() {
	t := &report.Table{Key: "files", Caption: w.say("图表及其数据文件", "Figures, tables and their files"), Columns: []report.Column{w.txt("编号", "Number", 0.6), w.txt("名称", "Caption", 2), w.txt("文件", "File", 1)}}
	for _, one := range w.d.Tables() {
		t.Rows = append(t.Rows, []string{one.Label, one.Caption, one.File})
	}
	w.d.Appendices = append(w.d.Appendices, report.Chapter{Title: w.say("数据文件", "Data files"), Blocks: []report.Block{
		w.text("每幅图和每张表的数均以 CSV 文件（UTF-8）存于随附的数据文件夹。", "The numbers of each figure and table are CSV files (UTF-8) in the folder of data beside the report."), t}})
}
