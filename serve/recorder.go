package serve

import (
	"bufio"
	"net"
	"net/http"
	"time"
)

// recorder notes what is answered, and gives up on clients that do not take it. It
// implements the optional interfaces itself, because libraries for streams ask for them by
// type instead of through Unwrap. Deadlines that a writer does not know, as in tests, are
// left out.
type recorder struct {
	http.ResponseWriter
	control  *http.ResponseController
	patience patience
	status   int // 0 until the header is written
	bytes    int64
	hijacked bool
}

func newRecorder(w http.ResponseWriter, stall time.Duration) *recorder {
	return &recorder{ResponseWriter: w, control: http.NewResponseController(w), patience: patient(stall)}
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && (status >= 200 || status == http.StatusSwitchingProtocols) {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// writePiece bounds what is written at once, so that a slow line makes visible progress.
const writePiece = 32 << 10

func (r *recorder) Write(b []byte) (n int, err error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	for first := true; err == nil && (first || n < len(b)); first = false {
		piece := b[n:min(n+writePiece, len(b))]
		r.patience.spend(r.control.SetWriteDeadline, func() int {
			var written int
			written, err = r.ResponseWriter.Write(piece)
			n += written
			return written
		})
	}
	r.bytes += int64(n)
	return n, err
}

// Flush sends what is buffered.
func (r *recorder) Flush() {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	r.patience.spend(r.control.SetWriteDeadline, func() int {
		_ = r.control.Flush() // an http.Flusher reports no errors
		return 0
	})
}

// Hijack hands the connection over, for WebSockets.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffer, err := r.control.Hijack()
	if err == nil {
		r.hijacked, r.status = true, http.StatusSwitchingProtocols
	}
	return conn, buffer, err
}

// started tells whether it is too late for another answer.
func (r *recorder) started() bool { return r.status != 0 }

// code is the status of the answer; a handler that writes nothing answers 200.
func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// finish bounds what the server still does for the request: it skips what was not read, and
// then sends what is buffered.
func (r *recorder) finish() {
	if r.hijacked {
		return
	}
	now := time.Now()
	_ = r.control.SetReadDeadline(now.Add(r.patience.most))
	_ = r.control.SetWriteDeadline(now.Add(2 * r.patience.most))
}
