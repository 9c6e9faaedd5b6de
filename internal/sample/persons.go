package sample

import (
	"strings"
	"time"

	"metrograph/model"
)

// A name is one syllable or two of a Chinese name, and its pinyin.
type name struct{ zh, pinyin string }

func surnames() []name {
	return []name{{"王", "Wang"}, {"李", "Li"}, {"张", "Zhang"}, {"刘", "Liu"}, {"陈", "Chen"}, {"杨", "Yang"}, {"赵", "Zhao"},
		{"黄", "Huang"}, {"周", "Zhou"}, {"吴", "Wu"}, {"徐", "Xu"}, {"孙", "Sun"}, {"胡", "Hu"}, {"朱", "Zhu"}, {"高", "Gao"},
		{"林", "Lin"}, {"何", "He"}, {"郭", "Guo"}, {"马", "Ma"}, {"罗", "Luo"}, {"梁", "Liang"}, {"宋", "Song"}, {"郑", "Zheng"}}
}

func givenNames() []name {
	return []name{{"示例", "Shili"}, {"建国", "Jianguo"}, {"晓明", "Xiaoming"}, {"丽华", "Lihua"}, {"志强", "Zhiqiang"},
		{"雨桐", "Yutong"}, {"文博", "Wenbo"}, {"思远", "Siyuan"}, {"秀英", "Xiuying"}, {"浩然", "Haoran"}, {"静", "Jing"},
		{"伟", "Wei"}, {"敏", "Min"}, {"海燕", "Haiyan"}, {"国栋", "Guodong"}, {"子涵", "Zihan"}, {"量", "Liang"}, {"衡", "Heng"}}
}

// hire gives every laboratory its staff. The first of each authorizes, the others perform
// and check.
func (g *generator) hire() {
	for _, l := range g.labs {
		for j := range l.row.staff {
			l.staff = append(l.staff, g.person(l, j, len(g.persons)))
			g.persons = append(g.persons, l.staff[j])
		}
	}
}

// person makes the j-th person of a laboratory, who is the n-th of all.
func (g *generator) person(l *lab, j, n int) *model.Person {
	born := g.start.Add(-350*day + time.Duration(n)*time.Minute)
	r := seeded(g.Seed, domainPerson, uint64(n))
	// The two lists have lengths without a common factor, so that names repeat late.
	family, given := surnames()[n%len(surnames())], givenNames()[n%len(givenNames())]
	p := &model.Person{
		Head: g.headOf(l, r.id(model.KindPerson, born), born),
		Name: bi(family.zh+given.zh, given.pinyin+" "+family.pinyin), EmployeeNumber: l.row.short + "-" + pad(int64(j+1), 3),
		InstitutionID: l.ID, Phone: "+86 000 0000 " + pad(int64(n+1), 4),
		Email: strings.ToLower(given.pinyin+"."+family.pinyin) + "@" + strings.ToLower(l.row.short) + ".example",
	}
	p.Classification, p.Status = model.ClassificationNonPublic, model.StatusPublished
	p.Qualifications = g.qualifications(l, j, n, &r)
	return p
}

// qualifications gives a person licences for some of the laboratory's disciplines, so that
// each is held by two who perform and check. Some people have left: all of theirs expired
// in the middle of the eight years.
func (g *generator) qualifications(l *lab, j, n int, r *random) []model.Qualification {
	until := model.DateOf(g.Now.AddDate(1, int(r.between(0, 30)), 0))
	if left(l, j) {
		until = model.DateOf(g.start.AddDate(4, 6, j))
	}
	var list []model.Qualification
	if n%6 == 5 {
		list = append(list, model.Qualification{Number: "DEMO-RM2-" + pad(int64(n), 5), Issuer: "示例省市场监督管理局",
			Scope:      bi("二级注册计量师(已换证)", "Registered metrologist, level 2 (since replaced)"),
			ValidUntil: model.DateOf(g.start.AddDate(1, 0, n))})
	}
	for i, d := range l.disciplines {
		if !qualified(l, j, i) {
			continue
		}
		list = append(list, model.Qualification{Number: "DEMO-RM1-" + pad(int64(n), 5) + "-" + disciplineLetters[indexOf(d):indexOf(d)+1],
			Scope: bi("一级注册计量师(虚构编号)", "Registered metrologist, level 1 (invented number)"), Discipline: d,
			Issuer: "示例注册计量师考试中心", ValidUntil: until})
	}
	return list
}

// left tells whether the j-th person left a laboratory that is large enough to bear it.
func left(l *lab, j int) bool { return l.row.staff >= 8 && j >= l.row.staff-2 }

// qualified tells whether the j-th person works in the i-th discipline of the laboratory:
// everybody who performs in a small one, half in a larger one, the head in all.
func qualified(l *lab, j, i int) bool {
	workers := l.row.staff - 1
	return j == 0 || (i+j)%workers < max(2, (workers+1)/2)
}

func indexOf(d model.Discipline) int {
	for i, have := range model.Discipline("").Values() {
		if have == d {
			return i
		}
	}
	return 0
}

// team assigns the people of a certificate: two who were qualified on the day, and the head.
func (l *lab) team(d model.Discipline, on model.Date, turn int) []model.Assignment {
	i := 0
	for i < len(l.disciplines)-1 && l.disciplines[i] != d {
		i++
	}
	assigned := make([]model.Assignment, 0, 3)
	workers := len(l.staff) - 1
	for k := 0; k < workers && len(assigned) < 2; k++ {
		j := 1 + (turn+k)%workers
		if p := l.staff[j]; qualified(l, j, i) && lastDay(p) >= on {
			role := model.PersonnelPerformed
			if len(assigned) == 1 {
				role = model.PersonnelChecked
			}
			assigned = append(assigned, model.Assignment{PersonID: p.ID, Name: p.Name.Zh, Role: role})
		}
	}
	head := l.staff[0]
	return append(assigned, model.Assignment{PersonID: head.ID, Name: head.Name.Zh, Role: model.PersonnelAuthorized, Main: true})
}

// lastDay returns the last day of a person's last qualification.
func lastDay(p *model.Person) model.Date {
	return p.Qualifications[len(p.Qualifications)-1].ValidUntil
}
