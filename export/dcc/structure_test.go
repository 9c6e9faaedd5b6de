package dcc_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
)

// structure is that of DCC 3.3.0 and D-SI 2.2, as far as the writer uses it: for each element
// which elements are in it, in which order and how often. Elements without an entry have a
// text in them. Names stand for elements, and ? * + | for what they do in a regular
// expression.
var structure = map[string]string{
	"digitalCalibrationCertificate": "administrativeData measurementResults comment? document? Signature*",
	// any order is allowed, and this is the writer's
	"administrativeData":       "dccSoftware coreData items calibrationLaboratory respPersons customer statements?",
	"dccSoftware":              "software+",
	"software":                 "name release type? description?",
	"coreData":                 "countryCodeISO3166_1 usedLangCodeISO639_1+ mandatoryLangCodeISO639_1+ uniqueIdentifier identifications? receiptDate? beginPerformanceDate endPerformanceDate performanceLocation issueDate? reportAmendedSubstituted? previousReport?",
	"reportAmendedSubstituted": "typeOfChange replacedUniqueIdentifier",
	"items":                    "name? equipmentClass* description? owner? manufacturer? identifications? item+",
	"item":                     "name equipmentClass* description? owner? installedSoftwares? manufacturer? model? identifications itemQuantities? subItems?",
	"equipmentClass":           "reference classID link?",
	"itemQuantities":           "itemQuantity+",
	"itemQuantity":             "name? description? (noQuantity|charsXMLList|real|hybrid|complex|constant|realListXMLList|complexListXMLList)",
	"identifications":          "identification+",
	"identification":           "issuer value name?",
	"calibrationLaboratory":    "calibrationLaboratoryCode? contact",
	"contact":                  contactStrict,
	"customer":                 contactStrict,
	"owner":                    contactStrict,
	"respAuthority":            contactStrict,
	"person":                   contactLoose,
	"manufacturer":             contactLoose,
	"location":                 "(city|countryCode|postCode|postOfficeBox|state|street|streetNo|further|positionCoordinates)+",
	"respPersons":              "respPerson+",
	"respPerson":               "person description? role? mainSigner?",
	"statements":               "statement+",
	"statement":                statementOrMetaData,
	"metaData":                 statementOrMetaData,
	"measurementResults":       "usedMethods? usedSoftware? measuringEquipments? influenceConditions? measurementMetaData? measurementResult+",
	"measurementResult":        "name description? usedMethods? usedSoftware? measuringEquipments? influenceConditions? results measurementMetaData?",
	"usedMethods":              "usedMethod+",
	"usedMethod":               "name description? norm* reference* link* usedMethodQuantities?",
	"measuringEquipments":      "name? equipmentClass* description? owner? identifications? measuringEquipment+",
	"measuringEquipment":       "name equipmentClass* description? certificate? manufacturer? model? identifications? measuringEquipmentQuantities? installedSoftware?",
	"certificate":              "referral referralID procedure value description? inValidityRange? traceable? linkedReport?",
	"influenceConditions":      "influenceCondition+",
	"influenceCondition":       "name description? status? certificate? data",
	"results":                  "result+",
	"result":                   "name description? data",
	"data":                     "(text|formula|byteData|xml|quantity|list)+",
	"list":                     "name? description? (dateTime|dateTimeXMLList)? (list|quantity)+ usedMethods? usedSoftware? measuringEquipments? influenceConditions? measurementMetaData?",
	"quantity":                 "name? description? (noQuantity|charsXMLList|real|list|hybrid|complex|constant|realListXMLList|complexListXMLList) relativeUncertainty? usedMethods? usedSoftware? measuringEquipments? influenceConditions? measurementMetaData?",
	"measurementMetaData":      "metaData+",
	"relativeUncertainty":      "(relativeUncertaintyXmlList|relativeUncertaintySingle)",

	"measuringEquipmentQuantities": "measuringEquipmentQuantity+",
	"measuringEquipmentQuantity":   "name? description? (noQuantity|charsXMLList|real|hybrid|complex|constant|realListXMLList|complexListXMLList)",

	"name": "content+", "referral": "content+",
	"description": rich, "declaration": rich, "further": rich, "text": rich, "noQuantity": rich,
	"file": byteData, "document": byteData,

	"real":                       "label? quantityTypeQUDT? value unit significantDigit? dateTime? measurementUncertaintyUnivariate?",
	"relativeUncertaintySingle":  "label? quantityTypeQUDT? value unit significantDigit? dateTime? measurementUncertaintyUnivariate?",
	"realListXMLList":            "labelXMLList? quantityTypeQUDTXMLList? valueXMLList unitXMLList significantDigitXMLList? dateTimeXMLList? measurementUncertaintyUnivariateXMLList?",
	"relativeUncertaintyXmlList": "labelXMLList? quantityTypeQUDTXMLList? valueXMLList unitXMLList significantDigitXMLList? dateTimeXMLList? measurementUncertaintyUnivariateXMLList?",

	"measurementUncertaintyUnivariate":        "(standardMU|expandedMU|coverageIntervalMU)",
	"standardMU":                              "valueStandardMU distribution?",
	"expandedMU":                              "valueExpandedMU coverageFactor coverageProbability distribution?",
	"coverageIntervalMU":                      "valueStandardMU intervalMin intervalMax coverageProbability distribution?",
	"measurementUncertaintyUnivariateXMLList": "(standardMUXMLList|expandedMUXMLList|coverageIntervalMUXMLList)",
	"standardMUXMLList":                       "valueStandardMUXMLList distributionXMLList?",
	"expandedMUXMLList":                       "valueExpandedMUXMLList coverageFactorXMLList coverageProbabilityXMLList distributionXMLList?",
	"coverageIntervalMUXMLList":               "valueStandardMUXMLList intervalMinXMLList intervalMaxXMLList coverageProbabilityXMLList distributionXMLList?",

	"comment": "supplement", "supplement": "patch* derivedFrom* unmapped*",
}

const (
	rich                = "name? (content|file|formula)*"
	byteData            = "name? description? fileName mimeType dataBase64"
	contactStrict       = "name eMail? phone? fax? link? location descriptionData?"
	contactLoose        = "name eMail? phone? fax? link? location? descriptionData?"
	statementOrMetaData = "name? description? countryCodeISO3166_1* convention? traceable? norm* reference* link* declaration? (valid|validXMLList)? date? period? respAuthority? (conformity|conformityXMLList)? data? nonSIDefinition? nonSIUnit? location?"
)

// Forms of texts: anything else has to be without blank space at its ends and not empty.
var forms = map[string]string{
	"content": `(?s).*`, "patch": `(?s).*`, "unmapped": `(?s).*`, "dataBase64": `[A-Za-z0-9+/]*=*`,
	"countryCodeISO3166_1": `[A-Z]{2}`, "countryCode": `[A-Z]{2}`,
	"usedLangCodeISO639_1": `[a-z]{2}`, "mandatoryLangCodeISO639_1": `[a-z]{2}`,
	"receiptDate": day, "beginPerformanceDate": day, "endPerformanceDate": day, "issueDate": day, "date": day,
	"performanceLocation": `laboratory|customer|laboratoryBranch|customerBranch|other`,
	"typeOfChange":        `amended|substituted`, "mainSigner": `true|false`,
	"issuer":    `manufacturer|calibrationLaboratory|customer|owner|other`,
	"traceable": `true|false|0|1`, "valid": `true|false|0|1`, "period": `P[\dYMDTHS]+`,
	"conformity": verdict, "conformityXMLList": listOf(verdict), "charsXMLList": listOf(`\S+`),
	"intervalMin": number, "intervalMax": number, "intervalMinXMLList": listOf(number), "intervalMaxXMLList": listOf(number),
	"valueXMLList": listOf(number), "unitXMLList": listOf(`\S+`), "valueStandardMU": size, "valueExpandedMU": size,
	"valueStandardMUXMLList": listOf(size), "valueExpandedMUXMLList": listOf(size),
	"coverageFactor": factor, "coverageFactorXMLList": listOf(factor),
	"coverageProbability": chance, "coverageProbabilityXMLList": listOf(chance),
	"dateTime": `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)`,
}

const (
	day     = `\d{4}-\d\d-\d\d`
	verdict = `pass|fail|conditionalPass|conditionalFail|noPass|noFail`
	number  = `[-+]?(\d*\.\d+|\d+\.\d*|\d+)([Ee][-+]?\d+)?|NaN`
	size    = `\+?(\d*\.\d+|\d+\.\d*|\d+)([Ee][-+]?\d+)?|NaN`
	factor  = `\+?[1-9]\d*(\.\d*)?|NaN`
	chance  = `\+?(0(\.\d*)?|1(\.0*)?)|NaN`
)

func listOf(one string) string { return `(` + one + `)( (` + one + `))*` }

// word is a name in a content model.
var word = regexp.MustCompile(`[A-Za-z0-9_]+`)

// rules are the tables, compiled.
type rules struct{ elements, texts map[string]*regexp.Regexp }

func compile() rules {
	r := rules{map[string]*regexp.Regexp{}, map[string]*regexp.Regexp{}}
	for name, content := range structure {
		pattern := word.ReplaceAllString(strings.ReplaceAll(content, " ", ","), "(?:$0 )")
		r.elements[name] = regexp.MustCompile("^" + strings.ReplaceAll(pattern, ",", "") + "$")
	}
	for name, form := range forms {
		r.texts[name] = regexp.MustCompile("^(?:" + form + ")$")
	}
	return r
}

var trimmed = regexp.MustCompile(`^\S+(\s+\S+)*$`)

// check walks a document against the tables.
func (r rules) check(t testing.TB, raw []byte) {
	t.Helper()
	type element struct {
		name     string
		children strings.Builder
		text     strings.Builder
	}
	var open []*element
	ids, references := map[string]bool{}, map[string]bool{}
	for d := xml.NewDecoder(bytes.NewReader(raw)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(open) > 0 {
				open[len(open)-1].children.WriteString(token.Name.Local + " ")
			}
			open = append(open, &element{name: token.Name.Local})
			r.attributes(t, token, ids, references)
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text.Write(token)
			}
		case xml.EndElement:
			e := open[len(open)-1]
			open = open[:len(open)-1]
			if err := r.element(e.name, e.children.String(), e.text.String(), token.Name.Space); err != nil {
				t.Error(err)
			}
		}
	}
	for id := range references {
		if !ids[id] {
			t.Errorf("there is no element %q, which is referred to", id)
		}
	}
}

func (r rules) element(name, children, text, space string) error {
	if content, has := r.elements[name]; has {
		if !content.MatchString(children) {
			return fmt.Errorf("%s has the wrong elements in it: %s", name, children)
		}
		if strings.TrimSpace(text) != "" {
			return fmt.Errorf("%s has a text", name)
		}
		return nil
	}
	form := r.texts[name]
	switch {
	case form == nil && name == "value" && space == "https://ptb.de/si":
		form = regexp.MustCompile("^(?:" + number + ")$")
	case form == nil:
		form = trimmed
	}
	if children != "" || !form.MatchString(text) {
		return fmt.Errorf("%s has the wrong text, or elements in it: %q %s", name, text, children)
	}
	return nil
}

func (r rules) attributes(t testing.TB, e xml.StartElement, ids, references map[string]bool) {
	t.Helper()
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "id":
			if ids[a.Value] {
				t.Errorf("two elements have the id %q", a.Value)
			}
			ids[a.Value] = true
		case "refId":
			for _, id := range strings.Fields(a.Value) {
				references[id] = true
			}
		case "refType", "lang":
			if strings.TrimSpace(a.Value) == "" {
				t.Errorf("%s has an empty %s", e.Name.Local, a.Name.Local)
			}
		}
	}
}
