package collect

import (
	"context"
	"strings"

	"metrograph/model"
)

// verify looks at the signature of the document, if it is of a format that can have one. What
// is found stays with the certificate, and refuses the document where the node wants that.
func (d *document) verify(ctx context.Context, raw []byte) error {
	c := d.parcel.Certificate
	if c == nil {
		return nil
	}
	c.Signature = nil // no document says of itself that it is verified
	if !strings.HasPrefix(d.parcel.Format, "DCC") && !strings.HasPrefix(d.parcel.Format, "DCX") {
		return nil
	}
	found, refuse, err := d.registry.Signature(ctx, raw)
	if err != nil || found == nil {
		return err
	}
	c.Signature = found
	var f *model.Finding
	switch found.State {
	case model.SignatureVerified:
		f = finding(ruleSigned, found.Signer)
	case model.SignatureFailed:
		faults := make([]string, len(found.Faults))
		for i, fault := range found.Faults {
			faults[i] = string(fault)
		}
		f = finding(ruleSignature, strings.Join(faults, ", "))
		if refuse {
			f.Severity = model.SeverityError
		}
	default:
		return nil
	}
	d.report.Findings = append(d.report.Findings, *f)
	return nil
}
