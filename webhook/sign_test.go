package webhook

import (
	"net/http"
	"testing"
	"time"
)

// The example of the Standard Webhooks specification's own libraries.
func TestSign(t *testing.T) {
	header := http.Header{}
	err := sign(header, "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`),
		[]string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
	const want = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
	if got := header.Get("webhook-signature"); err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
}
