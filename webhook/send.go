package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"metrograph/model"
)

// sender makes the requests.
type sender struct {
	client  *http.Client
	timeout time.Duration
	now     func() time.Time
}

func newSender(o Options) *sender {
	dialer := &net.Dialer{Timeout: o.Timeout, Control: o.Addresses.control}
	return &sender{timeout: o.Timeout, now: o.Now, client: &http.Client{
		Timeout: o.Timeout,
		// A redirect would lead to where nobody looked at.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:                  nil, // the environment's would be asked for what the dialer refuses
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			DisableCompression:     true,
			MaxIdleConnsPerHost:    1,
			IdleConnTimeout:        30 * time.Second,
			MaxResponseHeaderBytes: 16 << 10,
		},
	}}
}

// outcome is what came of an attempt.
type outcome struct {
	status  int           // 0 for no answer
	failure string        // empty for a delivery; it has nothing of what the receiver wrote
	kind    string        // of the outcome, for counting
	gone    bool          // the receiver wants no more
	after   time.Duration // the receiver asks to wait so long
}

// maxAnswer is how much of an answer is read, so that its connection can be used again.
const maxAnswer = 4 << 10

// send makes one attempt to deliver a message. It is finished once it has begun, also when the
// node stops meanwhile.
func (s *sender) send(ctx context.Context, w *model.Webhook, secrets []string, id string, body []byte) outcome {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err == nil {
		err = sign(request.Header, id, s.now(), body, secrets)
	}
	if err != nil {
		return outcome{kind: "connection", failure: "the address is malformed"}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Metrograph")
	answer, err := s.client.Do(request)
	if err != nil {
		return unanswered(err)
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, maxAnswer) // what it says does not matter
	return s.answered(answer)
}

// answered reads what the status of an answer says.
func (s *sender) answered(answer *http.Response) outcome {
	out := outcome{status: answer.StatusCode, kind: "refused"}
	switch status := answer.StatusCode; {
	case status >= 200 && status < 300:
		out.kind = "delivered"
	case status == http.StatusGone:
		out.gone, out.failure = true, "the receiver answered 410: it wants no more events"
	case status >= 300 && status < 400:
		out.kind, out.failure = "redirected", fmt.Sprintf("the receiver answered %d: redirects are not followed, give the address that it leads to", status)
	default:
		out.failure = fmt.Sprintf("the receiver answered %d", status)
		if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
			out.after = s.retryAfter(answer.Header.Get("Retry-After"))
		}
	}
	return out
}

// longestAfter bounds how long a receiver can have the node wait.
const longestAfter = 24 * time.Hour

// retryAfter reads the header Retry-After: seconds, or a date (RFC 9110, 10.2.3).
func (s *sender) retryAfter(header string) time.Duration {
	after := time.Duration(0)
	if seconds, err := strconv.Atoi(header); err == nil && seconds > 0 {
		after = time.Duration(min(seconds, int(longestAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		after = at.Sub(s.now())
	}
	return min(max(after, 0), longestAfter)
}

// unanswered says why there is no answer. Whether an address is refused, does not exist, or
// has nobody that listens is not told apart: that would be a view of the node's own network.
func unanswered(err error) outcome {
	var untrusted *tls.CertificateVerificationError
	var dial *net.OpError
	switch {
	case errors.As(err, &untrusted):
		return outcome{kind: "connection", failure: "the certificate of the receiver is not one that is trusted"}
	case errors.As(err, &dial) && dial.Op == "dial":
		return outcome{kind: "connection", failure: "there is no connection to the receiver: its address has to be a public one that answers"}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return outcome{kind: "timeout", failure: "the receiver did not answer in time"}
	}
	return outcome{kind: "connection", failure: "the exchange with the receiver broke off"}
}
