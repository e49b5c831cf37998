package notify

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
)

// matrix sends an event m.room.message to a room by the client-server API
// (specification 1.12): the Key is the transaction ID, by which the server drops
// what it has already.
type matrix struct {
	*web
	room  *url.URL // …/rooms/ROOM/send/m.room.message
	token string
}

func newMatrix(config Config, at *url.URL, web *web) (sender, error) {
	if !strings.HasPrefix(config.Room, "!") {
		return nil, fmt.Errorf("a Matrix room is needed by its ID, which begins with !: see the room's settings")
	}
	if config.Secret == "" {
		return nil, fmt.Errorf("an access token is needed as secret: Matrix sends nothing without")
	}
	room := at.JoinPath("_matrix/client/v3/rooms", url.PathEscape(config.Room), "send/m.room.message")
	return &matrix{web, room, config.Secret}, nil
}

type matrixBody struct {
	Type          string   `json:"msgtype"`
	Body          string   `json:"body"`
	Format        string   `json:"format"`
	FormattedBody string   `json:"formatted_body"`
	Mentions      struct{} `json:"m.mentions"` // nobody: words of articles must not call a room
}

// maxMatrix bounds each of the two bodies in bytes; an event may have 65 536,
// and JSON may double quotes.
const maxMatrix = 15000

func (m *matrix) send(ctx context.Context, b batch) error {
	body := matrixBody{
		Type: "m.text", Body: clipBytes(plainAll(b.messages), maxMatrix),
		Format: "org.matrix.custom.html", FormattedBody: matrixHTML(b.messages),
	}
	return m.request(ctx, http.MethodPut, m.room.JoinPath(b.key).String(), b.key, encoded(body), [2]string{"Authorization", "Bearer " + m.token})
}

// matrixHTML is messages as HTML of the elements that the specification allows;
// of many it drops the last, rather than cut an element in two.
func matrixHTML(messages []Message) string {
	var out strings.Builder
	if len(messages) > 1 {
		out.WriteString("<p>" + html.EscapeString(digestLine(messages)) + "</p>")
	}
	for i, m := range messages {
		one := messageHTML(m)
		if out.Len()+len(one) > maxMatrix {
			fmt.Fprintf(&out, "<p>and %d more</p>", len(messages)-i)
			break
		}
		out.WriteString(one)
	}
	return out.String()
}

// messageHTML is one message as HTML. What comes from articles is escaped.
func messageHTML(m Message) string {
	var out strings.Builder
	out.WriteString("<h4>" + html.EscapeString(headline(m)) + "</h4>")
	for _, one := range lead(m) {
		out.WriteString("<p>" + html.EscapeString(one) + "</p>")
	}
	if len(m.Evidence) > 0 {
		out.WriteString("<ul>")
		shown := m.Evidence[:min(len(m.Evidence), maxEvidence)]
		for _, e := range shown {
			words := htmlLink(e.URL, credit(e))
			if e.Quote != "" {
				words = "“" + html.EscapeString(line(e.Quote, maxQuote)) + "” — " + words
			}
			out.WriteString("<li>" + words + "</li>")
		}
		if more := len(m.Evidence) - len(shown); more > 0 {
			fmt.Fprintf(&out, "<li>and %d more</li>", more)
		}
		out.WriteString("</ul>")
	}
	foot := []string{html.EscapeString(span(m))}
	if webLink(m.Link) != "" {
		foot = append(foot, htmlLink(m.Link, "Open the alarm"))
	}
	if m.Receipt != "" {
		foot = append(foot, "receipt <code>"+html.EscapeString(line(m.Receipt, maxTitle))+"</code>")
	}
	out.WriteString("<p>" + strings.TrimPrefix(strings.Join(foot, " · "), " · ") + "</p>")
	return out.String()
}

func htmlLink(address, words string) string {
	link := webLink(address)
	if words == "" {
		words = link
	}
	if link == "" {
		return html.EscapeString(words)
	}
	return `<a href="` + html.EscapeString(link) + `">` + html.EscapeString(words) + "</a>"
}
