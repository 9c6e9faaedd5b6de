package registry

import (
	"context"
	"slices"

	"metrograph/export"
	"metrograph/model"
	"metrograph/store"
	"metrograph/workflow/rules"
)

const (
	sampled       = maxPage // certificates that an institution's quality is taken from
	sampledAtOnce = 10      // institutions whose certificates are in memory together
	lookBack      = 12      // earlier certificates of an instrument that values are compared with
	lookedAt      = 5       // certificates of the same number
)

// Evaluations are certificates as the rules of quality find them, in the order of the ids: nil
// where there is none that the caller may read.
type Evaluations struct {
	Certificates []*model.CertificateEvaluation
	Redacted     []string // fields that the rules would have looked at
}

// Evaluate looks at certificates by the rules of quality, with what the caller may read and
// nothing else: a masked field and a hidden record are as if they were not known. For up to a
// hundred certificates it costs one call of the store for them, one for each kind of record
// that they refer to, and one for what else there is of their instruments and numbers.
func (r *Registry) Evaluate(ctx context.Context, ids []model.ID) (Evaluations, error) {
	out := Evaluations{Certificates: make([]*model.CertificateEvaluation, 0, len(ids))}
	for part := range slices.Chunk(ids, maxPage) {
		found, err := r.evaluate(ctx, part)
		if err != nil {
			return Evaluations{}, err
		}
		out.Certificates = append(out.Certificates, found.Certificates...)
		out.Redacted = append(out.Redacted, found.Redacted...)
	}
	return out, nil
}

func (r *Registry) evaluate(ctx context.Context, ids []model.ID) (Evaluations, error) {
	loaded, err := r.Load(ctx, model.KindCertificate, ids, rules.Reads())
	if err != nil {
		return Evaluations{}, err
	}
	around, err := r.surroundings(ctx, present(loaded.Records))
	if err != nil {
		return Evaluations{}, err
	}
	out := Evaluations{Certificates: make([]*model.CertificateEvaluation, len(ids)), Redacted: loaded.Redacted}
	for i, record := range loaded.Records {
		if c, there := record.(*model.Certificate); there {
			evaluation := rules.Evaluate(c, around)
			told := evaluation.Tell()
			out.Certificates[i] = &told
		}
	}
	return out, nil
}

// present are the records that are there, each once.
func present(all []model.Record) []model.Record {
	seen := map[model.Record]bool{nil: true}
	var list []model.Record
	for _, record := range all {
		if !seen[record] {
			seen[record] = true
			list = append(list, record)
		}
	}
	return list
}

// InstitutionQuality is the quality of the newest certificates that institutions issued, a
// hundred of each, of those that the caller may read, by the rules that need nothing but the
// certificate. What it costs does not grow with how many there are.
func (r *Registry) InstitutionQuality(ctx context.Context, ids []model.ID) ([]*model.Quality, error) {
	var out []*model.Quality
	for part := range slices.Chunk(ids, sampledAtOnce) {
		found, err := r.institutionQuality(ctx, part)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

func (r *Registry) institutionQuality(ctx context.Context, ids []model.ID) ([]*model.Quality, error) {
	requests := make([]ListRequest, len(ids))
	first := sampled
	for i, id := range ids {
		requests[i] = ListRequest{Kind: model.KindCertificate, Under: Equal("issuer", string(id)), First: &first, Fields: rules.Reads()}
	}
	pages, err := r.List(ctx, requests...)
	if err != nil {
		return nil, err
	}
	var all []model.Record
	for _, page := range pages {
		all = append(all, page.Records...)
	}
	if _, err := r.open(ctx, all); err != nil {
		return nil, err
	}
	out := make([]*model.Quality, len(ids))
	for i, page := range pages {
		var sum rules.Quality
		for _, record := range page.Records {
			if c, ok := record.(*model.Certificate); ok {
				one := rules.Evaluate(c, nil)
				sum.Add(&one.Quality)
			}
		}
		told := sum.Tell()
		out[i] = &told
	}
	return out, nil
}

// open looks up what certificates refer to, as the caller may see it, and takes out of them
// the ids of what the caller may not.
func (r *Registry) open(ctx context.Context, certificates []model.Record) (*links, error) {
	l := &links{Registry: r, needs: neededForRules(), known: map[model.ID]model.Record{}, related: export.Related{}}
	if err := l.load(ctx, certificates); err != nil {
		return nil, err
	}
	for _, c := range certificates {
		l.prune(c)
	}
	return l, nil
}

// neededForRules are the fields of other records that rules look at.
func neededForRules() []export.Need {
	return []export.Need{
		{Kind: model.KindInstitution, Fields: []string{"contact"}},
		{Kind: model.KindPerson, Fields: []string{"qualifications"}},
		{Kind: model.KindMethod, Fields: []string{"validFrom", "validUntil"}},
		{Kind: model.KindCertificate, Fields: []string{"number", "issuer", "issuedAt", "validUntil", "status"}},
	}
}

// surroundings are what rules look at beyond the certificates themselves.
type surroundings struct {
	*links
	before map[*model.Certificate][]*model.Certificate
	alike  map[*model.Certificate][]*model.Certificate
}

func (r *Registry) surroundings(ctx context.Context, certificates []model.Record) (*surroundings, error) {
	l, err := r.open(ctx, certificates)
	if err != nil {
		return nil, err
	}
	s := &surroundings{links: l, before: map[*model.Certificate][]*model.Certificate{}, alike: map[*model.Certificate][]*model.Certificate{}}
	var requests []ListRequest
	var into []func([]*model.Certificate)
	ask := func(request ListRequest, most int, keep func([]*model.Certificate)) {
		request.Kind, request.First = model.KindCertificate, &most
		requests, into = append(requests, request), append(into, keep)
	}
	for _, record := range certificates {
		c := record.(*model.Certificate)
		if c.Number != "" {
			ask(ListRequest{Under: Equal("number", c.Number), Fields: fieldsOf("id", "number", "revision", "issuer", "items", "status", "origin")}, lookedAt,
				func(found []*model.Certificate) { s.alike[c] = found })
		}
		if len(c.Items) == 1 && c.Items[0].InstrumentID != "" && c.IssuedAt != "" {
			earlier := store.Where("issuedAt", store.Lt, string(c.IssuedAt))
			ask(ListRequest{Under: All(Equal("instrument", string(c.Items[0].InstrumentID)), earlier), Fields: fieldsOf("items", "results")}, lookBack,
				func(found []*model.Certificate) { s.before[c] = found })
		}
	}
	if len(requests) == 0 {
		return s, nil
	}
	pages, err := r.List(ctx, requests...)
	for i := range pages {
		into[i](certificatesOnly(pages[i].Records))
	}
	return s, err
}

func fieldsOf(names ...string) model.FieldSet {
	set, _ := model.Fields(model.KindCertificate, names...)
	return set
}

func certificatesOnly(records []model.Record) []*model.Certificate {
	list := make([]*model.Certificate, 0, len(records))
	for _, record := range records {
		if c, ok := record.(*model.Certificate); ok {
			list = append(list, c)
		}
	}
	return list
}

// Record is a record that a certificate refers to; nil where the caller may not read it.
func (s *surroundings) Record(id model.ID) model.Record { return s.related[id] }

// Before lists earlier certificates of the instrument that a certificate is about.
func (s *surroundings) Before(c *model.Certificate, _ model.ID) []*model.Certificate {
	return s.before[c]
}

// Alike lists other certificates with the same number.
func (s *surroundings) Alike(c *model.Certificate) []*model.Certificate { return s.alike[c] }
