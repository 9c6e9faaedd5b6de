package sheet

import (
	"metrograph/model"
)

// Link is a standard of a traceability chain, as the certificate below it names it.
type Link struct {
	Use         *model.StandardUse
	Path        string             // of the use, in the sheet's own certificate; empty further up
	Below       *Link              // nil for the standards of the sheet's own certificate
	Certificate *model.Certificate // the standard's own; nil where it is not there for the reader
	End         ChainEnd           // why the chain goes no further; empty where it does
}

// ChainEnd is why a branch of a chain goes no further.
type ChainEnd string

const (
	EndNational  ChainEnd = "NATIONAL"  // a national metrology institute issued the standard's certificate
	EndElsewhere ChainEnd = "ELSEWHERE" // the standard's certificate names no standards, and another institution issued it
	EndUnknown   ChainEnd = "UNKNOWN"   // the standard's certificate is not there for the reader
	EndCycle     ChainEnd = "CYCLE"     // the standard occurs below itself
	EndShared    ChainEnd = "SHARED"    // another branch goes on from the same certificate
	EndTooLarge  ChainEnd = "TOO_LARGE" // what a sheet looks at at most
)

// National tells whether an institution keeps national measurement standards.
func National(i *model.Institution) bool {
	return i != nil && i.InstitutionKind == model.InstitutionNationalInstitute
}

// chain asks whether each branch of the chain of calibrations reaches a national metrology
// institute, which realizes the units.
func chain(m *Material) model.SheetLine {
	l, open := m.line(asked{topic: model.SheetChain, criteria: []model.EvaluationCriterion{model.CriterionTraceability},
		norm: "ISO/IEC 17025:2017", clause: "6.5.1; 6.5.2; A.2", reads: []string{"standards", "issuer"},
		text: model.Text{En: "Is the traceability chain complete up to a national measurement standard?", Zh: "溯源链是否完整至国家计量基（标）准？"}})
	switch {
	case !open:
		return l
	case National(m.Issuer):
		l.Outcome, l.Checked = model.SheetPassed, 1
		rests(&l, m.Issuer.ID)
		l.Found = model.Text{En: "A national metrology institute issued the document itself.", Zh: "证书由国家计量院直接出具。"}
		return l
	case len(m.Links) == 0:
		l.Outcome, l.Failing, l.Path = model.SheetFailed, 1, "standards"
		l.Found = model.Text{En: "The document names no measurement standards.", Zh: "证书未列出所用计量标准。"}
		return l
	}
	ends := map[ChainEnd]int{}
	for _, link := range m.Links {
		if link.Certificate != nil {
			rests(&l, link.Certificate.ID)
		}
		if link.End == "" || link.End == EndShared {
			continue
		}
		ends[link.End]++
		if l.Checked++; link.End != EndNational {
			l.Failing++
			if l.Path == "" {
				l.Path = link.root()
			}
		}
	}
	l.Outcome = outcomeOf(ends)
	l.Found = told(ends, l.Checked)
	return l
}

// root is the place of the standard of the document that a link is above.
func (k *Link) root() string {
	for k.Below != nil {
		k = k.Below
	}
	return k.Path
}

func outcomeOf(ends map[ChainEnd]int) model.SheetOutcome {
	switch {
	case ends[EndElsewhere]+ends[EndCycle] > 0:
		return model.SheetFailed
	case ends[EndUnknown]+ends[EndTooLarge] > 0:
		return model.SheetAttention
	}
	return model.SheetPassed
}

func told(ends map[ChainEnd]int, all int) model.Text {
	t := model.Text{En: "Of " + count(all) + " branches, " + count(ends[EndNational]) + " reach a national metrology institute",
		Zh: "共" + count(all) + "条支链，" + count(ends[EndNational]) + "条到达国家计量院"}
	for _, end := range []struct {
		end    ChainEnd
		en, zh string
	}{
		{EndElsewhere, "end at a certificate of another institution that names no standards", "止于其他机构未列计量标准的证书"},
		{EndUnknown, "end where the standard's certificate is not known to the reader", "止于阅读者未知的计量标准证书"},
		{EndCycle, "return to a standard below", "出现循环"},
		{EndTooLarge, "are not followed further", "未继续追踪"},
	} {
		if n := ends[end.end]; n > 0 {
			t.En += ", " + count(n) + " " + end.en
			t.Zh += "，" + count(n) + "条" + end.zh
		}
	}
	return model.Text{En: t.En + ".", Zh: t.Zh + "。"}
}
