package federate

import (
	"encoding/json"
	"net/http"

	"metrograph/model"
)

// Paths of the administration.
const (
	PathPeers = prefix + "peers"
	PathKey   = prefix + "key"
)

// Overview is the node and its peers as an administrator is told of them.
type Overview struct {
	Node        model.ID `json:"node"`
	Fingerprint string   `json:"fingerprint"`
	Peers       []Status `json:"peers"`
}

// Resyncing is a resync that was begun.
type Resyncing struct {
	Submission model.ID `json:"submission"` // that tells how it goes
}

// Admin lets administrators of the node manage its peers over HTTP, and auditors look at
// them. The caller is in the context of the request; refuse writes errors.
func (n *Node) Admin(refuse func(http.ResponseWriter, *http.Request, error)) http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, changes bool, do func(*http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := n.registry.Oversee(r.Context(), n.self, changes); err != nil {
				refuse(w, r, err)
				return
			}
			answer, err := do(r)
			if err != nil {
				refuse(w, r, err)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(answer) // nobody is left to tell when this fails
		})
	}
	handle("GET "+PathPeers, false, func(*http.Request) (any, error) { return n.Overview() })
	handle("POST "+PathPeers, true, n.adminAdd)
	handle("POST "+PathPeers+"/{id}/trust", true, n.adminTrust)
	handle("POST "+PathPeers+"/{id}/resync", true, func(r *http.Request) (any, error) {
		submission, err := n.Resync(r.Context(), model.ID(r.PathValue("id")))
		return Resyncing{submission}, err
	})
	handle("DELETE "+PathPeers+"/{id}", true, func(r *http.Request) (any, error) {
		return struct{}{}, n.RemovePeer(model.ID(r.PathValue("id")))
	})
	handle("POST "+PathKey, true, func(*http.Request) (any, error) {
		if _, err := n.RotateKey(); err != nil {
			return nil, err
		}
		return n.Overview()
	})
	return mux
}

// Overview tells of the node and its peers.
func (n *Node) Overview() (Overview, error) {
	peers, err := n.Peers()
	return Overview{n.self.ID, n.Fingerprint(), peers}, err
}

func (n *Node) adminAdd(r *http.Request) (any, error) {
	var q struct {
		Endpoint string `json:"endpoint"`
	}
	if err := readSmall(r, &q); err != nil {
		return nil, err
	}
	return n.AddPeer(r.Context(), q.Endpoint)
}

func (n *Node) adminTrust(r *http.Request) (any, error) {
	var t Terms
	if err := readSmall(r, &t); err != nil {
		return nil, err
	}
	return n.TrustPeer(r.Context(), model.ID(r.PathValue("id")), t)
}

func readSmall(r *http.Request, into any) error {
	decoder := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxSmall))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return invalid("", "the request is not what is expected here")
	}
	return nil
}
