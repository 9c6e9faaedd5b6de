package sample

import (
	"strconv"
	"strings"
	"time"

	"metrograph/model"
)

// A lab is an institution with what its certificates share.
type lab struct {
	*model.Institution
	row         institute
	index       int
	disciplines []model.Discipline
	staff       []*model.Person
	place       model.Place
	device      model.ID // the thermo-hygrometer of its rooms
	counts      map[serial]int64
	days        []labDay // recent days of work, the latest last
}

// A serial names one sequence of certificate numbers.
type serial struct {
	year     int
	activity model.Activity
}

// covers tells whether the laboratory works in a discipline.
func (l *lab) covers(d model.Discipline) bool {
	for _, have := range l.disciplines {
		if have == d {
			return true
		}
	}
	return false
}

// network makes the institutions: those of the table, and as many more as are wanted.
func (g *generator) network() {
	table := institutes()
	for i := range g.Institutions {
		row := institute{}
		if i < len(table) {
			row = table[i]
		} else {
			row = further(i)
		}
		g.labs = append(g.labs, g.lab(row, i))
	}
}

// further invents an institution beyond those of the table.
func further(i int) institute {
	c := cities()[i%len(cities())]
	n := strconv.Itoa(i + 1)
	row := institute{short: "X" + n, region: c.region, city: c.zh, cityEn: c.en, staff: 3, pressure: 1005}
	switch i % 3 {
	case 0:
		row.zh, row.en = c.zh+"示范计量检定所"+n, c.en+" Demonstration Metrology Office "+n
		row.kind, row.level, row.parent = model.InstitutionLocalInstitute, model.LevelProvincial, "NDMI"
		row.disciplines = allDisciplines
	case 1:
		row.zh, row.en = c.zh+"示例检测公司"+n, c.en+" Sample Testing Company "+n
		row.kind, row.level, row.disciplines = model.InstitutionThirdPartyLab, model.LevelThirdParty, "LTMEC"
	default:
		row.zh, row.en = c.zh+"示例仪器公司"+n, c.en+" Sample Instruments Company "+n
		row.kind, row.level, row.disciplines = model.InstitutionManufacturer, model.LevelManufacturer, "TMEOC"
	}
	row.shortZh = row.zh
	return row
}

func (g *generator) lab(row institute, index int) *lab {
	born := g.start.Add(-400*day + time.Duration(index)*time.Minute)
	r := seeded(g.Seed, domainInstitution, uint64(index))
	id := r.id(model.KindInstitution, born)
	l := &lab{row: row, index: index, counts: map[serial]int64{}}
	l.disciplines = disciplinesOf(row.disciplines)
	l.Institution = &model.Institution{
		Head: g.head(id, born), Name: bi(row.zh, row.en), ShortName: bi(row.shortZh, row.short), InstitutionKind: row.kind,
		CreditCode:     creditCode(authorityOf(row.kind), string(row.region), "DE"+pad(int64(index+1), 6)),
		Accreditations: g.accreditations(row, index), ParentID: g.labID(row.parent), Contact: contactOf(row),
	}
	l.Origin, l.Region, l.Level = id, row.region, row.level
	l.Classification, l.Status = model.ClassificationPublic, model.StatusPublished
	l.place = model.Place{PlaceKind: model.PlaceLaboratory, Name: bi(row.shortZh+"实验室", row.short+" laboratory"),
		Address: l.Contact.Address, Region: row.region}
	return l
}

func disciplinesOf(letters string) []model.Discipline {
	var list []model.Discipline
	for i, d := range model.Discipline("").Values() {
		if strings.IndexByte(letters, disciplineLetters[i]) >= 0 {
			list = append(list, d)
		}
	}
	return list
}

// authorityOf returns the first two characters of the credit code: 12 is a public
// institution, 91 an enterprise.
func authorityOf(kind model.InstitutionKind) string {
	switch kind {
	case model.InstitutionThirdPartyLab, model.InstitutionManufacturer:
		return "91"
	}
	return "12"
}

func contactOf(row institute) model.Contact {
	host := strings.ToLower(row.short) + ".example"
	return model.Contact{
		Email: "service@" + host, Phone: "+86 000 0000 0000", Country: "CN", Website: "https://www." + host + "/",
		Address: bi(row.city+"市示例路1号", "1 Sample Road, "+row.cityEn),
	}
}

// accreditations invents numbers that no scheme gives out, so that nobody takes them for
// real ones.
func (g *generator) accreditations(row institute, index int) []model.Accreditation {
	scope := bi("校准与检测(虚构编号)", "Calibration and testing (invented number)")
	until := model.DateOf(g.Now.AddDate(1+index%4, 3, 0))
	list := []model.Accreditation{{Kind: model.AccreditationCNAS, Number: "CNAS DEMO-L" + pad(int64(index+1), 4), Scope: scope, ValidUntil: until}}
	switch row.kind {
	case model.InstitutionManufacturer:
	case model.InstitutionNationalInstitute:
		list = append(list, model.Accreditation{Kind: model.AccreditationOther, Number: "DEMO-CMC-01",
			Scope: bi("法定计量检定机构授权(虚构编号)", "Authorization as a legal metrology institute (invented number)"), ValidUntil: until})
	default:
		list = append(list, model.Accreditation{Kind: model.AccreditationCMA, Number: "CMA DEMO-" + pad(int64(index+1), 6),
			Scope: scope, ValidUntil: until})
	}
	return list
}

// labID returns the id of an institution by its short code; empty when there is none yet.
func (g *generator) labID(short string) model.ID {
	for _, l := range g.labs {
		if l.row.short == short {
			return l.ID
		}
	}
	return ""
}

// pad writes a number with leading zeros.
func pad(n int64, width int) string {
	s := strconv.FormatInt(n, 10)
	return strings.Repeat("0", max(width-len(s), 0)) + s
}
