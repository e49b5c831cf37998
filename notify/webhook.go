package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// webhook posts tocsin.alarms/1, which schema/alarms.schema.json describes. With
// a secret it signs as the Standard Webhooks specification (1.0) says, for which
// there are libraries in most languages: webhook-id is the Key,
// webhook-timestamp the seconds since 1970 of this try, and webhook-signature
// "v1," and the base64 of HMAC-SHA256 over ID.TIMESTAMP.BODY.
type webhook struct {
	*web
	url    string
	secret []byte
}

func newWebhook(config Config, web *web) (sender, error) {
	secret := []byte(config.Secret)
	// The specification writes secrets as whsec_ and base64; any other text is
	// taken as it is.
	if coded, ok := strings.CutPrefix(config.Secret, "whsec_"); ok {
		var err error
		if secret, err = base64.StdEncoding.DecodeString(coded); err != nil {
			return nil, fmt.Errorf("the secret begins with whsec_, but what follows is no base64")
		}
	}
	return &webhook{web, config.URL, secret}, nil
}

type hookBody struct {
	Schema  string    `json:"schema"`
	Key     string    `json:"key"`
	Channel string    `json:"channel"`
	Alarms  []Message `json:"alarms"`
}

func (w *webhook) send(ctx context.Context, b batch) error {
	body := encoded(hookBody{"tocsin.alarms/1", b.key, b.channel, b.messages})
	stamp := strconv.FormatInt(b.sent.Unix(), 10)
	headers := [][2]string{{"Webhook-Id", b.key}, {"Webhook-Timestamp", stamp}}
	if len(w.secret) > 0 {
		headers = append(headers, [2]string{"Webhook-Signature", sign(w.secret, b.key, stamp, body)})
	}
	return w.request(ctx, "POST", w.url, b.key, body, headers...)
}

func sign(secret []byte, id, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id + "." + stamp + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
