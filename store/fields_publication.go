package store

import (
	"metrograph/model"
	"metrograph/search"
)

func publications() Schema {
	type P = *model.Publication
	return Schema{
		Kind:  model.KindPublication,
		Paths: commonPaths([]string{"discipline"}, []string{"identifier"}, []string{"subject"}, []string{"member"}, []string{"supersedes"}),
		Fields: []Field{
			one("identifier", Code, "identifier", func(p P) Value { return p.Identifier }),
			one("subject", Code, "subject", func(p P) Value { return string(p.SubjectID) }),
			one("evaluation", Code, "evaluation", func(p P) Value { return string(p.EvaluationID) }),
			one("supersedes", Code, "supersedes", func(p P) Value { return string(p.SupersedesID) }),
			one("title", Text, "title", func(p P) Value { return p.Title.In("zh") }).sorts(),
			one("licence", Code, "licence", func(p P) Value { return p.Licence }).groups(),
			one("publishedAt", Int, "publishedAt", func(p P) Value { return Millis(p.PublishedAt) }).sorts(),
			one("embargoUntil", Int, "embargoUntil", func(p P) Value { return Millis(p.EmbargoUntil) }),
			many("creator", Code, "creators", creatorIDs),
			many("member", Code, "members", memberIDs),
		},
		TermReads: []string{"title", "keywords", "identifier"},
		said: func(r model.Record) []search.Text {
			p := r.(P)
			list := inAll(nil, "title", search.Name, p.Title)
			for _, word := range p.Keywords {
				list = append(list, found("keywords", search.Other, word))
			}
			return append(list, found("identifier", search.Identifier, p.Identifier))
		},
	}
}

func creatorIDs(p *model.Publication) []string {
	var ids []string
	for _, c := range p.Creators {
		ids = append(ids, string(c.InstitutionID))
	}
	return ids
}

func memberIDs(p *model.Publication) []string {
	ids := make([]string, len(p.Members))
	for i, m := range p.Members {
		ids[i] = string(m.RecordID)
	}
	return ids
}
