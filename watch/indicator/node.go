package indicator

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"errors"
)

// File is a YAML file that is taken apart field by field; what is wrong with it
// is gathered, so that all of it can be told at once.
type File struct {
	name   string
	lines  []string
	faults Faults
}

// Open parses a file with one document. A nil Node means that it could not be
// read at all; Err tells why.
func Open(name string, text []byte) (*File, *Node) {
	const largest = 1 << 20
	f := &File{name: name, lines: strings.Split(string(text), "\n")}
	if len(text) > largest {
		f.fault(1, 1, "", fmt.Sprintf("the file has %d bytes; at most %d are read: split it", len(text), largest))
		return f, nil
	}
	parsed, err := parser.ParseBytes(text, 0)
	var syntax *yaml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		f.at(syntax.Token, "", "this is no YAML: "+syntax.Message)
		return f, nil
	case err != nil:
		f.fault(1, 1, "", "this is no YAML: "+err.Error())
		return f, nil
	}
	var bodies []ast.Node
	for _, doc := range parsed.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.NullType {
			bodies = append(bodies, doc.Body)
		}
	}
	if len(bodies) == 0 {
		f.fault(1, 1, "", "the file is empty")
		return f, nil
	}
	if len(bodies) > 1 {
		f.at(bodies[1].GetToken(), "", "a file holds one document; put the second one into a file of its own")
	}
	return f, &Node{file: f, node: bodies[0]}
}

// Err is all faults found, nil for none.
func (f *File) Err() error { return f.faults.sorted() }

func (f *File) fault(line, column int, field, message string) {
	fault := Fault{File: f.name, Line: line, Column: column, Field: field, Message: message}
	if line >= 1 && line <= len(f.lines) {
		fault.Source = strings.TrimRight(f.lines[line-1], "\r")
	}
	f.faults = append(f.faults, fault)
}

func (f *File) at(tk *token.Token, field, message string) {
	line, column := 1, 1
	if tk != nil && tk.Position != nil {
		line, column = tk.Position.Line, max(1, tk.Position.Column)
	}
	f.fault(line, column, field, message)
}

// Node is one value of a File.
type Node struct {
	file *File
	node ast.Node
	path string
}

// Fault notes a mistake at the node.
func (n *Node) Fault(format string, args ...any) {
	n.file.at(n.token(), n.path, fmt.Sprintf(format, args...))
}

// token is where the node begins: a mapping with its first key.
func (n *Node) token() *token.Token {
	switch node := n.node.(type) {
	case *ast.MappingNode:
		if !node.IsFlowStyle && len(node.Values) > 0 {
			return node.Values[0].Key.GetToken()
		}
	case *ast.MappingValueNode:
		return node.Key.GetToken()
	}
	return n.node.GetToken()
}

// Field is one entry of a mapping.
type Field struct {
	Name  string
	Key   *Node
	Value *Node
}

// Fields are the entries of a mapping, all of which must be known. Every other
// kind of node is a fault.
func (n *Node) Fields(known ...string) []Field {
	fields := n.Entries()
	kept := fields[:0]
	for _, field := range fields {
		found := false
		for _, name := range known {
			found = found || name == field.Name
		}
		if !found {
			field.Key.Fault("there is no field %q here; %s", field.Name, instead(field.Name, known))
			continue
		}
		kept = append(kept, field)
	}
	return kept
}

// Entries are the entries of a mapping, whatever they are called.
func (n *Node) Entries() []Field {
	var values []*ast.MappingValueNode
	switch node := n.node.(type) {
	case *ast.MappingNode:
		values = node.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{node}
	default:
		n.Fault("here go fields, each with a name and a value (name: value)")
		return nil
	}
	fields := make([]Field, 0, len(values))
	for _, value := range values {
		name := value.Key.GetToken().Value
		path := name
		if n.path != "" {
			path = n.path + "." + name
		}
		key := &Node{n.file, value.Key, path}
		if value.Key.IsMergeKey() {
			key.Fault("merging is not understood here; write the fields out")
			continue
		}
		if value.Value == nil || value.Value.Type() == ast.NullType {
			key.Fault("%s has no value; give one or leave the field out", name)
			continue
		}
		child := &Node{n.file, value.Value, path}
		if child.refused() {
			continue
		}
		fields = append(fields, Field{name, key, child})
	}
	return fields
}

// refused reports anchors, aliases and tags: a rule must say what it means where it stands.
func (n *Node) refused() bool {
	switch n.node.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		n.Fault("anchors, aliases and tags are not understood here; write the value out")
		return true
	}
	return false
}

// Items are the entries of a list. A single value counts as a list of one.
func (n *Node) Items() []*Node {
	list, ok := n.node.(*ast.SequenceNode)
	if !ok {
		return []*Node{n}
	}
	var items []*Node
	for i, value := range list.Values {
		item := &Node{n.file, value, fmt.Sprintf("%s[%d]", n.path, i)}
		if value == nil || value.Type() == ast.NullType {
			n.Fault("entry %d of the list is empty", i+1)
			continue
		}
		if !item.refused() {
			items = append(items, item)
		}
	}
	return items
}

// IsMapping reports whether the node has fields.
func (n *Node) IsMapping() bool {
	switch n.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}

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

// Source is the lines of the node as they stand in the file, up to where next
// begins (or the end of the file), moved to the left edge; comments at the end
// are left out.
func (n *Node) source(next *Node) string {
	from, to := n.Line(), len(n.file.lines)
	if next != nil {
		to = next.Line() - 1
	}
	lines := append([]string(nil), n.file.lines[from-1:max(from, to)]...)
	first := strings.Replace(lines[0], "-", " ", 1)
	edge := len(first) - len(strings.TrimLeft(first, " "))
	for i, line := range lines {
		if i == 0 {
			line = first
		}
		line = strings.TrimRight(line, " \r\t")
		cut := min(edge, len(line)-len(strings.TrimLeft(line, " ")))
		// A line farther left than the entry belongs to what follows it.
		if cut < edge && strings.TrimSpace(line) != "" {
			lines = lines[:i]
			break
		}
		lines[i] = line[cut:]
	}
	for len(lines) > 0 && (lines[len(lines)-1] == "" || lines[len(lines)-1][0] == '#') {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n") + "\n"
}

// Line is where the node begins, from 1.
func (n *Node) Line() int { return n.token().Position.Line }

// FaultIn notes a mistake at a byte of the node's text.
func (n *Node) FaultIn(text string, offset int, message string) {
	line, column := n.locate(text, offset)
	n.file.fault(line, column, n.path, message)
}

// locate finds where a byte of a string stands in the file. The words of a
// YAML string stand there in order, whatever its style; only white space,
// quotes and backslashes differ.
func (n *Node) locate(text string, offset int) (line, col int) {
	tk := n.node.GetToken()
	row, at := tk.Position.Line-1, 0
	if _, block := n.node.(*ast.LiteralNode); block {
		row++
	} else if row < len(n.file.lines) {
		at = byteOf(n.file.lines[row], tk.Position.Column)
	}
	// The text begins after white space that a block has and the text has not.
	lead := len(text) - len(strings.TrimLeft(text, " \n\t"))
	for i := lead; i <= min(offset, len(text)); i++ {
		var want byte
		if i < len(text) {
			want = text[i]
		}
		if want == ' ' || want == '\n' || want == '\t' {
			continue
		}
		for row < len(n.file.lines) {
			source := n.file.lines[row]
			for at < len(source) && source[at] != want && i < len(text) {
				at++
			}
			if at < len(source) || i == len(text) && i > lead {
				break
			}
			row, at = row+1, 0
		}
		if i == offset || row >= len(n.file.lines) {
			break
		}
		at++
	}
	if row >= len(n.file.lines) {
		return tk.Position.Line, tk.Position.Column
	}
	return row + 1, column(n.file.lines[row], at)
}

// byteOf is the byte at which a column, counted in code points from 1, begins.
func byteOf(line string, column int) int {
	for offset := range line {
		if column--; column <= 0 {
			return offset
		}
	}
	return len(line)
}
