package model

// Dataset is a named, versioned selection of records or of media, such as a video data set
// of a typical measurement process.
type Dataset struct {
	Head         `bson:",inline"`
	Name         Text       `json:"name"`
	VersionLabel string     `json:"versionLabel,omitempty"`
	Description  Text       `json:"description,omitzero"`
	Discipline   Discipline `json:"discipline,omitempty"`
	Licence      string     `json:"licence,omitempty"` // SPDX identifier or the licence's name
	Contact      Contact    `json:"contact,omitzero"`
	Keywords     []string   `json:"keywords,omitempty"`
	Members      []ID       `json:"members,omitempty"` // the selected records
	Media        []Media    `json:"media,omitempty"`
	Stage        DataStage  `json:"stage,omitempty"`
	DerivedFrom  []ID       `json:"derivedFrom,omitempty"`
	SupersedesID ID         `json:"supersedes,omitempty"` // the version of the data set before
}

// Media is a video or a picture of a data set, in its order.
type Media struct {
	AttachmentID ID   `json:"attachment"`
	Caption      Text `json:"caption,omitzero"`
	PosterID     ID   `json:"poster,omitempty"` // a picture that stands for a video until it plays
	ShowsID      ID   `json:"shows,omitempty"`  // the certificate or method that it shows
}

func (*Dataset) Kind() Kind     { return KindDataset }
func (d *Dataset) Facts() Facts { return d.facts(KindDataset, d.Discipline) }

// NaturalKey is the English name, or the Chinese where there is none, and the version.
func (d *Dataset) NaturalKey() string { return naturalKey(d.Name.In("en"), d.VersionLabel) }

// References lists the members and media.
func (d *Dataset) References() []Reference {
	refs := references{}.many("members", d.Members, "").many("derivedFrom", d.DerivedFrom, "").
		one("supersedes", d.SupersedesID, KindDataset)
	for i, m := range d.Media {
		refs = refs.entry("media", i, "attachment", m.AttachmentID, KindAttachment).
			entry("media", i, "poster", m.PosterID, KindAttachment).
			entry("media", i, "shows", m.ShowsID, "")
	}
	return refs
}

// Validate checks the data set by itself; see [Rules].
func (d *Dataset) Validate() []Finding {
	var k checker
	d.Head.check(&k, KindDataset)
	k.require(ruleDatasetName, "name", !d.Name.blank())
	k.text("name", &d.Name)
	k.code("versionLabel", d.VersionLabel)
	k.text("description", &d.Description)
	k.enum("discipline", string(d.Discipline), disciplines)
	k.code("licence", d.Licence)
	d.Contact.check(&k, "contact")
	k.codes("keywords", d.Keywords)
	k.refs("members", d.Members, "")
	k.ref("supersedes", d.SupersedesID, KindDataset)
	k.limit("media", len(d.Media), maxEntries)
	for i := range d.Media {
		k.at("media", i)
		d.Media[i].check(&k)
		k.out()
	}
	k.stage(d.Stage, d.DerivedFrom)
	return k.findings
}

func (m *Media) check(k *checker) {
	k.require(ruleMediaAttachment, "attachment", m.AttachmentID != "")
	k.ref("attachment", m.AttachmentID, KindAttachment)
	k.text("caption", &m.Caption)
	k.ref("poster", m.PosterID, KindAttachment)
	if m.ShowsID.Kind() == KindMethod {
		k.ref("shows", m.ShowsID, KindMethod)
	} else {
		k.ref("shows", m.ShowsID, KindCertificate)
	}
}

// stage looks at how far data is processed: derived data names its sources.
func (k *checker) stage(stage DataStage, sources []ID) {
	k.enum("stage", string(stage), dataStages)
	k.require(ruleDerived, "derivedFrom", stage != StageDerived || len(sources) > 0)
	k.refs("derivedFrom", sources, "")
}
