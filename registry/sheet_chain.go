package registry

import (
	"context"
	"fmt"
	"slices"

	"metrograph/model"
	"metrograph/store"
	"metrograph/workflow/rule"
	"metrograph/workflow/sheet"
)

// maxLinks bounds the traceability chain of one certificate of a sheet.
const maxLinks = 100

// climb follows the traceability chains of certificates upwards, all of them together, level
// by level, as far as the caller may read.
type climb struct {
	*Registry
	issuers map[model.ID]*model.Institution // nil for those that are not there for the caller
}

// branches is the chain of one certificate under way.
type branches struct {
	root  *model.Certificate
	links []*sheet.Link
	next  []*sheet.Link     // whose certificates are to be found
	gone  map[model.ID]bool // certificates whose standards are among the links
}

// up finds the links of each certificate's chain.
func (c *climb) up(ctx context.Context, certificates []*model.Certificate) ([][]*sheet.Link, error) {
	if err := c.know(ctx, certificates); err != nil {
		return nil, err
	}
	all := make([]*branches, len(certificates))
	for i, root := range certificates {
		all[i] = &branches{root: root, gone: map[model.ID]bool{}}
		all[i].extend(root, nil)
	}
	for range MaxChain {
		if err := c.level(ctx, all); err != nil {
			return nil, err
		}
	}
	chains := make([][]*sheet.Link, len(all))
	for i, b := range all {
		for _, link := range b.next {
			link.End = sheet.EndTooLarge
		}
		chains[i] = b.links
	}
	return chains, nil
}

// extend adds the standards of a certificate to the chain.
func (b *branches) extend(certificate *model.Certificate, below *sheet.Link) {
	b.gone[certificate.ID] = true
	for i := range certificate.Standards {
		link := &sheet.Link{Use: &certificate.Standards[i], Below: below}
		if below == nil {
			link.Path = fmt.Sprintf("standards[%d]", i)
		}
		b.links = append(b.links, link)
		if len(b.links) > maxLinks {
			link.End = sheet.EndTooLarge
			return
		}
		b.next = append(b.next, link)
	}
}

// level finds the certificates of the standards that are next, and what is above them.
func (c *climb) level(ctx context.Context, all []*branches) error {
	var next []*sheet.Link
	var roots []*branches
	for _, b := range all {
		for _, link := range b.next {
			next, roots = append(next, link), append(roots, b)
		}
		b.next = nil
	}
	if len(next) == 0 {
		return nil
	}
	if err := c.named(ctx, next); err != nil {
		return err
	}
	if err := c.unnamed(ctx, next, roots); err != nil {
		return err
	}
	var found []*model.Certificate
	for _, link := range next {
		if link.Certificate != nil {
			found = append(found, link.Certificate)
		}
	}
	if err := c.know(ctx, found); err != nil {
		return err
	}
	for i, link := range next {
		if link.End = c.end(link, roots[i]); link.End == "" {
			roots[i].extend(link.Certificate, link)
		}
	}
	return nil
}

// end says why a chain goes no further than a link.
func (c *climb) end(link *sheet.Link, b *branches) sheet.ChainEnd {
	switch own := link.Certificate; {
	case own == nil:
		return sheet.EndUnknown
	case below(link, b.root):
		return sheet.EndCycle
	case sheet.National(c.issuers[own.IssuerID]):
		return sheet.EndNational
	case b.gone[own.ID]:
		return sheet.EndShared
	case !rule.Open(own, "standards", "issuer") || c.issuers[own.IssuerID] == nil:
		return sheet.EndUnknown
	case len(own.Standards) == 0:
		return sheet.EndElsewhere
	}
	return ""
}

// below tells whether the certificate of a link is that of one below it.
func below(link *sheet.Link, root *model.Certificate) bool {
	for k := link.Below; k != nil; k = k.Below {
		if k.Certificate.ID == link.Certificate.ID {
			return true
		}
	}
	return link.Certificate.ID == root.ID
}

func chainFields() model.FieldSet {
	return fieldsOf("number", "issuer", "issuedAt", "performedFrom", "performedTo", "validUntil", "status", "standards")
}

// named loads the certificates that are named with standards.
func (c *climb) named(ctx context.Context, links []*sheet.Link) error {
	for part := range slices.Chunk(links, maxPage) {
		ids := make([]model.ID, len(part))
		for i, link := range part {
			ids[i] = link.Use.CertificateID
		}
		loaded, err := c.Load(ctx, model.KindCertificate, ids, chainFields())
		if err != nil {
			return err
		}
		for i, record := range loaded.Records {
			part[i].Certificate, _ = record.(*model.Certificate)
		}
	}
	return nil
}

// standardOn is a standard on a day of its use.
type standardOn struct {
	instrument model.ID
	day        model.Date
}

// unnamed finds, where a certificate names a standard without its certificate, the newest one
// that the standard had on the day.
func (c *climb) unnamed(ctx context.Context, links []*sheet.Link, roots []*branches) error {
	waiting := map[standardOn][]*sheet.Link{}
	var asked []standardOn
	for i, link := range links {
		user := roots[i].root
		if link.Below != nil {
			user = link.Below.Certificate
		}
		on := standardOn{link.Use.InstrumentID, rule.DayOf(user)}
		if link.Certificate != nil || link.Use.CertificateID != "" || on.instrument == "" || on.day == "" {
			continue
		}
		if waiting[on] == nil {
			asked = append(asked, on)
		}
		waiting[on] = append(waiting[on], link)
	}
	one := 1
	for part := range slices.Chunk(asked, maxPage) {
		requests := make([]ListRequest, len(part))
		for i, on := range part {
			requests[i] = ListRequest{Kind: model.KindCertificate, First: &one, Fields: chainFields(),
				Where: All(Equal("instrument", string(on.instrument)), store.Where("issuedAt", store.Lte, string(on.day)))}
		}
		pages, err := c.List(ctx, requests...)
		if err != nil {
			return err
		}
		for i, on := range part {
			for _, certificate := range certificatesOnly(pages[i].Records) {
				for _, link := range waiting[on] {
					link.Certificate = certificate
				}
			}
		}
	}
	return nil
}

// know loads the institutions that issued certificates, unless they are known.
func (c *climb) know(ctx context.Context, certificates []*model.Certificate) error {
	var ids []model.ID
	for _, certificate := range certificates {
		if _, known := c.issuers[certificate.IssuerID]; !known && certificate.IssuerID != "" {
			c.issuers[certificate.IssuerID] = nil
			ids = append(ids, certificate.IssuerID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	fields, _ := model.Fields(model.KindInstitution, "kind", "capabilities")
	loaded, err := c.Load(ctx, model.KindInstitution, ids, fields)
	if err != nil {
		return err
	}
	for i, record := range loaded.Records {
		c.issuers[ids[i]], _ = record.(*model.Institution)
	}
	return nil
}
