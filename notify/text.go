package notify

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// How much of a message goes into a text for people; the alarm's page has all.
const (
	maxTitle    = 160 // runes
	maxLine     = 400
	maxQuote    = 240
	maxSummary  = 12 // lines
	maxEvidence = 5  // articles
)

// line makes one line of a text: white space and control characters become
// spaces, invisible ones that turn the direction of text go, and what is longer
// than most runes is cut.
func line(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r), r == utf8.RuneError:
			return -1
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	return clip(strings.Join(strings.Fields(text), " "), most)
}

// clip cuts a text to most runes, the last of which is an ellipsis then.
func clip(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}

// clipBytes cuts a text to most bytes, for the other sides that count so.
func clipBytes(text string, most int) string {
	if len(text) <= most {
		return text
	}
	const end = "…"
	cut := max(most-len(end), 0)
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return strings.TrimSpace(text[:cut]) + end
}

// webLink is an address that may be made a link: a page's, and nothing that
// a reader's program would run.
func webLink(address string) string {
	at, err := url.Parse(address)
	if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "" {
		return ""
	}
	return at.String()
}

// headline is a message in one line.
func headline(m Message) string {
	kind := map[State]string{Open: "Alarm", Updated: "Update", Resolved: "Over"}[m.State]
	if m.Severity != "" {
		kind += " (" + string(m.Severity) + ")"
	}
	return kind + ": " + line(m.Title, maxTitle)
}

// digestLine is several messages in one line.
func digestLine(messages []Message) string {
	if len(messages) == 1 {
		return headline(messages[0])
	}
	counts := map[string]int{}
	for _, m := range messages {
		switch {
		case m.State == Resolved:
			counts["over"]++
		case m.Severity == "":
			counts["of unknown severity"]++
		default:
			counts[string(m.Severity)]++
		}
	}
	var parts []string
	for _, kind := range []string{"extreme", "severe", "moderate", "minor", "of unknown severity", "over"} {
		if n := counts[kind]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, kind))
		}
	}
	return fmt.Sprintf("%d alarms: %s", len(messages), strings.Join(parts, ", "))
}

// judgement is how likely and how sure, "" where neither is told.
func judgement(m Message) string {
	switch {
	case m.Likelihood != "" && m.Confidence != "":
		return fmt.Sprintf("Judged %s; confidence: %s.", line(m.Likelihood, 80), line(m.Confidence, 80))
	case m.Likelihood != "":
		return fmt.Sprintf("Judged %s.", line(m.Likelihood, 80))
	case m.Confidence != "":
		return fmt.Sprintf("Confidence: %s.", line(m.Confidence, 80))
	}
	return ""
}

// belongs names what the alarm belongs to.
func belongs(m Message) string {
	var parts []string
	for _, part := range [][2]string{{"Problem: ", m.Problem}, {"Stage: ", m.Stage}, {"Indicator: ", m.Indicator}, {"Area: ", areaName(m.Area)}} {
		if part[1] != "" {
			parts = append(parts, part[0]+line(part[1], maxTitle))
		}
	}
	return strings.Join(parts, " · ")
}

// span tells since when, and until when.
func span(m Message) string {
	var parts []string
	for _, part := range []struct {
		word string
		at   time.Time
	}{{"since", m.Started}, {"updated", m.Updated}, {"over", m.Ended}} {
		if !part.at.IsZero() {
			parts = append(parts, part.word+" "+part.at.UTC().Format("2 January 2006 15:04 UTC"))
		}
	}
	return strings.Join(parts, ", ")
}

func areaName(a Area) string {
	switch {
	case a.Name != "":
		return line(a.Name, maxTitle)
	case a.Country != "":
		return line(a.Country, maxTitle)
	case a.Km > 0:
		return fmt.Sprintf("%g km around %.4f, %.4f", a.Km, a.Lat, a.Lon)
	}
	return ""
}

// lead is what comes before the evidence, line by line.
func lead(m Message) []string {
	var lines []string
	for _, one := range m.Summary[:min(len(m.Summary), maxSummary)] {
		lines = append(lines, line(one, maxLine))
	}
	lines = append(lines, judgement(m), belongs(m))
	return slices.DeleteFunc(lines, func(one string) bool { return one == "" })
}

// credit says whose an article is: “Title”, Outlet, 2 January 2006.
func credit(e Evidence) string {
	var parts []string
	if e.Title != "" {
		parts = append(parts, "“"+line(e.Title, maxTitle)+"”")
	}
	if e.Outlet != "" {
		parts = append(parts, line(e.Outlet, maxTitle))
	}
	if !e.Published.IsZero() {
		parts = append(parts, e.Published.UTC().Format("2 January 2006"))
	}
	return strings.Join(parts, ", ")
}

// plain is a message as plain text.
func plain(m Message) string {
	lines := append([]string{headline(m), ""}, lead(m)...)
	shown := m.Evidence[:min(len(m.Evidence), maxEvidence)]
	if len(shown) > 0 {
		lines = append(lines, "", "It rests on:")
	}
	for _, e := range shown {
		if e.Quote != "" {
			lines = append(lines, "- “"+line(e.Quote, maxQuote)+"”", "  "+credit(e))
		} else {
			lines = append(lines, "- "+credit(e))
		}
		if link := webLink(e.URL); link != "" {
			lines = append(lines, "  "+link)
		}
	}
	if more := len(m.Evidence) - len(shown); more > 0 {
		lines = append(lines, fmt.Sprintf("- and %d more", more))
	}
	lines = append(lines, "")
	if at := span(m); at != "" {
		lines = append(lines, strings.ToUpper(at[:1])+at[1:])
	}
	if link := webLink(m.Link); link != "" {
		lines = append(lines, link)
	}
	if m.Receipt != "" {
		lines = append(lines, "Receipt: "+line(m.Receipt, maxTitle))
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// plainAll is several messages as plain text.
func plainAll(messages []Message) string {
	if len(messages) == 1 {
		return plain(messages[0])
	}
	texts := []string{digestLine(messages)}
	for _, m := range messages {
		texts = append(texts, plain(m))
	}
	return strings.Join(texts, "\n\n––––\n\n")
}

// labelNames are the names of labels in order.
func labelNames(labels map[string]string) []string { return slices.Sorted(maps.Keys(labels)) }
