package dcc

import (
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
)

// leftovers keeps what nothing took, with a finding each.
func (r *reader) leftovers() {
	all, earlier := r.unmapped()
	for _, l := range all[earlier:] {
		if !strings.HasPrefix(l.Path, "/"+rootName+"/Signature") { // that has a finding of its own
			f := ruleUnmapped.Finding()
			f.Path, f.Line = l.Path, l.Line
			r.findings.Add(f)
		}
	}
	mapping.KeepLeftovers(r.parcel, r.cert, all)
}

// unmapped lists what nothing took, behind what was left over earlier of the source of a
// document that Metrograph wrote.
func (r *reader) unmapped() (all []xmltree.Leftover, earlier int) {
	if r.own != nil {
		all = r.own.unmapped
	}
	return append(all, r.tree.Leftovers()...), len(all)
}
