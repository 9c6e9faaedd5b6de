package serve

import (
	"io"
	"net/http"
	"time"
)

// slowest is the slowest line on which a client is still served, in bytes a second.
const slowest = 4 << 10

// patience is how long a client may be waited for in one direction. Waiting uses it up, and
// what is transferred gives it back at the rate of the slowest line, so that neither silence
// nor a byte now and then keeps a connection. The time in which the node works does not
// count: a subscription may be silent for hours. The server's own time-outs cover a request
// as a whole and would end long downloads and subscriptions.
type patience struct{ most, left time.Duration }

func patient(most time.Duration) patience { return patience{most: most, left: most} }

// spend runs a transfer with a deadline.
func (p *patience) spend(setDeadline func(time.Time) error, transfer func() (bytes int)) {
	begin := time.Now()
	_ = setDeadline(begin.Add(p.left))
	earned := time.Duration(transfer()) * time.Second / slowest
	p.left = min(p.most, p.left-time.Since(begin)+earned)
}

// tameBody gives up on clients that do not send the request.
type tameBody struct {
	io.ReadCloser
	control  *http.ResponseController
	patience patience
}

func (b *tameBody) Read(p []byte) (n int, err error) {
	b.patience.spend(b.control.SetReadDeadline, func() int {
		n, err = b.ReadCloser.Read(p)
		return n
	})
	if err != nil {
		// From here on the server listens for the client's leaving, which takes any time.
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}
