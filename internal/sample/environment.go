package sample

import (
	"time"

	"metrograph/model"
)

// recentDays is how many days of work a laboratory remembers the environment of: more than
// pass between a measurement and its certificate.
const recentDays = 16

// A labDay is the environment of a laboratory on a day.
type labDay struct {
	day int64
	ids []model.ID // the one environment, as certificates list it
}

// environment returns the environment of a laboratory on a day, and its record when this is
// the first certificate from it.
func (g *generator) environment(l *lab, on int64) (ids []model.ID, fresh *model.Environment) {
	for i := len(l.days) - 1; i >= 0; i-- {
		if l.days[i].day == on {
			return l.days[i].ids, nil
		}
	}
	fresh = g.weather(l, on)
	ids = []model.ID{fresh.ID}
	l.days = append(l.days, labDay{on, ids})
	if len(l.days) > recentDays {
		l.days = append(l.days[:0], l.days[1:]...)
	}
	return ids, fresh
}

// weather invents the environment: rooms are kept near 20 °C, the air pressure is that of
// the place.
func (g *generator) weather(l *lab, on int64) *model.Environment {
	r := seeded(g.Seed, domainEnvironment, uint64(l.index)<<32|uint64(on))
	morning := time.UnixMilli(on*dayMs + hourMs/2).UTC()
	e := &model.Environment{
		Head: g.headOf(l, r.id(model.KindEnvironment, morning), morning), Place: l.place, From: morning, To: morning.Add(9 * time.Hour),
		Name:        bi(l.row.shortZh+"实验室环境 "+string(g.date(on)), l.row.short+" laboratory, "+string(g.date(on))),
		Description: bi("当日工作时间的平均值", "Means over the working hours of the day"),
	}
	temperature := 200 + r.normal()*4/sigma
	e.Influences = []model.Influence{
		g.influence(l, morning, "temperature", bi("温度", "temperature"), `\degreecelsius`, temperature, "0.3"),
		g.influence(l, morning, "relativeHumidity", bi("相对湿度", "relative humidity"), `\percent`, 500+r.normal()*60/sigma, "2.5"),
		g.influence(l, morning, "pressure", bi("大气压力", "atmospheric pressure"), `\kilo\pascal`, l.row.pressure+r.normal()*6/sigma, "0.2"),
	}
	// The range of the temperature is reported too: gauge blocks ask for it.
	celsius := g.unit(`\degreecelsius`)
	e.Influences[0].Minimum = &model.Quantity{Value: decimal(temperature-r.between(1, 4), 1), Unit: celsius}
	e.Influences[0].Maximum = &model.Quantity{Value: decimal(temperature+r.between(1, 4), 1), Unit: celsius}
	if r.chance(200) {
		e.Classification = model.ClassificationNonPublic
	}
	return e
}

// influence reports a value in tenths of the unit.
func (g *generator) influence(l *lab, at time.Time, kind string, label model.Text, unit string, tenths int64, u model.Decimal) model.Influence {
	return model.Influence{QuantityKind: kind, Label: label, DeviceID: l.device, RecordedAt: at,
		Value: &model.Quantity{Kind: kind, Value: decimal(tenths, 1), Unit: g.unit(unit), Uncertainty: expanded(u)}}
}

func expanded(u model.Decimal) *model.Uncertainty {
	return &model.Uncertainty{Kind: model.UncertaintyExpanded, Value: u, CoverageFactor: "2", Probability: "0.95", Distribution: "normal"}
}
