package federate

import (
	"context"
	"errors"
	"net/http"
	"time"

	"metrograph/model"
)

// Say sends a peer whatever a test wants, signed as the node signs, and returns the status of the
// answer.
func (n *Node) Say(ctx context.Context, peer model.ID, method, path string, message any) (status int, err error) {
	p, err := n.peer(peer)
	if err != nil {
		return 0, err
	}
	r, _, err := n.request(ctx, p, method, path, nil, message)
	if err != nil {
		return 0, err
	}
	response, err := n.client.Do(r)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}

// Fill makes the disk full under the node's account of its peers, or has room there again.
func (n *Node) Fill(full bool) {
	n.state.db.MaxSize, n.state.full = 0, nil
	if full { // pages that are free in the file could still be written
		n.state.db.MaxSize, n.state.full = 1, func() error { return errors.New("no space left on device") }
	}
}

// SealRequest signs a request with whatever body, as a node does.
func SealRequest(r *http.Request, k *Keys, to model.ID, body []byte, now time.Time) {
	seal(r.Header, k, to, digestOf(body), now, requestComponents, requestPart(r))
}

// Paths and bounds of the protocol that tests go against.
const (
	PathSubmit = pathSubmit
	MaxMessage = maxMessage
)
