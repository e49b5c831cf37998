package api

import (
	"fmt"
	"net/http"
	"time"

	"tocsin/serve/account"
)

// heartbeat is how often a stream without news says that it is alive.
const heartbeat = 15 * time.Second

// streaming adds the stream of news.
func (a *API) streaming() {
	add(a, operation{
		method: http.MethodGet, path: "/stream", id: "stream", tag: "News", summary: "What is new, as it comes", content: "text/event-stream",
		description: "Server-sent events: article (one was read), statement (one stands otherwise than before), alarm (one rang or changed), reset (news were missed: load what you show again). Their data is JSON. Last-Event-ID goes on where a stream broke off.",
	}, func(c *call, in *struct {
		Last string `header:"Last-Event-ID" maxLength:"60"`
	}) error {
		news, missed, err := a.live.listen(in.Last)
		if err != nil {
			return err
		}
		defer a.live.leave(news)
		c.w.Header().Set("Content-Type", "text/event-stream")
		c.w.Header().Set("Cache-Control", "no-store")
		c.w.Header().Set("X-Accel-Buffering", "no")
		c.begun = true
		c.w.WriteHeader(http.StatusOK)
		if err := c.send(": Tocsin tells what is new\nretry: 3000\n\n"); err != nil {
			return c.gone(err)
		}
		for _, n := range missed {
			if err := c.event(n); err != nil {
				return c.gone(err)
			}
		}
		return c.gone(c.stream(news))
	})
}

// stream sends news until the client goes, is too slow, or may no longer come in.
func (c *call) stream(news <-chan News) error {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-c.Done():
			return c.Err()
		case n, open := <-news:
			if !open {
				return nil
			}
			if err := c.event(n); err != nil {
				return err
			}
		case <-beat.C:
			if !c.api.opts.Accounts.Still(c.r, account.RoleViewer) {
				return nil
			}
			if err := c.send(": \n\n"); err != nil {
				return err
			}
		}
	}
}

func (c *call) event(n News) error {
	return c.send(fmt.Sprintf("id: %s\nevent: %s\ndata: %s\n\n", n.ID, n.Kind, n.Data))
}

// send writes and flushes; whoever does not read for some seconds is let go.
func (c *call) send(words string) error {
	const patience = 10 * time.Second
	control := http.NewResponseController(c.w)
	control.SetWriteDeadline(time.Now().Add(patience))
	if _, err := c.w.Write([]byte(words)); err != nil {
		return err
	}
	return control.Flush()
}
