package sample_test

import (
	"testing"

	"metrograph/internal/sample"
	"metrograph/model"
)

// What the centres of a network have is theirs, whole, and names nothing that they do not have
// but institutions; no two have a record in common, and every certificate is at one of them.
func TestCentresOfANetwork(t *testing.T) {
	o := sample.Options{Seed: 1, Institutions: 5, Instruments: 150, Certificates: 600}
	all := sample.Generate(o)
	seen := map[model.ID]bool{}
	for _, i := range all.Institutions {
		seen[i.ID] = true
	}
	certificates := 0
	for _, i := range all.Institutions {
		own := map[model.ID]bool{}
		data := sample.Centre(o, i)
		certificates += len(data.Certificates)
		for r := range data.All() {
			head := r.Base()
			if head.Origin != i.ID || head.Level != i.Level || head.Region != i.Region || seen[head.ID] {
				t.Fatalf("%s of %s is not its own alone", head.ID, i.ShortName.En)
			}
			for _, ref := range r.References() {
				if ref.To.Kind() != model.KindInstitution && !own[ref.To] {
					t.Errorf("%s of %s names %s at %s, which comes later or never", head.ID, i.ShortName.En, ref.To, ref.Path())
				}
			}
			if findings := r.Validate(); model.Grave(findings) {
				t.Errorf("%s of %s: %+v", head.ID, i.ShortName.En, findings)
			}
			seen[head.ID], own[head.ID] = true, true
		}
	}
	if least := len(all.Certificates) * 95 / 100; certificates < least {
		t.Errorf("the centres have %d certificates of %d", certificates, len(all.Certificates))
	}
}
