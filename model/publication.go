package model

import (
	"strings"
	"time"
)

// Publication is the act by which an institution published a data set or a single record with
// authority: what was published, in which version, under which licence, and the seal of its
// content. It never changes; it can be withdrawn, and a later publication can supersede it.
type Publication struct {
	Head           `bson:",inline"`
	Identifier     string            `json:"identifier"` // persistent, with a check character; see [PublicationIdentifier]
	SubjectID      ID                `json:"subject"`
	SubjectVersion int               `json:"subjectVersion"`
	EvaluationID   ID                `json:"evaluation,omitempty"` // that recommended it
	Title          Text              `json:"title"`
	Description    Text              `json:"description,omitzero"`
	VersionLabel   string            `json:"versionLabel,omitempty"` // of the data set
	Discipline     Discipline        `json:"discipline,omitempty"`
	Keywords       []string          `json:"keywords,omitempty"`
	Creators       []Creator         `json:"creators,omitempty"`
	Publisher      Text              `json:"publisher,omitzero"` // the name of the origin, as it was
	Licence        string            `json:"licence,omitempty"`  // SPDX identifier or the licence's name
	PublishedAt    time.Time         `json:"publishedAt,omitzero"`
	EmbargoUntil   time.Time         `json:"embargoUntil,omitzero"` // when the content opens; zero for at once
	SupersedesID   ID                `json:"supersedes,omitempty"`
	Members        []PublishedMember `json:"members,omitempty"` // the subject first
	Seal           ManifestSeal      `json:"seal,omitzero"`
	Withdrawal     Withdrawal        `json:"withdrawal,omitzero"`
}

// Creator is an institution whose data was published, with its name as it was.
type Creator struct {
	InstitutionID ID   `json:"institution,omitempty"`
	Name          Text `json:"name,omitzero"`
}

// PublishedMember is a record of a publication, in the version that was published.
type PublishedMember struct {
	RecordID ID     `json:"record"`
	Version  int    `json:"version"`
	SHA256   string `json:"sha256"`         // of the canonical content, hexadecimal
	File     string `json:"file,omitempty"` // of an attachment: the SHA-256 of its bytes
}

// ManifestSeal is the signature of the node under the manifest of a publication.
type ManifestSeal struct {
	Algorithm string `json:"algorithm,omitempty"` // Ed25519
	PublicKey string `json:"publicKey,omitempty"` // base64
	Signature string `json:"signature,omitempty"` // base64
}

// Withdrawal is when and why a publication was taken back. What it was stays known: it was cited.
type Withdrawal struct {
	At     time.Time `json:"at,omitzero"`
	Reason string    `json:"reason,omitempty"`
}

func (*Publication) Kind() Kind     { return KindPublication }
func (p *Publication) Facts() Facts { return p.facts(KindPublication, p.Discipline) }

// NaturalKey is the identifier.
func (p *Publication) NaturalKey() string { return p.Identifier }

// Embargoed tells whether the content is still closed at a time. Nothing has to happen for an
// embargo to end.
func (p *Publication) Embargoed(now time.Time) bool { return now.Before(p.EmbargoUntil) }

// References lists what was published, what recommended it, and what it takes the place of.
func (p *Publication) References() []Reference {
	refs := references{}.one("subject", p.SubjectID, "").one("evaluation", p.EvaluationID, "").one("supersedes", p.SupersedesID, KindPublication)
	for i, c := range p.Creators {
		refs = refs.entry("creators", i, "institution", c.InstitutionID, KindInstitution)
	}
	for i, m := range p.Members {
		refs = refs.entry("members", i, "record", m.RecordID, "")
	}
	return refs
}

// Validate checks the publication by itself; see [Rules].
func (p *Publication) Validate() []Finding {
	var k checker
	p.Head.check(&k, KindPublication)
	k.code("identifier", p.Identifier)
	if p.Identifier != PublicationIdentifier(p.ID) && (p.ID != "" || p.Identifier != "") {
		k.fail(rulePublicationIdentifier, "identifier", p.Identifier, PublicationIdentifier(p.ID))
	}
	k.require(rulePublicationSubject, "subject", p.SubjectID != "" && p.SubjectVersion > 0)
	k.ref("subject", p.SubjectID, "")
	k.ref("evaluation", p.EvaluationID, "")
	k.ref("supersedes", p.SupersedesID, KindPublication)
	k.require(rulePublicationTitle, "title", !p.Title.blank())
	p.describe(&k)
	k.require(rulePublicationMembers, "members", len(p.Members) > 0)
	k.limit("members", len(p.Members), maxEntries)
	for i := range p.Members {
		k.at("members", i)
		p.Members[i].check(&k)
		k.out()
	}
	k.in("seal")
	k.code("algorithm", p.Seal.Algorithm)
	k.code("publicKey", p.Seal.PublicKey)
	k.code("signature", p.Seal.Signature)
	k.out()
	k.in("withdrawal")
	k.prose("reason", p.Withdrawal.Reason)
	k.out()
	return k.findings
}

// describe checks what the publication is cited by.
func (p *Publication) describe(k *checker) {
	k.text("title", &p.Title)
	k.text("description", &p.Description)
	k.code("versionLabel", p.VersionLabel)
	k.enum("discipline", string(p.Discipline), disciplines)
	k.codes("keywords", p.Keywords)
	k.limit("creators", len(p.Creators), maxEntries)
	for i := range p.Creators {
		k.at("creators", i)
		k.ref("institution", p.Creators[i].InstitutionID, KindInstitution)
		k.text("name", &p.Creators[i].Name)
		k.out()
	}
	k.text("publisher", &p.Publisher)
	k.code("licence", p.Licence)
}

func (m *PublishedMember) check(k *checker) {
	k.require(rulePublicationMember, "record", m.RecordID != "" && m.Version > 0 && m.SHA256 != "")
	k.ref("record", m.RecordID, "")
	k.sha256("sha256", m.SHA256)
	k.sha256("file", m.File)
}

// licences are the SPDX identifiers of the licences that data is published under, with the
// addresses of their texts.
var licences = map[string]string{
	"CC0-1.0":         "https://creativecommons.org/publicdomain/zero/1.0/",
	"CC-BY-4.0":       "https://creativecommons.org/licenses/by/4.0/",
	"CC-BY-SA-4.0":    "https://creativecommons.org/licenses/by-sa/4.0/",
	"CC-BY-NC-4.0":    "https://creativecommons.org/licenses/by-nc/4.0/",
	"CC-BY-ND-4.0":    "https://creativecommons.org/licenses/by-nd/4.0/",
	"CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
	"CC-BY-NC-ND-4.0": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
	"ODC-By-1.0":      "https://opendatacommons.org/licenses/by/1-0/",
	"ODbL-1.0":        "https://opendatacommons.org/licenses/odbl/1-0/",
	"PDDL-1.0":        "https://opendatacommons.org/licenses/pddl/1-0/",
}

// LicenceURL is where the text of a licence is that is named by its SPDX identifier; empty for
// a licence that is not in the list of those made for data.
func LicenceURL(licence string) string { return licences[strings.TrimSpace(licence)] }
