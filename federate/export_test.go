package federate

import (
	"context"

	"metrograph/model"
)

// Say sends a peer whatever a test wants, signed as the node signs, and returns the status of the
// answer.
func (n *Node) Say(ctx context.Context, peer model.ID, method, path string, message any) (status int, err error) {
	p, err := n.peer(peer)
	if err != nil {
		return 0, err
	}
	response, _, err := n.send(ctx, p, method, path, nil, message)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}

// Paths and bounds of the protocol that tests go against.
const (
	PathSubmit = pathSubmit
	MaxMessage = maxMessage
)
