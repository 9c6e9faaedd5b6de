package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// secretPrefix is before every secret (Standard Webhooks 1.0.0, Signature scheme).
const secretPrefix = "whsec_"

// sign sets the headers by which a receiver recognises a message, its repetitions, and its
// sender (Standard Webhooks 1.0.0). There is a signature for each of the secrets.
func sign(header http.Header, id string, at time.Time, body []byte, secrets []string) error {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	var signatures []string
	for _, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
		if err != nil {
			return err
		}
		digest := hmac.New(sha256.New, key)
		digest.Write([]byte(id + "." + timestamp + "."))
		digest.Write(body)
		signatures = append(signatures, "v1,"+base64.StdEncoding.EncodeToString(digest.Sum(nil)))
	}
	header.Set("Webhook-Id", id)
	header.Set("Webhook-Timestamp", timestamp)
	header.Set("Webhook-Signature", strings.Join(signatures, " "))
	return nil
}
