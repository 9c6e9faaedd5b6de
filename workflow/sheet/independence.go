package sheet

import (
	"strings"

	"metrograph/model"
)

// independence asks whether the issuer has a stake in the result: as the maker of an
// instrument, its owner, or the customer. What is masked of these is empty.
func independence(m *Material) model.SheetLine {
	l, open := m.line(asked{topic: model.SheetIndependence, criteria: []model.EvaluationCriterion{model.CriterionImpartial},
		norm: "ISO/IEC 17025:2017", clause: "4.1.4", reads: []string{"issuer", "items"},
		text: model.Text{En: "Is the issuer neither the maker nor the owner of the instruments, nor the customer?", Zh: "出具机构是否既非器具的生产企业或所有者，亦非委托方？"}})
	c := m.Certificate
	switch {
	case !open:
		return l
	case c.IssuerID == "":
		l.Found = model.Text{En: "The issuer is not known to the reader.", Zh: "阅读者未知出具机构。"}
		return l
	}
	var en, zh []string
	look := func(who model.ID, path, inEnglish, inChinese string) {
		if who == "" {
			return
		}
		if l.Checked++; who == c.IssuerID {
			l.Failing++
			en, zh = append(en, inEnglish), append(zh, inChinese)
			if l.Path == "" {
				l.Path = path
			}
		}
	}
	for _, id := range c.InstrumentIDs() {
		i := m.Instruments[id]
		if i == nil {
			continue
		}
		rests(&l, id)
		look(i.ManufacturerID, "items", "made "+i.SerialNumber, "是"+i.SerialNumber+"的生产企业")
		look(i.OwnerID, "items", "owns "+i.SerialNumber, "是"+i.SerialNumber+"的所有者")
	}
	look(c.CustomerID, "customerInstitution", "is the customer", "是委托方")
	switch {
	case l.Checked == 0:
		l.Found = model.Text{En: "Neither makers, owners nor the customer are known institutions to the reader.", Zh: "阅读者未知生产企业、所有者和委托方所对应的机构。"}
	case l.Failing == 0:
		l.Outcome = model.SheetPassed
		l.Found = model.Text{En: "It is none of them.", Zh: "均不是。"}
	default:
		l.Outcome = model.SheetAttention
		most := min(len(en), 5)
		l.Found = model.Text{En: "The issuer " + strings.Join(en[:most], ", ") + ".", Zh: "出具机构" + strings.Join(zh[:most], "，") + "。"}
	}
	return l
}
