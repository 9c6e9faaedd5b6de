package sample

import (
	"strconv"
	"time"

	"metrograph/model"
)

// maxMembers bounds the certificates of one data set.
const maxMembers = 200

// A collection is a data set in the making.
type collection struct {
	*model.Dataset
	from func(*plan) bool // the instruments whose certificates it selects
}

// add puts a certificate into the data set; there need not be one.
func (c *collection) add(id model.ID) {
	if c == nil || len(c.Members) == maxMembers {
		return
	}
	c.Members = append(c.Members, id)
}

// derive puts a report into a data set of derived data, with what it was derived from.
func (c *collection) derive(report *model.Certificate) {
	if len(c.Members) < maxMembers {
		c.Members, c.DerivedFrom = append(c.Members, report.ID), append(c.DerivedFrom, report.DerivedFrom...)
	}
}

// collect lays out the data sets and finds their instruments.
func (g *generator) collect() {
	g.stability("压力计量标准长期稳定性数据集", "Long-term stability of pressure standards", model.DisciplineMechanics, "pressure")
	g.stability("砝码标准长期稳定性数据集", "Long-term stability of mass standards", model.DisciplineMechanics, "mass")
	g.stability("频率标准长期稳定性数据集", "Long-term stability of frequency standards", model.DisciplineTimeFrequency, "frequency")
	g.overview()
	g.process()
	g.reports = g.dataset(0, bi("计量器具稳定性评价汇总", "Stability of instruments: reports"), model.StageDerived)
	g.reports.Licence, g.reports.Keywords = "CC-BY-NC-4.0", []string{"derived", "衍生数据"}
	g.internal()
	for _, p := range g.plans {
		for _, c := range g.collections {
			if p.collection == nil && c.from != nil && c.from(p) {
				p.collection = c
			}
		}
	}
}

// dataset begins a data set that a laboratory publishes at the end of the eight years.
func (g *generator) dataset(owner int, name model.Text, stage model.DataStage) *collection {
	n := len(g.collections)
	l := g.labs[owner%len(g.labs)]
	r := seeded(g.Seed, domainDataset, uint64(n))
	born := g.Now.Add(-time.Hour + time.Duration(n)*time.Minute)
	c := &collection{Dataset: &model.Dataset{Head: g.headOf(l, r.id(model.KindDataset, born), born), Name: name, VersionLabel: "1.0",
		Licence: "CC-BY-4.0", Contact: l.Contact, Stage: stage}}
	g.collections = append(g.collections, c)
	return c
}

// stability selects the certificates of the standards of one quantity.
func (g *generator) stability(zh, en string, discipline model.Discipline, quantity string) {
	c := g.dataset(0, bi(zh, en), model.StageBasic)
	c.Description = bi("八年间全部校准证书", "All calibration certificates of eight years")
	c.Discipline, c.Keywords = discipline, []string{"stability", "稳定性", quantity}
	c.from = func(p *plan) bool {
		return p.line.discipline == discipline && p.line.quantity == quantity && (p.tier == tierProvincial || p.tier == tierStandard)
	}
}

// overview selects one instrument of each discipline.
func (g *generator) overview() {
	c := g.dataset(1, bi("十个专业示范仪器", "Sample instruments of the ten disciplines"), model.StageBasic)
	c.Keywords = []string{"overview", "概览"}
	seen := map[model.Discipline]bool{}
	for _, p := range g.plans {
		if p.tier == tierWorking && !seen[p.line.discipline] {
			seen[p.line.discipline] = true
			g.recall(p)
			c.Members = append(c.Members, p.ID)
			p.forget()
		}
	}
}

// process shows a typical measurement process in pictures.
func (g *generator) process() {
	c := g.dataset(0, bi("压力表检定过程影像", "Pictures of the verification of a pressure gauge"), model.StageRaw)
	c.Discipline, c.Keywords = model.DisciplineMechanics, []string{"media", "影像", "JJG 52-2013"}
	method := g.uses["JJG 52-2013"][0].MethodID
	for i, f := range g.files[len(g.files)-frames:] {
		c.Media = append(c.Media, model.Media{AttachmentID: f.ID, ShowsID: method,
			Caption: bi("第"+strconv.Itoa(i+1)+"个检定点", "Point "+strconv.Itoa(i+1)+" of the verification")})
	}
}

// internal is a draft that a laboratory keeps to itself.
func (g *generator) internal() {
	c := g.dataset(2, bi("内部核查数据(草稿)", "Internal checks (draft)"), model.StageRaw)
	c.Classification, c.Status, c.VersionLabel, c.Licence = model.ClassificationNonPublic, model.StatusDraft, "0.1", "proprietary"
	c.from = func(p *plan) bool { return p.tier == tierWorking && p.owner == g.labs[2] }
}

// selections yields the data sets that have any content.
func (g *generator) selections(yield func(model.Record) bool) {
	for _, c := range g.collections {
		if len(c.Members)+len(c.Media) > 0 && !yield(c.Dataset) {
			return
		}
	}
}
