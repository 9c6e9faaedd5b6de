package registry

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"time"

	"metrograph/model"
)

// A link to an attachment has in it whose access it stands for, sealed: a player of videos
// sends no header with a key. It says what may be downloaded no more than the key does. The
// policy decides when the link is used, of the caller as they are then.
type link struct {
	Requester model.Requester `json:"r"`
	Expires   int64           `json:"e"` // Unix seconds
}

const (
	linkLasts = time.Hour        // at least
	linkSlot  = 10 * time.Minute // for which a link stays the same, so that answers do
)

// AttachmentURL is where the content of an attachment can be had for a while without a key, by
// whoever has the URL, with the access that the caller has by then.
func (r *Registry) AttachmentURL(ctx context.Context, id model.ID) string {
	path, who := "/attachments/"+string(id), model.PrincipalFrom(ctx)
	if who.Anonymous() || who.Trusted() {
		return path
	}
	expires := r.now().Truncate(linkSlot).Add(linkSlot + linkLasts)
	if !who.Expires.IsZero() && who.Expires.Before(expires) {
		expires = who.Expires
	}
	text, _ := json.Marshal(link{model.RequesterOf(who), expires.Unix()}) // texts and numbers always marshal
	mac := hmac.New(sha256.New, r.secret)
	mac.Write([]byte("nonce of a link\x00" + id + "\x00"))
	mac.Write(text)
	aead := r.linkSeal()
	nonce := mac.Sum(nil)[:aead.NonceSize()] // of the text: the same link is the same bytes
	sealed := aead.Seal(nonce, nonce, text, []byte(id))
	return path + "?" + url.Values{"access": {base64.RawURLEncoding.EncodeToString(sealed)}}.Encode()
}

// linkSeal encrypts links under a key of their own.
func (r *Registry) linkSeal() cipher.AEAD {
	mac := hmac.New(sha256.New, r.secret)
	mac.Write([]byte("key of links\x00"))
	block, _ := aes.NewCipher(mac.Sum(nil)) // of the size that a key has
	aead, _ := cipher.NewGCM(block)         // which takes any block of AES
	return aead
}

// Linked finds out whose access a link to an attachment stands for: NOT_FOUND where it is no
// link to this one, and gone where it has expired.
func (r *Registry) Linked(id model.ID, access string) (model.Requester, error) {
	aead := r.linkSeal()
	sealed, err := base64.RawURLEncoding.DecodeString(access)
	if err != nil || len(sealed) < aead.NonceSize() {
		return model.Requester{}, model.NotFound()
	}
	var l link
	text, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], []byte(id))
	if err != nil || json.Unmarshal(text, &l) != nil {
		return model.Requester{}, model.NotFound()
	}
	if r.now().Unix() >= l.Expires {
		return model.Requester{}, &model.Error{Code: model.CodeNotFound, Message: "this URL has expired; ask for the attachment's temporaryUrl again", Cause: ErrGone}
	}
	return l.Requester, nil
}
