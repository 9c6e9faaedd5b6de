package dcc

import (
	"regexp"
	"strconv"

	"metrograph/collect/xmltree"
)

// version is that of the schema that a document follows.
type version struct{ major, minor int }

func (v version) before(major, minor int) bool {
	return v.major < major || v.major == major && v.minor < minor
}

var (
	versionText     = regexp.MustCompile(`^(\d{1,3})\.(\d{1,3})(\.[0-9A-Za-z.-]+)?$`)
	versionLocation = regexp.MustCompile(`(?:/v|DCC_v)(\d{1,3}\.\d{1,3}(?:\.[0-9A-Za-z-]+)*)(?:_beta)?(?:/dcc)?\.xsd`)
)

// readVersion takes the schema version, or guesses it from the schema's location where the
// attribute is missing, as before 2.3. It returns false for a version that cannot be read.
func (r *reader) readVersion(root *xmltree.Node) bool {
	text := root.PeekAttr("schemaVersion")
	if text == "" {
		if found := versionLocation.FindStringSubmatch(root.PeekAttrNS(nsInstance, "schemaLocation")); found != nil {
			text = found[1]
		}
	}
	parts := versionText.FindStringSubmatch(text)
	if parts == nil {
		// Elements are found by name in any version; only the rules that depend on it
		// take the newest.
		if r.version = (version{3, 3}); root.Is(oldDCC, rootName) {
			r.version = version{2, 1}
		}
		r.find(ruleVersionUnknown, root, text)
		return true
	}
	root.Attr("schemaVersion")
	r.version.major, _ = strconv.Atoi(parts[1])
	r.version.minor, _ = strconv.Atoi(parts[2])
	r.parcel.Format = "DCC " + text
	switch {
	case r.version.before(1, 8) || r.version.major > 3:
		r.find(ruleVersion, root, text)
		return false
	case r.version.major == 3 && r.version.minor > 3:
		r.find(ruleVersionNew, root, text)
	}
	return true
}
