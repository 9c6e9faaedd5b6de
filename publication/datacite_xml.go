package publication

import (
	"encoding/xml"

	"metrograph/model"
)

// resource is the metadata of a publication in the XML of DataCite's metadata schema 4.6, with
// its elements in the order of the schema.
type resource struct {
	XMLName     xml.Name         `xml:"http://datacite.org/schema/kernel-4 resource"`
	Instance    string           `xml:"xmlns:xsi,attr"`
	Location    string           `xml:"xsi:schemaLocation,attr"`
	Identifier  typedValue       `xml:"identifier"`
	Creators    []xmlCreator     `xml:"creators>creator"`
	Titles      []xmlText        `xml:"titles>title"`
	Publisher   xmlText          `xml:"publisher"`
	Year        string           `xml:"publicationYear"`
	Type        xmlResourceType  `xml:"resourceType"`
	Subjects    []string         `xml:"subjects>subject,omitempty"`
	Dates       []xmlDate        `xml:"dates>date,omitempty"`
	Language    string           `xml:"language"`
	Alternates  []xmlAlternate   `xml:"alternateIdentifiers>alternateIdentifier,omitempty"`
	Related     []xmlRelated     `xml:"relatedIdentifiers>relatedIdentifier,omitempty"`
	Sizes       []string         `xml:"sizes>size,omitempty"`
	Formats     []string         `xml:"formats>format,omitempty"`
	Version     string           `xml:"version,omitempty"`
	Rights      []xmlRights      `xml:"rightsList>rights,omitempty"`
	Description []xmlDescription `xml:"descriptions>description,omitempty"`
}

type typedValue struct {
	Type  string `xml:"identifierType,attr"`
	Value string `xml:",chardata"`
}

type xmlCreator struct {
	Name xmlName `xml:"creatorName"`
}

type xmlName struct {
	Type  string `xml:"nameType,attr"`
	Value string `xml:",chardata"`
}

type xmlText struct {
	Lang  string `xml:"xml:lang,attr,omitempty"`
	Value string `xml:",chardata"`
}

type xmlResourceType struct {
	General string `xml:"resourceTypeGeneral,attr"`
	Value   string `xml:",chardata"`
}

type xmlDate struct {
	Type  string `xml:"dateType,attr"`
	Note  string `xml:"dateInformation,attr,omitempty"`
	Value string `xml:",chardata"`
}

type xmlAlternate struct {
	Type  string `xml:"alternateIdentifierType,attr"`
	Value string `xml:",chardata"`
}

type xmlRelated struct {
	Type     string `xml:"relatedIdentifierType,attr"`
	Relation string `xml:"relationType,attr"`
	General  string `xml:"resourceTypeGeneral,attr"`
	Value    string `xml:",chardata"`
}

type xmlRights struct {
	URI        string `xml:"rightsURI,attr,omitempty"`
	Identifier string `xml:"rightsIdentifier,attr,omitempty"`
	Scheme     string `xml:"rightsIdentifierScheme,attr,omitempty"`
	SchemeURI  string `xml:"schemeURI,attr,omitempty"`
	Value      string `xml:",chardata"`
}

type xmlDescription struct {
	Type  string `xml:"descriptionType,attr"`
	Lang  string `xml:"xml:lang,attr,omitempty"`
	Value string `xml:",chardata"`
}

// DataCiteXML is the metadata of the publication as DataCiteJSON has it, in XML.
func DataCiteXML(w *Work) (string, error) {
	r := resource{
		Instance: "http://www.w3.org/2001/XMLSchema-instance", Location: dataCiteNamespace + " https://schema.datacite.org/meta/kernel-4.6/metadata.xsd",
		Identifier: typedValue{"URL", w.URL}, Publisher: xmlText{w.lang(), orUnavailable(w.publisher())}, Year: w.requiredYear(),
		Type: xmlResourceType{"Dataset", w.kindOfWork()}, Subjects: w.Keywords, Language: w.lang(),
		Alternates: []xmlAlternate{{"Metrograph", w.Identifier}}, Sizes: []string{w.size()}, Formats: []string{"application/x-ndjson"}, Version: w.VersionLabel,
	}
	for _, name := range w.creatorNames() {
		r.Creators = append(r.Creators, xmlCreator{xmlName{"Organizational", name}})
	}
	for _, t := range w.both(w.Title) {
		r.Titles = append(r.Titles, xmlText{t.lang, t.text})
	}
	for _, d := range w.dates() {
		if d.day != "" {
			r.Dates = append(r.Dates, xmlDate{d.kind, d.note, d.day})
		}
	}
	for _, p := range w.related() {
		r.Related = append(r.Related, xmlRelated{"URL", p.name, "Dataset", p.value.(string)}) //nolint:errcheck // related has addresses
	}
	r.Rights = xmlRightsOf(w.Licence)
	for _, t := range w.both(w.Description) {
		r.Description = append(r.Description, xmlDescription{"Abstract", t.lang, t.text})
	}
	text, err := xml.MarshalIndent(r, "", "  ")
	return xml.Header + string(text) + "\n", err
}

func xmlRightsOf(licence string) []xmlRights {
	switch url := model.LicenceURL(licence); {
	case licence == "":
		return nil
	case url == "":
		return []xmlRights{{Value: licence}}
	default:
		return []xmlRights{{URI: url, Identifier: licence, Scheme: "SPDX", SchemeURI: spdxList, Value: licence}}
	}
}
