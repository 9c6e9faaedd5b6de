package federate

import (
	"net/http"
	"time"

	"metrograph/model"
)

// SealRequest signs a request with whatever body, as a node does.
func SealRequest(r *http.Request, k *Keys, to model.ID, body []byte, now time.Time) {
	seal(r.Header, k, to, digestOf(body), now, requestComponents, requestPart(r))
}
