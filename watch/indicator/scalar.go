package indicator

import (
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// Text is a string, as it stands in the file for a number or a date too.
func (n *Node) Text() string {
	switch node := n.node.(type) {
	case *ast.StringNode:
		return node.Value
	case *ast.LiteralNode:
		return strings.TrimSpace(node.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return node.GetToken().Value
	}
	n.Fault("here goes one text, no list and no fields")
	return ""
}

// Texts is a list of strings.
func (n *Node) Texts() []string {
	var texts []string
	for _, item := range n.Items() {
		texts = append(texts, item.Text())
	}
	return texts
}

// Word is one of the known words.
func (n *Node) Word(known ...string) string {
	word := n.Text()
	for _, candidate := range known {
		if word == candidate {
			return word
		}
	}
	if word != "" {
		n.Fault("%q is not known here; %s", word, instead(word, known))
	}
	return ""
}

// Number is a number.
func (n *Node) Number() float64 {
	switch node := n.node.(type) {
	case *ast.IntegerNode:
		if value, err := strconv.ParseFloat(node.Token.Value, 64); err == nil {
			return value
		}
	case *ast.FloatNode:
		return node.Value
	}
	n.Fault("here goes a number, such as 3 or 0.05")
	return 0
}

// Count is a whole number in least…most.
func (n *Node) Count(least, most int) int {
	if node, ok := n.node.(*ast.IntegerNode); ok {
		if value, err := strconv.Atoi(node.Token.Value); err == nil && value >= least && value <= most {
			return value
		}
	}
	n.Fault("here goes a whole number from %d to %d", least, most)
	return least
}

// Flag is true or false.
func (n *Node) Flag() bool {
	if node, ok := n.node.(*ast.BoolNode); ok {
		return node.Value
	}
	n.Fault("here goes true or false")
	return false
}

// Span is a stretch of time: "36h", "7d", "2w".
func (n *Node) Span() time.Duration {
	text := n.Text()
	if span, ok := ParseSpan(text); ok {
		return span
	}
	n.Fault("%q is no stretch of time; write 30m, 36h, 7d or 2w", text)
	return 0
}

// ParseSpan reads a stretch of time of at most ten years: minutes, hours, days
// of 24 hours or weeks.
func ParseSpan(text string) (time.Duration, bool) {
	units := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}
	if len(text) < 2 {
		return 0, false
	}
	unit, ok := units[text[len(text)-1]]
	count, err := strconv.Atoi(text[:len(text)-1])
	if !ok || err != nil || count < 0 || count > 5_300_000 {
		return 0, false
	}
	span := time.Duration(count) * unit
	return span, span <= 3660*24*time.Hour
}

// Moment is a date or a time: 2022-02-24, 2022-02-24 05:00, 2022-02-24T05:00:00Z.
func (n *Node) Moment() time.Time {
	text := n.Text()
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04", time.DateTime, time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC()
		}
	}
	n.Fault("%q is no moment; write 2022-02-24 or 2022-02-24T05:00Z (UTC where no zone is given)", text)
	return time.Time{}
}
