package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// call is one request on its way to an answer.
type call struct {
	context.Context
	api    *API
	w      http.ResponseWriter
	r      *http.Request
	status int
	tag    string // of an answer from the log, "" of another
	begun  bool   // something of the answer is on its way
}

func number(n int) string { return strconv.Itoa(n) }

func schemaOf(registry huma.Registry, value any) *huma.Schema {
	kind := reflect.TypeOf(value)
	return registry.Schema(kind, true, kind.Name())
}

// unchanged gives the answer a tag made of the ledger's state and all that was
// asked, and reports whether nothing is left to do: the client has that answer
// already, or it is known here. More is what the answer depends on besides.
func (c *call) unchanged(more ...string) (bool, error) {
	linked, err := c.api.ledger.Linked(c)
	if err != nil {
		return false, err
	}
	state := strings.Join(append(more, c.api.opts.Version, number(int(linked.Seq)), number(int(linked.Size)), linked.Linker, c.r.URL.RequestURI(), strconv.FormatBool(c.lines())), "\x00")
	c.tag = tagOf([]byte(state))
	if c.has(c.tag) {
		return true, nil
	}
	body, link := c.api.sent.get(c.tag)
	if body == nil {
		return false, nil
	}
	if link != "" {
		c.w.Header().Set("Link", link)
	}
	return true, c.write(body)
}

func tagOf(content []byte) string {
	sum := sha256.Sum256(content)
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

// has sets the answer's tag and reports whether the client has it already.
func (c *call) has(tag string) bool {
	head := c.w.Header()
	head.Set("ETag", tag)
	head.Set("Cache-Control", "private, no-cache")
	head.Add("Vary", "Accept")
	head.Add("Vary", "Authorization")
	for known := range strings.SplitSeq(c.r.Header.Get("If-None-Match"), ",") {
		if known = strings.TrimSpace(known); known == "*" || strings.TrimPrefix(known, "W/") == strings.TrimPrefix(tag, "W/") {
			c.begun = true
			c.w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// json answers with a value.
func (c *call) json(value any) error {
	var body bytes.Buffer
	if err := json.NewEncoder(&body).Encode(value); err != nil {
		return err
	}
	if c.r.Method == http.MethodGet && c.w.Header().Get("ETag") == "" && c.has(tagOf(body.Bytes())) {
		return nil
	}
	if c.tag != "" && !c.lines() {
		c.api.sent.put(c.tag, body.Bytes(), c.w.Header().Get("Link"))
	}
	return c.write(body.Bytes())
}

// write answers with JSON.
func (c *call) write(body []byte) error {
	c.w.Header().Set("Content-Type", "application/json")
	c.begun = true
	c.w.WriteHeader(c.status)
	_, err := c.w.Write(body)
	return c.gone(err)
}

// lines reports whether the client wants JSON Lines.
func (c *call) lines() bool {
	accepted := c.r.Header.Get("Accept")
	return strings.Contains(accepted, "application/jsonl") || strings.Contains(accepted, "application/x-ndjson")
}

// line writes one line of JSON Lines. Each line gives a slow reader more time,
// but none for ever.
func (c *call) line(line []byte) error {
	if !c.begun {
		c.w.Header().Set("Content-Type", "application/jsonl")
		c.begun = true
		c.w.WriteHeader(http.StatusOK)
	}
	const patience = 30 * time.Second
	http.NewResponseController(c.w).SetWriteDeadline(time.Now().Add(patience))
	_, err := c.w.Write(append(line, '\n'))
	return err
}

// gone forgets the error of a client that has gone: nobody is left to be told.
func (c *call) gone(err error) error {
	if c.begun {
		return nil
	}
	return err
}

// fail answers with what went wrong. Where part of the answer is on its way
// already, the connection is cut, so that nobody takes a part for the whole.
func (c *call) fail(err error) {
	if c.begun {
		if c.Err() == nil {
			c.api.opts.Log.Error("an answer broke off", "path", c.r.URL.Path, "why", err)
		}
		panic(http.ErrAbortHandler)
	}
	c.w.Header().Del("ETag")
	c.w.Header().Set("Cache-Control", "no-store")
	status, says := told(err)
	if status == http.StatusInternalServerError {
		c.api.opts.Log.Error("a request failed", "path", c.r.URL.Path, "why", err)
	}
	if status == http.StatusServiceUnavailable {
		c.w.Header().Set("Retry-After", "2")
	}
	Problem(c.w, c.r, status, says)
}
