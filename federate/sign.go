package federate

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"metrograph/model"
)

// Messages are signed as RFC 9421 says, in one profile: what is covered, in which order and
// with which parameters is fixed, so that there is nothing to negotiate and nothing that
// could be left out. See README.md, Signatures.

// Headers of every message.
const (
	headerNode       = "Metrograph-Node"        // who sends it
	headerAudience   = "Metrograph-Audience"    // whom it is for
	headerInReplyTo  = "Metrograph-In-Reply-To" // of an answer: the nonce of the request
	headerSuccession = "Metrograph-Succession"  // a new key's warrant
	headerDigest     = "Content-Digest"
	headerInput      = "Signature-Input"
	headerSignature  = "Signature"
)

const tag = "metrograph-federate-1"

// MaxSkew is how far the clocks of two nodes may be apart.
const MaxSkew = 5 * time.Minute

// covered are the components that are signed.
var (
	requestComponents = []string{"@method", "@path", "@query", "content-digest", "metrograph-node", "metrograph-audience"}
	answerComponents  = []string{"@status", "content-digest", "metrograph-node", "metrograph-audience", "metrograph-in-reply-to"}
)

// parameters are those of a signature.
type parameters struct {
	created time.Time
	nonce   string
	key     string
}

func (p parameters) input(components []string) string {
	return fmt.Sprintf(`("%s");created=%d;nonce="%s";keyid="%s";alg="ed25519";tag="%s"`,
		strings.Join(components, `" "`), p.created.Unix(), p.nonce, p.key, tag)
}

var parametersForm = regexp.MustCompile(`;created=([0-9]{1,12});nonce="([A-Za-z0-9_-]{16,64})";keyid="([0-9a-f-]{1,80})";alg="ed25519";tag="` + tag + `"$`)

// readParameters reads the parameters of a signature that covers exactly the components.
func readParameters(input string, components []string) (p parameters, err error) {
	label, rest, _ := strings.Cut(input, "=")
	m := parametersForm.FindStringSubmatch(rest)
	if label != "sig1" || m == nil {
		return p, errors.New("the signature has another form than this protocol's")
	}
	seconds, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return p, err
	}
	p = parameters{time.Unix(seconds, 0).UTC(), m[2], m[3]}
	if p.input(components) != rest {
		return p, errors.New("the signature covers other parts than this protocol's")
	}
	return p, nil
}

// errUnknownKey is the error of a message that was signed with a key that is not known to be the
// sender's.
var errUnknownKey = errors.New("the key is not one of the sender's")

// base is the text that is signed, RFC 9421, 2.5.
func base(components []string, value func(component string) string, input string) []byte {
	var b bytes.Buffer
	for _, c := range components {
		fmt.Fprintf(&b, "\"%s\": %s\n", c, value(c))
	}
	fmt.Fprintf(&b, "\"@signature-params\": %s", input)
	return b.Bytes()
}

// digestOf is the header Content-Digest of a body, RFC 9530.
func digestOf(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

// signer is a node's newest key.
type signer interface {
	Node() model.ID
	Key() string
	Sign(message []byte) []byte
}

// seal signs a message: its headers get all that is needed.
func seal(h http.Header, s signer, to model.ID, contentDigest string, now time.Time, components []string, own func(string) string) parameters {
	h.Set(headerNode, string(s.Node()))
	h.Set(headerAudience, string(to))
	h.Set(headerDigest, contentDigest)
	p := parameters{now, rand.Text(), s.Key()}
	input := p.input(components)
	signature := s.Sign(base(components, componentsOf(h, own), input))
	h.Set(headerInput, "sig1="+input)
	h.Set(headerSignature, "sig1=:"+base64.StdEncoding.EncodeToString(signature)+":")
	return p
}

// componentsOf gives the values of components: derived ones, and headers.
func componentsOf(h http.Header, derived func(string) string) func(string) string {
	return func(c string) string {
		if strings.HasPrefix(c, "@") {
			return derived(c)
		}
		return strings.TrimSpace(h.Get(c))
	}
}

func requestPart(r *http.Request) func(string) string {
	return func(c string) string {
		switch c {
		case "@method":
			return r.Method
		case "@path":
			return r.URL.EscapedPath()
		}
		return "?" + r.URL.RawQuery
	}
}

func statusPart(status int) func(string) string {
	return func(string) string { return strconv.Itoa(status) }
}

// verify checks a message's signature with a key that find knows.
func verify(h http.Header, components []string, own func(string) string, find func(fingerprint string) ed25519.PublicKey) (parameters, error) {
	for _, name := range []string{headerNode, headerAudience, headerDigest, headerInput, headerSignature, headerInReplyTo} {
		if len(h.Values(name)) > 1 {
			return parameters{}, errors.New("a header is there twice")
		}
	}
	p, err := readParameters(h.Get(headerInput), components)
	if err != nil {
		return p, err
	}
	text, ok := strings.CutPrefix(h.Get(headerSignature), "sig1=:")
	text, closed := strings.CutSuffix(text, ":")
	signature, err := base64.StdEncoding.DecodeString(text)
	if !ok || !closed || err != nil {
		return p, errors.New("the signature is malformed")
	}
	key := find(p.key)
	if key == nil {
		return p, errUnknownKey
	}
	if !ed25519.Verify(key, base(components, componentsOf(h, own), p.input(components)), signature) {
		return p, errors.New("the signature is wrong")
	}
	return p, nil
}

// within tells whether a time is close enough to this node's.
func within(created, now time.Time) bool {
	return created.After(now.Add(-MaxSkew)) && created.Before(now.Add(MaxSkew))
}

// readBody reads a body up to a limit, and checks it against its digest.
func readBody(body io.Reader, limit int64, contentDigest string) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(raw)) > limit {
		return nil, &unfit{model.Errorf(model.CodeLimitExceeded, "the message has more than %d bytes", limit)}
	}
	if digestOf(raw) != contentDigest {
		return nil, &unfit{errors.New("the body is not the one that was signed")}
	}
	return raw, nil
}
