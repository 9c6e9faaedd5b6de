package federate_test

import (
	"context"
	"crypto/ed25519"
	"net/http"
	"testing"

	httpsig "github.com/remitly-oss/httpsig-go"

	"metrograph/model"
)

// ring finds the one key that a test expects.
type ring struct {
	id  string
	key ed25519.PublicKey
}

func (r ring) FetchByKeyID(_ context.Context, _ http.Header, id string) (httpsig.KeySpecer, error) {
	if id != r.id {
		return nil, model.NotFound()
	}
	return httpsig.KeySpec{KeyID: id, Algo: httpsig.Algo_ED25519, PubKey: r.key}, nil
}

func (r ring) Fetch(context.Context, http.Header, httpsig.MetadataProvider) (httpsig.KeySpecer, error) {
	return nil, model.NotFound()
}

// TestSignaturesAreThoseOfRFC9421: another implementation of the standard takes what this one
// signs, requests and answers.
func TestSignaturesAreThoseOfRFC9421(t *testing.T) {
	w, national, lab := twoNodes(t)
	lab.certificate("P-1")
	profile := func(fields ...string) httpsig.VerifyProfile {
		return httpsig.VerifyProfile{SignatureLabel: "sig1", AllowedAlgorithms: []httpsig.Algorithm{httpsig.Algo_ED25519},
			RequiredFields:         httpsig.Fields(fields...),
			RequiredMetadata:       []httpsig.Metadata{httpsig.MetaCreated, httpsig.MetaNonce, httpsig.MetaKeyID, httpsig.MetaTag},
			DisableTimeEnforcement: true} // the world has a time of its own
	}
	requests, answers := 0, 0
	w.faults = func(r *http.Request) error {
		requests++
		keys := national.keys()
		_, err := httpsig.Verify(r, ring{keys.Key(), keys.Public()}, profile("@method", "@path", "@query", "content-digest", "metrograph-node", "metrograph-audience"))
		if err != nil {
			t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
		}
		return nil
	}
	w.answered = func(r *http.Response) {
		answers++
		keys := lab.keys()
		_, err := httpsig.VerifyResponse(r, ring{keys.Key(), keys.Public()}, profile("@status", "content-digest", "metrograph-node", "metrograph-audience", "metrograph-in-reply-to"))
		if err != nil {
			t.Errorf("answer %d: %v", r.StatusCode, err)
		}
	}
	national.mustHarvest(lab)
	if requests < 3 || answers != requests {
		t.Errorf("%d requests and %d answers", requests, answers)
	}
}
