package registry

import (
	"context"

	"metrograph/model"
	"metrograph/store"
	"metrograph/workflow/rule"
	"metrograph/workflow/sheet"
)

// What one sheet looks at at most.
const (
	sheetCertificates = 100 // of a data set
	sheetHistory      = 20  // certificates of each instrument in a data set
	sheetEarlier      = 30  // earlier certificates that results are compared with
)

// EvaluationSheet computes the evaluator's sheet of a certificate or a data set, from what the
// caller may read and nothing else. Of a data set it looks at the certificates among its
// members and the newest of the instruments among them, up to a hundred, and says whether
// there are more.
func (r *Registry) EvaluationSheet(ctx context.Context, subject model.ID) (*model.EvaluationSheet, error) {
	if subject.Kind() != model.KindDataset {
		return r.certificateSheet(ctx, subject)
	}
	loaded, err := r.Load(ctx, model.KindDataset, []model.ID{subject}, 0)
	if err != nil {
		return nil, err
	}
	dataset, there := loaded.Records[0].(*model.Dataset)
	if !there {
		return nil, model.NotFound()
	}
	certificates, more, err := r.certificatesIn(ctx, dataset)
	if err != nil {
		return nil, err
	}
	members, err := r.sheets(ctx, certificates)
	if err != nil {
		return nil, err
	}
	return &model.EvaluationSheet{SubjectID: subject, Certificates: len(members), More: more,
		Lines: sheet.Together(members), Members: members}, nil
}

func (r *Registry) certificateSheet(ctx context.Context, id model.ID) (*model.EvaluationSheet, error) {
	loaded, err := r.Load(ctx, model.KindCertificate, []model.ID{id}, 0)
	if err != nil {
		return nil, err
	}
	if loaded.Records[0] == nil {
		return nil, model.NotFound()
	}
	members, err := r.sheets(ctx, loaded.Records)
	if err != nil {
		return nil, err
	}
	return &model.EvaluationSheet{SubjectID: id, Certificates: 1, Lines: members[0].Lines, Members: []model.SheetMember{}}, nil
}

// certificatesIn finds the certificates that a data set is about, each once.
func (r *Registry) certificatesIn(ctx context.Context, d *model.Dataset) (list []model.Record, more bool, err error) {
	var certificates, instruments []model.ID
	for _, id := range d.Members {
		switch id.Kind() {
		case model.KindCertificate:
			certificates = append(certificates, id)
		case model.KindInstrument:
			instruments = append(instruments, id)
		}
	}
	seen := map[model.ID]bool{}
	add := func(records []model.Record) {
		for _, record := range records {
			switch {
			case record == nil || seen[record.Base().ID]:
			case len(list) == sheetCertificates:
				more = true
			default:
				seen[record.Base().ID] = true
				list = append(list, record)
			}
		}
	}
	for len(certificates) > 0 && !more {
		part := certificates[:min(len(certificates), maxPage)]
		certificates = certificates[len(part):]
		loaded, err := r.Load(ctx, model.KindCertificate, part, 0)
		if err != nil {
			return nil, false, err
		}
		add(loaded.Records)
	}
	first := sheetHistory
	for len(instruments) > 0 && !more {
		part := instruments[:min(len(instruments), sampledAtOnce)]
		instruments = instruments[len(part):]
		requests := make([]ListRequest, len(part))
		for i, id := range part {
			requests[i] = ListRequest{Kind: model.KindCertificate, Where: Equal("instrument", string(id)), First: &first}
		}
		pages, err := r.List(ctx, requests...)
		if err != nil {
			return nil, false, err
		}
		for i := range pages {
			add(pages[i].Records)
			more = more || pages[i].HasNext
		}
	}
	return list, more, nil
}

// sheets computes the sheets of certificates. What they refer to and the caller may not read
// is taken out of them, but for the chain: that a standard's certificate is named but hidden
// must not make another one of the standard stand in for it.
func (r *Registry) sheets(ctx context.Context, certificates []model.Record) ([]model.SheetMember, error) {
	list := certificatesOnly(certificates)
	climb := climb{Registry: r, issuers: map[model.ID]*model.Institution{}}
	links, err := climb.up(ctx, list)
	if err != nil {
		return nil, err
	}
	around, err := r.surroundings(ctx, certificates)
	if err != nil {
		return nil, err
	}
	instruments, err := r.instrumentsOf(ctx, list)
	if err != nil {
		return nil, err
	}
	earlier, err := r.earlier(ctx, list)
	if err != nil {
		return nil, err
	}
	members := make([]model.SheetMember, len(list))
	for i, c := range list {
		members[i] = model.SheetMember{CertificateID: c.ID, Lines: sheet.Of(&sheet.Material{Certificate: c, Related: around,
			Issuer: climb.issuers[c.IssuerID], Instruments: instruments, Links: links[i], Earlier: earlier[i]})}
	}
	return members, nil
}

// instrumentsOf are the instruments that certificates are about.
func (r *Registry) instrumentsOf(ctx context.Context, certificates []*model.Certificate) (map[model.ID]*model.Instrument, error) {
	known := map[model.ID]*model.Instrument{}
	var ids []model.ID
	for _, c := range certificates {
		ids = append(ids, c.InstrumentIDs()...)
	}
	fields, _ := model.Fields(model.KindInstrument, "serialNumber", "manufacturerInstitution", "ownerInstitution")
	loaded, err := r.Load(ctx, model.KindInstrument, ids, fields)
	for _, record := range loaded.Records {
		if i, there := record.(*model.Instrument); there {
			known[i.ID] = i
		}
	}
	return known, err
}

// earlier lists for each certificate those before it of the same instrument, the latest first.
func (r *Registry) earlier(ctx context.Context, certificates []*model.Certificate) ([][]*model.Certificate, error) {
	found := make([][]*model.Certificate, len(certificates))
	var requests []ListRequest
	var of []int
	first := sheetEarlier
	fields := fieldsOf("number", "status", "items", "results", "amendment", "issuedAt", "performedFrom", "performedTo")
	for i, c := range certificates {
		if len(c.Items) != 1 || c.Items[0].InstrumentID == "" || !c.IssuedAt.Valid() || !rule.Open(c, "items", "issuedAt") {
			continue
		}
		before := All(Equal("instrument", string(c.Items[0].InstrumentID)), store.Where("issuedAt", store.Lt, string(c.IssuedAt)))
		requests = append(requests, ListRequest{Kind: model.KindCertificate, Under: before, First: &first, Fields: fields})
		of = append(of, i)
	}
	for len(requests) > 0 { // some instruments at once, for each brings thirty certificates with their results
		n := min(len(requests), sampledAtOnce)
		pages, err := r.List(ctx, requests[:n]...)
		if err != nil {
			return nil, err
		}
		for i := range pages {
			found[of[i]] = certificatesOnly(pages[i].Records)
		}
		requests, of = requests[n:], of[n:]
	}
	return found, nil
}
