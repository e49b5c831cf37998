package indicator

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
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
