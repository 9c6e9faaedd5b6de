package federate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"metrograph/federate"
	"metrograph/model"
	"metrograph/registry"
)

// send sends bytes as a message that the node has signed, and returns the status of the answer.
func (n *node) send(t testing.TB, to *node, path string, body []byte) (status int) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to.url()+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	federate.SealRequest(r, n.keys(), to.self.ID, body, n.clock())
	response, err := (&wires{n.w}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode
}

// FuzzBatch submits whatever bytes as a batch, signed by a trusted peer: it is taken or refused,
// never a fault of the node, and nothing appears that the peer may not tell of.
func FuzzBatch(f *testing.F) {
	w := newWorld(f)
	national, lab := w.join("national", model.LevelNational, "110000"), w.join("lab", model.LevelThirdParty, "440300")
	befriend(national, lab)
	own := national.certificate("N-1")
	parcel := lab.parcel(lab.certificate("P-1").ID)
	batch := federate.Batch{Version: federate.Version, Node: lab.self.ID, Audience: national.self.ID, Session: model.NewID(model.KindSubmission, w.now), Number: 1, Next: "x",
		Parcels: []registry.Parcel{parcel}}
	raw, err := json.Marshal(batch)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add(bytes.Replace(raw, []byte(`"put"`), []byte(`"revoke"`), 1))
	f.Add(bytes.ReplaceAll(raw, []byte(parcel.ID), []byte(own.ID)))
	f.Add([]byte(`{"version":1,"parcels":[{"act":"put","seal":null,"fields":{"number":7}}]}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		w.TB = t
		if status := lab.send(t, national, "/federate/v1/submit", body); status >= http.StatusInternalServerError {
			t.Errorf("status %d for %s", status, body)
		}
		if kept := national.load(national.operator(), own.ID); kept == nil || kept.Base().Version != own.Version || !kept.Base().Replica.IsZero() {
			t.Errorf("a record of the node itself was changed by %s", body)
		}
	})
}

// FuzzReceipt brings whatever bytes as a receipt.
func FuzzReceipt(f *testing.F) {
	w := newWorld(f)
	national, lab := w.join("national", model.LevelNational, "110000"), w.join("lab", model.LevelThirdParty, "440300")
	befriend(national, lab)
	f.Add([]byte(`{"session":"sub_01jd9y3kq8f7vb2m5n6p7q8r9s"}`))
	f.Add([]byte(`{"session":"sub_01jd9y3kq8f7vb2m5n6p7q8r9s","receipt":{"statement":{"version":1},"key":"a","signature":"AAAA"},"changes":[{}]}`))
	f.Add([]byte(`{"receipt":{"statement":"x"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		w.TB = t
		if status := lab.send(t, national, "/federate/v1/receipt", body); status >= http.StatusInternalServerError {
			t.Errorf("status %d for %s", status, body)
		}
	})
}

// FuzzHello adds a peer that says of itself whatever bytes: it is known by that, and not trusted.
func FuzzHello(f *testing.F) {
	w := newWorld(f)
	national := w.join("national", model.LevelNational, "110000")
	answer := []byte{}
	w.nodes["odd"] = &node{handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(answer) })}
	f.Add([]byte(`{"versions":[1],"node":"inst_01jd9y3kq8f7vb2m5n6p7q8r9s","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","level":"NATIONAL"}`))
	f.Add([]byte(`{"key":[1,2]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		w.TB = t
		answer = raw
		if p, err := national.AddPeer(context.Background(), "http://odd"); err == nil && (p.Trust != federate.Known || !p.ID.Valid()) {
			t.Errorf("%s makes the peer %+v", raw, p)
		}
	})
}
