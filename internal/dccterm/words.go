package dccterm

import "metrograph/model"

// What stands where the standard demands something and the certificate has nothing.
const (
	Dash       = "-"          // for a word
	NoDate     = "0001-01-01" // for a date
	NoCountry  = "ZZ"         // which ISO 3166-1 leaves to its users: an unknown country
	NoLanguage = "en"
	NoUnit     = "|-" // D-SI marks with | what is none of its units
)

// NoText stands for a text, each word of it as a content with the term NotGiven.
func NoText() model.Text { return model.Text{Zh: "未提供", En: "not given"} }

// Names of what Metrograph adds.
func BasisName() model.Text      { return model.Text{Zh: "依据", En: "Normative basis"} }
func RevisionName() model.Text   { return model.Text{Zh: "版次", En: "Revision"} }
func SerialName() model.Text     { return model.Text{Zh: "出厂编号", En: "Serial number"} }
func ValidUntilName() model.Text { return model.Text{Zh: "有效期至", En: "Valid until"} }

const (
	// Software is the name of the program in the document.
	Software = "Metrograph"
	// Classes is how the system of classes of JJF 1022 is called.
	Classes = "JJF 1022-2014"
	// SchemaLocation is that of the schema that documents follow.
	SchemaLocation = "https://ptb.de/dcc https://ptb.de/dcc/v3.3.0/dcc.xsd"
)

// RoleName says what a person did, for readers who do not know the terms.
func RoleName(role model.PersonnelRole) string {
	switch role {
	case model.PersonnelPerformed:
		return "performed 检定员/校准员"
	case model.PersonnelChecked:
		return "checked 核验员"
	case model.PersonnelAuthorized:
		return "authorized 批准人"
	}
	return ""
}

// UncertaintyName says what a list of numbers is that stands beside a quantity.
func UncertaintyName(key string) model.Text {
	switch key {
	case UncertaintyValue:
		return model.Text{Zh: "不确定度", En: "Uncertainty"}
	case CoverageFactor:
		return model.Text{Zh: "包含因子", En: "Coverage factor"}
	case CoverageProbability:
		return model.Text{Zh: "包含概率", En: "Coverage probability"}
	case Lower:
		return model.Text{Zh: "包含区间下限", En: "Lower end of the coverage interval"}
	case Upper:
		return model.Text{Zh: "包含区间上限", En: "Upper end of the coverage interval"}
	}
	return model.Text{}
}
