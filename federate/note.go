package federate

import (
	"metrograph/model"
)

// note keeps how a try came out. Where that cannot be kept, as on a full disk, it is remembered as
// long as the process runs: the operator is told that the account does not go on.
func (n *Node) note(id model.ID, edit func(*Progress)) {
	err := change(n.state, bucketProgress, id, func(p *Progress) error {
		edit(p)
		return nil
	})
	n.mu.Lock()
	defer n.mu.Unlock()
	if err == nil {
		delete(n.unkept, id)
		return
	}
	n.unkept[id] = err.Error()
	n.o.Log.Error("the account of a peer could not be kept; what is exchanged with it is asked for again", "peer", id, "error", err)
}

// progressOf is how far this node has come with a peer, and how it stands.
func (n *Node) progressOf(id model.ID) (Progress, error) {
	p, _, err := get[Progress](n.state, bucketProgress, id)
	n.mu.Lock()
	defer n.mu.Unlock()
	if why := n.unkept[id]; why != "" {
		p.Failure, p.PushFailure = why, why
	}
	return p, err
}
