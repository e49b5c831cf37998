package notify

import (
	"context"
	"fmt"
	"net/url"
	"path"
)

// ntfy publishes to a topic of an ntfy server as JSON (docs.ntfy.sh/publish).
type ntfy struct {
	*web
	server, topic, token string
}

func newNtfy(config Config, at *url.URL, web *web) (sender, error) {
	topic := path.Base(at.Path)
	if topic == "." || topic == "/" {
		return nil, fmt.Errorf("the url of ntfy ends with a topic: https://ntfy.sh/TOPIC")
	}
	server := *at
	server.Path, server.RawPath, server.RawQuery = path.Dir(at.Path), "", ""
	return &ntfy{web, server.String(), topic, config.Secret}, nil
}

type ntfyBody struct {
	Topic    string   `json:"topic"`
	Title    string   `json:"title"`
	Message  string   `json:"message"`
	Priority int      `json:"priority"`
	Tags     []string `json:"tags"`
	Click    string   `json:"click,omitempty"`
}

// maxNtfy is how many bytes of a message ntfy shows; longer ones become files.
const maxNtfy = 3900

func (n *ntfy) send(ctx context.Context, b batch) error {
	body := ntfyBody{
		Topic: n.topic, Title: digestLine(b.messages), Message: clipBytes(plainAll(b.messages), maxNtfy),
		Priority: ntfyPriority(b.messages), Tags: []string{"bell"},
	}
	if len(b.messages) == 1 {
		body.Click = webLink(b.messages[0].Link)
	}
	var headers [][2]string
	if n.token != "" {
		headers = append(headers, [2]string{"Authorization", "Bearer " + n.token})
	}
	return n.post(ctx, n.server, b.key, body, headers...)
}

// ntfyPriority is 5 (rings through) for extreme down to 2 for minor, 3 where
// unknown, and 2 (no sound) where all is over.
func ntfyPriority(messages []Message) int {
	priority := 2
	for _, m := range messages {
		if m.State == Resolved {
			continue
		}
		of := map[Severity]int{"": 3, Minor: 2, Moderate: 3, Severe: 4, Extreme: 5}[m.Severity]
		priority = max(priority, of)
	}
	return priority
}
