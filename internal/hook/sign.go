package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"cairn/internal/event"
)

// Signatures signs what is sent as Standard Webhooks say: once with each of the
// secrets, so that a receiver that knows an older or the newest one takes it.
func Signatures(secrets []string, message, at string, body []byte) string {
	var all []string
	for _, s := range secrets {
		key, ok := event.KeyOf(s)
		if !ok {
			continue
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(message + "." + at + "."))
		mac.Write(body)
		all = append(all, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(all, " ")
}

// Signature signs the body as it was sent at the time, as addresses of the file of
// hooks know it.
func Signature(key, at string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(at + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}
