package collect

import (
	"strings"

	"metrograph/collect/parcel"
	"metrograph/model"
)

// hashPrefix begins the path of the finding that remembers an earlier source.
const hashPrefix = "sha256:"

// unchanged tells whether the node has the certificate from this very document already, or
// from one that corrected it: importing a folder again and again changes nothing.
func (d *document) unchanged() bool {
	if d.existing == nil {
		return false
	}
	d.report.Certificate = d.existing.ID
	if d.existing.Provenance.SourceHash == d.hash {
		return true
	}
	for _, hash := range earlierSources(d.existing) {
		if hash == d.hash {
			d.report.Findings = append(d.report.Findings, *finding(ruleSuperseded))
			return true
		}
	}
	return false
}

// cutOff is what became of a document that the node has already: nothing, unless it was this
// job that wrote it, just before its process died.
func (d *document) cutOff() Outcome {
	p := &d.existing.Provenance
	switch {
	case d.options.Ledger == nil || p.SourceHash != d.hash || !p.At.Equal(d.began):
		return Unchanged
	case d.existing.Version == 1:
		return Created
	}
	return Amended
}

// earlierSources are the hashes of the documents that a certificate was imported from before
// it was corrected.
func earlierSources(c *model.Certificate) []string {
	var hashes []string
	for _, f := range c.Provenance.Findings {
		if hash, found := strings.CutPrefix(f.Path, hashPrefix); found && f.Rule == ruleEarlier.id {
			hashes = append(hashes, hash)
		}
	}
	return hashes
}

// identify gives final identifiers to the records that have none of the node's yet.
func (d *document) identify() {
	names := map[model.ID]model.ID{}
	d.reuseInstruments(names)
	for _, r := range d.parcel.Records() {
		id := r.Base().ID
		if !parcel.Provisional(id) || names[id] != "" {
			continue
		}
		names[id] = d.registry.NewID(r.Kind())
		if r.Kind() == model.KindCertificate && d.existing != nil {
			names[id] = d.existing.ID
		}
	}
	d.rename(names)
	d.report.Certificate = d.parcel.Certificate.ID
}

// reuseInstruments keeps the instruments of the certificate that is amended where nothing
// but the certificate tells that they are the same: those without a natural key.
func (d *document) reuseInstruments(names map[model.ID]model.ID) {
	if d.existing == nil {
		return
	}
	keyless := map[model.ID]bool{}
	for _, i := range d.parcel.Instruments {
		keyless[i.ID] = i.NaturalKey() == ""
	}
	for i, it := range d.parcel.Certificate.Items {
		if i >= len(d.existing.Items) || !keyless[it.InstrumentID] {
			continue
		}
		was := d.existing.Items[i]
		if was.InstrumentID != "" && was.Manufacturer == it.Manufacturer && was.Model == it.Model &&
			was.SerialNumber == it.SerialNumber && was.Name.String() == it.Name.String() {
			names[it.InstrumentID] = was.InstrumentID
			d.old[was.InstrumentID] = true
		}
	}
}

// amend makes the parcel's certificate a new version of the one that the node has. What the
// node was told about the certificate beyond the document stays.
func (d *document) amend() {
	if d.existing == nil {
		return
	}
	c, was := d.parcel.Certificate, d.existing
	provenance := c.Provenance
	c.Head = was.Head
	c.Provenance = provenance
	c.Revision, c.Stage, c.DerivedFrom = was.Revision, was.Stage, was.DerivedFrom
	c.VerificationKind, c.Mandatory, c.SourceCategory = was.VerificationKind, was.Mandatory, was.SourceCategory
	if c.Discipline == "" {
		c.Discipline = was.Discipline
	}
	if c.CategoryCode == "" {
		c.CategoryCode = was.CategoryCode
	}
	if c.CustomerID == "" {
		c.CustomerID = was.CustomerID
	}
	for _, hash := range append(earlierSources(was), was.Provenance.SourceHash) {
		if hash != "" {
			f := finding(ruleEarlier)
			f.Path = hashPrefix + hash
			d.report.Findings = append(d.report.Findings, *f)
		}
	}
}
