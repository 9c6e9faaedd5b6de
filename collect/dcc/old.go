package dcc

import (
	"strings"

	"metrograph/collect/xmltree"
)

// The namespaces of DCC before 2.1.1, and of D-SI then and in 2.1.1.
const (
	oldDCC  = "https://intranet.ptb.de/fileadmin/dokumente/intranet/abteilungen/abteilung_1/Digitaler_Kalibrierschein/DCC"
	oldSI   = "https://intranet.ptb.de/fileadmin/dokumente/intranet/abteilungen/abteilung_1/Digitaler_Kalibrierschein/SI"
	smartSI = "https://ptb.de/si/smartcom/d-si/v1_0_1"
)

// oldNames are elements that were called otherwise before 2.1.
var oldNames = map[string]string{
	"langCodeISO639_1": "usedLangCodeISO639_1", "mandatoryLangISO639_1": "mandatoryLangCodeISO639_1",
	"responsiblePerson": "person", "eMailResponsiblePerson": "eMailPerson",
	"furtherResponsiblePerson": "description", "furtherInfoPerson": "description",
	"kryptElectronicSeal": "cryptElectronicSeal", "kryptElectronicSignature": "cryptElectronicSignature",
	"kryptElectronicTimeStamp": "cryptElectronicTimeStamp",
	"valueBool":                "valid", "conventionDate": "date", "conventionPeriod": "period",
	"comments": "comment", "dccList": "list", "offSysQuantity": "quantity", "chart": "byteData", "image": "byteData",
	"adjustmentCondition": "influenceCondition", "repairCondition": "influenceCondition", "humanReadablePDFBase64": "dataBase64",
}

// modernize gives a document from before 3.0 the structure of later ones, so that one mapping
// reads them all: elements get their later names, and what was a level of its own then, or none,
// is put where it stands now. Lines and texts stay.
func modernize(root *xmltree.Node) {
	root.Walk(func(n *xmltree.Node) {
		switch n.Name.Space {
		case oldDCC:
			n.Name.Space = nsDCC
		case oldSI, smartSI:
			n.Name.Space = nsSI
		}
		if name := oldNames[n.Name.Local]; name != "" && n.Is(nsDCC, n.Name.Local) {
			n.Name.Local = name
		}
	})
	oldResults(root.Peek(nsDCC, "administrativeData"), root.Peek(nsDCC, "measurementResults"))
	root.Walk(oldElement)
	inheritLanguage(root, "")
}

// oldElement brings one element into its later form. Walk comes to what is gathered in it then.
func oldElement(n *xmltree.Node) {
	switch {
	case n.Is(nsDCC, "statement", "metaData"):
		rename(n, "value", "declaration")
		rename(n, "idRef", "refId")
		if ref := n.Peek(nsDCC, "refId"); ref.Text() != "" {
			n.Inherit("refId", ref.Use())
		}
	case n.Is(nsDCC, "byteData", "descriptionData", "document"):
		rename(n, "data", "dataBase64")
	case n.Is(nsDCC, "influenceCondition", "result"):
		oldAnalysis(n)
	case n.Is(nsDCC, "quantity", "list"):
		if ambient := n.Peek(nsDCC, "ambientConditions"); ambient != nil {
			ambient.Name.Local = "data"
			n.Gather(nsDCC, "influenceConditions", n.Gather(nsDCC, "influenceCondition", ambient))
		}
	case n.Is(nsDCC, "respPerson"):
		oldPerson(n)
	case n.Is(nsDCC, "contact", "customer", "manufacturer", "owner", "calibrationLocation"):
		oldLocations(n)
	case n.Is(nsSI, "real", "realCS"):
		oldReal(n)
	}
	for _, local := range []string{"name", "further", "declaration", "description", "calibrationLocationSites"} {
		oldText(n, local)
	}
}

func rename(n *xmltree.Node, from, to string) {
	for _, c := range n.PeekAll(nsDCC, from) {
		c.Name.Local = to
	}
}

// oldText gathers texts that stand beside each other in several languages, as before 1.9.1, into
// one element with a content a language.
func oldText(n *xmltree.Node, local string) {
	var plain []*xmltree.Node
	for _, c := range n.PeekAll(nsDCC, local) {
		if c.Text() != "" && c.Peek(nsDCC, "content") == nil {
			plain = append(plain, c)
		}
	}
	for _, c := range plain {
		c.Name.Local = "content"
	}
	n.Gather(nsDCC, local, plain...)
}

// inheritLanguage gives texts the language of what is around them, where they state none.
func inheritLanguage(n *xmltree.Node, lang string) {
	if own := n.PeekAttr("lang"); own != "" {
		if lang = own; !n.Is(nsDCC, "content") {
			n.Attr("lang")
		}
	}
	if n.Is(nsDCC, "content") && lang != "" {
		n.Inherit("lang", lang)
	}
	for _, c := range n.Children {
		inheritLanguage(c, lang)
	}
}

// oldResults puts what stood beside the results before 1.9.1 into a measurement result, and the
// owner of all items to them.
func oldResults(admin, n *xmltree.Node) {
	admin.Move(admin.Peek(nsDCC, "items"), admin.PeekAll(nsDCC, "owner")...)
	if n.Peek(nsDCC, "results") == nil || n.Peek(nsDCC, "measurementResult") != nil {
		return
	}
	one := n.Gather(nsDCC, "measurementResult", n.Children...)
	admin.Move(one, admin.PeekAll(nsDCC, "usedMethods")...)
	conditions := one.Peek(nsDCC, "influenceConditions")
	for _, list := range one.Children {
		status := map[string]string{"adjustmentBeforeConditions": "beforeAdjustment", "adjustmentAfterConditions": "afterAdjustment",
			"repairBeforeConditions": "beforeRepair", "repairAfterConditions": "afterRepair"}[list.Name.Local]
		if status == "" || conditions == nil {
			continue
		}
		moved := list.Mark().PeekAll(nsDCC, "influenceCondition")
		for _, c := range moved {
			c.Say(nsDCC, "status", status)
		}
		list.Move(conditions, moved...)
	}
}

// oldAnalysis gives a condition or a result its data without the levels that were around them
// before 1.9.1.
func oldAnalysis(n *xmltree.Node) {
	rename(n, "state", "status")
	rename(n, "condition", "description")
	outcome := n.Peek(nsDCC, "outcome")
	if outcome == nil {
		return
	}
	outcome.Name.Local = "data"
	for _, inner := range outcome.PeekAll(nsDCC, "data") {
		inner.Mark().Move(outcome, inner.PeekAll(nsDCC, "quantity", "list")...)
	}
}

// oldPerson makes the name and the address of a person a contact, as since 2.2.
func oldPerson(n *xmltree.Node) {
	person := n.Peek(nsDCC, "person")
	if person.Text() == "" {
		return
	}
	person.Name.Local = "content"
	contact := n.Gather(nsDCC, "person", n.Gather(nsDCC, "name", person))
	if mail := n.Peek(nsDCC, "eMailPerson"); mail != nil {
		mail.Name.Local = "eMail"
		n.Move(contact, mail)
	}
}

// oldLocations puts what an address says in a second language to the first, as it stood before
// 1.9.1. What is the same there is said already.
func oldLocations(n *xmltree.Node) {
	all := n.PeekAll(nsDCC, "location")
	if len(all) < 2 {
		return
	}
	first := map[string]*xmltree.Node{}
	for _, c := range all[0].Children {
		first[c.Name.Local] = c
	}
	for _, other := range all[1:] {
		further := other.PeekAll(nsDCC, "further")
		for _, c := range further {
			if lang := other.PeekAttr("lang"); lang != "" {
				c.Inherit("lang", lang)
			}
		}
		other.Move(all[0], further...)
		for _, c := range other.Children {
			if same := first[c.Name.Local]; same.Is(nsDCC, c.Name.Local) && same.Text() == c.Text() {
				other.Mark()
				c.Use()
			}
		}
	}
}

// oldReal gives a quantity of D-SI 1.0 the structure of later ones: the expanded uncertainty has
// an element of its own, and values with commas between them are a list.
func oldReal(n *xmltree.Node) {
	list := n.Is(nsSI, "realCS") || strings.Contains(n.Peek(nsSI, "value").Text(), ",")
	if n.Peek(nsSI, "uncertainty") != nil {
		n.Gather(nsSI, "expandedUnc", n.PeekAll(nsSI, "uncertainty", "coverageFactor", "coverageProbability", "distribution")...)
	}
	if !list {
		return
	}
	n.Walk(func(c *xmltree.Node) {
		if c.Name.Space == nsSI {
			c.Name.Local += "XMLList"
			c.SetText(strings.ReplaceAll(c.Text(), ",", " "))
		}
	})
	n.Name.Local = "realListXMLList"
}
