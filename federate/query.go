package federate

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"net/http"

	"metrograph/model"
	"metrograph/network"
)

// Answers executes the question of another node as the caller of the context.
type Answers func(ctx context.Context, q network.Question) (network.Answer, error)

// AnswerWith tells the node who answers questions. It is to be called before the node serves.
func (n *Node) AnswerWith(a Answers) { n.answers = a }

func ed25519Key(public []byte) ed25519.PublicKey { return public }

// serveQuery answers the question of a peer as the caller for whom the peer asks, as far as the
// peer is believed.
func (n *Node) serveQuery(w http.ResponseWriter, q *request) error {
	a, err := n.answerFor(q)
	n.metrics.questioned(q.peer.ID, err)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if len(raw) > network.MaxAnswer {
		return model.Errorf(model.CodeLimitExceeded, "the answer has more than %d bytes; ask for less", network.MaxAnswer)
	}
	n.answer(w, q, http.StatusOK, json.RawMessage(raw))
	return nil
}

func (n *Node) answerFor(q *request) (a network.Answer, err error) {
	if n.answers == nil {
		return a, model.Errorf(model.CodeForbidden, "this node answers no questions")
	}
	if len(q.body) > network.MaxQuestion {
		return a, model.Errorf(model.CodeLimitExceeded, "a question has at most %d bytes", network.MaxQuestion)
	}
	claims, err := n.caller(q, q.Header.Get(headerCaller))
	if err != nil {
		return a, err
	}
	question, err := network.ParseQuestion(q.body)
	if err != nil {
		return a, err
	}
	who, limited := n.lend(q.Context(), q.peer, &claims)
	a, err = n.answers(model.WithPrincipal(q.Context(), who), question)
	a.Limited = limited
	return a, err
}
