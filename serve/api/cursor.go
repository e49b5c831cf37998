package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// cursor is where a list goes on. Clients take it as it is.
type cursor struct {
	Asks string `json:"q"`           // a hash of what is asked
	AsOf int64  `json:"t,omitempty"` // microseconds since 1970
	Done int    `json:"n,omitempty"` // records before; of findings those before the last article
	// Of findings: those of the last article that were shown, and a moment
	// before which all that follow were published, in seconds since 1970.
	Shown  []string `json:"s,omitempty"`
	Before int64    `json:"b,omitempty"`
	Key    string   `json:"k,omitempty"` // of other lists: the last record
}

var errCursor = fault{http.StatusBadRequest, "The cursor is none that was given out for this question: take it as it stands in next, with the same filters, or leave it out for the first page."}

// cursor reads a cursor, "" for the beginning.
func (c *call) cursor(words string) (cursor, error) {
	at := cursor{Asks: c.asks()}
	if words == "" {
		return at, nil
	}
	plain, err := base64.RawURLEncoding.DecodeString(words)
	if err != nil {
		return at, errCursor
	}
	var given cursor
	decoder := json.NewDecoder(bytes.NewReader(plain))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&given) != nil || given.Asks != at.Asks || given.Done < 0 || given.AsOf < 0 {
		return at, errCursor
	}
	return given, nil
}

func (at cursor) String() string {
	plain, _ := json.Marshal(at)
	return base64.RawURLEncoding.EncodeToString(plain)
}

// asks is a hash of all that is asked, but for which part of it.
func (c *call) asks() string {
	values := c.r.URL.Query()
	values.Del("cursor")
	values.Del("limit")
	sum := sha256.Sum256([]byte(c.r.URL.Path + "?" + values.Encode()))
	return hex.EncodeToString(sum[:6])
}

// link tells the next page in a header too (RFC 8288).
func (c *call) link(next string) {
	values, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil || next == "" {
		return
	}
	values.Set("cursor", next)
	path := strings.NewReplacer("<", "%3C", ">", "%3E").Replace(c.r.URL.EscapedPath())
	c.w.Header().Set("Link", "<"+path+"?"+values.Encode()+`>; rel="next"`)
}
