package notify

import (
	"context"
	"fmt"
	"strings"
)

// slack posts to one of Slack's incoming web hooks; Mattermost and Rocket.Chat
// take the same.
type slack struct {
	*web
	url string
}

type slackBody struct {
	Text        string       `json:"text"` // what notifications show
	UnfurlLinks bool         `json:"unfurl_links"`
	UnfurlMedia bool         `json:"unfurl_media"`
	Blocks      []slackBlock `json:"blocks"`
}

type slackBlock struct {
	Type     string      `json:"type"`
	Text     *slackText  `json:"text,omitempty"`
	Elements []slackText `json:"elements,omitempty"`
}

type slackText struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

// Slack's own bounds: characters of a header and of a section, blocks of a
// message. An alarm has at most four blocks.
const (
	slackHeader  = 150
	slackSection = 3000
	slackAlarms  = 9
)

func (s *slack) send(ctx context.Context, b batch) error {
	return s.post(ctx, s.url, b.key, slackBodyOf(b.messages))
}

func slackBodyOf(messages []Message) slackBody {
	body := slackBody{Text: slackEscape(digestLine(messages))}
	if len(messages) > 1 {
		body.Blocks = append(body.Blocks, section("*"+slackEscape(digestLine(messages))+"*"))
	}
	shown := messages[:min(len(messages), slackAlarms)]
	for _, m := range shown {
		body.Blocks = append(body.Blocks, slackBlocks(m)...)
	}
	if more := len(messages) - len(shown); more > 0 {
		body.Blocks = append(body.Blocks, section(fmt.Sprintf("and %d more", more)))
	}
	return body
}

func slackBlocks(m Message) []slackBlock {
	blocks := []slackBlock{{Type: "header", Text: &slackText{"plain_text", clip(headline(m), slackHeader)}}}
	if lines := lead(m); len(lines) > 0 {
		blocks = append(blocks, section(slackEscape(strings.Join(lines, "\n"))))
	}
	var lines []string
	for _, e := range m.Evidence[:min(len(m.Evidence), maxEvidence)] {
		words := slackLink(e.URL, credit(e))
		if e.Quote != "" {
			words = "“" + slackEscape(line(e.Quote, maxQuote)) + "” — " + words
		}
		lines = append(lines, "• "+words)
	}
	// A line is left out rather than cut within a link.
	for len(strings.Join(lines, "\n")) > slackSection-20 {
		lines = lines[:len(lines)-1]
	}
	if more := len(m.Evidence) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("• and %d more", more))
	}
	if len(lines) > 0 {
		blocks = append(blocks, section(strings.Join(lines, "\n")))
	}
	foot := slackEscape(span(m))
	if webLink(m.Link) != "" {
		foot += " · " + slackLink(m.Link, "Open the alarm")
	}
	if m.Receipt != "" {
		foot += " · receipt " + slackEscape(line(m.Receipt, maxTitle))
	}
	if foot = strings.TrimPrefix(foot, " · "); foot != "" {
		blocks = append(blocks, slackBlock{Type: "context", Elements: []slackText{{"mrkdwn", foot}}})
	}
	return blocks
}

func section(text string) slackBlock {
	return slackBlock{Type: "section", Text: &slackText{"mrkdwn", clip(text, slackSection)}}
}

// slackEscape escapes the three characters that Slack's markup begins with, so
// that no article can mention a channel or draw a link.
func slackEscape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

func slackLink(address, words string) string {
	link := webLink(address)
	if link == "" {
		return slackEscape(words)
	}
	if words == "" {
		words = "link"
	}
	link = strings.NewReplacer("|", "%7C", "<", "%3C", ">", "%3E").Replace(link)
	return "<" + strings.ReplaceAll(link, "&", "&amp;") + "|" + strings.ReplaceAll(slackEscape(words), "|", "¦") + ">"
}
