package federate

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"metrograph/model"
)

// exchangeLimit is how long one exchange with a peer may take.
const exchangeLimit = 2 * time.Minute

func newClient(transport http.RoundTripper, around func(http.RoundTripper) http.RoundTripper) *http.Client {
	if transport == nil {
		transport = &http.Transport{Proxy: http.ProxyFromEnvironment, DisableCompression: true, MaxIdleConnsPerHost: 16,
			IdleConnTimeout: time.Minute, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: exchangeLimit}
	}
	if around != nil {
		transport = around(transport)
	}
	return &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return errors.New("a node does not lead elsewhere")
	}}
}

// unavailable is the error of a peer that does not answer as the protocol says.
func unavailable(p *Peer, err error) error {
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err // what was asked for is nobody's business
	}
	e := model.Errorf(model.CodePeerUnavailable, "the peer %s does not answer as it should", p.ID)
	e.Cause = err
	return e
}

// refusal is an answer of a peer that refuses.
type refusal struct {
	Status int
	Problem
}

func (r *refusal) Error() string {
	return fmt.Sprintf("the peer refuses (%d %s): %s", r.Status, r.Code, r.Message)
}

// outcomeOf is the code of what went wrong; empty where nothing did.
func outcomeOf(err error) string {
	var refused *refusal
	switch {
	case err == nil:
		return ""
	case errors.As(err, &refused) && refused.Code != "":
		return string(refused.Code)
	}
	return string(model.CodeOf(err))
}

// call sends a signed request to a peer and returns the body of its signed answer.
func (n *Node) call(ctx context.Context, p *Peer, method, path string, query url.Values, message any) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, exchangeLimit)
	defer cancel()
	r, parameters, err := n.request(ctx, p, method, path, query, message)
	if err != nil {
		return nil, err
	}
	return n.exchanged(p, r, parameters, maxMessage)
}

// exchanged sends a request and returns the body of the signed answer.
func (n *Node) exchanged(p *Peer, r *http.Request, parameters parameters, limit int64) ([]byte, error) {
	response, err := n.client.Do(r)
	if err != nil {
		return nil, unavailable(p, err)
	}
	defer response.Body.Close()
	if err := n.checkAnswer(p, response, parameters); err != nil {
		return nil, unavailable(p, n.unsigned(response, err))
	}
	body, err := readBody(response.Body, limit, response.Header.Get(headerDigest))
	if err != nil {
		return nil, unavailable(p, err)
	}
	if response.StatusCode != http.StatusOK {
		r := &refusal{Status: response.StatusCode}
		_ = json.Unmarshal(body, &r.Problem) // the status says enough
		return nil, r
	}
	return body, nil
}

// unsigned adds to an error what an answer that is not signed says; nothing else of it is
// believed.
func (n *Node) unsigned(response *http.Response, err error) error {
	if response.StatusCode == http.StatusOK {
		return &unfit{err}
	}
	var problem Problem
	raw, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10)) // of little importance
	_ = json.Unmarshal(raw, &problem)                          // the status says enough
	return &unsigned{response.StatusCode, problem.Code, err}
}

// unfit is an answer that came, and not as the protocol says.
type unfit struct{ error }

func (e *unfit) Unwrap() error { return e.error }

// unsigned is an answer that refuses and that nobody has signed.
type unsigned struct {
	status int
	code   model.Code
	error
}

func (e *unsigned) Error() string {
	return fmt.Sprintf("status %d %.40q: %v", e.status, e.code, e.error)
}
func (e *unsigned) Unwrap() error { return e.error }

// request makes a signed request.
func (n *Node) request(ctx context.Context, p *Peer, method, path string, query url.Values, message any) (*http.Request, parameters, error) {
	var body []byte
	if message != nil {
		if raw, is := message.(json.RawMessage); is {
			body = raw
		} else if raw, err := json.Marshal(message); err == nil {
			body = raw
		} else {
			return nil, parameters{}, wrap("write a message", err)
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, p.Endpoint+path, bytes.NewReader(body))
	if err != nil {
		return nil, parameters{}, wrap("address a peer", err)
	}
	r.URL.RawQuery = query.Encode()
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Encoding", "identity")
	n.succeedIn(r.Header)
	return r, seal(r.Header, n.keys, p.ID, digestOf(body), n.o.Clock(), requestComponents, pathless(p, requestPart(r))), nil
}

// pathless leaves the path of a peer's endpoint out of what is signed: behind a proxy, the
// peer sees its own paths only.
func pathless(p *Peer, own func(string) string) func(string) string {
	endpoint, err := url.Parse(p.Endpoint)
	if err != nil {
		return own
	}
	return func(c string) string {
		if c == "@path" {
			return strings.TrimPrefix(own(c), endpoint.EscapedPath())
		}
		return own(c)
	}
}

// checkAnswer checks that the peer has signed an answer, to this request and for this node.
func (n *Node) checkAnswer(p *Peer, response *http.Response, asked parameters) error {
	h := response.Header
	if model.ID(h.Get(headerNode)) != p.ID || model.ID(h.Get(headerAudience)) != n.self.ID || h.Get(headerInReplyTo) != asked.nonce {
		return errors.New("the answer is not the peer's to this request")
	}
	if err := n.succession(p, h.Get(headerSuccession)); err != nil {
		return err
	}
	now := n.o.Clock()
	parameters, err := verify(h, answerComponents, statusPart(response.StatusCode), func(fingerprint string) ed25519.PublicKey {
		if k := p.key(fingerprint); k != nil && (k.Until.IsZero() || now.Before(k.Until)) {
			return k.Public
		}
		return nil
	})
	if errors.Is(err, errUnknownKey) {
		err = fmt.Errorf("it signs with the key %s, for which no key that is known here vouches: if it was changed on purpose, "+
			"remove the peer, add it again, and compare the fingerprint", parameters.key)
	}
	if err == nil && !within(parameters.created, now) {
		err = fmt.Errorf("the clocks of the nodes are more than %s apart", MaxSkew)
	}
	return err
}

// Meet asks a node at an address what it says of itself.
func (n *Node) Meet(ctx context.Context, endpoint string) (h Hello, err error) {
	ctx, cancel := context.WithTimeout(ctx, exchangeLimit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(endpoint, "/")+pathHello, nil)
	if err != nil {
		return h, invalid("endpoint", "the address of a node is like https://node.example.cn")
	}
	response, err := n.client.Do(r)
	if err != nil {
		return h, unavailable(&Peer{ID: "at " + model.ID(endpoint)}, err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, maxSmall))
	if err == nil {
		err = json.Unmarshal(raw, &h)
	}
	if err == nil && (response.StatusCode != http.StatusOK || len(h.Key) != ed25519.PublicKeySize) {
		err = fmt.Errorf("status %d", response.StatusCode)
	}
	if err != nil {
		return h, unavailable(&Peer{ID: "at " + model.ID(endpoint)}, err)
	}
	h.Fingerprint = Fingerprint(h.Key)
	return h, nil
}
