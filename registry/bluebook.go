package registry

import (
	"context"

	"metrograph/model"
	"metrograph/report"
	"metrograph/report/bluebook"
	"metrograph/workflow/rules"
)

// BlueBookRequest asks for the blue book of a period.
type BlueBookRequest struct {
	Period     bluebook.Period
	Discipline model.Discipline // empty for all
	Lang       string           // zh or en
	K          int              // see bluebook.Options
	Progress   func(done, total int)
}

const bookPage = 250 // certificates that are read at once

// BlueBook makes the blue book of a period of the published certificates that the caller may read,
// in one pass over them. Small numbers over records that are not public are suppressed, so that the book
// can be shown to whom the records cannot.
func (r *Registry) BlueBook(ctx context.Context, publisher model.Text, q BlueBookRequest) (*report.Document, error) {
	book := bluebook.New(q.Period, bluebook.Options{Discipline: q.Discipline, Lang: q.Lang, K: q.K, Organisation: publisher})
	fields, _ := model.Fields(model.KindCertificate, bluebook.Fields()...)
	where, err := ParseFilter(model.KindCertificate, book.Where())
	if err != nil {
		return nil, err
	}
	g := &gathering{Registry: r, book: book, request: q, named: map[model.ID]bool{}}
	if err := g.count(ctx, where); err != nil {
		return nil, err
	}
	list := &scan{Registry: r, request: ListRequest{Kind: model.KindCertificate, Where: where, Fields: fields | rules.Reads()}, size: bookPage}
	for {
		records, err := list.next(ctx)
		if err != nil {
			return nil, err
		}
		if len(records) == 0 {
			break
		}
		if err := g.page(ctx, records); err != nil {
			return nil, err
		}
	}
	names, err := r.namesInBook(ctx, g.named)
	if err != nil {
		return nil, err
	}
	return book.Write(func(id model.ID) model.Text { return names[id] })
}

// gathering is the pass over the certificates.
type gathering struct {
	*Registry
	book        *bluebook.Book
	request     BlueBookRequest
	named       map[model.ID]bool // institutions that the book may name
	done, total int
}

// count finds out how many certificates are to come, where the caller may count them.
func (g *gathering) count(ctx context.Context, where *Filter) error {
	if g.request.Progress == nil {
		return nil
	}
	one := 1
	pages, err := g.List(ctx, ListRequest{Kind: model.KindCertificate, Where: where, First: &one, Fields: 1, Total: true})
	if err == nil && pages[0].Total != nil {
		g.total = *pages[0].Total
	}
	return err
}

func (g *gathering) page(ctx context.Context, records []model.Record) error {
	var wanted []model.Record
	for _, record := range records {
		if c := record.(*model.Certificate); g.book.Wanted(c) {
			wanted = append(wanted, c)
			g.named[c.IssuerID] = false
			for _, id := range c.Manufacturers {
				g.named[id] = false
			}
		}
	}
	if len(wanted) > 0 {
		if _, err := g.open(ctx, wanted); err != nil { // takes references to hidden records out
			return err
		}
	}
	for _, record := range records {
		c := record.(*model.Certificate)
		if !g.book.Wanted(c) {
			g.book.Add(c, nil)
			continue
		}
		quality := rules.Evaluate(c, nil).Quality
		g.book.Add(c, &quality)
	}
	if g.done += len(records); g.request.Progress != nil {
		g.request.Progress(g.done, max(g.total, g.done))
	}
	return ctx.Err()
}

// namesInBook are the names of the institutions that the caller may read and that anybody may: what a
// book for the public says of others would name them.
func (r *Registry) namesInBook(ctx context.Context, ids map[model.ID]bool) (map[model.ID]model.Text, error) {
	delete(ids, "")
	var list []model.ID
	for id := range ids {
		list = append(list, id)
	}
	loaded, err := r.Load(ctx, model.KindInstitution, list, 0)
	if err != nil {
		return nil, err
	}
	names := map[model.ID]model.Text{}
	for _, record := range loaded.Records {
		if i, ok := record.(*model.Institution); ok && bluebook.Named(i) {
			names[i.ID] = i.Name
		}
	}
	return names, nil
}
